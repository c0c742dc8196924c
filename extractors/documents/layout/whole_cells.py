"""A table made of rows as they are printed, put back where it stands: numbers that wrap, and cells that may go on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.documents.layout.aligned_columns import column_of
from extractors.documents.layout.lines import WIDE, block_text, lines_of
from extractors.documents.layout.printed import Word
from extractors.documents.layout.printing_order import PrintedRow
from extractors.documents.layout.room import is_full
from extractors.documents.layout.ruled import Placed
from extractors.documents.layout.wrapping import Wrapping, Written
from extractors.numbers import is_value


def in_place(table: Placed, rows: Sequence[PrintedRow], em: float) -> Placed:
    """The table of these rows, its numbers put together from their lines, and where it stands on the page."""
    cells = [(column, cell) for row in rows for cell in row.cells if (column := _column(table.xs, cell)) is not None]
    rooms = _rooms(cells, em)
    wrapping = Wrapping([Written(lines_of(cell), rooms[column]) for column, cell in cells])
    numbers = {
        (cells[index][0], block_text(cells[index][1], em)): number for index, number in wrapping.numbers().items()
    }
    words = [word for row in rows for word in row.words]
    last = {block_text(cell, em) for cell in rows[-1].cells if is_full(cell[-1], words, em)}
    full = {cell.column for cell in table.cells if cell.row + cell.rowspan == table.height and cell.text in last}
    return replace(
        table,
        cells=[cell._replace(text=numbers.get((cell.column, cell.text), cell.text)) for cell in table.cells],
        top=min(word.y0 for word in words),
        bottom=max(word.y1 for word in words),
        full=frozenset(full),
        several=wrapping.several,
    )


def _rooms(cells: Sequence[tuple[int, Sequence[Word]]], em: float) -> dict[int, float]:
    """How much room each column has at least: as much as its fullest line, and a character if no label is set so narrow.

    Where labels are set in lines of one character, there may be room for less: one is printed on every line.
    """
    rooms: dict[int, float] = {}
    narrow = {column for column, cell in cells if sum(WIDE.fullmatch(line.text) is not None for line in cell) > 1}
    for column, cell in cells:
        widths = [word.x1 - word.x0 for word in cell if WIDE.fullmatch(word.text) is None or is_value(word.text)]
        rooms[column] = max([rooms.get(column, 0.0 if column in narrow else em), *widths])
    return rooms


def _column(xs: Sequence[float], cell: Sequence[Word]) -> int | None:
    """The only column that a cell stands in."""
    extent = _extent(cell)
    column = column_of(xs, extent)
    return column if column is not None and xs[column] <= extent.x0 and extent.x1 <= xs[column + 1] else None


def _extent(cell: Sequence[Word]) -> Word:
    return Word("", min(word.x0 for word in cell), cell[0].y0, max(word.x1 for word in cell), cell[-1].y1)
