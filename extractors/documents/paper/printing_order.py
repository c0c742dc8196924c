"""Rows of a table out of the order in which a program prints them: cell by cell, each with all its lines, row by row.

Office programs print so. Where a label wraps, its last line is printed before the values beside its first one: the order
goes up again, which no program does that prints line by line. Then the order tells what neither gaps nor levels tell:
which lines are one cell and where a row begins.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from extractors.documents.paper.chains import space_of
from extractors.documents.paper.lines import Line, block_text, line_of
from extractors.documents.paper.printed import Rule, Word
from extractors.documents.paper.wrapping import is_cut_number
from extractors.numbers import is_value

_LEADING = 2.5
"""Ems between the middles of lines of one cell at most."""
_FLUSH = 0.8
"""Ems by which the edges or middles of the lines of one cell differ."""
_LEVEL = 0.5
"""Ems between the middles of words on one level: digits stand a little higher than Chinese characters."""
_ROW = 3.0
"""Ems from row to row of the lines that are made of rows."""


class PrintedRow(NamedTuple):
    """One row."""

    cells: Sequence[Sequence[Word]]
    """The lines of each, as they are printed."""
    line: Line
    """Each cell as one word, one em high; the rows far apart."""

    @property
    def words(self) -> list[Word]:
        """All that it prints."""
        return [word for cell in self.cells for word in cell]


def prints_by_cell(words: Sequence[Word], em: float) -> bool:
    """Whether a page shows that cells are printed whole: a value stands beside the label that is printed before it.

    The label has several lines, and the value is on a level with one that is not the last.
    """
    cells = _cells(words, em, ())
    return any(_goes_up(before, after, em) and is_value(after[0].text) for before, after in pairwise(cells))


def rows_in_order(words: Sequence[Word], em: float, rules: Sequence[Rule], *, by_cell: bool) -> list[PrintedRow]:
    """Rows from the top; empty where the order of the words does not prove that they are printed cell by cell.

    ``by_cell``: other pages have proved it.
    """
    cells = _cells(words, em, rules)
    if not by_cell and not any(_goes_up(before, after, em) for before, after in pairwise(cells)):
        return []
    cells = [
        part for cell, after in zip(cells, [*cells[1:], None], strict=True) for part in _split(cell, after, words, em)
    ]
    rows = _rows(cells, em) or []
    return [PrintedRow(row, line_of([_as_word(cell, n, em) for cell in row])) for n, row in enumerate(rows)]


def row_at(y: float, em: float) -> int:
    """Which row's line stands at a height."""
    return int(y // (_ROW * em))


def _cells(words: Sequence[Word], em: float, rules: Sequence[Rule]) -> list[list[Word]]:
    """Lines printed one behind the other, each below the one before and flush with it, no rule between.

    None where the order is not known.
    """
    cells: list[list[Word]] = []
    if len({word.order for word in words}) < len(words):
        return []
    for word in sorted(words, key=lambda word: word.order):
        if cells and _goes_on(cells[-1], word, em) and space_of(cells[-1][-1], rules) == space_of(word, rules):
            cells[-1].append(word)
        else:
            cells.append([word])
    return cells


def _goes_on(cell: Sequence[Word], word: Word, em: float) -> bool:
    """Whether a word can be the next line of a cell: below and flush; what begins as a number goes on as one."""
    last = cell[-1]
    if is_value(last.text) and not is_cut_number("\n".join(line.text for line in cell), word.text):
        return False
    return 0.5 * em < _middle(word) - _middle(last) <= _LEADING * em and _is_flush(last, word, em)


def _is_flush(line: Word, word: Word, em: float) -> bool:
    across = min(abs(word.x0 - line.x0), abs(word.x1 - line.x1), abs(word.x0 + word.x1 - line.x0 - line.x1) / 2)
    return across <= _FLUSH * em


def _goes_up(before: Sequence[Word], after: Sequence[Word], em: float) -> bool:
    """Whether a cell is printed behind one whose last line stands lower, and to the right of it."""
    right = after[0].x0 >= max(word.x1 for word in before) - _LEVEL * em
    return right and _middle(before[-1]) - _middle(after[0]) > _LEVEL * em


def _split(cell: list[Word], after: Sequence[Word] | None, words: Sequence[Word], em: float) -> list[list[Word]]:
    """The lines of a cell, those apart that stand over the row of the cell behind it: rows without values.

    Where no cell stands behind it, those that would have had room on the line above.
    """
    if after is None or after[0].x0 < cell[-1].x1 - _LEVEL * em:
        return _split_by_room(cell, words, em)
    level = next((i for i, word in enumerate(cell) if abs(_middle(word) - _middle(after[0])) <= _LEVEL * em), 0)
    return [cell[:level], cell[level:]] if level else [cell]


def _split_by_room(cell: Sequence[Word], words: Sequence[Word], em: float) -> list[list[Word]]:
    """The lines of a cell, apart where another line of the column shows that what follows would have fitted."""
    parts = [[cell[0]]]
    for line, below in pairwise(cell):
        room = max(word.x1 - word.x0 for word in words if _is_flush(line, word, em))
        if line.x1 - line.x0 + (below.x1 - below.x0) / len(below.text) < room:
            parts.append([below])
        else:
            parts[-1].append(below)
    return parts


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
