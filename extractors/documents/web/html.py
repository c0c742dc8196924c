"""HTML to Document: one parse, one walk."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import cast

from lxml import etree
from selectolax.lexbor import LexborHTMLParser, LexborNode

from extractors.documents.model import Document
from extractors.documents.web.styles import is_apart, is_hidden, is_struck, looks_of_sheets, matches
from extractors.documents.web.table_builder import WHITE, Attributes
from extractors.documents.web.walk import (
    APART,
    CELLS,
    FIELDS,
    FIGURE,
    FIGURES,
    INLINE,
    SKIPPED,
    STRUCK,
    Walk,
)
from extractors.errors import DocumentError

_CONTROL = bytes((*range(9), 11, *range(14, 32), 127))
_CELL_IDS = frozenset([LexborHTMLParser("").create_node(tag).tag_id for tag in CELLS])
"""Lexbor's numbers of the elements; to ask for the number is much faster than for the name."""
_STYLES = frozenset(INLINE)
_BARE = frozenset("p tr tbody thead tfoot br h1 h2 h3 h4 h5 h6 hr title table".split())  # noqa: SIM905
"""No attribute of theirs but the id says anything here."""
_NO_ATTRIBUTES: Attributes = {}
_STRIKES: Attributes = {"style": "text-decoration:line-through"}
_MAYBE_HIDDEN = {b"display": '[style*="none" i]', b"hidden": '[style*="hidden" i],[hidden]'}
"""What stands in a page, lower case, that hides something → selector of what may be hidden: looking for words is much faster."""
_BETWEEN = "\0"
"""Put between runs of text; no page's text holds it."""
_GLUED = re.compile(rf"{FIGURE}\0[\0\s]{{0,99}}{FIGURES}")
"""Two figures in one cell that may be no one number."""
_BY_SHEET = frozenset((*INLINE, *CELLS, "tr", "a", "del", "s", "sub", "sup"))
"""Elements that the page's own style sheet can hide. What shows larger ones is a script, which nobody runs here."""
_PLAIN = ("span", "p", "o:p", "td", "font", "tr", *INLINE, "th", "tbody")
"""Inline elements, paragraphs and what tables are made of; the selector is tried in this order, so the frequent ones come first."""
_NOT_PLAIN = ":not(" + ",".join(dict.fromkeys(_PLAIN)).replace(":", r"\:") + "),[id],[rowspan],[colspan]"
"""All but those, in a selector; and those with an id or a span, cells among them."""
MAX_TAGS = 150_000
"""Opening and closing; a heavy page of one report has some 5,000."""
MAX_OPEN = 5_000
"""Elements that a page for lexbor may leave open: it looks through them all at each that follows."""
MAX_LEXBOR = 200_000
"""Bytes. Lexbor is twice as fast as libxml2 and reads as browsers do, but it takes quadratic time on pages made for that
(200,000 options: three minutes). Up to this size that is at most some three seconds; few real pages are larger."""


def read_html(page: str | bytes, *, encoding: str | None = None) -> Document:
    """Read a page, given as text or as UTF-8. :exc:`~extractors.errors.DocumentError` if no element can be found in it."""
    data = page.encode("utf-8", errors="replace") if isinstance(page, str) else page
    if any(code in data for code in _CONTROL):
        data = data.translate(None, _CONTROL)
    tags = len(data) - len(data.replace(b"<", b""))  # a third of what counting takes
    if tags > MAX_TAGS:
        raise DocumentError("too_large", f"more than {MAX_TAGS} tags")
    document = Document(media_type="text/html", encoding=encoding)
    if len(data) <= MAX_LEXBOR and (tags <= MAX_OPEN or tags - 2 * data.count(b"</") <= MAX_OPEN):
        _walk_lexbor(data, document)
    else:
        _walk_libxml2(data, document)
    return document


