"""Lines of labels, printed one behind the other, to cells: as the forms word the labels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from extractors.documents.layout.chains import space_of
from extractors.documents.layout.printed import Rule, Word
from extractors.tables.labels import UNITS
from extractors.tables.wordings import begins_label, ends_label, is_label

_LINES = 40
"""Lines of one label at most: columns can be two characters wide."""
LEADING = 2.5
"""Ems between the middles of lines of one cell at most."""
_SPACE = 1.0
"""Ems of a space inside a label at most."""


class _Way(NamedTuple):
    """How the first lines can be cells."""

    starts: tuple[int, ...] = ()
    only: bool = True
    """Whether there is no other way."""


def cells_of_labels(words: Sequence[Word], em: float, rules: Sequence[Rule]) -> list[list[Word]]:
    """The lines of each cell; empty if they are not labels and units of the forms throughout, or can be in several ways.

    The first cell may be the rest of one that a page break cuts, and the last one the beginning.
    """
    count = len(words)
    ways: list[_Way | None] = [_Way(), *[None] * count]
    for start in range(count):
        if (way := ways[start]) is None:
            continue
        for end in range(start + 1, min(start + _LINES, count) + 1):
            if end > start + 1 and not _goes_on(words[end - 2], words[end - 1], em, rules):
                break
            text = text_of(words[start:end])
            if (
                is_label(text)
                or text in UNITS
                or (start == 0 and ends_label(text))
                or (end == count and begins_label(text))
            ):
                ways[end] = _Way((*way.starts, start), way.only and ways[end] is None)
    whole = ways[count]
    if whole is None or not whole.only:
        return []
    return [list(words[start:end]) for start, end in zip(whole.starts, [*whole.starts[1:], count], strict=True)]


def is_cell_of_label(lines: Sequence[Word]) -> bool:
    """Whether the lines of a cell are a label of a form, or the rest of one."""
    text = text_of(lines)
    return is_label(text) or ends_label(text)


def text_of(lines: Sequence[Word]) -> str:
    """What the lines of a label print."""
    return "".join(line.text for line in lines)


def height_of_both(line: Word, word: Word) -> float:
    """What two lines have of height: most words of a table are digits, and Chinese characters may be much higher."""
    return min(line.y1 - line.y0, word.y1 - word.y0)


def _goes_on(line: Word, word: Word, em: float, rules: Sequence[Rule]) -> bool:
    """Whether a line stands below another in one cell, or goes on with it behind a space."""
    if space_of(line, rules) != space_of(word, rules):
        return False
    down = (word.y0 + word.y1 - line.y0 - line.y1) / 2
    if 0.5 * em < down <= LEADING * max(em, height_of_both(line, word)):
        return word.x0 < line.x1 and line.x0 < word.x1
    return abs(down) <= 0.5 * em and 0 <= word.x0 - line.x1 <= _SPACE * em
