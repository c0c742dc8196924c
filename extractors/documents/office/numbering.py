"""Automatic numbering: the label that Word prints in front of a paragraph and keeps nowhere in its text.

Rules are those of ECMA-376 part 1, 17.9; formats those of 17.18.59.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from lxml import etree

from extractors.documents.office.word_styles import ListPlace
from extractors.documents.package import attribute, child, local

_DIGITS = "〇一二三四五六七八九"
_SIMPLIFIED = "零壹贰叁肆伍陆柒捌玖"
_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
    (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_MAX = 9_999
"""Numbers above are printed in digits, whatever the format."""


@dataclass(frozen=True, slots=True)
class _Level:
    start: int = 1
    style: str = ""
    """Id of the style whose paragraphs stand at this level."""
    format: str = "decimal"
    text: str = ""
    """What is printed, with ``%1`` … ``%9`` for the numbers of the levels."""
    suffix: str = ""
    restart: int | None = None
    """Level (from 1) at which the count starts anew, 0 for never, ``None`` for every level above."""
    legal: bool = False
    """Whether every number in the label is printed in digits."""


@dataclass(frozen=True, slots=True)
class _List:
    levels: dict[int, _Level]
    counts: dict[int, int]
    """Level → number of the last paragraph; lists of the same abstract list count on in each other's."""
    anew: set[int]
    """Levels at which the list, as it was stated, starts anew and has not yet."""


class Numbering:
    """Lists of one document, and how far each has counted."""

    def __init__(self, root: etree._Element | None) -> None:
        self._lists: dict[str, dict[int, _Level]] = {}
        """Abstract list → its levels."""
        self._styled: dict[str, str] = {}
        """Name of a list's style → abstract list."""
        self._links: dict[str, str] = {}
        """Abstract list → name of the style that defines it."""
        self._numbers: dict[str, etree._Element] = {}
        self._counted: dict[str, _List] = {}
        """Lists that were met, by their numbers."""
        self._counts: dict[str, dict[int, int]] = {}
        """Abstract list → the counts of its lists."""
        for entry in root if root is not None else ():
            if local(entry) == "abstractNum":
                self._add_list(entry)
            elif local(entry) == "num":
                self._numbers[attribute(entry, "numId") or ""] = entry

    def label(self, place: ListPlace) -> str:
        """Label of the next paragraph of a list; empty for a bullet, or an unknown list or level."""
        if place.number not in self._counted and place.number in self._numbers:
            self._counted[place.number] = self._read_list(self._numbers[place.number])
        found = self._counted.get(place.number)
        level = place.level if found is None else _level_at(place, found.levels)
        if found is None or level not in found.levels:
            return ""
        levels, counts = found.levels, found.counts
        if level in found.anew:
            found.anew.discard(level)
            counts.pop(level, None)
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in [place for place in counts if place > level]:
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or level < restart:
                del counts[deeper]
        return _print(levels, counts, level)

    def _add_list(self, entry: etree._Element) -> None:
        name = attribute(entry, "abstractNumId") or ""
        self._lists[name] = {}
        for part in entry:
            if local(part) == "lvl":
                self._lists[name][_level_of(part)] = _read_level(part)
            elif local(part) == "styleLink":
                self._styled[attribute(part, "val") or ""] = name
            elif local(part) == "numStyleLink":
                self._links[name] = attribute(part, "val") or ""

    def _read_list(self, entry: etree._Element) -> _List:
        """A list: the levels of its abstract one, but for what it states itself."""
        abstract = attribute(child(entry, "abstractNumId"), "val") or ""
        abstract = self._styled.get(self._links.get(abstract, ""), abstract)
        levels = dict(self._lists.get(abstract, {}))
        anew: set[int] = set()
        for part in entry:
            if local(part) != "lvlOverride":
                continue
            level = _level_of(part)
            if (definition := child(part, "lvl")) is not None:
                levels[level] = _read_level(definition)
            if (start := child(part, "startOverride")) is not None and level in levels:
                levels[level] = replace(levels[level], start=_integer(attribute(start, "val"), 1))
                anew.add(level)
        return _List(levels, self._counts.setdefault(abstract, {}), anew)


def _level_at(place: ListPlace, levels: dict[int, _Level]) -> int:
    """Level of a paragraph: where a style puts it into the list, the one that names the style."""
    linked = (level for level, definition in levels.items() if place.style and definition.style == place.style)
    return next(linked, place.level)


def _level_of(entry: etree._Element) -> int:
    """Level from 0 to 8; Word has no more."""
    return min(_integer(attribute(entry, "ilvl"), 0), 8)


