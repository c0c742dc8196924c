"""Numbers in lines that no table holds: what a line below may go on with is in doubt, for nothing tells whether it does."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.documents.layout.lines import Line
from extractors.documents.layout.printed import Word
from extractors.documents.layout.ruled import Placed
from extractors.documents.layout.wrapping import is_cut_number
from extractors.numbers import DOUBT, is_value
from extractors.tables.wordings import is_in_label


def with_doubts(items: Sequence[Placed | Line]) -> list[Placed | Line]:
    """The items, numbers marked that stand over a line of nothing but digits."""
    found: list[Placed | Line] = []
    above: int | None = None
    for item in items:
        found.append(item)
        if isinstance(item, Placed):
            above = None
        elif not any(is_value(word.text) for word in item.words):
            above = above if all(is_in_label(word.text) for word in item.words) else None
        elif above is None or not _goes_on(found[above], item):
            above = len(found) - 1
        else:
            found[above] = _doubted(found[above], item)
    return found


def _goes_on(above: Placed | Line, line: Line) -> bool:
    """Whether a line prints nothing but what can be the rest of the numbers above."""
    if isinstance(above, Placed):
        return False
    pairs = [(over, word) for word in line.words for over in above.words if _stands_over(over, word)]
    can_be = all(is_cut_number(over.text.rstrip(DOUBT), word.text) for over, word in pairs)
    return can_be and len(pairs) == len(line.words)


def _doubted(above: Placed | Line, line: Line) -> Placed | Line:
    if isinstance(above, Placed):
        return above
    words = [
        word._replace(text=word.text.rstrip(DOUBT) + DOUBT)
        if any(_stands_over(word, it) for it in line.words)
        else word
        for word in above.words
    ]
    return Line(tuple(words), above.x0, above.y0, above.x1, above.y1)


def _stands_over(over: Word, word: Word) -> bool:
    """Whether a value stands in the column of another."""
    return is_value(over.text.rstrip(DOUBT)) and over.x0 < word.x1 and word.x0 < over.x1
