"""Lines under text and through it, which are no rules of a table."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from extractors.documents.layout.printed import Rule, Word
from extractors.numbers import DOUBT

_MAX_PAIRS = 4_000_000
"""Rules times words and other rules that are looked at; a page with more is a drawing."""
_THROUGH = (0.25, 0.75)
"""Shares of a word's height between which a line strikes it out."""
_FOOT = 0.97
"""Share of a word's height above which a line under it runs: rules of cells run below."""
_MOST = 0.6
"""Share of a word or of the line along which they run together."""
_LONGER = 1.2
"""Ems by which a line is longer than its words at most: spaces are underlined too."""
_TOUCH = 0.1
"""Ems from an upright rule from which a line does not reach it."""


def without_strokes(words: Sequence[Word], rules: Sequence[Rule]) -> tuple[list[Word], list[Rule]]:
    """The words, those struck out in doubt, and the rules that are ruling lines.

    A line belongs to text if it runs inside the text's height, is about as long, and does not reach from one upright rule
    to another, as the rules of cells do.
    """
    if len(rules) * (len(words) + len(rules)) > _MAX_PAIRS:
        return list(words), list(rules)
    kept: list[Rule] = []
    struck: set[int] = set()
    order = sorted(range(len(words)), key=lambda index: words[index].y0)
    tops = [words[index].y0 for index in order]
    tallest = max((word.y1 - word.y0 for word in words), default=0.0)
    upright = sorted(filter(_is_upright, rules))
    for rule in rules:
        if _is_upright(rule):
            kept.append(rule)
            continue
        x0, x1, y = min(rule.x0, rule.x1), max(rule.x0, rule.x1), rule.y0
        near = order[bisect_left(tops, y - tallest) : bisect_left(tops, y)]
        own = [i for i in near if _is_along(words[i], x0, x1, y)]
        if not own or _is_longer([words[i] for i in own], x0, x1) or _is_side(upright, x0, x1, y, words[own[0]]):
            kept.append(rule)
        else:
            struck.update(i for i in own if _is_through(words[i], y))
    read = [word._replace(text=word.text + DOUBT) if index in struck else word for index, word in enumerate(words)]
    return read, kept


def _is_upright(rule: Rule) -> bool:
    return abs(rule.x1 - rule.x0) < abs(rule.y1 - rule.y0)


def _is_along(word: Word, x0: float, x1: float, y: float) -> bool:
    """Whether a line from x0 to x1 runs mostly along a word, inside its height."""
    inside = min(word.x1, x1) - max(word.x0, x0)
    high = word.y1 - word.y0
    return (
        inside > _MOST * min(word.x1 - word.x0, x1 - x0) and word.y0 + _THROUGH[0] * high < y < word.y0 + _FOOT * high
    )


def _is_through(word: Word, y: float) -> bool:
    return y < word.y0 + _THROUGH[1] * (word.y1 - word.y0)


def _is_longer(words: Sequence[Word], x0: float, x1: float) -> bool:
    own = max(word.x1 for word in words) - min(word.x0 for word in words)
    return x1 - x0 > own + _LONGER * (words[0].y1 - words[0].y0)


def _is_side(upright: Sequence[Rule], x0: float, x1: float, y: float, word: Word) -> bool:
    """Whether both ends of a line stand at upright rules."""
    near = _TOUCH * (word.y1 - word.y0)

    def touches(x: float) -> bool:
        first = bisect_left(upright, (x - near,))
        for rule in upright[first:]:
            if rule.x0 > x + near:
                return False
            if min(rule.y0, rule.y1) - near <= y <= max(rule.y0, rule.y1) + near:
                return True
        return False

    return touches(x0) and touches(x1)
