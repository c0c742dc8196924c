"""Automatic numbering: the label that Word prints in front of a paragraph and keeps nowhere in its text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from lxml import etree

from extractors.documents.package import attribute, child, local

_DIGITS = "〇一二三四五六七八九"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
    (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_MAX = 9_999
"""Numbers above are printed in digits, whatever the format."""


@dataclass(frozen=True, slots=True)
class _Level:
    start: int = 1
    format: str = "decimal"
    text: str = ""
    """What is printed, with ``%1`` … ``%9`` for the numbers of the levels."""
    suffix: str = ""
    restart: int | None = None
    """Level (from 1) at which the count starts anew, 0 for never, ``None`` for every level above."""
    legal: bool = False
    """Whether every number in the label is printed in digits."""


class Numbering:
    """Lists of one document, and how far each has counted."""

    def __init__(self, root: etree._Element | None) -> None:
        self._lists: dict[str, dict[int, _Level]] = {}
        """Abstract list → its levels."""
        self._styled: dict[str, str] = {}
        """Name of a list's style → abstract list."""
        self._links: dict[str, str] = {}
        """Abstract list → name of the style that defines it."""
        self._numbers: dict[str, tuple[str, dict[int, _Level], dict[int, int]]] = {}
        """List → abstract list, its own levels, its own starts."""
        self._counts: dict[str, dict[int, int]] = {}
        self._started: set[tuple[str, int]] = set()
        for entry in root if root is not None else ():
            if local(entry) == "abstractNum":
                self._add_list(entry)
            elif local(entry) == "num":
                self._add_number(entry)

    def label(self, number: str, level: int) -> str:
        """Label of the next paragraph of a list; empty for a bullet, no number, or an unknown list."""
        if number not in self._numbers:
            return ""
        abstract, own, starts = self._numbers[number]
        abstract = self._styled.get(self._links.get(abstract, ""), abstract)
        levels = self._lists.get(abstract, {}) | own
        if level not in levels:
            return ""
        counts = self._counts.setdefault(abstract, {})
        if level in starts and (number, level) not in self._started:
            self._started.add((number, level))
            counts[level] = starts[level] - 1
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

    def _add_number(self, entry: etree._Element) -> None:
        own: dict[int, _Level] = {}
        starts: dict[int, int] = {}
        for part in entry:
            if local(part) != "lvlOverride":
                continue
            level = _level_of(part)
            if (definition := child(part, "lvl")) is not None:
                own[level] = _read_level(definition)
            if (start := child(part, "startOverride")) is not None:
                starts[level] = _integer(attribute(start, "val"), 1)
        abstract = attribute(child(entry, "abstractNumId"), "val") or ""
        self._numbers[attribute(entry, "numId") or ""] = (abstract, own, starts)


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
    if here.format in ("bullet", "none"):
        return ""
    label = here.text[:100]
    for place, other in levels.items():
        if f"%{place + 1}" in label:
            count = counts.get(place, other.start)
            label = label.replace(f"%{place + 1}", number_text(count, "decimal" if here.legal else other.format))
    if here.suffix == "nothing" or not label[-1:].isascii():
        return label  # behind 、 a tab is no more than looks
    return label + " "


def number_text(number: int, style: str) -> str:
    """A number as a format of Word's prints it; an unknown format is digits.

    >>> [number_text(n, "chineseCounting") for n in (3, 10, 21, 105)], number_text(12, "decimalEnclosedCircle")
    (['三', '十', '二十一', '一百〇五'], '⑫')
    """
    write = _FORMATS.get(style)
    return write(number) if write is not None and 0 < number <= _MAX else str(number)


def _integer(text: str | None, default: int) -> int:
    return int(text) if text is not None and text.isascii() and text.isdecimal() and len(text) <= 6 else default


def _counted(number: int, digits: str, units: str) -> str:
    """Number in words: 105 is 一百〇五, 12 is 十二 (but 壹拾贰 where 1 is always said)."""
    parts: list[str] = []
    gap = False
    for place, digit in reversed(list(enumerate(map(int, reversed(str(number)))))):
        if digit:
            parts.append((digits[0] if gap and parts else "") + digits[digit] + (units[place - 1] if place else ""))
        gap = not digit
    text = "".join(parts)
    return text.removeprefix("一") if 10 <= number < 20 else text


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


def _chinese(number: int) -> str:
    return _counted(number, _DIGITS, "十百千")


def _formal(number: int) -> str:
    return _counted(number, _FORMAL, "拾佰仟")


def _circled(number: int) -> str:
    first = ((20, 0x2460), (35, 0x3251 - 20), (50, 0x32B1 - 35))
    return next((chr(base + number - 1) for last, base in first if number <= last), str(number))


_FORMATS: dict[str, Callable[[int], str]] = {
    "chineseCounting": _chinese,
    "chineseCountingThousand": lambda number: _chinese(number).replace("〇", "零"),
    "japaneseCounting": _chinese,  # what Word writes for 一, 二, 三 as often as its Chinese names
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "koreanCounting": _chinese,
    "ideographDigital": lambda number: "".join(_DIGITS[int(digit)] for digit in str(number)),
    "japaneseDigitalTenThousand": lambda number: "".join(_DIGITS[int(digit)] for digit in str(number)),
    "taiwaneseDigital": lambda number: "".join(_DIGITS[int(digit)] for digit in str(number)),
    "chineseLegalSimplified": _formal,
    "ideographLegalTraditional": _formal,
    "ideographTraditional": _cycle("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _cycle("子丑寅卯辰巳午未申酉戌亥"),
    "ideographEnclosedCircle": _row("㊀", 10),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": _row("⑴", 20),
    "decimalEnclosedFullstop": _row("⒈", 20),
    "decimalFullWidth": lambda number: "".join(chr(ord(digit) + 0xFEE0) for digit in str(number)),
    "decimalFullWidth2": lambda number: "".join(chr(ord(digit) + 0xFEE0) for digit in str(number)),
    "decimalZero": lambda number: f"{number:02d}",
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperLetter": _cycle("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    "lowerLetter": _cycle("abcdefghijklmnopqrstuvwxyz"),
}
