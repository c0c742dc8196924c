"""Words to lines of text: what stands beside each other, left to right, and what joins it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from extractors.documents.layout.printed import Word
from extractors.documents.web.walk import GAP

TAB_GAP = 1.5
"""Ems between words from which they are cells of a row."""
SPACE_GAP = 0.3
"""Ems between words from which a space is printed between them, where one of them is not Chinese."""
_RAISED = 0.15
"""Share of a figure's height by which the foot of the one beside it is off where either is a mark: a footnote's number."""
_EVEN = 0.35
"""Ems by which the gaps of a word whose characters are spread may differ."""
WIDE = re.compile(
    r"[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\u2014\u2018-\u201d\u2026\U00020000-\U0003ffff]"
)
_INSIDE_NUMBER = re.compile(r"\d[.,，．]\n\d|\d\n[.,，．]\d")


@dataclass(frozen=True, slots=True)
class Line:
    """Words beside each other, left to right."""

    words: tuple[Word, ...]
    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def em(self) -> float:
        """Usual height of its words."""
        return em_of(self.words)

    @property
    def middle(self) -> float:
        """Half its height."""
        return (self.y0 + self.y1) / 2


def em_of(words: Iterable[Word]) -> float:
    """Usual height of a line of these words; 0 without any. Boxes of dashes can be low, and a table can be full of them."""
    words = list(words)
    lettered = [word for word in words if any(map(str.isalnum, word.text))]
    return median([_thickness(word) for word in lettered or words] or [0.0])


def _thickness(word: Word) -> float:
    """Height of the line that prints the word; words that are turned run downwards."""
    width, height = word.x1 - word.x0, word.y1 - word.y0
    return width if len(word.text) > 1 and height > 2 * width else height


def lines_of(words: Iterable[Word]) -> list[Line]:
    """Lines from top to bottom. Words whose middles differ by less than half of the lower one's height share a line."""
    rows: list[tuple[list[Word], float, float]] = []  # words, middle, height of the lowest
    for word in sorted(words, key=lambda word: (word.y0 + word.y1, word.x0)):
        middle, height = (word.y0 + word.y1) / 2, word.y1 - word.y0
        if rows and middle - rows[-1][1] < 0.5 * min(height, rows[-1][2]):
            row, first, lowest = rows[-1]
            row.append(word)
            rows[-1] = (row, (first * (len(row) - 1) + middle) / len(row), min(lowest, height))
        else:
            rows.append(([word], middle, height))
    return [line_of(row) for row, _, _ in rows]


def line_of(words: Sequence[Word]) -> Line:
    """Line that these words print."""
    ordered = sorted(words, key=lambda word: word.x0)
    return Line(
        tuple(ordered),
        ordered[0].x0,
        min(word.y0 for word in ordered),
        max(word.x1 for word in ordered),
        max(word.y1 for word in ordered),
    )


def line_text(words: Sequence[Word], em: float, *, tabs: bool = True) -> str:
    """Text of words on one line: tabs at wide gaps, spaces at narrower ones, nothing between Chinese characters.

    Characters that are spread over the line (``报  告``) are one word.
    """
    if not words:
        return ""
    if _is_spread(words, em):
        return "".join(word.text for word in words)
    text = words[0].text
    for before, word in pairwise(words):
        gap = word.x0 - before.x1
        if tabs and gap > TAB_GAP * em:
            text += "\t"
        elif _is_mark(before, word):
            text += GAP
        elif gap > SPACE_GAP * em and not (WIDE.match(text[-1]) and WIDE.match(word.text)):
            text += " "
        text += word.text
    return text


def _is_mark(before: Word, word: Word) -> bool:
    """Whether one of two figures beside each other is raised or lowered."""
    if not (before.text[-1].isdigit() and word.text[0].isdigit()):
        return False
    return abs(before.y1 - word.y1) > _RAISED * max(before.y1 - before.y0, word.y1 - word.y0)


def _is_spread(words: Sequence[Word], em: float) -> bool:
    if len(words) < 3 or any(len(word.text) > 1 or not WIDE.match(word.text) for word in words):
        return False
    gaps = [word.x0 - before.x1 for before, word in pairwise(words)]
    return max(gaps) - min(gaps) < _EVEN * em


def block_text(words: Iterable[Word], em: float) -> str:
    r"""Text of a cell: lines joined, with ``\n`` between them where neither side is Chinese.

    A number that breaks at its point or comma is one number; two lines of digits may be two.
    """
    text = ""
    for line in lines_of(words):
        part = line_text(line.words, em, tabs=False)
        joint = "" if not text or _is_script(text[-1]) or _is_script(part[:1]) else "\n"
        if _INSIDE_NUMBER.fullmatch(text[-2:] + "\n" + part[:1]) or _INSIDE_NUMBER.fullmatch(
            text[-1:] + "\n" + part[:2]
        ):
            joint = ""
        text += joint + part
    return text


def _is_script(char: str) -> bool:
    """Whether a character is a Chinese one or such a mark, which lines are broken beside without a space."""
    return WIDE.match(char) is not None and not char.isdigit()
