"""A table made of rows as they are printed, put back where it stands: numbers that wrap, and cells that may go on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.documents.paper.aligned_columns import column_of
from extractors.documents.paper.lines import block_text, lines_of
from extractors.documents.paper.printed import Word
from extractors.documents.paper.printing_order import PrintedRow
from extractors.documents.paper.room import is_full
from extractors.documents.paper.ruled import Placed
from extractors.documents.paper.wrapping import Wrapping, Written
from extractors.numbers import is_value


def in_place(table: Placed, rows: Sequence[PrintedRow], em: float) -> Placed:
    """The table of these rows, its numbers put together from their lines, and where it stands on the page."""
    columns: list[int] = []
    written: list[Written] = []
    texts: list[str] = []
    for row in rows:
        for cell in row.cells:
            column = column_of(table.xs, _extent(cell))
            text = block_text(cell, em)
            if column is not None and is_value(text.replace("\n", "")):
                columns.append(column)
                texts.append(text)
                written.append(Written(lines_of(cell), table.xs[column + 1] - table.xs[column]))
    wrapping = Wrapping(written)
    numbers = {(columns[index], texts[index]): number for index, number in wrapping.numbers().items()}
    last = {text for column, text, own in zip(columns, texts, written, strict=True) if wrapping.is_full(own)}
    words = [word for row in rows for word in row.words]
    last |= {block_text(cell, em) for cell in rows[-1].cells if is_full(cell[-1], words, em)}
    full = {cell.column for cell in table.cells if cell.row + cell.rowspan == table.height and cell.text in last}
    return replace(
        table,
        cells=[cell._replace(text=numbers.get((cell.column, cell.text), cell.text)) for cell in table.cells],
        top=min(word.y0 for word in words),
        bottom=max(word.y1 for word in words),
        full=frozenset(full),
        several=wrapping.several,
    )


def _extent(cell: Sequence[Word]) -> Word:
    return Word("", min(word.x0 for word in cell), cell[0].y0, max(word.x1 for word in cell), cell[-1].y1)
