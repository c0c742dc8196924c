"""How much room the lines of a column have, as its other lines show."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf

from extractors.documents.layout.printed import Word
from extractors.documents.layout.wrapping import CHARACTERS

_FLUSH = 0.8
"""Ems by which the edges or middles of the lines of one cell differ."""


def is_flush(line: Word, word: Word, em: float) -> bool:
    """Whether two lines are flush at the left, in the middle or at the right."""
    across = min(abs(word.x0 - line.x0), abs(word.x1 - line.x1), abs(word.x0 + word.x1 - line.x0 - line.x1) / 2)
    return across <= _FLUSH * em


def is_full(line: Word, words: Sequence[Word], em: float, characters: float = CHARACTERS) -> bool:
    """Whether a line of a label has no room for so many more: no line of its column is longer by them.

    Lines of its column are flush with it and reach into no other.
    """
    left = max((word.x1 for word in words if word.x1 <= line.x0), default=-inf)
    right = min((word.x0 for word in words if word.x0 >= line.x1), default=inf)
    own = (word for word in words if left <= word.x0 and word.x1 <= right and is_flush(line, word, em))
    width = line.x1 - line.x0
    return width * (1 + characters / len(line.text)) > max((word.x1 - word.x0 for word in own), default=width)