def _walk_lexbor(data: bytes, document: Document) -> None:
    """The hot loop of the whole extractor: no recursion, one step for a plain cell or line, none for inline elements."""
    node = LexborHTMLParser(data).root
    if node is None:
        raise DocumentError("empty", "a page without any element")
    marks = _Marks.of(node, data.lower())
    walk = Walk[LexborNode](document, lambda table: table.mem_id in marks.layout)
    hidden, mixed = marks.hidden, marks.mixed
    parents: list[tuple[str, LexborNode]] = []
    glued = False
    while True:
        tag, below = node.tag, None
        if tag == "-text":
            if walk.buffer or not node.is_empty_text_node:
                walk.data(node.text_content or "")
        elif tag is None or tag[0] == "-" or tag in SKIPPED or node.mem_id in hidden:
            if tag == "script":
                walk.script(node.text(deep=True))
            elif tag in FIELDS and walk.table is not None and node.mem_id not in hidden:
                walk.fill(_shown(node))
        elif (
            tag in _STYLES
            and walk.table is not None
            and (
                (struck := node.mem_id in marks.struck)
                or (glued and (node.mem_id in marks.apart or is_apart(node.attributes)))
            )
        ):
            tag, below = STRUCK if struck else APART, node.first_child
            walk.start(tag, _NO_ATTRIBUTES, node)
            if below is None:
                walk.end(tag)
        elif tag in _STYLES and not node.id:
            tag, below = "", node.first_child
        elif (
            tag == "tr"
            and walk.table is not None
            and not walk.open_links
            and node.mem_id not in mixed
            and (cells := _plain_cells(node, marks.spanned)) is not None
        ):
            walk.row(walk.table, *cells)
        else:
            attributes = node.attributes if tag not in _BARE or node.id else _NO_ATTRIBUTES
            if node.mem_id in marks.struck:
                attributes = {**attributes, **_STRIKES}
            if tag == "p" and node.mem_id not in mixed and walk.table is None:
                walk.line(tag, attributes, node.text(deep=True))
            else:
                walk.start(tag, attributes, node)
                if tag in CELLS and walk.table is not None:
                    glued = _GLUED.search(node.text(deep=True, separator=_BETWEEN)) is not None
                if (below := node.first_child) is None:
                    walk.end(tag)
        if below is not None:
            parents.append((tag or "", node))
            node = below
            continue
        while (following := node.next) is None:
            if not parents:
                walk.close()
                return
            tag, node = parents.pop()
            if tag:
                walk.end(tag)
        node = following


def _shown(field: LexborNode) -> str | None:
    """Text that a field of a form shows; ``None`` if nothing is chosen."""
    if field.tag == "textarea":
        return field.text(deep=True)
    chosen = field.css_first("option[selected]")
    return chosen.text(deep=True) if chosen is not None else None


def _plain_cells(row: LexborNode, spanned: set[int]) -> tuple[list[str], dict[int, Attributes]] | None:
    """Cells of a row that is not mixed: the one run of text of each, and the attributes of those that have spans.

    ``None`` where a cell holds more than a run, or stands beside other elements.
    """
    texts: list[str] = []
    attributes: dict[int, Attributes] = {}
    for cell in row.iter():
        if cell.tag_id not in _CELL_IDS:
            return None
        text = cell.text(deep=True, separator=_BETWEEN)
        if _BETWEEN in text:
            if not _is_one(cell, text):
                return None
            text = text.replace(_BETWEEN, "")
        if cell.mem_id in spanned:
            attributes[len(texts)] = cell.attributes
        texts.append(text)
    return texts, attributes


def _is_one(cell: LexborNode, text: str) -> bool:
    """Whether the runs of a cell make up one line, and no figure that is none."""
    if not _is_run(cell):
        return False
    return not (_GLUED.search(text) and any(is_apart(part.attributes) for part in cell.css("[style]")))


def _is_run(cell: LexborNode) -> bool:
    """Whether a cell that is not mixed prints one line: a paragraph beside any other text makes two."""
    parts = list(cell.iter(include_text=True))
    tags = [part.tag for part in parts]
    if any(part.css_first("p") is not None for part, tag in zip(parts, tags, strict=True) if tag in _STYLES):
        return False
    if len(parts) == 1 or "p" not in tags:
        return True
    return sum([bool(part.text(deep=True).strip(WHITE)) for part in parts]) <= 1


