"""Word's DOCX to Document, with what Word prints and without what it hides.

Read from the XML itself: what counts here (text boxes, revisions, content controls, automatic numbering, hidden text,
cells that rows leave out) is nothing that a library for writing documents gives.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from extractors.documents.model import Block, Cell, Document, Paragraph, Table
from extractors.documents.office.cells import cell_text, table_blocks
from extractors.documents.office.chunks import Chunks
from extractors.documents.office.numbering import Numbering
from extractors.documents.office.ole import ole_kind
from extractors.documents.office.scans import add_scans, shown_pictures
from extractors.documents.office.word_styles import Styles, is_on
from extractors.documents.package import Package, attribute, child, local
from extractors.documents.sniffing import DOCX
from extractors.documents.struck import strike
from extractors.documents.web.table_builder import MAX_WIDTH, PICTURE
from extractors.documents.web.walk import GAP, MAX_BLOCKS
from extractors.errors import DocumentError

MAX_CELLS = 200_000
"""Of one table; the forms need fewer than 400."""
_WRAPPERS = frozenset(
    """AlternateContent Choice bdo customXml dir fldSimple hyperlink ins moveTo ruby rubyBase sdt sdtContent
    smartTag""".split()  # noqa: SIM905
)
"""Elements around content that say nothing about it here; what was inserted or moved here is printed."""
_LINE = {"br": "\n", "cr": "\n", "tab": "\t", "ptab": "\t", "noBreakHyphen": "-"}
_PLAIN_MATH = frozenset("oMath oMathPara oMathParaPr jc r rPr sty ctrlPr t rFonts".split())  # noqa: SIM905
_TINY = 6
"""Half points; smaller text is not there to be read."""
_PICTURES = frozenset(("drawing", "pict", "object"))
_SYMBOLS = range(0xF000, 0xF100)
"""Where symbol fonts keep their characters."""


def read_docx(data: bytes, *, embedded: bool = False) -> Document:
    """Read the body: headers, footers, notes, comments, deletions and hidden text are left out.

    Where it prints little, pictures in it are read as scanned pages. What an ``embedded`` document embeds itself is unread.
    :exc:`~extractors.errors.DocumentError` where the package is broken, encrypted, too large, or prints no text.
    """
    if data.startswith(b"\xd0\xcf\x11\xe0"):  # with a password the whole package is a stream of a compound file
        ole_kind(data)
    package = Package(data)
    main = package.main("word/document.xml")
    root = package.xml(main)
    chunks = Chunks(package, main, nested=embedded)
    document = Document(DOCX, unread=chunks.unread)
    document.blocks = read_body(root, _part(package, main, "styles"), _part(package, main, "numbering"), chunks)
    add_scans(document, package, shown_pictures(package, main, root))
    if not document.blocks:
        raise DocumentError("empty", "; ".join(["a Word document that prints no text", *document.unread]))
    return document


def read_body(
    root: etree._Element,
    styles: etree._Element | None,
    numbering: etree._Element | None,
    chunks: Chunks | None = None,
) -> list[Block]:
    """Paragraphs and tables of a document, given the roots of its parts; what ``chunks`` embed stands in its place."""
    body = child(root, "body")
    found = _Reader(Styles(styles), Numbering(numbering), chunks).blocks(body) if body is not None else []
    blocks = [block for block in map(_without_pictures, found) if block is not None]
    if len(blocks) > MAX_BLOCKS:
        raise DocumentError("too_large", f"more than {MAX_BLOCKS} paragraphs")
    return blocks


def _part(package: Package, main: str, kind: str) -> etree._Element | None:
    name = next(iter(package.related(main, kind).values()), None)
    return package.xml(name) if name is not None and name in package else None


def _without_pictures(block: Block) -> Block | None:
    """A block as it is printed; ``None`` for a line of nothing but pictures. In cells a picture counts."""
    if isinstance(block, Table):
        return block
    text = block.text.replace(PICTURE, "")
    return Paragraph(text) if text.strip(" \t") else None


class _Reader:
    """Walks through one document, once and in order: lists count on."""

    def __init__(self, styles: Styles, numbering: Numbering, chunks: Chunks | None) -> None:
        self._styles = styles
        self._numbering = numbering
        self._chunks = chunks
        self._in_table = 0

    def blocks(self, container: etree._Element) -> list[Block]:
        """Paragraphs and tables that an element holds: a line each, text boxes behind the paragraph they hang on."""
        blocks: list[Block] = []
        kept, hanging = "", list[Block]()
        for part in _content(container):
            name = local(part)
            if name == "tbl":
                blocks += self._table(part)
            elif name == "p":
                properties = child(part, "pPr")
                text, boxes = self._paragraph(part, properties)
                kept += text
                hanging += boxes
                if any(child(properties, "rPr", gone) is not None for gone in ("del", "moveFrom")):
                    continue  # its end is gone: the next one goes on in the same line, and gives it its number
                kept = self._label(properties, kept) + kept
                blocks += [Paragraph(line) for line in kept.split("\n") if line.strip(" \t")]
                blocks += hanging
                kept, hanging = "", []
            elif name == "altChunk" and self._chunks is not None:
                blocks += self._chunks.blocks(attribute(part, "id"))
        blocks += [Paragraph(line) for line in kept.split("\n") if line.strip(" \t")]
        return blocks + hanging

    def _label(self, properties: etree._Element | None, text: str) -> str:
        """Number in front of a paragraph; one that is hidden as a whole has none and is not counted."""
        place = self._styles.list_of(properties)
        style = attribute(child(properties, "pStyle"), "val")
        if place is None or (not text.strip() and self._styles.hides(child(properties, "rPr"), style)):
            return ""
        return self._numbering.label(place)

    def _paragraph(self, paragraph: etree._Element, properties: etree._Element | None) -> tuple[str, list[Block]]:
        """Text of a paragraph, and what its text boxes hold."""
        texts: list[str] = []
        boxes: list[Block] = []
        style = attribute(child(properties, "pStyle"), "val")
        for part in _content(paragraph):
            if local(part) == "r":
                self._run(part, style, texts, boxes)
            elif local(part) in ("oMath", "oMathPara"):
                texts.append(_formula(part))
        return "".join(texts), boxes

    def _run(self, run: etree._Element, style: str | None, texts: list[str], boxes: list[Block]) -> None:
        properties = child(run, "rPr")
        if self._styles.hides(properties, style):
            return
        # A struck-out figure or the mark of a footnote is no part of the number beside it.
        struck = self._in_table and any(_is_set(properties, name) for name in ("strike", "dstrike"))
        apart = struck or (self._in_table and properties is not None and _is_apart(properties))
        white = self._in_table and attribute(child(properties, "color"), "val") == "FFFFFF"
        if apart:
            texts.append(GAP)
        for part in _content(run):
            name = local(part)
            if name == "t":
                text = part.text or ""
                if white and any(map(str.isdigit, text)):
                    text = PICTURE  # seen only on a dark ground, which the table's style may give
                text = text if attribute(part, "space") == "preserve" else text.strip(" \t\r\n")
                texts.append(strike(text) if struck else text)
            elif name in _LINE:
                texts.append(_LINE[name])
            elif name == "sym":
                texts.append(_symbol(part))
            elif name in _PICTURES:
                held = [self.blocks(box) for box in part.iter("{*}txbxContent") if not _is_inner(box, part)]
                boxes += [block for blocks in held for block in blocks]
                if not held:
                    texts.append(PICTURE)
            elif name == "r":
                self._run(part, style, texts, boxes)  # the text below a ruby
        if apart:
            texts.append(GAP)

    def _table(self, table: etree._Element) -> list[Block]:
        """A table; what its cells hold, one behind the other, where another table stands inside it."""
        self._in_table += 1
        builder = _Grid()
        for row in _content(table):
            properties = child(row, "trPr")
            if local(row) == "tr" and child(properties, "del") is None and not _is_set(properties, "hidden"):
                builder.start_row(_number(child(properties, "gridBefore"), 0))
                for cell in _content(row):
                    own = child(cell, "tcPr")
                    if local(cell) == "tc" and child(own, "cellDel") is None and not builder.continues(own):
                        builder.add(own, self.blocks(cell))
                builder.end_row(_number(child(properties, "gridAfter"), 0))
        self._in_table -= 1
        return builder.blocks()


class _Grid:
    """Gives the cells of one table their places."""

    def __init__(self) -> None:
        self._cells: list[Cell] = []
        self._contents: list[list[Block]] = []
        self._row, self._column = -1, 0
        self._above: dict[int, int] = {}
        """Column → index of the cell of the row before that may reach further down."""
        self._reaching: dict[int, int] = {}
        """The same of this row."""

    def start_row(self, skipped: int) -> None:
        """Begin a row that leaves out its first columns: nothing is printed there."""
        self._row, self._column = self._row + 1, 0
        self._above, self._reaching = self._reaching, {}
        self._skip(skipped)

    def end_row(self, skipped: int) -> None:
        """End a row that leaves out its last columns."""
        self._skip(skipped)

    def continues(self, properties: etree._Element | None) -> bool:
        """Whether a cell is the rest of one above or in front; then that one has grown and the next place is behind."""
        span = _span(properties)
        above = self._above.get(self._column)
        if _is_continued(child(properties, "hMerge")) and self._cells and self._cells[-1].row == self._row:
            grown = self._cells[-1]
            self._cells[-1] = grown._replace(colspan=grown.colspan + span)
        elif _is_continued(child(properties, "vMerge")) and above is not None and self._cells[above].colspan == span:
            grown = self._cells[above]
            self._cells[above] = grown._replace(rowspan=grown.rowspan + 1)
            self._reaching[self._column] = above
        else:
            return False
        self._column += span
        return True

    def add(self, properties: etree._Element | None, blocks: list[Block]) -> None:
        """Add a cell with what it holds."""
        if child(properties, "vMerge") is not None:
            self._reaching[self._column] = len(self._cells)
        lines = [block.text for block in blocks if isinstance(block, Paragraph)]
        text = cell_text([line.replace(PICTURE, "") for line in lines])
        text = text or (PICTURE if any(PICTURE in line for line in lines) else "")
        self._contents.append(blocks)
        self._place(text, _span(properties))

    def blocks(self) -> list[Block]:
        """The table, or the blocks of its cells where another table stands in one of them."""
        blocks = [block for content in self._contents for block in content]
        if any(isinstance(block, Table) for block in blocks):
            return blocks
        return table_blocks(self._cells, self._row + 1)

    def _skip(self, columns: int) -> None:
        for _ in range(columns):
            self._place("", 1)

    def _place(self, text: str, span: int) -> None:
        self._cells.append(Cell(text, self._row, self._column, 1, span))
        self._column += span
        if len(self._cells) > MAX_CELLS:
            raise DocumentError("too_large", f"a table of more than {MAX_CELLS} cells")


def _content(container: etree._Element) -> Iterator[etree._Element]:
    """Children of an element, looking through wrappers; what was deleted or moved away is none."""
    stack = [iter(container)]
    while stack:
        for element in stack[-1]:
            name = local(element)
            if name not in _WRAPPERS:
                yield element
                continue
            if name == "AlternateContent":
                # The newest way to say it; the others say the same again.
                element = next(iter(element), element)
            stack.append(iter(element))
            break
        else:
            stack.pop()


def _is_inner(box: etree._Element, picture: etree._Element) -> bool:
    """Whether a text box stands inside another one of the picture, or says again what a newer form says."""
    for above in box.iterancestors():
        if above is picture:
            return False
        if local(above) in ("txbxContent", "Fallback"):
            return True
    return False


def _formula(part: etree._Element) -> str:
    """Text of a formula; what is set above, below or beside a figure is no part of it."""
    texts = [str(text) for text in part.itertext()]
    return "".join(texts) if all(local(found) in _PLAIN_MATH for found in part.iter("{*}*")) else GAP.join(texts)


def _is_apart(properties: etree._Element) -> bool:
    raised = attribute(child(properties, "vertAlign"), "val") in ("superscript", "subscript")
    moved = attribute(child(properties, "position"), "val") not in (None, "0")  # how LibreOffice raises
    tiny = _number(child(properties, "sz"), _TINY) < _TINY
    return raised or moved or tiny


def _is_set(properties: etree._Element | None, name: str) -> bool:
    found = child(properties, name)
    return found is not None and is_on(attribute(found, "val"))


def _is_continued(merge: etree._Element | None) -> bool:
    """Whether a cell is the rest of one that began above or in front; without a value it is."""
    return merge is not None and attribute(merge, "val") != "restart"


def _number(element: etree._Element | None, default: int) -> int:
    text = attribute(element, "val") or ""
    return min(int(text), MAX_WIDTH) if text.isascii() and text.isdecimal() and len(text) <= 6 else default


def _span(properties: etree._Element | None) -> int:
    return max(_number(child(properties, "gridSpan"), 1), 1)


def _symbol(element: etree._Element) -> str:
    """Character of a symbol font: those of ``Symbol`` are known where ASCII has them, others are pictures."""
    text = attribute(element, "char") or ""
    code = int(text, 16) if len(text) <= 5 and text and set(text) <= set("0123456789abcdefABCDEF") else 0
    if code in _SYMBOLS:
        return chr(code - 0xF000) if attribute(element, "font") == "Symbol" and 0xF020 <= code < 0xF040 else PICTURE
    return chr(code) if 0x20 <= code < 0xD800 else PICTURE
