"""The walk over a page: what the steps of either parser's tree add up to."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Generic, TypeVar

from extractors.documents.model import Block, Document, Link, Paragraph, Region
from extractors.documents.struck import settled, strike
from extractors.documents.web.embedded import link_address, picture_address, scripted_addresses
from extractors.documents.web.styles import is_struck
from extractors.documents.web.table_builder import SPACE, WHITE, Attributes, TableBuilder, one_line
from extractors.errors import DocumentError

Node = TypeVar("Node")

SKIPPED = frozenset(
    "script style noscript template select textarea button svg math canvas audio video".split()  # noqa: SIM905
)
INLINE = tuple("span font o:p b strong u i em abbr big cite code ins label small tt".split())  # noqa: SIM905
"""Elements that change no more than the looks of their text, the frequent ones first."""
CELLS = frozenset(("td", "th"))

_BLOCK = frozenset(
    """address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure
    footer form frameset h1 h2 h3 h4 h5 h6 head header hr html iframe legend li main menu nav ol p pre section summary
    table tbody td tfoot th thead title tr ul ucapcontent ucaptitle""".split()  # noqa: SIM905
)
_REGIONS = frozenset(
    "article aside body center div dl footer form header li main nav ol section td ul ucapcontent".split()  # noqa: SIM905
)
_STRUCK = frozenset(("del", "s", "strike"))
_APART = frozenset((*_STRUCK, "sub", "sup", "rt", "rp"))
"""What they hold is no part of the number beside it: a struck-out figure, the mark of a footnote, a gloss."""
GAP = "\u2002"
"""What parts them: white space that no number is written with (235 240 may be one)."""
FIGURE, FIGURES = r"[0-9０-９.,，．]", r"[.,，．]?[0-9０-９]"
"""How a part of a number ends, and how one begins, as expressions."""
_GAPS = re.compile(rf"(?P<before>{FIGURE})?(?P<gaps>\s{{0,9}}{GAP}\s{{0,99}})(?={FIGURES}(?P<between>)|)")
APART, STRUCK = "sup", "del"
"""The names under which an element is walked that only its style sets apart, or strikes out."""
FIELDS = frozenset(("select", "textarea"))
"""Fields of a form: skipped in prose, but in a cell they hold what it says."""
_EMBEDS = {"iframe": "src", "frame": "src", "embed": "src", "object": "data"}
_TYPED = (None, "", "text", "number", "tel")
"""Kinds of ``<input>`` whose value a reader sees."""
MAX_BLOCKS = 200_000


class Walk(Generic[Node]):
    """What the steps over a tree add up to. Inline elements without an id make no step."""

    def __init__(self, document: Document, holds_table: Callable[[Node], bool]) -> None:
        self.document = document
        self.blocks: list[Block] = document.blocks
        self.holds_table = holds_table
        """Whether another table stands inside this one: then it is layout."""
        self.buffer: list[str] = []
        self.link_chars = 0
        self.open_links: list[tuple[str | None, int, list[str]]] = []
        """Address, block and texts of each open ``<a>``."""
        self.tag = ""
        self.table: TableBuilder | None = None
        self.preformatted = 0
        """How many ``<pre>`` are open: in them line breaks and tabs count."""
        self.depth = 0
        self.struck: list[int] = []
        """Depths of the open elements that strike out what a table prints."""
        self.open_regions: list[tuple[int, int]] = []
        """Depth of the element and index of its region."""
        self.regions: list[tuple[int, str, int, str, tuple[str, ...]]] = []
        self.ends: list[int] = []

    def start(self, tag: str, attributes: Attributes, node: Node | None) -> None:
        """An element opens; ``node`` is asked only of a table."""
        self.depth += 1
        if tag in _BLOCK:
            if self.buffer:
                self._flush()
            self.tag = tag
            self.preformatted += tag == "pre"
        if self.table is not None:
            self._start_in_table(self.table, tag, attributes)
        elif tag in _REGIONS or attributes.get("id"):
            self._open_region(tag, attributes)
        if tag == "table":
            if self.table is None and node is not None and not self.holds_table(node):
                self.table = TableBuilder()
        elif tag == "br":
            self._flush()
        elif tag == "a":
            self.open_links.append((link_address(attributes), len(self.blocks), []))
        elif tag == "img":
            if self.table is not None:
                self.table.pictured = True
            self._add_link(self.document.images, picture_address(attributes), attributes.get("alt") or "")
        elif tag in _EMBEDS:
            address = attributes.get(_EMBEDS[tag]) or attributes.get(f"data-{_EMBEDS[tag]}")
            self._add_link(self.document.links, address, attributes.get("title") or "")
        elif tag == "meta":
            self._read_meta(attributes)
        elif tag == "base" and self.document.base is None:
            self.document.base = attributes.get("href")

    def _start_in_table(self, table: TableBuilder, tag: str, attributes: Attributes) -> None:
        if tag in _STRUCK or is_struck(attributes):
            self.struck.append(self.depth)
        if tag in CELLS:
            table.start_cell(attributes)
        elif tag == "tr":
            table.start_row()
        elif tag in _APART or (tag == "a" and _is_mark(attributes.get("href"))):
            self._part()
        elif tag == "input" and attributes.get("type") in _TYPED:
            self.buffer.append(attributes.get("value") or "")

    def end(self, tag: str) -> None:
        """An element closes."""
        if tag in _BLOCK:
            if tag == "title":
                self._end_title()
            if self.buffer:
                self._flush()
            self.tag = ""
            self.preformatted -= tag == "pre"
            if self.table is not None:
                if tag in CELLS:
                    self.table.end_cell()
                elif tag == "table":
                    self._close_table(self.table)
        elif tag == "a":
            if self.open_links:
                url, block, texts = self.open_links.pop()
                self._close_link(url, block, texts)
                if self.table is not None and _is_mark(url):
                    self._part()
        elif tag in _APART and self.table is not None:
            self._part()
        if self.struck and self.struck[-1] == self.depth:
            self.struck.pop()
        if self.open_regions and self.open_regions[-1][0] == self.depth:
            self.ends[self.open_regions.pop()[1]] = len(self.blocks)
        self.depth -= 1

    def script(self, text: str) -> None:
        """A script shows nothing, but may open a document where it stands."""
        for address in scripted_addresses(text):
            self._add_link(self.document.links, address, "")

    def line(self, tag: str, attributes: Attributes, text: str) -> None:
        """An element of one run of text opens and closes."""
        self.start(tag, attributes, None)
        self.data(text)
        self.end(tag)

    def fill(self, text: str | None) -> None:
        """A field of a form shows a text, or nobody knows which: in a cell that is no blank."""
        if self.table is not None:
            if text is None:
                self.table.pictured = True
            else:
                self.data(text)

    def row(self, table: TableBuilder, texts: Sequence[str], attributes: Mapping[int, Attributes]) -> None:
        """A row of an open table whose cells hold one run of text each, with the attributes of those that have any."""
        if self.buffer:
            self._flush()
        table.add_row(texts, attributes)
        self.tag = ""

    def data(self, text: str) -> None:
        """Text between elements; white space in front of a line is none."""
        if self.preformatted and "\n" in text:
            *lines, text = text.split("\n")
            for line in lines:
                self.data(line)
                self._flush()
        if self.buffer or text.strip(WHITE):
            self.buffer.append(strike(text) if self.struck else text)
            if self.open_links:
                self.link_chars += len(text.strip())
                self.open_links[-1][2].append(text)

    def close(self) -> None:
        """Nothing follows."""
        self._flush()
        self.document.regions = [
            Region(start, end, tag, depth, name, classes)
            for (start, tag, depth, name, classes), end in zip(self.regions, self.ends, strict=True)
        ]

    def _part(self) -> None:
        """What follows is no part of a number before it."""
        if self.buffer:
            self.buffer.append(GAP)

    def _close_table(self, builder: TableBuilder) -> None:
        self.table = None
        table = builder.build()
        if table is not None:
            self.blocks.append(table)
            return
        for index, cell in enumerate(builder.cells):
            self.regions.append((len(self.blocks), "td", len(self.open_regions) + 1, "", ()))
            links = builder.linked.get(index, {})
            lines = cell.text.split("\n") if cell.text else ()
            self.blocks.extend([Paragraph(line, links.get(place, 0), "td") for place, line in enumerate(lines)])
            self.ends.append(len(self.blocks))

    def _open_region(self, tag: str, attributes: Attributes) -> None:
        classes = tuple((attributes.get("class") or "").split()[:20])
        self.open_regions.append((self.depth, len(self.regions)))
        self.regions.append((len(self.blocks), tag, len(self.open_regions), attributes.get("id") or "", classes))
        self.ends.append(len(self.blocks))

    def _close_link(self, url: str | None, block: int, texts: list[str]) -> None:
        if url and not url.startswith(("#", "javascript:")):
            self._add_link(self.document.links, url, "".join(texts)[:300], block)

    def _add_link(self, links: list[Link], url: str | None, text: str, block: int | None = None) -> None:
        if url and len(url) <= 2000 and len(links) < 5000:
            links.append(Link(url.strip(), SPACE.sub(" ", text).strip(), len(self.blocks) if block is None else block))

    def _flush(self) -> None:
        """End the line: what was collected becomes a paragraph, or a line of the open cell."""
        if not self.buffer:
            return
        line = "".join(self.buffer)
        if self.table is not None:
            line = close_gaps(line)
        line = line.strip("\r") if self.preformatted else one_line(line)
        self.buffer.clear()
        link_chars, self.link_chars = self.link_chars, 0
        if not line.strip(WHITE):
            return
        if self.table is not None:
            self.table.link_chars += link_chars
            if self.table.lines is not None:
                if link_chars:
                    self.table.linked.setdefault(len(self.table.cells), {})[len(self.table.lines)] = link_chars
                self.table.lines.append(line)
            elif line.strip():
                self.blocks.append(Paragraph(line, link_chars, "caption"))
            return
        self.blocks.append(Paragraph(line if line.strip() else "\xa0", link_chars, self.tag))
        if len(self.blocks) > MAX_BLOCKS:
            raise DocumentError("too_large", f"more than {MAX_BLOCKS} paragraphs")

    def _end_title(self) -> None:
        """The text since ``<title>`` opened is the page's title, shown in no line."""
        title = SPACE.sub(" ", "".join(self.buffer)).strip()
        self.buffer.clear()
        if self.document.html_title is None:
            self.document.html_title = title or None

    def _read_meta(self, attributes: Attributes) -> None:
        name, content = attributes.get("name") or attributes.get("property"), (attributes.get("content") or "").strip()
        if name and content and len(name) <= 100:
            self.document.meta.setdefault(name.strip().lower(), content[:2000])


def close_gaps(line: str) -> str:
    """A line of a cell with no gaps but those between figures, in doubt if it is a value that is struck out."""
    line = settled(line)
    return _GAPS.sub(_gap, line) if GAP in line else line


def _gap(match: re.Match[str]) -> str:
    """One gap between figures, and none where no number could go on."""
    before, between = match["before"], match["between"] is not None
    return f"{before}{GAP}" if before and between else (before or "") + match["gaps"].replace(GAP, "")


def _is_mark(url: str | None) -> bool:
    """Whether a link leads to another place of the page, as the mark of a footnote does."""
    return url is not None and "#" in url
