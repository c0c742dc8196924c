"""Excel workbook: a sheet each, and a guide in front that says what the columns are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from crawler.export.sheets import Column, Row, Sheet
from crawler.export.writers.guide import guide_rows

LAST_ROW = 1_048_576
"""Rows of an Excel sheet, its heading among them."""
LONGEST_TEXT = 32_767
"""UTF-16 units that a cell holds."""
CUT = "……（超出单元格容量，已截断；全文见 JSON）"
_MOST_LINKS = 65_530
"""Of an Excel sheet."""
_LONGEST_LINK = 2_079
_LINKED = frozenset(("url", "document_url"))
_CONTROLS = {code: "\ufffd" for code in (*range(32), 127) if chr(code) not in "\t\n"}
_WIDTHS = {"integer": 10, "number": 12, "string": 16}
_WIDTHS_OF = {
    "agency": 30,
    "title": 46,
    "text": 90,
    "heading": 30,
    "message": 70,
    "message_zh": 70,
    "meaning": 70,
    "meaning_zh": 70,
    "advice": 50,
    "advice_zh": 50,
    "note": 50,
    "note_zh": 50,
    "place_label": 50,
    "series_agency": 30,
    "quote": 40,
    "row_label": 40,
    "address": 36,
}
_FROZEN_COLUMNS = 2
"""Of every sheet: they say which report, agency or code a row is about."""
_GUIDE_NAME = "说明 guide"
_GUIDE_WIDTHS = (34, 34, 60)
_MADE = datetime(2000, 1, 1)  # the same items give the same bytes, whenever the workbook is made


@dataclass(slots=True)
class _Page:
    """The worksheet that a sheet's rows go to now; a further one follows where it is full."""

    worksheet: Any
    number: int
    linked: frozenset[int]
    """Columns whose addresses are links."""
    next_row: int = 1
    links: int = 0


class WorkbookWriter:
    """Rows go to temporary files at once; only links are held. Text is always text, never a formula."""

    def __init__(self, file: BinaryIO, sheets: Sequence[Sheet], *, last_row: int = LAST_ROW) -> None:
        self._folder = TemporaryDirectory(prefix="nianbao-workbook-")
        self._book = xlsxwriter.Workbook(file, {"constant_memory": True, "tmpdir": self._folder.name})
        self._book.set_properties({"created": _MADE})
        self._heading = self._book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E8EEF4", "bottom": 1}
        )
        self._link = self._book.get_default_url_format()
        self._last_row = last_row
        try:
            self._write_guide(sheets)
            self._pages = {sheet.name: (sheet, self._begin(sheet, 1)) for sheet in sheets}
        except BaseException:
            self.discard()
            raise

    def write(self, sheet: Sheet, rows: Iterable[Row]) -> None:
        """Write rows, on a further worksheet where one is full."""
        _, page = self._pages[sheet.name]
        for row in rows:
            if page.next_row >= self._last_row:
                self._end(sheet, page)
                page = self._begin(sheet, page.number + 1)
                self._pages[sheet.name] = (sheet, page)
            self._write_row(page, row)

    def finish(self) -> None:
        """Put the workbook together."""
        for sheet, page in self._pages.values():
            self._end(sheet, page)
        try:
            self._book.close()
        except FileCreateError as error:  # as every other kind of file says it
            raise OSError(str(error)) from error
        self._folder.cleanup()

    def discard(self) -> None:
        """Remove the temporary files."""
        for worksheet in self._book.worksheets():
            with suppress(OSError):  # the disk is full: closing writes what is held
                worksheet.row_data_fh.close()
        self._folder.cleanup()

    def _begin(self, sheet: Sheet, number: int) -> _Page:
        more = f" {number}" if number > 1 else ""
        worksheet = self._book.add_worksheet(f"{sheet.chinese} {sheet.name}{more}")
        for place, column in enumerate(sheet.columns):
            worksheet.set_column(place, place, _WIDTHS_OF.get(column.code, _WIDTHS[column.kind]))
            worksheet.write_string(0, place, heading(column), self._heading)
        worksheet.freeze_panes(1, _FROZEN_COLUMNS)
        worksheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})  # codes are text, and meant to be
        return _Page(worksheet, number, _link_places(sheet))

    @staticmethod
    def _end(sheet: Sheet, page: _Page) -> None:
        page.worksheet.autofilter(0, 0, page.next_row - 1, len(sheet.columns) - 1)

    def _write_row(self, page: _Page, row: Row) -> None:
        worksheet, place = page.worksheet, page.next_row
        for number, value in enumerate(row):
            if value is None:
                continue
            if not isinstance(value, str):
                worksheet.write_number(place, number, value)
            elif number in page.linked and page.links < _MOST_LINKS and _is_link(value):
                page.links += 1
                worksheet.write_url(place, number, value, self._link)
            else:
                worksheet.write_string(place, number, cell_text(value))
        page.next_row += 1

    def _write_guide(self, sheets: Sequence[Sheet]) -> None:
        """The first sheet: what there is, every column in both languages, and what the words in them mean."""
        guide = self._book.add_worksheet(_GUIDE_NAME)
        for place, width in enumerate(_GUIDE_WIDTHS):
            guide.set_column(place, place, width)
        for place, (texts, is_heading) in enumerate(guide_rows(sheets)):
            for number, text in enumerate(texts):
                guide.write_string(place, number, text, self._heading if is_heading else None)


def heading(column: Column) -> str:
    r"""Heading of a column in a workbook: its Chinese label and its code.

    >>> heading(Column("year", "报告年度", "report year"))
    '报告年度\nyear'
    """
    return f"{column.chinese}\n{column.code}"


def cell_text(text: str) -> str:
    """Text as a cell can hold it: control characters are ``\ufffd``, what is too long is cut with a mark."""
    if not text.isprintable():
        text = text.translate(_CONTROLS)
    if len(text) <= LONGEST_TEXT // 2:
        return text
    units = text.encode("utf-16-le")
    if len(units) <= LONGEST_TEXT * 2:
        return text
    return units[: (LONGEST_TEXT - len(CUT)) * 2].decode("utf-16-le", "ignore") + CUT


def _is_link(address: str) -> bool:
    return address.startswith(("http://", "https://")) and len(address) <= _LONGEST_LINK and address.isprintable()


def _link_places(sheet: Sheet) -> frozenset[int]:
    """Columns of addresses where a report has one row; elsewhere the links would be too many."""
    if sheet.key != ("id",):
        return frozenset()
    return frozenset(place for place, code in enumerate(sheet.codes) if code in _LINKED)
