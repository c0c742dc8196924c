"""Whether the first row of a page is the rest of the last row before it, and what the two parts of a cell print."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from extractors.documents.layout.wrapping import is_cut_number
from extractors.documents.model import Cell
from extractors.numbers import is_value
from extractors.tables.wordings import is_exact, is_label

NUMBERED = re.compile(r"\s{0,3}(?:[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]|其中)")


class Pair(NamedTuple):
    """Cells of the same columns: the last one of a page, and the first one of the next."""

    above: Cell
    below: Cell

    @property
    def prints_twice(self) -> bool:
        """Whether something stands in both."""
        return bool(self.above.text.strip() and self.below.text.strip())

    @property
    def is_number(self) -> bool:
        """Whether either holds a value."""
        return is_value(self.above.text) or is_value(self.below.text)

    def goes_on(self, full: Collection[int]) -> bool:
        """Whether the text can go on; ``full`` are the columns whose cells have no room for more."""
        if self.above.column not in full:
            return False
        if self.is_number:
            return is_cut_number(self.above.text, self.below.text)
        return _is_open(self.above.text) or NUMBERED.match(self.below.text) is None

    def text(self, full: Collection[int]) -> str:
        """What both print; numbers that may be two stay on lines of their own."""
        apart = is_value(self.above.text) and is_value(self.below.text) and not self.goes_on(full)
        return self.above.text + ("\n" if apart else "") + self.below.text


def is_cut_label(text: str, rest: str) -> bool:
    """Whether both together are a label of the forms, and not each of them; 2.其他 is none, 3.其他 is.

    >>> is_cut_label("结", "果维持"), is_cut_label("2.其他", "法律行政法规禁止公开"), is_cut_label("3.其他", "法人或其他组织")
    (True, True, False)
    """
    if is_exact(text + rest):
        return not (is_exact(text) and is_exact(rest))
    return is_label(text + rest) and not (is_label(text) and is_label(rest))


def is_cut(
    pairs: Sequence[Pair], full: Collection[int], *, open_top: bool, several: bool, unlabelled: bool = False
) -> bool:
    """Whether the page break cuts a row.

    ``open_top``: no rule is printed over its second part. Many programs print that rule; then the row is one only if the
    second part prints no label, or only such as go on: the line above is full, and what follows has no number of its own.
    ``several``: cells of the table print several numbers, so that a value in both parts may be two lines of one cell.
    ``unlabelled``: nothing but values follows, so that a blank row is none of its own: such a table has one row of them.
    """
    twice = [pair for pair in pairs if pair.prints_twice]
    if len(twice) == len(pairs):
        return False
    if not any(pair.below.text.strip() for pair in pairs):
        return unlabelled or any(is_value(pair.above.text) or pair.below.rowspan > 1 for pair in pairs)
    if open_top and not any(pair.is_number for pair in twice):
        return any(pair.above.text.strip() and not pair.below.text.strip() for pair in pairs)
    if not any(_is_label(pair.below) for pair in pairs):
        return _is_rest_of_values(pairs, twice, full)
    labels = [pair for pair in twice if pair.above.rowspan == 1 and not pair.is_number]
    return (
        bool(labels)
        and all(pair.goes_on(full) for pair in labels)
        and ((several and _holds_fewer_values(pairs)) or all(pair.goes_on(full) for pair in twice if pair.is_number))
    )


def _is_rest_of_values(pairs: Sequence[Pair], twice: Sequence[Pair], full: Collection[int]) -> bool:
    """Whether values without a label belong to the row above: its label is there, or its numbers go on."""
    if not any(is_value(pair.above.text) for pair in pairs):
        return False
    labelled = any(pair.above.rowspan == 1 and _is_label(pair.above) for pair in pairs)
    return labelled or (bool(twice) and all(pair.goes_on(full) for pair in twice))


def _holds_fewer_values(pairs: Sequence[Pair]) -> bool:
    """Whether values stand only under others, and not under all of them: second lines of some cells."""
    above = [is_value(pair.above.text) for pair in pairs]
    below = [is_value(pair.below.text) for pair in pairs]
    return sum(below) < sum(above) and all(a for a, b in zip(above, below, strict=True) if b)


def _is_label(cell: Cell) -> bool:
    return bool(cell.text.strip()) and not is_value(cell.text)


def _is_open(text: str) -> bool:
    """Whether a bracket is not closed."""
    return text.count("（") + text.count("(") > text.count("）") + text.count(")")
