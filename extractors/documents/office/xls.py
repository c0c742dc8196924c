"""Sheets of an XLS (Excel 5 to 2003, and ET of WPS): calamine gives values, a look at the records how they are shown.

Calamine keeps a sheet as a full rectangle and ends the process where that does not fit into memory, so the records'
places are looked at first.
"""

from __future__ import annotations

import datetime
import io
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extractors.documents.office.number_format import BUILT_IN, printed_number
from extractors.documents.office.ole import OleFile
from extractors.documents.office.sheet import Place, Sheet, Shown, shown_sheet
from extractors.errors import DocumentError, MissingReader

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

MAX_RECTANGLE = 1_000_000
"""Rows times columns of one sheet, from its first cell to its last."""
_BOUND_SHEET, _PASSWORD, _ROW, _COLUMNS, _END = 0x85, 0x2F, 0x208, 0x7D, 0x0A
_FORMAT, _STYLE = 0x41E, 0xE0
_CELLS = frozenset((0x06, 0xBD, 0xBE, 0xD6, 0xFD, 0x201, 0x203, 0x204, 0x205, 0x27E))
"""Records that begin with a row, a column and, all but those of several blanks or numbers, one style."""
_NUMBERS, _BLANKS = 0xBD, 0xBE
_BIFF8 = 0x600
_ROW_HIDDEN, _COLUMN_HIDDEN = 0x20, 0x01


def xls_sheets(data: bytes) -> list[Sheet]:
    """Sheets that are not hidden, in order."""
    try:
        import python_calamine as calamine
    except ImportError as error:
        raise MissingReader("documents") from error
    codes, looks = _look(data)
    sheets = []
    try:
        workbook = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        for index, entry in enumerate(workbook.sheets_metadata):
            if entry.visible == calamine.SheetVisibleEnum.Visible and entry.typ == calamine.SheetTypeEnum.WorkSheet:
                look = looks[index] if index < len(looks) else _Look()
                sheets.append(_sheet(workbook.get_sheet_by_index(index), look, codes))
    except calamine.CalamineError as error:
        raise DocumentError("unreadable", f"a broken workbook: {error}"[:300]) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # how calamine ends on some broken files; it is no Exception
            raise
        raise DocumentError("unreadable", f"a broken workbook: {error}"[:300]) from error
    return sheets


@dataclass(slots=True)
class _Look:
    """What the records of one sheet say about its places."""

    first: tuple[int, int] = (65_536, 65_536)
    last: tuple[int, int] = (-1, -1)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    styles: dict[Place, int] = field(default_factory=dict)


def _look(data: bytes) -> tuple[list[str], list[_Look]]:
    """Format of the numbers of each style, and a look at each sheet, in the order of the workbook."""
    file = OleFile(data)
    name = "workbook" if "workbook" in file else "book"
    if name not in file:
        raise DocumentError("unreadable", "a compound file that is not Excel's")
    stream = file.read(name)
    starts, styles, formats = [], [], dict(BUILT_IN)
    wide = len(stream) >= 6 and struct.unpack_from("<H", stream, 4)[0] >= _BIFF8
    for kind, at, size in _records(stream, 0):
        if kind == _PASSWORD:
            raise DocumentError("encrypted", "a workbook that needs a password")
        if kind == _BOUND_SHEET and size >= 4:
            starts.append(struct.unpack_from("<I", stream, at)[0])
        elif kind == _STYLE and size >= 4:
            styles.append(struct.unpack_from("<H", stream, at + 2)[0])
        elif kind == _FORMAT and size > 5:
            formats[struct.unpack_from("<H", stream, at)[0]] = _format_code(stream[at + 2 : at + size], wide=wide)
    codes = [formats.get(number, "General") for number in styles]
    return codes, [_look_at(stream, start) for start in starts[:1000]]


def _format_code(data: bytes, *, wide: bool) -> str:
    """A format's text: since Excel 97 in one or two bytes a character, before in those of the system."""
    if not wide:
        return data[1:].decode("gb18030", errors="replace")
    return data[3:].decode("utf-16-le" if data[2] & 1 else "latin-1", errors="replace")


def _look_at(stream: bytes, start: int) -> _Look:
    look = _Look()
    for kind, at, size in _records(stream, start):
        if kind in _CELLS and size >= 4:
            row, column = struct.unpack_from("<HH", stream, at)
            last = struct.unpack_from("<H", stream, at + size - 2)[0] if kind in (_NUMBERS, _BLANKS) else column
            look.first = min(look.first[0], row), min(look.first[1], column)
            look.last = max(look.last[0], row), max(look.last[1], column, last)
            if kind != _BLANKS and size >= 6:
                step = 6 if kind == _NUMBERS else size  # of several numbers each has its style, then its value
                for place, start_of in enumerate(range(at + 4, at + size - 2, step)):
                    look.styles[row, column + place] = struct.unpack_from("<H", stream, start_of)[0]
        elif kind == _ROW and size >= 16 and stream[at + 12] & _ROW_HIDDEN:
            look.hidden_rows.add(struct.unpack_from("<H", stream, at)[0])
        elif kind == _COLUMNS and size >= 10 and stream[at + 8] & _COLUMN_HIDDEN:
            first, last = struct.unpack_from("<HH", stream, at)
            look.hidden_columns.update(range(first, min(last, 255) + 1))
    height, width = (last - first + 1 for first, last in zip(look.first, look.last, strict=True))
    if height * width > MAX_RECTANGLE and height > 0:
        raise DocumentError("too_large", f"a sheet of {height} × {width} cells")
    return look


def _records(stream: bytes, start: int) -> Iterator[tuple[int, int, int]]:
    """Kind, offset and size of each record from a start up to the end of its part (charts within it included)."""
    at, depth = start, 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        if at + 4 + size > len(stream):
            return
        yield kind, at + 4, size
        depth += (kind & 0xFF == 0x09 and kind <= 0x809) - (kind == _END)
        if depth <= 0:
            return
        at += 4 + size


def _sheet(source: CalamineSheet, look: _Look, codes: Sequence[str]) -> Sheet:
    start = source.start
    texts: dict[Place, str] = {}
    top, left = start if start is not None else (0, 0)
    for row, values in enumerate(source.to_python(skip_empty_area=True), top):
        for column, value in enumerate(values, left):
            style = look.styles.get((row, column), len(codes))
            if (text := _printed(value, codes[style] if style < len(codes) else "General")).strip():
                texts[row, column] = text
    merged = [(*first, *last) for first, last in source.merged_cell_ranges or ()]
    end = look.last
    return shown_sheet(texts, merged, None, Shown(look.hidden_rows, end[0] + 1), Shown(look.hidden_columns, end[1] + 1))


def _printed(value: object, code: str) -> str:
    match value:
        case bool():
            return str(value).upper()
        case int() | float():
            return printed_number(repr(value), code)
        case datetime.date():
            return f"{value.year}年{value.month}月{value.day}日"
        case _:
            return str(value).replace("\r\n", "\n").replace("\r", "\n")
