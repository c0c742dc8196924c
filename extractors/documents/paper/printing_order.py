"""Rows of a table out of the order in which a program prints them: cell by cell, each with all its lines, row by row.

Office programs print so. Where a label wraps, its last line is printed before the values beside its first one: the order
goes up again, which no program does that prints line by line. Then the order tells what neither gaps nor levels tell:
which lines are one cell and where a row begins.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from extractors.documents.paper.chains import space_of
from extractors.documents.paper.lines import Line, block_text, line_of
from extractors.documents.paper.printed import Rule, Word

_LEADING = 2.5
"""Ems between the middles of lines of one cell at most."""
_FLUSH = 0.8
"""Ems by which the edges or middles of the lines of one cell differ."""
_LEVEL = 0.5
"""Ems between the middles of words on one level: digits stand a little higher than Chinese characters."""
_ROW = 3.0
"""Ems from row to row of the lines that are made of rows."""


@dataclass(slots=True)
class PrintedRow:
    """One row."""

    words: list[Word] = field(default_factory=list)
    """As they are printed."""
    line: Line = field(default_factory=lambda: Line((), 0.0, 0.0, 0.0, 0.0))
    """Each cell as one word, one em high; the rows far apart."""


def rows_in_order(words: Sequence[Word], em: float, rules: Sequence[Rule]) -> list[PrintedRow]:
    """Rows from the top; empty where the order of the words does not prove that they are printed cell by cell."""
    ordered = sorted(words, key=lambda word: word.order)
    cells = _cells(ordered, em, rules)
    if not any(_goes_up(before, after, em) for before, after in pairwise(cells)):
        return []
    cells = [part for before, cell in zip([*cells[1:], None], cells, strict=True) for part in _split(cell, before, em)]
    rows = _rows(cells, em)
    if rows is None:
        return []
    return [
        PrintedRow([word for cell in row for word in cell], line_of([_as_word(cell, number, em) for cell in row]))
        for number, row in enumerate(rows)
    ]


def row_at(y: float, em: float) -> int:
    """Which row's line stands at a height."""
    return int(y // (_ROW * em))


def _cells(words: Sequence[Word], em: float, rules: Sequence[Rule]) -> list[list[Word]]:
    """Lines printed one behind the other, each below the one before and flush with it, no rule between."""
    cells: list[list[Word]] = []
    for word in words:
        if cells and _goes_on(cells[-1][-1], word, em) and space_of(cells[-1][-1], rules) == space_of(word, rules):
            cells[-1].append(word)
        else:
            cells.append([word])
    return cells


def _goes_on(last: Word, word: Word, em: float) -> bool:
    across = min(abs(word.x0 - last.x0), abs(word.x1 - last.x1), abs(word.x0 + word.x1 - last.x0 - last.x1) / 2)
    return 0.5 * em < _middle(word) - _middle(last) <= _LEADING * em and across <= _FLUSH * em


def _goes_up(before: Sequence[Word], after: Sequence[Word], em: float) -> bool:
    """Whether a cell is printed behind one whose last line stands lower, and to the right of it."""
    right = after[0].x0 >= max(word.x1 for word in before) - _LEVEL * em
    return right and _middle(before[-1]) - _middle(after[0]) > _LEVEL * em


def _split(cell: list[Word], after: Sequence[Word] | None, em: float) -> list[list[Word]]:
    """The lines of a cell, those apart that stand over the row of the cell behind it: a row without values."""
    if after is None or after[0].x0 < cell[-1].x1 - _LEVEL * em:
        return [cell]
    level = next((i for i, word in enumerate(cell) if abs(_middle(word) - _middle(after[0])) <= _LEVEL * em), 0)
    return [cell[:level], cell[level:]] if level else [cell]


def _rows(cells: Sequence[list[Word]], em: float) -> list[list[list[Word]]] | None:
    """Cells from left to right are a row; ``None`` if one goes on neither to the right nor below."""
    rows: list[list[list[Word]]] = []
    for cell in cells:
        last = rows[-1][-1] if rows else None
        if last is not None and cell[0].x0 >= max(word.x1 for word in last) - _LEVEL * em:
            if _middle(cell[0]) - _middle(last[-1]) > _LEVEL * em:
                rows.append([cell])
            else:
                rows[-1].append(cell)
        elif last is None or _middle(cell[0]) - _middle(rows[-1][0][0]) > _LEVEL * em:
            rows.append([cell])
        else:
            return None
    return rows


def _as_word(cell: Sequence[Word], row: int, em: float) -> Word:
    y = row * _ROW * em
    x0, x1 = min(word.x0 for word in cell), max(word.x1 for word in cell)
    return Word(block_text(cell, em), x0, y, x1, y + em, cell[0].order)


def _middle(word: Word) -> float:
    return (word.y0 + word.y1) / 2
