"""Rows of a table out of the order in which a program prints them: cell by cell, each with all its lines, row by row.

Office programs print so. Where a label wraps, its last line is printed before the values beside its first one: the order
goes up again, which no program does that prints line by line. Then the order tells what neither gaps nor levels tell:
which lines are one cell and where a row begins.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from math import inf
from typing import NamedTuple

from extractors.documents.layout.chains import space_of
from extractors.documents.layout.cut_by_pages import rows_over_pages
from extractors.documents.layout.cut_rows import NUMBERED
from extractors.documents.layout.label_lines import LEADING, cells_of_labels, height_of_both, is_cell_of_label
from extractors.documents.layout.lines import Line, block_text, line_of
from extractors.documents.layout.printed import Rule, Word
from extractors.documents.layout.room import is_flush, is_full
from extractors.documents.layout.wrapping import CHARACTERS, is_cut_number
from extractors.numbers import is_value

_LEVEL = 0.5
"""Ems between the middles of words on one level: digits stand a little higher than Chinese characters."""
_STANDS_OUT = 0.2
"""Ems by which marks of punctuation stand out of their cells."""
_LAST = -1
"""In place of a line: nothing stands behind the cell."""
_ROW = 3.0
"""Ems from row to row of the lines that are made of rows."""


class Printing(NamedTuple):
    """How a document prints its cells, as far as it shows."""

    by_cell: bool = False
    """Each with all its lines."""
    at_top: bool = False
    """Their text at the top."""


UNKNOWN = Printing()


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


def printing_of(pages: Iterable[Sequence[Word]], em: float) -> Printing:
    """How a document prints its cells, as the words of its pages show."""
    cells = [_cells(words, em, ()) for words in pages]
    return Printing(any(_prints_by_cell(page, em) for page in cells), any(_stands_at_top(page, em) for page in cells))


def _prints_by_cell(cells: Sequence[Sequence[Word]], em: float) -> bool:
    """Whether cells are printed whole: a row of values stands beside the label of several lines printed before it."""
    for label, first, second in zip(cells, cells[1:], [*cells[2:], None], strict=False):
        if _goes_up(label, first, em):
            level = second is not None and abs(_middle(second[0]) - _middle(first[0])) <= _LEVEL * em
            if is_value(first[0].text) or (second is not None and level and is_value(second[0].text)):
                return True
    return False


def _stands_at_top(cells: Sequence[Sequence[Word]], em: float) -> bool:
    """Whether rows begin on the first lines of their cells: some do, and none between two lines, as in the middle of cells."""
    after = [*cells[1:], None]
    levels = [_level(cell, behind, em) for cell, behind in zip(cells, after, strict=False) if len(cell) > 1]
    return 0 in levels and None not in levels


def rows_in_order(
    words: Sequence[Word], em: float, rules: Sequence[Rule], printing: Printing, breaks: Sequence[float] = ()
) -> list[PrintedRow]:
    """Rows from the top; empty where the order of the words does not prove that they are printed cell by cell.

    ``breaks``: heights at which pages end, no cell goes on over them, but what a break cuts is put together.
    """
    pages = list(_pages(words, rules, breaks))
    cells = [_cells(own, em, lines) for own, lines in pages]
    if not printing.by_cell and not any(_goes_up(*pair, em) for page in cells for pair in pairwise(page)):
        return []
    at_top = printing.at_top or all(_stands_at_top(page, em) for page in cells)
    rows: list[list[list[list[Word]]]] = []
    for page, (own, lines) in zip(cells, pages, strict=True):
        parts = _without_blank_rows(page, own, em, lines, at_top=at_top)
        if (found := _rows(parts, em, continued=bool(rows))) is None:
            return []
        rows.append(found)
    joined = rows_over_pages(rows, em, at_top=at_top)
    edges = [*sorted(min(word.x0 for word in cell) for row in joined for cell in row), inf]
    return [PrintedRow(row, line_of(list(_as_words(row, n, em, edges)))) for n, row in enumerate(joined)]


def _pages(
    words: Sequence[Word], rules: Sequence[Rule], breaks: Sequence[float]
) -> Iterator[tuple[list[Word], list[Rule]]]:
    """The words and rules of each page that prints some."""
    for top, bottom in pairwise([-inf, *breaks, inf]):
        if own := [word for word in words if top < _middle(word) <= bottom]:
            yield own, [rule for rule in rules if top < rule.y0 <= bottom]


def row_at(y: float, em: float) -> int:
    """Which row's line stands at a height."""
    return int(y // (_ROW * em))


def _cells(words: Sequence[Word], em: float, rules: Sequence[Rule]) -> list[list[Word]]:
    """Lines printed one behind the other, each below the one before and flush with it, no rule between.

    Lines of labels are put together as the forms word them, where they can be in one way only. None where the order is not
    known.
    """
    if len({word.order for word in words}) < len(words):
        return []
    cells: list[list[Word]] = []
    ordered = sorted(words, key=lambda word: word.order)
    for values, run in groupby(ordered, key=_is_number):
        lines = _stacked(list(run), em, rules)
        if values:
            cells += lines
        else:
            known = cells_of_labels([line for cell in lines for line in cell], em, rules)
            cells += known or [part for cell in lines for part in cells_of_labels(cell, em, rules) or [cell]]
    return cells


def _stacked(words: Iterable[Word], em: float, rules: Sequence[Rule]) -> list[list[Word]]:
    """Lines below each other and flush."""
    cells: list[list[Word]] = []
    for word in words:
        if cells and _goes_on(cells[-1], word, em) and space_of(cells[-1][-1], rules) == space_of(word, rules):
            cells[-1].append(word)
        else:
            cells.append([word])
    return cells


def _goes_on(cell: Sequence[Word], word: Word, em: float) -> bool:
    """Whether a word can be the next line of a cell: below and flush; what begins as a number goes on as one."""
    last = cell[-1]
    if _is_number(last) and not is_cut_number("\n".join(line.text for line in cell), word.text):
        return False
    down = _middle(word) - _middle(last)
    return 0.5 * em < down <= LEADING * max(em, height_of_both(last, word)) and is_flush(last, word, em)


def _goes_up(before: Sequence[Word], after: Sequence[Word], em: float) -> bool:
    """Whether a cell is printed behind one whose last line stands lower, and to the right of it."""
    right = after[0].x0 >= max(word.x1 for word in before) - _LEVEL * em
    return right and _middle(before[-1]) - _middle(after[0]) > _LEVEL * em


def _without_blank_rows(
    cells: Sequence[list[Word]], words: Sequence[Word], em: float, rules: Sequence[Rule], *, at_top: bool
) -> list[list[Word]]:
    """The cells, labels of rows without values apart from what is printed below them.

    Where text stands at the top of its cell (``at_top``), the cell behind it shows the line with which its row begins.
    """
    after = [*cells[1:], None]
    parts: list[list[Word]] = []
    for cell, behind in zip(cells, after, strict=False):
        level = _level(cell, behind, em)
        if is_cell_of_label(cell) or _is_number(cell[0]):
            parts.append(cell)
        elif level == _LAST:
            parts += _split_by_room(cell, words, em, rules)
        else:
            parts += [cell[:level], cell[level:]] if level and at_top else [cell]
    return parts


def _level(cell: Sequence[Word], after: Sequence[Word] | None, em: float) -> int | None:
    """The line of a cell on whose level the cell beside it begins; ``None`` between two, ``_LAST`` if none is beside it."""
    if after is None or after[0].x0 < cell[-1].x1 - _LEVEL * em:
        return _LAST
    return next((i for i, word in enumerate(cell) if abs(_middle(word) - _middle(after[0])) <= _LEVEL * em), None)


def _split_by_room(cell: list[Word], words: Sequence[Word], em: float, rules: Sequence[Rule]) -> list[list[Word]]:
    """The lines of a cell, apart where another line of the column shows that what follows would have fitted.

    Rules part rows already, where there are any.
    """
    if inf not in map(abs, space_of(cell[0], rules)):
        return [cell]
    parts = [[cell[0]]]
    for line, below in pairwise(cell):
        if NUMBERED.match(below.text) or not is_full(line, words, em, min(len(below.text), CHARACTERS)):
            parts.append([below])
        else:
            parts[-1].append(below)
    return parts


def _rows(cells: Sequence[list[Word]], em: float, *, continued: bool) -> list[list[list[Word]]] | None:
    """Cells from left to right are a row; ``None`` if one goes on neither to the right nor below.

    What stands in the middle of several rows may be lower than the cells beside it, and higher. At the head of a page that
    goes on with a table (``continued``) the rest of labels of several rows is printed in front of the row beside them.
    """
    rows: list[list[list[Word]]] = []
    for cell in cells:
        row = rows[-1] if rows else []
        right = max(word.x1 for word in row[-1]) if row else inf
        lowest = max((_middle(other[-1]) for other in row), default=-inf)
        if cell[0].x0 >= right - _LEVEL * em and _middle(cell[0]) - lowest <= _LEVEL * em:
            row.append(cell)
        elif not row or _is_below(row, cell, em):
            rows.append([cell])
        elif continued and len(rows) == 1 and _is_between(row, cell, em):
            row.append(cell)
        else:
            return None
    return [sorted(row, key=lambda cell: cell[0].x0) for row in rows]


def _is_below(row: Sequence[Sequence[Word]], cell: Sequence[Word], em: float) -> bool:
    """Whether a cell stands below that of its column in a row, or else below the row's last one."""
    over = [other for other in row if other[0].x0 < cell[0].x1 and cell[0].x0 < other[0].x1]
    return _middle(cell[0]) - _middle((over or row)[-1][0]) > _LEVEL * em


def _is_between(row: Sequence[Sequence[Word]], cell: Sequence[Word], em: float) -> bool:
    """Whether a cell stands on the level of a row, in front of its last cell, where no other one stands."""
    level = abs(_middle(cell[0]) - _middle(row[0][0])) <= _LEVEL * em
    return level and all(other[0].x1 <= cell[0].x0 or cell[0].x1 <= other[0].x0 for other in row)


def _as_words(row: Sequence[Sequence[Word]], number: int, em: float, edges: Sequence[float]) -> Iterator[Word]:
    """Each cell of a row as one word; marks of punctuation that stand out into the next column are cut.

    ``edges``: where the cells of all rows begin, from left to right.
    """
    y = number * _ROW * em
    right = inf
    for cell in reversed(row):
        x0, x1 = min(word.x0 for word in cell), max(word.x1 for word in cell)
        edge = edges[bisect_right(edges, max(x1 - _STANDS_OUT * em, x0))]
        yield Word(block_text(cell, em), x0, y, min(x1, right, edge), y + em, cell[0].order)
        right = x0


def _is_number(word: Word) -> bool:
    """Whether a word is a value and no text in place of one (无)."""
    return is_value(word.text) and not word.text.isalpha()


def _middle(word: Word) -> float:
    return (word.y0 + word.y1) / 2