@dataclass(slots=True)
class _Marks:
    """What a first pass finds out about a page: ids of nodes."""

    hidden: set[int] = field(default_factory=set)
    """Elements that a reader does not see."""
    mixed: set[int] = field(default_factory=set)
    """Elements that are hidden or hold hidden ones, or others than inline ones and paragraphs."""
    layout: set[int] = field(default_factory=set)
    """Tables with tables in them, and all else that holds a table."""
    struck: set[int] = field(default_factory=set)
    """Elements whose style strikes out their text."""
    apart: set[int] = field(default_factory=set)
    """Inline elements that the page's style sheet sets apart from the text beside them."""
    spanned: set[int] = field(default_factory=set)
    """Cells of several rows or columns, among others."""

    @classmethod
    def of(cls, root: LexborNode, page: bytes) -> _Marks:
        """Look through a tree; ``page`` are its bytes in lower case."""
        marks = cls()
        mixed = marks.mixed
        own = ",".join([selector for sign, selector in _MAYBE_HIDDEN.items() if sign in page])
        hidden = [node for node in root.css(own) if is_hidden(node.attributes)] if own else []
        sheets = []
        for node in root.css(_NOT_PLAIN):
            tag = node.tag
            if tag in CELLS:
                marks.spanned.add(node.mem_id)
                continue
            if tag == "table":
                _mark_above(node, marks.layout)
            elif tag == "style":
                sheets.append(node.text(deep=True))
            _mark_above(node, mixed)
        struck = root.css('[style*="line-through" i]') if b"line-through" in page else []
        struck = [node for node in struck if is_struck(node.attributes)]
        apart: list[LexborNode] = []
        if sheets:
            looks = looks_of_sheets(sheets)
            for nodes, selectors in ((hidden, looks.hidden), (struck, looks.struck), (apart, looks.apart)):
                if selectors:
                    nodes += [node for node in root.css(",".join(selectors)) if node.tag in _BY_SHEET]
        for nodes, marked in ((hidden, marks.hidden), (struck, marks.struck), (apart, marks.apart)):
            for node in nodes:
                marked.add(node.mem_id)
                _mark_above(node, mixed)
                mixed.add(node.mem_id)
        return marks


def _mark_above(node: LexborNode, marked: set[int]) -> None:
    """Mark all that holds a node; each element is visited once, however many nodes it holds."""
    above = node.parent
    while above is not None and above.mem_id not in marked:
        marked.add(above.mem_id)
        above = above.parent


def _walk_libxml2(data: bytes, document: Document) -> None:
    """The same steps over the other parser's tree."""
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise DocumentError("unreadable", f"no HTML: {error.msg}") from error
    if root is None:
        raise DocumentError("empty", "a page without any element")
    walk = Walk[etree._Element](document, lambda table: next(table.iterdescendants("table"), None) is not None)
    steps = etree.iterwalk(root, events=("start", "end"))
    skipped: etree._Element | None = None
    sheet = looks_of_sheets(["".join(style.itertext()) for style in root.iter("style")])
    for event, element in steps:
        tag: str = element.tag  # type: ignore[assignment]
        attributes = cast(Attributes, element.attrib)
        if sheet.struck and tag in _BY_SHEET and matches(sheet.struck, tag, attributes):
            attributes = {**attributes, **_STRIKES}
        if tag in _STYLES and walk.table is not None:
            apart = is_apart(attributes) or (sheet.apart and matches(sheet.apart, tag, attributes))
            tag = STRUCK if is_struck(attributes) else APART if apart else tag
        seen = tag not in _STYLES or "id" in attributes
        if event == "start":
            hidden = is_hidden(attributes) or bool(
                sheet.hidden and tag in _BY_SHEET and matches(sheet.hidden, tag, attributes)
            )
            if tag in SKIPPED or hidden:
                if tag == "script":
                    walk.script(element.text or "")
                elif tag in FIELDS and walk.table is not None and not hidden:
                    walk.fill(_shown_field(element))
                skipped = element
                steps.skip_subtree()
                continue
            if seen:
                walk.start(tag, attributes, element)
            walk.data(element.text or "")
        else:
            if element is skipped:
                skipped = None
            elif seen:
                walk.end(tag)
            walk.data(element.tail or "")
    walk.close()


def _shown_field(field: etree._Element) -> str | None:
    """The same as :func:`_shown` for the other parser's element."""
    if field.tag == "textarea":
        return "".join(field.itertext())
    chosen = next((option for option in field.iterdescendants("option") if "selected" in option.attrib), None)
    return "".join(chosen.itertext()) if chosen is not None else None
