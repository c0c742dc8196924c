"""Order in which a page is read: from top to bottom, and where prose is set in two columns, the left one first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from extractors.documents.layout.lines import Line, line_of
from extractors.documents.layout.printed import Word
from extractors.documents.layout.ruled import Placed
from extractors.numbers import is_value

_GUTTER = 1.0
"""Ems between columns at least."""
_MIDDLE = (0.3, 0.7)
"""Shares of the text's width between which the gutter lies."""
_FEWEST = 5
"""Lines that stand on both sides of it at least."""
_FEWEST_AGAIN = 2
"""The same in a run that other runs' gutter fits."""
_PIECES = 1.5
"""Words, parted by gaps, of a column's line on average at most."""
_ROW = 3
"""Words, parted by gaps, of two columns' line at most; more are the row of a table."""
_PROSE = 6
"""Characters a line of a column prints on average; cells of a table print fewer."""


Part = Placed | list[Line]
"""A table, or the lines between tables."""


def in_reading_order(
    pages: Sequence[tuple[Sequence[Placed], Sequence[Line]]], em: float, *, by_cell: bool = False
) -> list[list[Part]]:
    """Tables and the runs of lines between them, page by page.

    The gutter of a run with many lines is looked for in the short runs of all pages too. ``by_cell``: the document is seen
    to print each cell as a whole, hence each column too; where it goes from side to side it prints the cells of a row.
    """
    parts = [_in_order(tables, lines) for tables, lines in pages]
    runs = [part for page in parts for part in page if isinstance(part, list)]
    gutters = [gutter for run in runs if (gutter := _gutter(run, em)) is not None]
    return [
        [_by_columns(part, gutters, em, by_cell) if isinstance(part, list) else part for part in page if part]
        for page in parts
    ]


def _in_order(tables: Sequence[Placed], lines: Sequence[Line]) -> list[Part]:
    parts: list[Part] = []
    waiting = sorted(lines, key=lambda line: line.middle)
    for table in sorted(tables, key=lambda table: table.top):
        above = [line for line in waiting if line.middle < table.top]
        waiting = waiting[len(above) :]
        parts += [above, table]
    return [*parts, waiting]


def _by_columns(lines: list[Line], gutters: Sequence[float], em: float, by_cell: bool) -> list[Line]:
    """The lines; parted at the gutter where they are two columns of prose."""
    gutter = _gutter(lines, em)
    if gutter is None:
        gutter = next((x for x in gutters if _is_gutter(lines, x, _FEWEST_AGAIN)), None)
    if gutter is None:
        return lines
    ordered: list[Line] = []
    for whole, run in groupby(lines, key=lambda line: _is_row(line) or _crosses(line, gutter)):
        together = list(run)
        prose = (
            not whole and _is_gutter(together, gutter, _FEWEST_AGAIN) and not (by_cell and _returns(together, gutter))
        )
        ordered += _sorted_sides(together, gutter) if prose else together
    return ordered


def _returns(lines: Sequence[Line], gutter: float) -> bool:
    """Whether something at the left is printed behind something at the right."""
    words = [word for line in lines for word in line.words]
    right = min((word.order for word in words if word.x1 > gutter), default=0)
    return any(word.order > right for word in words if word.x1 <= gutter)


def _sorted_sides(lines: Sequence[Line], gutter: float) -> Iterator[Line]:
    for left in (True, False):
        for line in lines:
            side = [word for word in line.words if (word.x1 <= gutter) is left]
            if side:
                yield line_of(side)


def _is_row(line: Line) -> bool:
    """Whether a line is the row of a table: of many words, or with a value behind its label."""
    return len(line.words) > _ROW or (len(line.words) > 1 and is_value(line.words[-1].text))


def _crosses(line: Line, x: float) -> bool:
    return any(word.x0 < x < word.x1 for word in line.words)


def _gutter(lines: Sequence[Line], em: float) -> float | None:
    """Middle of the corridor that most lines have, if what stands on its sides is prose."""
    if len(lines) < _FEWEST:
        return None
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    low, high = (left + share * (right - left) for share in _MIDDLE)
    gaps = [
        (before.x1, word.x0)
        for line in lines
        for before, word in pairwise(line.words)
        if word.x0 - before.x1 >= _GUTTER * em and before.x1 < high and word.x0 > low
    ]
    if len(gaps) < _FEWEST:
        return None
    x = max(
        ((max(start, low) + min(end, high)) / 2 for start, end in gaps),
        key=lambda x: sum(start < x < end for start, end in gaps),
    )
    return x if _is_gutter(lines, x, _FEWEST) else None


def _is_gutter(lines: Sequence[Line], x: float, fewest: int) -> bool:
    """Whether enough lines stand on both sides, and those on either side are prose."""
    both = [line for line in lines if line.x0 < x < line.x1 and not _crosses(line, x) and not _is_row(line)]
    sides = [[word for word in line.words if (word.x1 <= x) is left] for line in both for left in (True, False)]
    if sum(map(len, sides)) > _PIECES * len(sides):
        return False
    return len(both) >= fewest and all(_chars(side) >= _PROSE * len(both) for side in (sides[::2], sides[1::2]))


def _chars(sides: Sequence[Sequence[Word]]) -> int:
    """Letters of one side's lines; digits are what tables print."""
    return sum(not char.isdigit() for side in sides for word in side for char in word.text)
