"""How much of a text another one holds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator


def f1(found: str, truth: str) -> float:
    """F1 of the bags of 5-grams of both texts' letters and digits.

    >>> f1("本镇公开信息 12 条", "本镇公开信息12条"), f1("", "本镇公开信息12条")
    (1.0, 0.0)
    """
    mine, theirs = Counter(_grams(found)), Counter(_grams(truth))
    both = (mine & theirs).total()
    return 2 * both / (mine.total() + theirs.total()) if both else 0.0


def _grams(text: str) -> Iterator[str]:
    letters = re.sub(r"[\W_]+", "", text)
    return (letters[start : start + 5] for start in range(len(letters) - 4))
