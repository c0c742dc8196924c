"""Text that wraps in a cell: which of its lines are full, and which lines of digits are one number.

A program wraps a text only where what comes next does not fit. How wide the margins of cells are is not known; but no line
of a table stands in them, so its fullest line shows how much room every cell has at least.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from extractors.documents.layout.lines import WIDE, Line, line_text
from extractors.numbers import is_value

_NUMBER = re.compile(r"[-+－＋]?(?:0(?=[.．])|[1-9１-９]\d{0,12})(?:[.,．，]\d{1,6}){0,4}")
"""A number without zeros in front: lines that begin with one are several."""
_PART = re.compile(r"[-+－＋]?[\d.,．，]{1,20}")
_MARGINS = 1.5
"""Characters of a cell's margins, both together: Word's own are 10.8 points, and few tables are set below 7.5."""
_DIGIT = 0.95
"""Width of one more digit, beside that of the digits there: the places of rules and characters may be a little off."""
CHARACTERS = 2.0
"""Characters for which a full line of a label has no room: one, and another that must not stand apart from it."""
_NARROW = 2
"""Digits; a column with room for more needs no number of twice as many."""
_LEADING = 1.3
"""Ems between the lines of one paragraph at most: digits are lower than the Chinese characters that set its leading."""


class Written(NamedTuple):
    """What stands in a cell."""

    lines: Sequence[Line]
    width: float
    """From rule to rule."""


class Wrapping:
    """How a table wraps what stands in its cells."""

    def __init__(self, cells: Sequence[Written]) -> None:
        self._cells = cells
        left = [_left(cell, line) for cell in cells for line in cell.lines]
        self._margins = max(min(left, default=0.0), 0.0)
        self._numbers: dict[int, str] = {}
        self.several = False
        """Whether a cell prints several numbers without need."""
        for index, cell in enumerate(cells):
            texts = [_text(line) for line in cell.lines]
            if len(texts) < 2:
                continue
            if all(map(_PART.fullmatch, texts)) and _is_cut(texts) and self._is_paragraph(cell):
                self._numbers[index] = "".join(texts)
            elif all(map(is_value, texts)):
                self.several = True

    def numbers(self) -> dict[int, str]:
        """Index → the number, for each cell whose lines are one.

        None in a table that prints several numbers in one cell without need: the others may be several too.
        """
        return {} if self.several else self._numbers

    def is_full(self, cell: Written) -> bool:
        """Whether the text that ends a cell may go on elsewhere: nothing more fits on its last line."""
        line = cell.lines[-1]
        if is_value(_text(line)):
            return not self.several and self._has_no_room(cell, line, _digit(line))
        return self._has_no_room(cell, line, CHARACTERS * _character(line))

    def _is_paragraph(self, cell: Written) -> bool:
        """Whether lines of digits stand one right under the other, and no digit fits behind any but the last."""
        return all(
            below.y0 - line.y1 <= _LEADING * line.em and self._has_no_room(cell, line, max(_digit(line), _digit(below)))
            for line, below in pairwise(cell.lines)
        )

    def _has_no_room(self, cell: Written, line: Line, width: float) -> bool:
        """Whether what is so wide does not fit behind a line. Where no line of the table is full, nothing shows that."""
        left = _left(cell, line)
        return left - self._margins < width and left < _MARGINS * _character(line) + width


def is_cut_number(text: str, rest: str) -> bool:
    """Whether the texts of a cell's two parts, the second on the next page, can be one number.

    >>> is_cut_number("31", "9"), is_cut_number("0", "9"), is_cut_number("31", "—"), is_cut_number("188", "189")
    (True, False, False, False)
    """
    return _is_cut([*text.split("\n"), rest])


def _is_cut(lines: Sequence[str]) -> bool:
    """Whether lines of a narrow cell can be one number; as many digits on the last one as before are rather two."""
    longest = len(lines[0])
    if len(lines[-1]) > longest - (longest > _NARROW):
        return False
    return _NUMBER.fullmatch("".join(lines)) is not None


def _text(line: Line) -> str:
    return line_text(line.words, line.em, tabs=False)


def _character(line: Line) -> float:
    """Width of one of its Chinese characters; others are half as wide."""
    return _width(line) / sum(1.0 if WIDE.match(char) else 0.5 for char in _text(line))


def _digit(line: Line) -> float:
    """What one more digit needs at least behind a line of digits."""
    return _DIGIT * _width(line) / len(_text(line))


def _width(line: Line) -> float:
    return line.x1 - line.x0


def _left(cell: Written, line: Line) -> float:
    return cell.width - _width(line)
