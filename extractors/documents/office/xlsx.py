"""Sheets of an XLSX: its XML row by row, so that what nobody sees is never kept."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml import etree

from extractors.documents.office.number_format import BUILT_IN, printed_number
from extractors.documents.office.scans import shown_pictures
from extractors.documents.office.sheet import Sheet, Shown, shown_sheet
from extractors.documents.office.word_styles import is_on
from extractors.documents.package import Package, attribute, child, local
from extractors.documents.struck import settled, strike
from extractors.documents.web.table_builder import MAX_POSITIONS, PICTURE
from extractors.documents.web.walk import GAP
from extractors.errors import DocumentError

MAX_CELLS = 100_000
"""That print anything, of one sheet; a report has some hundreds."""
MAX_ROWS, MAX_COLUMNS = 1_048_576, 16_384
_PLACE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_RAISED = "vertAlign"


def xlsx_sheets(data: bytes) -> list[Sheet]:
    """Sheets that are not hidden, in order."""
    package = Package(data)
    main, workbook = _workbook(package)
    book = _Book.of(package, main, workbook)
    return [_read_sheet(package.read(name), book) for name in _shown(package, main, workbook)]


def xlsx_pictures(data: bytes) -> tuple[Package, list[str]]:
    """The package, and the names of the pictures that its sheets show, in order."""
    package = Package(data)
    main, workbook = _workbook(package)
    names: list[str] = []
    for sheet in _shown(package, main, workbook):
        for drawing in package.related(sheet, "drawing").values():
            names += shown_pictures(package, drawing, package.xml(drawing))
    return package, names


def _workbook(package: Package) -> tuple[str, etree._Element]:
    """Name and root of the part that lists the sheets."""
    main = package.main("xl/workbook.xml")
    if not main.endswith(".xml"):
        raise DocumentError("unreadable", "a workbook in Excel's binary format, for which there is no reader")
    return main, package.xml(main)


def _shown(package: Package, main: str, workbook: etree._Element) -> list[str]:
    """Parts of the sheets that are not hidden, in order."""
    targets = package.related(main, "worksheet")
    shown = [entry for entry in _children(workbook, "sheets") if attribute(entry, "state") in (None, "visible")]
    names = [targets.get(attribute(entry, "id") or "") for entry in shown]
    return [name for name in names if name is not None]


@dataclass(slots=True)
class _Book:
    """What the sheets of a workbook share."""

    texts: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    """Style of a cell → format of its number."""
    borders: list[bool] = field(default_factory=list)
    """Style of a cell → whether it has a border."""
    white: list[bool] = field(default_factory=list)
    """Style of a cell → whether it is white, and its ground is not coloured."""
    struck: list[bool] = field(default_factory=list)
    """Style of a cell → whether its text is struck out."""
    from_1904: bool = False

    @classmethod
    def of(cls, package: Package, main: str, workbook: etree._Element) -> _Book:
        book = cls(from_1904=is_on(attribute(child(workbook, "workbookPr"), "date1904"), missing=False))
        for name in package.related(main, "sharedStrings").values():
            book.texts = [_rich_text(entry) for entry in package.xml(name)]
        for name in package.related(main, "styles").values():
            book._read_styles(package.xml(name))
        return book

    def _read_styles(self, root: etree._Element) -> None:
        codes = dict(BUILT_IN)
        for entry in _children(root, "numFmts"):
            codes[_integer(attribute(entry, "numFmtId"))] = attribute(entry, "formatCode") or ""
        boxed = [
            any(attribute(side, "style") not in (None, "none") for side in border)
            for border in _children(root, "borders")
        ]
        fonts = _children(root, "fonts")
        white, struck = [_is_white(child(font, "color")) for font in fonts], list(map(_is_struck, fonts))
        bare = [
            attribute(child(fill, "patternFill"), "patternType") in (None, "none") for fill in _children(root, "fills")
        ]
        for style in _children(root, "cellXfs"):
            font, fill = _integer(attribute(style, "fontId")), _integer(attribute(style, "fillId"))
            self.white.append(font < len(white) and white[font] and (fill >= len(bare) or bare[fill]))
            self.struck.append(font < len(struck) and struck[font])
            border = _integer(attribute(style, "borderId"))
            self.borders.append(border < len(boxed) and boxed[border])
            self.codes.append(codes.get(_integer(attribute(style, "numFmtId")), "General"))


class _Rows:
    """Collects what one sheet shows."""

    def __init__(self, book: _Book) -> None:
        self.book = book
        self.texts: dict[tuple[int, int], str] = {}
        self.boxed: set[tuple[int, int]] = set()
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.merged: list[tuple[int, int, int, int]] = []
        """First row and column, last row and column."""
        self._row = -1

    def add_row(self, row: etree._Element) -> None:
        number = attribute(row, "r")
        self._row = min(_integer(number) - 1 if number else self._row + 1, MAX_ROWS)
        if is_on(attribute(row, "hidden"), missing=False):
            self.hidden_rows.add(self._row)
            return
        column = -1
        for cell in row:
            if local(cell) != "c":
                continue
            place = _PLACE.fullmatch(attribute(cell, "r") or "")
            column = min(_column(place[1]) if place else column + 1, MAX_COLUMNS)
            style = _integer(attribute(cell, "s"))
            if style < len(self.book.borders) and self.book.borders[style] and len(self.boxed) < MAX_POSITIONS:
                self.boxed.add((self._row, column))
            if len(cell) and (text := self._text(cell, style)).strip():
                if style < len(self.book.white) and self.book.white[style] and any(map(str.isdigit, text)):
                    text = PICTURE  # seen only on a dark ground, which a style of the whole table may give
                out = style < len(self.book.struck) and self.book.struck[style]
                self.texts[self._row, column] = settled(strike(text) if out else text)
        if len(self.texts) > MAX_CELLS:
            raise DocumentError("too_large", f"a sheet of more than {MAX_CELLS} cells")

    def add_columns(self, entry: etree._Element) -> None:
        if is_on(attribute(entry, "hidden"), missing=False):
            first, last = _integer(attribute(entry, "min")), _integer(attribute(entry, "max"))
            self.hidden_columns.update(range(first - 1, min(last, MAX_COLUMNS)))

    def add_merged(self, entry: etree._Element) -> None:
        first, _, last = (attribute(entry, "ref") or "").partition(":")
        start, end = _PLACE.fullmatch(first), _PLACE.fullmatch(last)
        if start and end and len(self.merged) < MAX_POSITIONS:
            self.merged.append((int(start[2]) - 1, _column(start[1]), int(end[2]) - 1, _column(end[1])))

    def sheet(self) -> Sheet:
        """What is not hidden, the rest moved together."""
        rows = Shown(self.hidden_rows, max((row for row, _ in self.texts), default=0) + 1)
        columns = Shown(self.hidden_columns, max((column for _, column in self.texts), default=0) + 1)
        return shown_sheet(self.texts, self.merged, self.boxed, rows, columns)

    def _text(self, cell: etree._Element, style: int) -> str:
        kind, value = attribute(cell, "t") or "n", child(cell, "v")
        if kind == "inlineStr":
            inline = child(cell, "is")
            return _rich_text(inline) if inline is not None else ""
        if value is None or not value.text:
            formula = child(cell, "f")
            return (
                f"={formula.text or ''}" if formula is not None and kind != "str" else ""
            )  # never calculated: not known
        match kind:
            case "s":
                index = _integer(value.text)
                return self.book.texts[index] if index < len(self.book.texts) else ""
            case "n":
                code = self.book.codes[style] if style < len(self.book.codes) else "General"
                return printed_number(value.text, code, from_1904=self.book.from_1904)
            case "b":
                return "TRUE" if value.text == "1" else "FALSE"
            case _:
                return _unescaped(value.text)


def _read_sheet(data: bytes, book: _Book) -> Sheet:
    rows = _Rows(book)
    readers = {"row": rows.add_row, "col": rows.add_columns, "mergeCell": rows.add_merged}
    events = etree.iterparse(
        io.BytesIO(data), tag=[f"{{*}}{name}" for name in readers], resolve_entities=False, no_network=True,
        load_dtd=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        for _, element in events:
            if element.getroottree().docinfo.internalDTD is not None:
                raise DocumentError("unreadable", "a sheet that declares a document type")
            readers[local(element)](element)
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]  # type: ignore[union-attr]
    except etree.XMLSyntaxError as error:
        raise DocumentError("unreadable", f"a broken sheet: {error}"[:300]) from error
    return rows.sheet()


def _is_white(color: etree._Element | None) -> bool:
    """Whether a colour is white, by its value or as the first of every theme."""
    return (attribute(color, "rgb") or "")[-6:] == "FFFFFF" or attribute(color, "theme") == "0"


def _is_struck(font: etree._Element | None) -> bool:
    """Whether a font strikes out its text."""
    found = child(font, "strike")
    return found is not None and is_on(attribute(found, "val"))


def _rich_text(entry: etree._Element) -> str:
    """Text of runs; a struck-out figure or a raised mark is no part of the number beside it. Readings are left out."""
    parts = []
    for part in entry:
        if local(part) == "t":
            parts.append(part.text or "")
        elif local(part) == "r":
            text = getattr(child(part, "t"), "text", None) or ""
            properties = child(part, "rPr")
            struck, raised = _is_struck(properties), child(properties, _RAISED) is not None
            parts.append(f"{GAP}{strike(text) if struck else text}{GAP}" if struck or raised else text)
    return _unescaped("".join(parts))


def _unescaped(text: str) -> str:
    """Text with its control characters, which Excel writes as ``_x000D_``; none is printed but the line feed."""
    text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _children(root: etree._Element, name: str) -> Sequence[etree._Element]:
    found = child(root, name)
    return list(found) if found is not None else []


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return min(number, MAX_COLUMNS) - 1


def _integer(text: str | None) -> int:
    """Number from 0; 0 for none, or for one that is none."""
    return int(text) if text is not None and text.isascii() and text.isdecimal() and len(text) <= 9 else 0
