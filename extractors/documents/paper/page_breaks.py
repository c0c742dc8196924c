"""Tables that a page break cuts in two."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.documents.model import Cell
from extractors.documents.paper.ruled import Placed
from extractors.numbers import is_value

_NUMBERED = re.compile(r"\s{0,3}(?:[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]|其中)")
_SAME_EDGE = 0.6
"""Ems between edges of columns that go on on the next page."""


def goes_on(table: Placed, below: Placed, em: float) -> bool:
    """Whether the second table can be the first one's rest: as wide, and the edges of one among those of the other."""
    near = _SAME_EDGE * em
    if abs((table.right - table.left) - (below.right - below.left)) > near:
        return False
    shift = table.left - below.left
    few, many = sorted((table.xs, [x + shift for x in below.xs]), key=len)
    return all(any(abs(x - other) <= near for other in many) for x in few)


def joined(table: Placed, below: Placed, em: float) -> Placed:
    """One table of both; a row that the page break cuts is put together, and so are labels of several rows."""
    shift = table.left - below.left
    xs, places, places_below = _common_edges(table.xs, [x + shift for x in below.xs], _SAME_EDGE * em)
    cells = _moved(table.cells, places, 0)
    more = _moved(below.cells, places_below, table.height)
    full = {places[column] for column in table.full}
    cut = _is_cut(cells, more, table.height, full, open_top=below.open_top)
    cells, more = _put_together(cells, more, table.height, full, whole=cut)
    if cut:
        more = [cell._replace(row=cell.row - 1) for cell in more]
    return Placed(
        sorted([*cells, *more], key=lambda cell: (cell.row, cell.column)),
        xs,
        table.height + below.height - cut,
        table.top,
        below.bottom,
        table.open_top,
        frozenset(places_below[column] for column in below.full),
    )


def _common_edges(xs: Sequence[float], more: Sequence[float], near: float) -> tuple[list[float], list[int], list[int]]:
    """All edges, and the place among them of each edge of either table."""
    common = list(xs)
    common += [x for x in more if all(abs(x - other) > near for other in common)]
    common.sort()

    def place(x: float) -> int:
        return min(range(len(common)), key=lambda index: abs(common[index] - x))

    return common, [place(x) for x in xs], [place(x) for x in more]


def _moved(cells: Sequence[Cell], places: Sequence[int], rows: int) -> list[Cell]:
    return [
        cell._replace(
            row=cell.row + rows,
            column=places[cell.column],
            colspan=places[cell.column + cell.colspan] - places[cell.column],
        )
        for cell in cells
    ]


def _above(cells: Sequence[Cell], row: int, cell: Cell) -> Cell | None:
    """The cell that ends over ``row`` and has the columns of the given one."""
    for other in cells:
        if other.row + other.rowspan == row and (other.column, other.colspan) == (cell.column, cell.colspan):
            return other
    return None


def _goes_on_in(above: Cell, cell: Cell, full: set[int]) -> bool:
    """Whether the text of a label can go on in the cell on the next page."""
    if is_value(above.text) or is_value(cell.text):
        return False
    return above.column in full and _NUMBERED.match(cell.text) is None


def _is_cut(cells: Sequence[Cell], more: Sequence[Cell], row: int, full: set[int], *, open_top: bool) -> bool:
    """Whether the first row of the second part is the rest of the last row before.

    Its label goes on, and no cell has a value in both. Where a rule is printed over it, as some programs do, only a label
    that fills its line can go on in one that has no number of its own.
    """
    pairs = [(_above(cells, row, cell), cell) for cell in more if cell.row == row]
    both = [(above, cell) for above, cell in pairs if above is not None and above.text.strip() and cell.text.strip()]
    if len(both) == len(pairs) or any(above is None for above, _ in pairs):
        return False
    if open_top and not any(is_value(above.text) or is_value(cell.text) for above, cell in both):
        return any(above is not None and above.text.strip() and not cell.text.strip() for above, cell in pairs)
    own = [above for above, _ in both if above.rowspan == 1]
    return bool(own) and all(_goes_on_in(above, cell, full) for above, cell in both)


def _put_together(
    cells: list[Cell], more: list[Cell], row: int, full: set[int], *, whole: bool
) -> tuple[list[Cell], list[Cell]]:
    """The cells of both parts; those of the cut row are one, or else the labels of rows on both pages."""
    first = sorted((cell for cell in more if cell.row == row), key=lambda cell: cell.column)
    for cell in first:
        above = _above(cells, row, cell)
        if not whole:
            last = [other for other in cells if other.row + other.rowspan == row]
            if above is None or not _has_label(last, above) or not _is_label_of_both(above, cell, first, full):
                break
        if above is not None:
            text = above.text + cell.text
            cells[cells.index(above)] = above._replace(text=text, rowspan=above.rowspan + cell.rowspan - whole)
            more.remove(cell)
    return cells, more


def _is_label_of_both(above: Cell, cell: Cell, row: Sequence[Cell], full: set[int]) -> bool:
    """Whether a cell in front of a row's label is the rest of the one above: blank, or with the rest of its text."""
    if not above.text.strip() or is_value(above.text):
        return False
    labelled = _has_label(row, cell)
    if not cell.text.strip():
        return labelled
    return labelled and max(above.rowspan, cell.rowspan) > 1 and _goes_on_in(above, cell, full)


def _has_label(row: Sequence[Cell], cell: Cell) -> bool:
    """Whether a label stands behind a cell: else it is no group's, but the row's own."""
    return any(other.column > cell.column and other.text.strip() and not is_value(other.text) for other in row)
