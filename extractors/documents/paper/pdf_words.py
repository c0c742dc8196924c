"""Characters to words, by the gaps between them and the rules that part them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from extractors.documents.layout.printed import Rule, Word
from extractors.documents.layout.touching import Columns, Text, cells_of
from extractors.numbers import DOUBT, is_value
from extractors.tables.wordings import is_in_label

_WORD_GAP = 0.4
"""Ems between characters that parts words, spaces included."""
_SPACE_GAP = 0.7
"""The same where one piece of text prints a space between: no piece goes on in the next cell."""
_DIGIT_GAP = 0.15
"""Ems between digits from which they are two numbers, or one whose digits are spaced: a space says so."""
_PIECE_GAP = 0.02
"""The same where two pieces of text print them: those of one number adjoin, those of full cells may nearly touch."""
_RULE_GAP = 0.08
"""Ems between characters of one piece of text in which a rule can stand; text that overflows its cell has none."""
_LEVEL = 0.05
"""Ems between baselines that are one: the lines of neighbouring cells may lie a point apart."""
_TWICE = 0.6
"""Share of its width by which a character covers the one before: bold print made by printing twice; or, if both are other
digits, a correction of which nobody can say which is meant."""


_FLUSH = 0.05
"""Ems by which values of one column differ at the side where they are flush."""
_LINE = 0.5
"""Ems from one line to the next at least."""
_BETWEEN = 50
"""Characters that are looked at, of those printed between two that stand beside each other."""


class Char(NamedTuple):
    """One character and its box, from the page's upper left corner."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    baseline: float
    piece: int = 0
    """Which of the page's pieces of text prints it; no piece goes on in the next cell, unless it overflows its own."""
    order: int = 0
    """Greater than those of what is printed before it."""


class _Mark(NamedTuple):
    """What a word gets of a character: it, a space in front of it where one is printed, a doubt behind it."""

    text: str
    char: Char


def words_of(chars: Sequence[Char], rules: Sequence[Rule]) -> list[Word]:
    """Words of the page. Spaces that are printed count between characters and not at a word's ends."""
    page = _Page(chars, rules)
    words = [word for row in _rows(chars) for word in _split(row, page)]
    em = median([char.y1 - char.y0 for char in chars] or [0.0])
    texts = list(map(_text, words))
    values = [text for text in texts if is_value(text.text)]
    labels = [text for text in texts if is_in_label(text.text)]
    columns = Columns(values, _FLUSH * em), Columns([*values, *labels], _FLUSH * em)
    return [_word(cell) for word in words for cell in _cells(word, *columns)]


class _Page:
    """What a page shows of two characters that stand beside each other, ``before`` and ``char``."""

    def __init__(self, chars: Sequence[Char], rules: Sequence[Rule]) -> None:
        self._upright = sorted(
            (rule.x0, rule.y0, rule.y1) for rule in rules if abs(rule.x1 - rule.x0) < abs(rule.y1 - rule.y0)
        )
        self._places = [rule[0] for rule in self._upright]
        self._printed = sorted((char.order, char.baseline) for char in chars if not char.text.isspace())
        self._orders = [order for order, _ in self._printed]
        self._lengths = Counter(char.piece for char in chars)

    def parts(self, before: Char, char: Char, *, spaced: bool) -> bool:
        """Whether they are of two words; ``spaced``: whether a space is printed between them."""
        em, gap = char.y1 - char.y0, char.x0 - before.x1
        same_piece = char.piece == before.piece
        return (
            (not spaced and gap > _text_gap(before, char) * em and self._are_two_texts(before, char))
            or gap > (_SPACE_GAP if spaced and same_piece else _WORD_GAP) * em
            or ((gap > _RULE_GAP * em or not same_piece) and self._has_rule_between(before, char))
            or self._prints_lines_between(before, char)
        )

    def _are_two_texts(self, before: Char, char: Char) -> bool:
        """Whether two digits or two Chinese characters are of different pieces, which are not a piece each."""
        apart = char.piece != before.piece and max(self._lengths[char.piece], self._lengths[before.piece]) > 1
        return apart and before.text.isdigit() == char.text.isdigit() and before.text.isalnum() == char.text.isalnum()

    def _has_rule_between(self, before: Char, char: Char) -> bool:
        first = bisect_left(self._places, before.x1 - _RULE_GAP * (before.y1 - before.y0))
        middle = (char.y0 + char.y1) / 2
        for x, y0, y1 in self._upright[first:]:
            if x > char.x0 + _RULE_GAP * (char.y1 - char.y0):
                return False
            if min(y0, y1) <= middle <= max(y0, y1):
                return True
        return False

    def _prints_lines_between(self, before: Char, char: Char) -> bool:
        """Whether the page prints other lines after the one and before the other: the rest of a cell."""
        if char.piece == before.piece or char.order <= before.order:
            return False
        first = bisect_right(self._orders, before.order)
        line = _LINE * (char.y1 - char.y0)
        between = self._printed[first : bisect_left(self._orders, char.order)][:_BETWEEN]
        return any(abs(baseline - char.baseline) > line for _, baseline in between)


