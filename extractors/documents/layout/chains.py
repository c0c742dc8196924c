"""Cells out of the lines of their text: words below each other, and the rules between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from extractors.documents.layout.printed import Rule, Word

_FLUSH = 0.8
"""Ems by which the edges or middles of the lines of one cell differ."""

Span = tuple[float, float]


@dataclass(slots=True)
class Chain:
    """Lines of one cell, one below the other."""

    words: list[Word]
    space: Span
    """Heights of the rules above and below it."""
    start: int = 0
    """First column that it stands over."""
    end: int = 0

    @property
    def x0(self) -> float:
        """Left edge."""
        return min(word.x0 for word in self.words)

    @property
    def x1(self) -> float:
        """Right edge."""
        return max(word.x1 for word in self.words)

    @property
    def top(self) -> float:
        """Upper edge."""
        return min(word.y0 for word in self.words)

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return max(word.y1 for word in self.words)

    @property
    def middle(self) -> float:
        """Half its height."""
        return (self.top + self.bottom) / 2


def space_of(word: Word, rules: Sequence[Rule]) -> Span:
    """Heights of the rules above and below a word."""
    across, middle = (word.x0 + word.x1) / 2, (word.y0 + word.y1) / 2
    heights = [rule.y0 for rule in rules if rule.x0 <= across <= rule.x1]
    above = max((y for y in heights if y <= middle), default=-inf)
    return above, min((y for y in heights if y > middle), default=inf)


def chains_of(words: Sequence[Word], em: float, tight: float, rules: Sequence[Rule]) -> list[Chain]:
    """Cells out of their lines: those close below each other, no rule between, that are flush or centred.

    Where rules part all rows (``tight`` is infinite) a cell is as high as the space between its rules.
    """
    chains: list[Chain] = []
    for word in sorted(words, key=lambda word: (word.y0 + word.y1, word.x0)):
        space = space_of(word, rules)
        for chain in chains:
            last = chain.words[-1]
            down = (word.y0 + word.y1 - last.y0 - last.y1) / 2
            across = min(abs(word.x0 - last.x0), abs(word.x1 - last.x1), abs(word.x0 + word.x1 - last.x0 - last.x1) / 2)
            if 0.5 * em < down <= tight and across <= _FLUSH * em and space == chain.space:
                chain.words.append(word)
                break
        else:
            chains.append(Chain([word], space))
    return chains
