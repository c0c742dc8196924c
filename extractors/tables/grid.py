"""Tables whose columns are known: spans repeated, every row as the pieces that it prints."""

from __future__ import annotations

from functools import partial
from operator import attrgetter
from typing import NamedTuple

from extractors.documents.model import Table
from extractors.numbers import is_value
from extractors.remember import Remembered
from extractors.tables.labels import core

_COLUMNS = 32
"""Columns whose pieces are remembered; the widest form needs 16."""


class Piece(NamedTuple):
    """One printed cell as one row of the grid shows it: columns ``start`` … ``end`` (exclusive).

    What its text is was found out once, for all that ask.
    """

    text: str
    start: int
    end: int
    own: bool
    """False in the rows that the cell only reaches by its row span."""
    tall: bool
    """Whether it spans several rows."""
    blank: bool
    """Whether it prints nothing."""
    label: str
    """Core of its text (:func:`~extractors.tables.labels.core`)."""
    value: bool
    """Whether its text may be the print of a value."""


_piece = partial(tuple.__new__, Piece)
"""A piece of all its fields: three times as fast as its class, and pages have hundreds."""


@Remembered
def _facts(text: str) -> tuple[bool, str, bool]:
    return not text.strip(), core(text), is_value(text)


class _Narrow(dict[int, Piece]):
    """Column → the piece that a cell of one row and one column with some text is there, filled as they are met."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def __missing__(self, column: int) -> Piece:
        piece = Piece(self.text, column, column + 1, True, False, *_facts[self.text])
        if column < _COLUMNS:
            self[column] = piece
        return piece


_narrow = Remembered(_Narrow)


def narrow_piece(text: str, column: int) -> Piece:
    """A cell of one row and one column; there is one such piece, since reports print the same cells again and again."""
    return _narrow[text][column]


Line = tuple[Piece, ...]
"""One row of a grid, left to right."""


def grid_lines(table: Table) -> list[Line]:
    """Rows of a table, each cell repeated in every row that it spans. ``height`` lines, no gaps filled.

    A cell may not cover a place twice: where row spans of broken markup overlap, the first one printed keeps it.
    """
    lines: list[list[Piece]] = [[] for _ in range(table.height)]
    tall = False
    for text, row, column, rowspan, colspan in table.cells:
        if rowspan == colspan == 1:
            lines[row].append(_narrow[text][column])
            continue
        facts = _facts[text]
        lines[row].append(_piece((text, column, column + colspan, True, rowspan > 1, *facts)))
        if rowspan > 1:
            tall = True
            reaching = _piece((text, column, column + colspan, False, True, *facts))
            for line in lines[row + 1 : row + rowspan]:
                line.append(reaching)
    if tall:  # else the cells of each row came from left to right
        for line in lines:
            line.sort(key=_start)
    return [tuple(line) for line in lines]


_start = attrgetter("start")


def text_line(cells: list[str]) -> Line:
    """A row that a text file cuts by tabs or pipes: columns are counted, spans are not known."""
    return tuple([narrow_piece(text, index) for index, text in enumerate(cells)])