def _read_level(entry: etree._Element) -> _Level:
    """What of a level's definition makes its label; looks and indents do not."""
    level = _Level()
    for part in entry:
        value = attribute(part, "val")
        match local(part):
            case "start":
                level = replace(level, start=_integer(value, 1))
            case "numFmt":
                level = replace(level, format=value or "decimal")
            case "pStyle":
                level = replace(level, style=value or "")
            case "lvlText":
                level = replace(level, text=value or "")
            case "suff":
                level = replace(level, suffix=value or "")
            case "lvlRestart":
                level = replace(level, restart=_integer(value, 0))
            case "isLgl":
                level = replace(level, legal=value not in ("0", "false", "off"))
    return level


def _print(levels: dict[int, _Level], counts: dict[int, int], level: int) -> str:
    """Label of a level with the numbers of those above it; a level that nothing counted yet shows its start."""
    here = levels[level]
    if here.format == "bullet":
        return ""
    label = here.text[:100]
    for place, other in levels.items():
        if f"%{place + 1}" in label:
            count = counts.get(place, other.start)
            label = label.replace(f"%{place + 1}", number_text(count, "decimal" if here.legal else other.format))
    if here.suffix == "nothing" or not label or not label[-1].isascii():
        return label  # behind 、 a tab is no more than looks
    return label + " "


def number_text(number: int, style: str) -> str:
    """A number as a format of Word's prints it; an unknown format is digits.

    >>> [number_text(n, "chineseCountingThousand") for n in (3, 10, 21, 105)], number_text(12, "decimalEnclosedCircle")
    (['三', '十', '二十一', '一百零五'], '⑫')
    """
    if style in ("none", "bullet"):
        return ""
    write = _FORMATS.get(style)
    return write(number) if write is not None and 0 < number <= _MAX else str(number)


def _integer(text: str | None, default: int) -> int:
    return int(text) if text is not None and text.isascii() and text.isdecimal() and len(text) <= 6 else default


def _in_words(number: int, digits: str, units: str) -> str:
    """Number in words, a zero for each gap: 105 is 一百零五."""
    parts: list[str] = []
    gap = False
    for place, digit in reversed(list(enumerate(map(int, reversed(str(number)))))):
        if digit:
            parts.append((digits[0] if gap else "") + digits[digit] + (units[place - 1] if place else ""))
        gap = not digit
    return "".join(parts)


def _row(first: str, length: int) -> Callable[[int], str]:
    """Format whose numbers are characters in a row, from that of 1; digits behind the last of them."""
    return lambda number: chr(ord(first) + number - 1) if number <= length else str(number)


def _cycle(letters: str) -> Callable[[int], str]:
    """Format of letters: behind the last the first doubled."""
    return lambda number: letters[(number - 1) % len(letters)] * min((number - 1) // len(letters) + 1, 9)


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        text += letters * (number // value)
        number %= value
    return text


def _digits(number: int, digits: str = _DIGITS) -> str:
    return "".join(digits[int(digit)] for digit in str(number))


def _counting_thousand(number: int) -> str:
    """12 is 十二, 112 一百一十二."""
    text = _in_words(number, "零" + _DIGITS[1:], "十百千")
    return text.removeprefix("一") if 10 <= number < 20 else text


def _counting(number: int) -> str:
    """In words up to 99, then digit by digit: 100 is 一〇〇."""
    return _counting_thousand(number) if number < 100 else _digits(number)


def _japanese(number: int) -> str:
    """In words without zeros, and no one before a unit: 105 is 百五."""
    return re.sub("零|一(?=[十百千])", "", _counting_thousand(number))


_FORMATS: dict[str, Callable[[int], str]] = {
    "chineseCounting": _counting,
    "chineseCountingThousand": _counting_thousand,
    "japaneseCounting": _japanese,  # what Word writes for 一, 二, 三 as often as its Chinese names
    "taiwaneseCounting": lambda number: _counting(number).replace("〇", "○"),
    "taiwaneseCountingThousand": _counting_thousand,
    "ideographDigital": _digits,
    "japaneseDigitalTenThousand": _digits,
    "taiwaneseDigital": lambda number: _digits(number, "○" + _DIGITS[1:]),
    "chineseLegalSimplified": lambda number: _in_words(number, _SIMPLIFIED, "拾佰仟"),
    "ideographLegalTraditional": lambda number: _in_words(number, _TRADITIONAL, "拾佰仟"),
    "ideographTraditional": _cycle("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _cycle("子丑寅卯辰巳午未申酉戌亥"),
    "ideographEnclosedCircle": _row("㊀", 10),
    "decimalEnclosedCircle": _row("①", 20),
    "decimalEnclosedCircleChinese": _row("①", 20),
    "decimalEnclosedParen": _row("⑴", 20),
    "decimalEnclosedFullstop": _row("⒈", 20),
    "decimalFullWidth": lambda number: _digits(number, "０１２３４５６７８９"),
    "decimalFullWidth2": lambda number: _digits(number, "０１２３４５６７８９"),
    "decimalZero": lambda number: f"{number:02d}",
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperLetter": _cycle("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    "lowerLetter": _cycle("abcdefghijklmnopqrstuvwxyz"),
}
