"""Tables under one row of labels, or the rest of one on the next page: each cell stands under one label."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extractors.documents.layout.aligned_columns import column_of
from extractors.documents.layout.lines import Line
from extractors.documents.layout.printed import Word
from extractors.documents.layout.ruled import Placed
from extractors.documents.model import Cell
from extractors.numbers import is_value


def one_header(rows: Sequence[Line], before: Placed | None) -> list[Placed | Line]:
    """The table of rows, one line each, under the first one that prints several labels; what stands above stays lines.

    Else what goes on with the columns of the table before. Empty if a row does not fit: two cells in a column, or one in
    none. Nothing needs to be a number, so that rows of blanks do not end the table.
    """
    first = next((number for number, row in enumerate(rows) if len(row.words) > 1), len(rows))
    if first + 1 < len(rows) and not any(is_value(word.text) for word in rows[first].words):
        labels = rows[first].words
        table = _table(rows[first:], [_under(labels, row) for row in rows[first:]], len(labels))
        if table is not None:
            return [*rows[:first], table]
    if before is None:
        return []
    table = _table(rows, [[column_of(before.xs, word) for word in row.words] for row in rows], len(before.xs) - 1)
    if table is None:
        return []
    table.xs = before.xs
    return [table]


def _under(labels: Sequence[Word], row: Line) -> list[int | None]:
    """For each cell of a row the only label that it overlaps."""
    columns: list[int | None] = []
    for word in row.words:
        over = [number for number, label in enumerate(labels) if label.x0 < word.x1 and word.x0 < label.x1]
        columns.append(over[0] if len(over) == 1 else None)
    return columns


def _table(rows: Sequence[Line], columns: Sequence[Sequence[int | None]], width: int) -> Placed | None:
    """The table of cells in their columns; ``None`` if columns touch, or cells share one or have none."""
    ends: list[tuple[float, float] | None] = [None] * width
    cells: list[Cell] = []
    for number, (row, own) in enumerate(zip(rows, columns, strict=True)):
        if len(set(own)) < len(own) or None in own:
            return None
        texts = [""] * width
        for word, column in zip(row.words, own, strict=True):
            if column is None:
                return None
            texts[column] = word.text
            x0, x1 = ends[column] or (word.x0, word.x1)
            ends[column] = (min(x0, word.x0), max(x1, word.x1))
        cells += [Cell(text, number, column) for column, text in enumerate(texts)]
    spans = [span for span in ends if span is not None]
    if any(before[1] >= after[0] for before, after in pairwise(spans)) or not rows:
        return None
    xs = [spans[0][0], *((before[1] + after[0]) / 2 for before, after in pairwise(spans)), spans[-1][1]]
    return Placed(cells, xs, len(rows), rows[0].y0, rows[-1].y1)
