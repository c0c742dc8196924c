"""Tables that a page break cuts in two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from extractors.documents.layout.aligned_columns import column_of
from extractors.documents.layout.cut_rows import Pair, is_cut, is_cut_label
from extractors.documents.layout.lines import Line
from extractors.documents.layout.ruled import Placed
from extractors.documents.layout.wrapping import is_cut_number
from extractors.documents.model import Cell
from extractors.numbers import is_value
from extractors.tables.wordings import is_in_label, is_label

_SAME_EDGE = 0.6
"""Ems between edges of columns that go on on the next page."""

_HEADER_ROWS = 6
"""Rows of a header at most."""


def with_rest(items: Sequence[Placed | Line], page: Sequence[Placed | Line], em: float) -> list[Placed | Line]:
    """What is printed before a page and on it, as one; a table that ends the one may go on at the head of the other."""
    if items and page:
        last, first = items[-1], page[0]
        if isinstance(last, Placed) and isinstance(first, Placed) and goes_on(last, first, em):
            return [*items[:-1], joined(last, first, em), *page[1:]]
        if isinstance(last, Placed) and not last.ruled:
            lines = takewhile(lambda item: isinstance(item, Line), page)
            return [*items[:-1], _with_digits(last, [line for line in lines if isinstance(line, Line)]), *page]
    return [*items, *page]


def _with_digits(table: Placed, lines: Sequence[Line]) -> Placed:
    """The table whose last numbers may go on at the head of the next page, behind its header: nothing says what they are.

    Rules would show whether the lines are the table's.
    """
    head = list(takewhile(_heads_columns, lines))
    words = lines[len(head)].words if len(head) < len(lines) else ()
    rest = {column_of(table.xs, word): word.text for word in words if is_value(word.text)}
    if any(is_label(word.text) for word in words):
        return table
    last = table.height - 1
    cells = [
        cell._replace(text=f"{cell.text}\n{rest[cell.column]}")
        if cell.row == last and cell.column in rest and is_cut_number(cell.text, rest[cell.column])
        else cell
        for cell in table.cells
    ]
    return replace(table, cells=cells)


def _heads_columns(line: Line) -> bool:
    return all(is_in_label(word.text) and not is_value(word.text) for word in line.words)


def goes_on(table: Placed, below: Placed, em: float) -> bool:
    """Whether the second table can be the first one's rest: the edges of one are among those of the other."""
    near = _SAME_EDGE * em
    shift = _shift(table, below, em)
    few, many = sorted((table.xs, [x + shift for x in below.xs]), key=len)
    return len(few) > 2 and all(any(abs(x - other) <= near for other in many) for x in few)


def _shift(table: Placed, below: Placed, em: float) -> float:
    """How far the second table stands to the left of the first one, if it is as wide.

    Else it may lack the rule at the side of a label that spans rows of both pages, as a browser prints it.
    """
    as_wide = abs((table.right - table.left) - (below.right - below.left)) <= _SAME_EDGE * em
    return table.left - below.left if as_wide else 0.0


def joined(table: Placed, below: Placed, em: float) -> Placed:
    """One table of both, without the header that is repeated on the second page.

    A row that the page break cuts is put together, and so are labels of several rows.
    """
    shift = _shift(table, below, em)
    xs, places, places_below = _common_edges(table.xs, [x + shift for x in below.xs], _SAME_EDGE * em)
    cells = _moved(table.cells, places, 0)
    more = _moved(below.cells, places_below, 0)
    header = _repeated_rows(cells, more)
    more = [cell._replace(row=cell.row - header + table.height) for cell in more if cell.row >= header]
    full = {places[column] for column in table.full}
    pairs = _pairs(cells, more, table.height)
    several = table.several or below.several
    cut = pairs is not None and is_cut(
        pairs,
        full,
        open_top=below.open_top and not header,
        several=several,
        unlabelled=_is_unlabelled([cell for cell in more if cell.row > table.height]),
    )
    cells, more = _put_together(cells, more, table.height, full, whole=cut)
    if cut:
        more = [cell._replace(row=cell.row - 1) for cell in more]
    return Placed(
        sorted([*cells, *more], key=lambda cell: (cell.row, cell.column)),
        xs,
        table.height + below.height - header - cut,
        table.top,
        below.bottom,
        table.open_top,
        frozenset(places_below[column] for column in below.full),
        several,
        table.ruled or below.ruled,
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


def _repeated_rows(cells: Sequence[Cell], more: Sequence[Cell]) -> int:
    """How many rows the second part begins with that are the first rows of the table again: its header."""
    repeated = 0
    for end in range(1, _HEADER_ROWS + 1):
        first, again = (_rows_above(end, part) for part in (cells, more))
        if first != again or any(is_value(cell.text) for cell in first):
            break
        if all(cell.row + cell.rowspan <= end for cell in first):
            repeated = end
    return repeated if any(cell.row >= repeated for cell in more) else 0


def _rows_above(end: int, cells: Sequence[Cell]) -> list[Cell]:
    return [cell for cell in cells if cell.row < end]


def _above(cells: Sequence[Cell], row: int, cell: Cell) -> Cell | None:
    """The cell that ends over ``row`` and has the columns of the given one."""
    for other in cells:
        if other.row + other.rowspan == row and (other.column, other.colspan) == (cell.column, cell.colspan):
            return other
    return None


def _pairs(cells: Sequence[Cell], more: Sequence[Cell], row: int) -> list[Pair] | None:
    """The cells over and under the page break; ``None`` if their columns differ."""
    found = [(_above(cells, row, cell), cell) for cell in more if cell.row == row]
    pairs = [Pair(above, cell) for above, cell in found if above is not None]
    return pairs if len(pairs) == len(found) else None


def _is_unlabelled(cells: Sequence[Cell]) -> bool:
    """Whether cells print values and nothing else."""
    printed = [cell.text for cell in cells if cell.text.strip()]
    return bool(printed) and all(map(is_value, printed))


def _put_together(
    cells: list[Cell], more: list[Cell], row: int, full: set[int], *, whole: bool
) -> tuple[list[Cell], list[Cell]]:
    """The cells of both parts; those of the cut row are one, or else the labels of rows on both pages.

    Those of a header go on beside others that end above the page break.
    """
    first = sorted((cell for cell in more if cell.row == row), key=lambda cell: cell.column)
    last = [cell for cell in cells if cell.row + cell.rowspan == row]
    in_header = not any(is_value(cell.text) for cell in [*last, *first])
    in_front = True
    for cell in first:
        above = _above(cells, row, cell)
        known = in_header and above is not None and is_cut_label(above.text, cell.text)
        in_front &= above is not None and _has_label(last, above) and _is_label_of_both(above, cell, first, full)
        if above is not None and (whole or known or in_front):
            text = Pair(above, cell).text(full)
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
    return labelled and max(above.rowspan, cell.rowspan) > 1 and Pair(above, cell).goes_on(full)


def _has_label(row: Sequence[Cell], cell: Cell) -> bool:
    """Whether a label stands behind a cell: else it is no group's, but the row's own."""
    return any(other.column > cell.column and other.text.strip() and not is_value(other.text) for other in row)
