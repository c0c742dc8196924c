"""Cells that touch: text of one that fills it up to the text of the next, with nothing in between."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from extractors.documents.layout.cut_rows import NUMBERED
from extractors.documents.layout.lines import WIDE
from extractors.numbers import is_value
from extractors.tables.labels import UNITS
from extractors.tables.wordings import begins_label, is_in_label, is_label

_MOST = 40
"""Pieces of text of a word that is looked at at most."""
_LETTERS = 2
"""Chinese characters of a label's line at least."""


class Text(NamedTuple):
    """What one piece of text prints of a word."""

    text: str
    x0: float
    x1: float


class Columns:
    """How words of a page stand below each other: at the left, in the middle or at the right of a column."""

    def __init__(self, words: Iterable[Text], near: float) -> None:
        ends = [(word.x0, word.x1) for word in words]
        self._sides = [sorted(x0 for x0, _ in ends), sorted(sum(end) / 2 for end in ends), sorted(x1 for _, x1 in ends)]
        self._near = near

    def hold(self, x0: float, x1: float) -> bool:
        """Whether a text with these ends stands as a word does."""
        return any(self._is_near(xs, x) for xs, x in zip(self._sides, (x0, (x0 + x1) / 2, x1), strict=True))

    def _is_near(self, xs: Sequence[float], x: float) -> bool:
        index = bisect_left(xs, x - self._near)
        return index < len(xs) and xs[index] <= x + self._near


class _Way(NamedTuple):
    """How the first pieces of a word can be cells: the fewest."""

    starts: tuple[int, ...] = ()
    only: bool = True
    """Whether no other way has so few."""


def cells_of(pieces: Sequence[Text], values: Columns, words: Columns) -> tuple[int, ...]:
    """With which pieces of a word cells begin; the first one always.

    A word that is no line of a label is several cells where its pieces are labels, lines of labels, units or values, and one
    way has the fewest. A number behind a label is a value only in a column of ``values``, and what is no label's first line
    is a further one only in a column of ``words`` or in front of a label with a number of its own.
    """
    if not 1 < len(pieces) <= _MOST or is_in_label("".join(piece.text for piece in pieces)):
        return (0,)
    ways: list[_Way | None] = [_Way()]
    for end in range(1, len(pieces) + 1):
        closed = end < len(pieces) and NUMBERED.match(pieces[end].text) is not None
        found = [
            _Way((*way.starts, start), way.only)
            for start, way in enumerate(ways)
            if way is not None and _is_cell(pieces[start:end], values, words, first=not start, closed=closed)
        ]
        fewest = min((len(way.starts) for way in found), default=0)
        best = [way for way in found if len(way.starts) == fewest]
        ways.append(best[0]._replace(only=len(best) == 1 and best[0].only) if best else None)
    whole = ways[-1]
    return whole.starts if whole is not None and whole.only else (0,)


def _is_cell(pieces: Sequence[Text], values: Columns, words: Columns, *, first: bool, closed: bool) -> bool:
    """Whether pieces are a cell; ``closed``: a label with a number of its own follows."""
    text, ends = "".join(piece.text for piece in pieces), (pieces[0].x0, pieces[-1].x1)
    if text in UNITS:
        return not first
    if is_value(text):
        return not first and values.hold(*ends)
    if is_label(text):
        return True
    return len(WIDE.findall(text)) >= _LETTERS and (
        begins_label(text) or (is_in_label(text) and (closed or words.hold(*ends)))
    )
