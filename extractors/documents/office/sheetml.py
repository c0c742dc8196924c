"""Sheets of a workbook that is one XML text, as Excel 2003 wrote it and programs that export tables still do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from extractors.documents.office.number_format import printed_number
from extractors.documents.office.sheet import MAX_COVERED, Place, Sheet, Shown, shown_sheet
from extractors.documents.office.xlsx import MAX_COLUMNS, MAX_ROWS
from extractors.documents.package import attribute, child, local, parse_xml
from extractors.documents.struck import settled, strike
from extractors.documents.web.table_builder import MAX_POSITIONS
from extractors.errors import DocumentError

_UNKNOWN = "# ?/?"
"""A format whose print nothing here can give."""
_NAMED = {
    "General Number": "General", "Fixed": "0.00", "Standard": "#,##0.00", "Currency": "#,##0.00",
    "Euro Currency": "#,##0.00", "Percent": "0.00%", "Short Date": "yyyy/m/d", "Long Date": "yyyy年m月d日",
    "Medium Date": "yyyy/m/d", "General Date": "yyyy/m/d", "Scientific": _UNKNOWN, "Yes/No": _UNKNOWN,
    "True/False": _UNKNOWN, "On/Off": _UNKNOWN, "Long Time": _UNKNOWN, "Medium Time": _UNKNOWN, "Short Time": _UNKNOWN,
}  # fmt: skip
"""Formats that the XML Spreadsheet Reference (Office XP) lists under NumberFormat → their codes."""
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_STRUCK = "S"
_APART = frozenset((_STRUCK, "Sup", "Sub"))
_MAX_SHEETS = 1000
_MAX_CHAIN = 20
"""Styles that build on each other."""


def sheetml_sheets(data: bytes) -> list[Sheet]:
    """Sheets that are not hidden, in order."""
    root = parse_xml(data, "the workbook")
    looks = _Styles(child(root, "Styles"))
    sheets = [sheet for sheet in root.iterchildren("{*}Worksheet") if not _is_hidden(sheet)]
    return [_read_sheet(sheet, looks) for sheet in sheets[:_MAX_SHEETS]]


def _is_hidden(sheet: etree._Element) -> bool:
    visible = child(sheet, "WorksheetOptions", "Visible")
    return visible is not None and (visible.text or "").strip() in ("SheetHidden", "SheetVeryHidden")


class _Overlap(Exception):
    """Two cells would print in one place."""


class _Look(NamedTuple):
    """What the style of a cell decides."""

    code: str
    """Format of its number."""
    boxed: bool
    """Whether it has a border."""
    struck: bool
    """Whether its text is struck out."""


class _Styles:
    """Looks of cells, by the ids of their styles."""

    def __init__(self, root: etree._Element | None) -> None:
        entries = () if root is None else root.iterchildren("{*}Style")
        self._styles = {attribute(style, "ID") or "": style for style in entries}
        self._looks: dict[str, _Look] = {}

    def __getitem__(self, style: str) -> _Look:
        if style not in self._looks:
            code = attribute(self._stated(style, "NumberFormat"), "Format") or "General"
            borders = self._stated(style, "Borders")
            sides = () if borders is None else borders
            boxed = any(attribute(side, "LineStyle") not in (None, "None") for side in sides)
            struck = attribute(self._stated(style, "Font"), "StrikeThrough") == "1"
            self._looks[style] = _Look(_NAMED.get(code, code), boxed, struck)
        return self._looks[style]

    def _stated(self, style: str, name: str) -> etree._Element | None:
        """What a style says of something, else the one that it builds on, else the default."""
        for _ in range(_MAX_CHAIN):
            entry = self._styles.get(style)
            if (found := child(entry, name)) is not None:
                return found
            style = attribute(entry, "Parent") or "Default"
        return None


@dataclass(slots=True)
class _Rows:
    """Collects what one sheet shows."""

    styles: _Styles
    own: str
    """Style of the table; that of column, row and cell stand before it."""
    skips: bool
    """Whether a cell without an index stands beside the cells that reach into its row, as in HTML."""
    texts: dict[Place, str] = field(default_factory=dict)
    boxed: set[Place] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    """First row and column, last row and column."""
    below: dict[int, set[int]] = field(default_factory=dict)
    """Row → columns of it that cells from above reach into."""
    covered: int = 0
    """Places that merged cells cover."""
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    column_styles: dict[int, str] = field(default_factory=dict)
    row: int = -1
    """The last one read."""
    column: int = -1
    """The last one described."""

    def add_column(self, entry: etree._Element) -> None:
        first = _place(entry, self.column, MAX_COLUMNS)
        self.column = min(first + _integer(entry, "Span"), MAX_COLUMNS)
        columns = range(first, self.column + 1)
        if attribute(entry, "Hidden") == "1":
            self.hidden_columns.update(columns)
        if style := attribute(entry, "StyleID"):
            self.column_styles.update(dict.fromkeys(columns, style))

    def add_row(self, entry: etree._Element) -> None:
        if 0 < _integer(entry, "Index") <= self.row + 1:
            raise DocumentError("unreadable", "a sheet whose rows run backwards")
        first = _place(entry, self.row, MAX_ROWS)
        self.row = min(first + _integer(entry, "Span"), MAX_ROWS)
        if attribute(entry, "Hidden") == "1":
            self.hidden_rows.update(range(first, self.row + 1))
        for cell, column in self._placed(first, entry.iterchildren("{*}Cell")):
            style = attribute(cell, "StyleID") or attribute(entry, "StyleID")
            self._add(cell, first, column, style or self.column_styles.get(column, self.own))

    def _placed(self, row: int, cells: Iterable[etree._Element]) -> Iterator[tuple[etree._Element, int]]:
        """Cells of a row, each with its column."""
        covered = self.below.get(row, ())
        column, indexed = -1, False
        for cell in cells:
            index, last = _integer(cell, "Index"), column
            indexed = indexed or index > 0
            column = _place(cell, last, MAX_COLUMNS)
            # an index is not believed of a writer who does not count as Excel does
            on_another = 0 < index <= last + 1 or (covered and (indexed if self.skips else column in covered))
            if on_another and _prints(cell):
                raise _Overlap
            while self.skips and column in covered:
                column += 1
            yield cell, column
            column = min(column + _integer(cell, "MergeAcross"), MAX_COLUMNS)

    def _add(self, cell: etree._Element, row: int, column: int, style: str) -> None:
        across, down = _integer(cell, "MergeAcross"), _integer(cell, "MergeDown")
        look = self.styles[style]
        text = _text(child(cell, "Data"), look.code)
        if text.strip():
            self.texts[row, column] = settled(strike(text) if look.struck else text)
        if across or down:
            self.covered += (across + 1) * (down + 1)
            if len(self.merged) >= MAX_POSITIONS or self.covered > MAX_COVERED:
                raise DocumentError("too_large", "a sheet of too many merged cells")
            self.merged.append((row, column, row + down, column + across))
            for lower in range(row + 1, row + down + 1):
                self.below.setdefault(lower, set()).update(range(column, column + across + 1))
        if look.boxed and len(self.boxed) < MAX_POSITIONS:
            self.boxed.add((row, column))

    def sheet(self) -> Sheet:
        """What is not hidden, the rest moved together."""
        rows = Shown(self.hidden_rows, max((row for row, _ in self.texts), default=0) + 1)
        columns = Shown(self.hidden_columns, max((column for _, column in self.texts), default=0) + 1)
        return shown_sheet(self.texts, self.merged, self.boxed, rows, columns)


def _read_sheet(sheet: etree._Element, styles: _Styles) -> Sheet:
    """A sheet whose cells stand one behind the other, as Excel counts; if that lets them overlap, beside merged ones."""
    for skips in (False, True):
        with suppress(_Overlap):
            return _read_rows(child(sheet, "Table"), styles, skips=skips)
    raise DocumentError("unreadable", "a sheet whose cells stand on top of merged ones")


def _read_rows(table: etree._Element | None, styles: _Styles, *, skips: bool) -> Sheet:
    rows = _Rows(styles, attribute(table, "StyleID") or "Default", skips)
    for entry in table if table is not None else ():
        if local(entry) == "Column":
            rows.add_column(entry)
        elif local(entry) == "Row":
            rows.add_row(entry)
    return rows.sheet()


def _prints(cell: etree._Element) -> bool:
    return any(text.strip() for data in cell.iterchildren("{*}Data") for text in data.itertext())


def _text(data: etree._Element | None, code: str) -> str:
    """Print of a value; dates in their parts, times of the day are not read."""
    if data is None:
        return ""
    text = _rich_text(data)
    match attribute(data, "Type"):
        case "Number":
            return printed_number(text, code)
        case "DateTime" if day := _DAY.match(text):
            return f"{day[1]}年{int(day[2])}月{int(day[3])}日"
        case "Boolean":
            return "TRUE" if text.strip() == "1" else "FALSE"
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _rich_text(data: etree._Element) -> str:
    """Text of all runs; a struck-out figure or a raised mark is no part of the number beside it."""
    parts = [data.text or ""]
    for run in data:
        text = _rich_text(run)
        text = strike(text) if local(run) == _STRUCK else text
        parts.append(f" {text} " if local(run) in _APART else text)
        parts.append(run.tail or "")
    return "".join(parts)


def _place(entry: etree._Element, last: int, bound: int) -> int:
    """Number, from 0, of a row, column or cell: as it says, but always behind the last one."""
    return min(max(_integer(entry, "Index") - 1, last + 1), bound)


def _integer(element: etree._Element, name: str) -> int:
    """Number of an attribute; 0 for none, or for one that is none."""
    text = attribute(element, name) or ""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 7 else 0