def _text_gap(before: Char, char: Char) -> float:
    """Ems between two pieces of text from which they are two words."""
    return _PIECE_GAP if before.text.isdigit() and char.text.isdigit() else _DIGIT_GAP


def _split(row: Sequence[Char], page: _Page) -> Iterator[list[_Mark]]:
    """The words of a line."""
    word: list[_Mark] = []
    spaced = False
    for char in row:
        if char.text.isspace():
            spaced = True
            continue
        text = char.text
        if word:
            last = word[-1].char
            if last.x1 - char.x0 > _TWICE * (char.x1 - char.x0):
                if char.text == last.text:
                    continue
                if char.text.isdigit() and last.text.isdigit():
                    word[-1] = _Mark(word[-1].text + DOUBT, last)
                    continue
            if page.parts(last, char, spaced=spaced):
                yield word
                word = []
            elif spaced or _are_spaced_digits(last, char):
                text = " " + text
        spaced = False
        word.append(_Mark(text, char))
    if word:
        yield word


def _are_spaced_digits(before: Char, char: Char) -> bool:
    gap = char.x0 - before.x1
    return gap > _DIGIT_GAP * (char.y1 - char.y0) and before.text.isdigit() and char.text.isdigit()


def _rows(chars: Sequence[Char]) -> Iterator[list[Char]]:
    """Characters that stand on one baseline, from left to right."""
    rows: list[list[Char]] = []
    for char in sorted(chars, key=lambda char: char.baseline):
        if rows and char.baseline - rows[-1][-1].baseline < _LEVEL * (char.y1 - char.y0):
            rows[-1].append(char)
        else:
            rows.append([char])
    for row in rows:
        row.sort(key=lambda char: (char.x0, char.x1))
        yield row


def _cells(word: Sequence[_Mark], values: Columns, words: Columns) -> Iterator[Sequence[_Mark]]:
    """The cells of a word."""
    places = [0, *(place for place in range(1, len(word)) if word[place].char.piece != word[place - 1].char.piece)]
    pieces = [_text(word[start:end]) for start, end in pairwise([*places, len(word)])]
    starts = [places[start] for start in cells_of(pieces, values, words)]
    return (word[start:end] for start, end in pairwise([*starts, len(word)]))


def _text(marks: Sequence[_Mark]) -> Text:
    text = "".join(mark.text for mark in marks).lstrip()
    return Text(text, min(mark.char.x0 for mark in marks), max(mark.char.x1 for mark in marks))


def _word(marks: Sequence[_Mark]) -> Word:
    text, x0, x1 = _text(marks)
    chars = [mark.char for mark in marks]
    return Word(
        text, x0, min(char.y0 for char in chars), x1, max(char.y1 for char in chars), min(char.order for char in chars)
    )
