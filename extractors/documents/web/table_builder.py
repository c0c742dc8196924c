"""A table as its markup has it: cells in source order, each given its place in the grid."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial

from extractors.documents.model import Cell, Table
from extractors.remember import Remembered

Attributes = Mapping[str, str | None]

PICTURE = "\ufffc"
"""Text of a cell that shows a picture and nothing else (the character that stands for an object)."""
WHITE = " \t\r\n\f\v"
"""What a browser shows as one space."""
SPACE = re.compile(r"[ \t\r\n\f\v]+")
"""White space as a browser shows it: as one space."""
_cell = partial(tuple.__new__, Cell)
"""A cell of all its fields: three times as fast as its class, and pages have hundreds."""
_LEADING = re.compile(r"\s{0,3}(\d{1,6})")
_CJK_BREAK = re.compile(
    r"(?<=[\u3000-\u303f\u3400-\u9fff\uff00-\uffef])[ \t\r]*\n[ \t\r\n]*(?=[\u3000-\u303f\u3400-\u9fff\uff00-\uffef])"
)

MAX_COLSPAN = 60
MAX_WIDTH = 400
"""Columns of one table; the widest form needs 16."""
MAX_POSITIONS = 60_000
"""Grid positions of one table; the forms need fewer than 400. A larger one is read as lines."""


class TableBuilder:
    """Collects the cells of one table in source order and gives each its place in the grid."""

    def __init__(self) -> None:
        self.cells: list[Cell] = []
        """Those that are closed."""
        self.row = -1
        self.column = 0
        self.link_chars = 0
        self.linked: dict[int, dict[int, int]] = {}
        """Cell → line → how many of its characters stand inside links; lines without links are left out."""
        self.lines: list[str] | None = None
        """Of the open cell."""
        self.pictured = False
        """Whether the open cell holds a picture."""
        self._place = (0, 0, 1, 1)
        """Row, column and spans of the open cell."""
        self._taken: list[int] = []
        """Column → first row that no cell of several rows reaches into."""
        self._reach = 0
        """First row that no cell at all of several rows reaches into."""
        self._width = 0
        """Columns of the rows that are complete."""

    def start_row(self) -> None:
        """Begin the next row."""
        self.end_cell()
        self._width = max(self._width, self.column)
        self.row += 1
        self.column = 0

    def start_cell(self, attributes: Attributes) -> None:
        """Open the next cell."""
        self.end_cell()
        self._place = self._next_place(attributes)
        self.lines, self.pictured = [], False

    def end_cell(self) -> None:
        """Close the open cell; a picture alone is not nothing: what it shows may be a number."""
        if self.lines is not None:
            if self.pictured and not self.lines:
                self.lines.append(PICTURE)
            self.cells.append(Cell("\n".join(self.lines), *self._place))
            self.lines = None

    def add_row(self, texts: Sequence[str], attributes: Mapping[int, Attributes]) -> None:
        """Begin the next row and add its cells, each with its text, which is one line; place → attributes of those that have any."""
        self.start_row()
        row, column, add = self.row, 0, self.cells.append
        taken = {place for place, end in enumerate(self._taken) if end > row} if self._reach > row else ()
        for place, text in enumerate(texts):
            if place in attributes:
                self.column = column
                add(_cell((_short_line[text], *self._next_place(attributes[place]))))
                column = self.column
                continue
            while column in taken:
                column += 1
            add(_cell((_short_line[text], row, column, 1, 1)))
            column += 1
        self.column = column

    def _next_place(self, attributes: Attributes) -> tuple[int, int, int, int]:
        """Row, column, row span and column span of the next cell in source order."""
        if self.row < 0:
            self.start_row()
        column, row, taken = self.column, self.row, self._taken
        while column < len(taken) and taken[column] > row:
            column += 1
        if not attributes:
            self.column = column + 1
            return row, column, 1, 1
        rowspan, colspan = _span(attributes.get("rowspan"), 1000), _span(attributes.get("colspan"), MAX_COLSPAN)
        if rowspan > 1:
            self._reach = max(self._reach, row + rowspan)
            end = min(column + colspan, MAX_WIDTH)
            taken.extend([0] * (end - len(taken)))
            for place in range(column, end):
                taken[place] = max(taken[place], row + rowspan)
        self.column = column + colspan
        return row, column, rowspan, colspan

    def build(self) -> Table | None:
        """Table, or ``None`` if it is too large to be one or lays out prose."""
        self.end_cell()
        if not self.cells:
            return None
        height, width, cells = self.row + 1, max(self._width, self.column), self.cells
        if self._reach > height:
            cells = [cell._replace(rowspan=min(cell.rowspan, height - cell.row)) for cell in cells]
        lengths = [len(cell.text) for cell in cells]
        if len(cells) == 1 or max(lengths) > max(200, 0.6 * sum(lengths)):
            return None  # one cell holds the article
        if width > MAX_WIDTH or sum([cell.rowspan * cell.colspan for cell in cells]) > MAX_POSITIONS:
            return None
        return Table(tuple(cells), height, width, self.link_chars)


def one_line(text: str) -> str:
    """Text as a browser shows it: white space is one space, and none where the source breaks a Chinese word."""
    line = text.strip(WHITE)
    if "\n" in line:
        line = _CJK_BREAK.sub("", line)
    if "  " in line or "\n" in line or "\t" in line or "\r" in line or "\f" in line:
        line = SPACE.sub(" ", line)
    return line


_short_line = Remembered(one_line)
"""The same for cells, of which a thousand pages print few that differ."""


def _span(value: str | None, limit: int) -> int:
    """Span attribute as browsers read it: leading digits, at least 1."""
    if value is None:
        return 1
    if value.isdecimal() and len(value) <= 6:
        return min(max(int(value), 1), limit)
    match = _LEADING.match(value)
    return min(max(int(match[1]), 1), limit) if match else 1
