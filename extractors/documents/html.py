"""HTML to Document: one parse, one walk."""

from __future__ import annotations

import re

from lxml import etree

from extractors.documents.model import Block, Cell, Document, Link, Paragraph, Region, Table
from extractors.errors import DocumentError

_SKIPPED = frozenset(
    "head script style noscript template select textarea button svg math canvas audio video".split()  # noqa: SIM905
)
_BLOCK = frozenset(
    """address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure
    footer form frameset h1 h2 h3 h4 h5 h6 header hr html iframe legend li main menu nav ol p pre section summary table
    tbody td tfoot th thead tr ul ucapcontent ucaptitle""".split()  # noqa: SIM905
)
_REGIONS = frozenset(
    "article aside body center div dl footer form header li main nav ol section td ul ucapcontent".split()  # noqa: SIM905
)
_INLINE = frozenset(
    "abbr b big cite code em font i ins label o:p small span strong tt u".split()  # noqa: SIM905
)
_APART = frozenset(("del", "s", "strike", "sub", "sup"))
"""What they hold is no part of the number beside it: a struck-out figure, the mark of a footnote."""
_EMBEDS = {"iframe": "src", "frame": "src", "embed": "src", "object": "data"}
_HIDDEN = re.compile(r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f\v]+")
_CJK_BREAK = re.compile(
    r"(?<=[\u3000-\u303f\u3400-\u9fff\uff00-\uffef])[ \t\r]*\n[ \t\r\n]*(?=[\u3000-\u303f\u3400-\u9fff\uff00-\uffef])"
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")

MAX_COLSPAN = 60
MAX_WIDTH = 400
"""Columns of one table; the widest form needs 16."""
MAX_POSITIONS = 60_000
"""Grid positions of one table; the forms need fewer than 400. A larger one is read as lines."""
MAX_BLOCKS = 200_000


def read_html(text: str, *, encoding: str | None = None) -> Document:
    """Read a page. :exc:`~extractors.errors.DocumentError` if no element can be found in it."""
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(_CONTROL.sub("", text).encode("utf-8", errors="replace"), parser)
    except etree.XMLSyntaxError as error:
        raise DocumentError("unreadable", f"no HTML: {error.msg}") from error
    if root is None:
        raise DocumentError("empty", "a page without any element")
    document = Document(media_type="text/html", encoding=encoding)
    _Walk(document).run(root)
    return document


class _TableBuilder:
    """Collects the cells of one table in source order and gives each its place in the grid."""

    def __init__(self) -> None:
        self.cells: list[tuple[int, int, int, int, list[str]]] = []
        self.row = -1
        self.column = 0
        self.link_chars = 0
        self.lines: list[str] | None = None
        self._free_from: list[int] = []
        """Column → first row that no cell above reaches into."""

    def start_row(self) -> None:
        self.row += 1
        self.column = 0

    def start_cell(self, rowspan: int, colspan: int) -> None:
        if self.row < 0:
            self.start_row()
        free = self._free_from
        while self.column < len(free) and free[self.column] > self.row:
            self.column += 1
        end = min(self.column + colspan, MAX_WIDTH)
        free.extend([0] * (end - len(free)))
        free[self.column : end] = [self.row + rowspan] * (end - self.column)
        self.lines = []
        self.cells.append((self.row, self.column, rowspan, colspan, self.lines))
        self.column += colspan

    def build(self) -> Table | None:
        """Table, or ``None`` if it is too large to be one or lays out prose."""
        if not self.cells:
            return None
        height = self.row + 1
        cells = tuple(
            Cell("\n".join(lines), row, column, min(rowspan, height - row), colspan)
            for row, column, rowspan, colspan, lines in self.cells
        )
        texts = [len(cell.text) for cell in cells]
        if len(cells) == 1 or (max(texts) > 200 and max(texts) > 0.6 * sum(texts)):
            return None  # one cell holds the article
        width = max(cell.column + cell.colspan for cell in cells)
        if width > MAX_WIDTH or sum(cell.rowspan * cell.colspan for cell in cells) > MAX_POSITIONS:
            return None
        return Table(cells, height, width, self.link_chars)


class _Walk:
    """State of the one walk over the tree."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.blocks: list[Block] = document.blocks
        self.buffer: list[str] = []
        self.link_chars = 0
        self.links = 0  # depth of <a>
        self.tag = ""
        self.table: _TableBuilder | None = None
        self.open_regions: list[tuple[int, etree._Element]] = []
        self.regions: list[list[object]] = []

    def run(self, root: etree._Element) -> None:
        """Walk the tree once. The loop is the hot path of the whole extractor: inline elements cost two lookups."""
        walk = etree.iterwalk(root, events=("start", "end"))
        text_of = self._text
        skipped: etree._Element | None = None
        for event, element in walk:
            tag: str = element.tag  # type: ignore[assignment]
            if event == "start":
                style = element.get("style")
                if tag in _SKIPPED or (style and _hides(style)) or element.get("hidden") is not None:
                    if tag == "head":
                        self._read_head(element)
                    skipped = element
                    walk.skip_subtree()
                    continue
                if tag not in _INLINE or element.get("id") is not None:
                    self._start(tag, element)
                if element.text:
                    text_of(element.text)
            else:
                if element is skipped:
                    skipped = None
                elif tag not in _INLINE or element.get("id") is not None:
                    self._end(tag, element)
                if element.tail:
                    text_of(element.tail)
        self._flush()
        self.document.regions = [Region(*region) for region in self.regions]  # type: ignore[arg-type]

    def _start(self, tag: str, element: etree._Element) -> None:
        if tag in _BLOCK:
            if self.buffer:
                self._flush()
            self.tag = tag
        elif tag == "br":
            self._flush()
            return
        elif tag in _APART and self.table is not None:
            self.buffer.append(" ")
        if self.table is not None:
            if tag == "tr":
                self.table.start_row()
            elif tag == "td" or tag == "th":
                self.table.start_cell(_span(element.get("rowspan"), 1000), _span(element.get("colspan"), MAX_COLSPAN))
        elif tag in _REGIONS or element.get("id") is not None:
            self._open_region(tag, element)
        if tag == "table":
            if self.table is None and next(element.iterdescendants("table"), None) is None:
                self.table = _TableBuilder()
        elif tag == "a":
            self._link(element)
            self.links += 1
        elif tag == "img":
            self._add_link(self.document.images, element.get("src"), element.get("alt") or "")
        elif tag in _EMBEDS:
            self._add_link(self.document.links, element.get(_EMBEDS[tag]), element.get("title") or "")
        elif tag == "meta":
            self._read_meta(element)

    def _end(self, tag: str, element: etree._Element) -> None:
        if tag == "a":
            self.links -= 1
        elif tag in _APART and self.table is not None:
            self.buffer.append(" ")
        elif tag in _BLOCK:
            if self.buffer:
                self._flush()
            self.tag = ""
            if self.table is not None:
                if tag == "td" or tag == "th":
                    self.table.lines = None
                elif tag == "table":
                    self._close_table(self.table)
        if self.open_regions and self.open_regions[-1][1] is element:
            self.regions[self.open_regions.pop()[0]][1] = len(self.blocks)

    def _close_table(self, builder: _TableBuilder) -> None:
        self.table = None
        table = builder.build()
        if table is not None:
            self.blocks.append(table)
            return
        for *_, lines in builder.cells:
            self.blocks.extend(Paragraph(line, 0, "td") for line in lines)

    def _open_region(self, tag: str, element: etree._Element) -> None:
        classes = tuple((element.get("class") or "").split()[:20])
        self.open_regions.append((len(self.regions), element))
        self.regions.append(
            [len(self.blocks), len(self.blocks), tag, len(self.open_regions), element.get("id") or "", classes]
        )

    def _link(self, element: etree._Element) -> None:
        href = element.get("href")
        if href and not href.startswith(("#", "javascript:")):
            text = "".join(element.itertext())[:300] if len(element) < 30 else ""
            self._add_link(self.document.links, href, text)

    def _add_link(self, links: list[Link], url: str | None, text: str) -> None:
        if url and len(url) <= 2000 and len(links) < 5000:
            links.append(Link(url.strip(), _SPACE.sub(" ", text).strip(), len(self.blocks)))

    def _text(self, text: str) -> None:
        self.buffer.append(text)
        if self.links:
            self.link_chars += len(text.strip())

    def _flush(self) -> None:
        """End the line: what was collected becomes a paragraph, or a line of the open cell."""
        if not self.buffer:
            return
        raw = "".join(self.buffer)
        self.buffer.clear()
        link_chars, self.link_chars = self.link_chars, 0
        if "\n" in raw:
            raw = _CJK_BREAK.sub("", raw)
        line = _SPACE.sub(" ", raw).strip(" ")
        if not line:
            return
        if self.table is not None:
            self.table.link_chars += link_chars
            if self.table.lines is not None:
                self.table.lines.append(line)
            elif line.strip():
                self.blocks.append(Paragraph(line, link_chars, "caption"))
            return
        self.blocks.append(Paragraph(line if line.strip() else "\xa0", link_chars, self.tag))
        if len(self.blocks) > MAX_BLOCKS:
            raise DocumentError("too_large", f"more than {MAX_BLOCKS} paragraphs")

    def _read_head(self, head: etree._Element) -> None:
        for element in head:
            if element.tag == "meta":
                self._read_meta(element)
            elif element.tag == "title" and self.document.html_title is None:
                self.document.html_title = _SPACE.sub(" ", element.text or "").strip() or None
            elif element.tag == "base" and self.document.base is None:
                self.document.base = element.get("href")

    def _read_meta(self, element: etree._Element) -> None:
        name, content = element.get("name") or element.get("property"), (element.get("content") or "").strip()
        if name and content and len(name) <= 100:
            self.document.meta.setdefault(name.strip().lower(), content[:2000])


def _hides(style: str) -> bool:
    return ("none" in style or "hidden" in style) and len(style) < 2000 and _HIDDEN.search(style) is not None


def _span(value: str | None, limit: int) -> int:
    """Span attribute as browsers read it: leading digits, at least 1."""
    if value is None:
        return 1
    match = re.match(r"\s{0,3}(\d{1,6})", value)
    return min(max(int(match[1]), 1), limit) if match else 1
