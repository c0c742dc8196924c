"""Lines, and places in lines, that may be headings of a report's parts, and how sure that is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Literal

from extractors.flow import flat_in_place
from extractors.remember import Remembered
from extractors.simplified import simplify
from extractors.text import squeeze, tidy
from extractors.vocabulary import load_vocabulary

Style = Literal["main", "bracket", "digit"]
"""How parts are numbered: 一、 or 第一部分, （一）, 1."""

_NUMERALS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_FORMAL = "壹贰叁肆伍陆柒捌玖拾"
_N = rf"十[一二]|[一二三四五六七八九十{_FORMAL}]"
_LEAD = r"[\s#*>【\[\-]{0,12}"
_MARK = r"(?P<mark>[\s、.,:;·・\]】]{0,8})"
_STYLES: dict[Style, re.Pattern[str]] = {
    "main": re.compile(rf"{_LEAD}(?:第\s?(?P<part>{_N}|[1-9])\s?(?:部分|章)|(?P<n>{_N})){_MARK}"),
    "bracket": re.compile(rf"{_LEAD}\(\s?(?P<n>{_N})\s?(?P<mark>\)[\s、.,:]{{0,8}})"),
    "digit": re.compile(rf"{_LEAD}(?P<n>[1-9]|1[0-2])(?P<mark>\s{{0,2}}[、.:\s](?!\d(?!\d{{3}}年))[\s、.]{{0,4}})"),
}
_MAY_BEGIN = re.compile(rf"{_LEAD}[第一二三四五六七八九十{_FORMAL}\u2f00-\u2fd5]")
_MAY_HOLD = re.compile(r"[一二三四五六七八九十]\s{0,2}[、.．]")
_MAY_BE_OFFICIAL = re.compile("情|事项|事項|改进|改進")
_NUMBER = re.compile(rf"^[【\[]?(?:{_N})?[、.,:]{{0,3}}")
_INSIDE = re.compile(rf"(?:(?<=[。;!?)\]】”\"])|(?<=\s))(?P<n>{_N})\s{{0,2}}[、.]{{1,2}}\s{{0,2}}")
_LISTED = re.compile(r"\s{0,3}[;,、]|\s{0,3}(?:等)?[一二三四五六七八九十]个?部分")
_STATES = re.compile(r"[无没未略详见暂\d。;,!?]")
"""What a text says and a heading does not."""
_SAYS_NONE = re.compile(r"(?:情况|事项|问题|措施)\s{0,8}(?=无|没有|未|暂|不存在|略)")
"""End of a heading in front of a short text on its line."""
_JOINS = re.compile(r"[、和及与]")
_CONTENTS = re.compile(r"[.…·]{3,200}\s{0,3}\d{1,3}\s{0,3}$")
_COLON = re.compile(r"[^:。,;(]{2,25}[:]\s{0,3}(?=\S)")
_FIRST_SENTENCE = re.compile(r"[^。:;,!?]{2,30}?[。:]")
_SENTENCES = re.compile(r"[。;!?].|[,;]$")
"""What a heading alone on its line does not hold …"""
_GOES_ON = re.compile(r"[^(].*[,\d]")
"""… nor print behind the wording that is known."""
_MAX_HEADING = 40
_SCAN = 50_000
"""Characters of one line that are searched for headings inside it."""

_LOOK = 300
"""Characters of a line's beginning that are looked at."""

_OFFICIAL, _KNOWN, _INNER, _MISNUMBERED, _UNKNOWN, _UNNUMBERED, _SPACED, _SENTENCE = 12, 10, 8, 7, 6, 5, 4, 2
"""Weights: a chain of headings is as good as their sum."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may be a heading: in line ``line``, from ``start``; its section's text begins at ``end`` of line ``last``."""

    line: int
    start: int
    end: int
    last: int
    number: str
    heading: str
    weight: int
    order: int

    @property
    def known(self) -> bool:
        """Whether its wording is one of the vocabulary."""
        return self.weight >= _INNER


@dataclass(frozen=True, slots=True)
class _Wording:
    known: re.Pattern[str]
    official: re.Pattern[str]
    """One group for each number."""
    rows: re.Pattern[str]
    ends: tuple[str, ...]
    captions: re.Pattern[str]


@cache
def _wording() -> _Wording:
    return load_vocabulary("sections", _build)


def _build(data: Mapping[str, Any]) -> _Wording:
    official = "|".join(f"(?P<{number}>{'|'.join(patterns)})" for number, patterns in data["official"].items())
    return _Wording(
        known=re.compile("|".join([official, *data["usual"]["headings"]])),
        official=re.compile(official),
        rows=re.compile("|".join(data["rows"]["labels"])),
        ends=tuple(data["usual"]["ends"]),
        captions=re.compile("|".join(data["captions"]["lines"])),
    )


def find_headings(lines: Sequence[str], style: Style = "main") -> Iterator[Candidate]:
    """Give every place of the lines that may be a heading, in reading order.

    >>> [(found.number, found.heading) for found in find_headings(["一、总体情况", "一是加强领导。", "无。二、主动公开情况 略"])]
    [('一', '总体情况'), ('二', '主动公开情况')]
    """
    for index, line in enumerate(lines):
        following = lines[index + 1] if index + 1 < len(lines) else ""
        if style != "main":
            yield from _at_start(index, line, following, style)
            continue
        begun = -1
        if _MAY_BEGIN.match(line):
            for first in _at_start(index, line, following, style):
                begun = first.start
                yield first
        if begun < 0:
            yield from _without_number(index, line)
        if _MAY_HOLD.search(line, 1, _SCAN):
            yield from (found for found in _inside(index, line) if found.start > begun)


def is_caption(line: str) -> bool:
    r"""Whether a line is only the caption or the first header of one of the form's tables.

    >>> is_caption("第二十条第（五）项"), is_caption("行政复议\t行政诉讼"), is_caption("第二十条第（五）项所列信息3条")
    (True, True, False)
    """
    return len(line) <= 2 * _MAX_HEADING and _wording().captions.fullmatch(simplify(squeeze(line))) is not None


def official_number(text: str) -> str | None:
    """Number that the form gives to a heading, if the text is one, with or without a number of its own.

    >>> official_number("总体情况"), official_number("二、主动公开政府信息情况"), official_number("概述")
    ('一', '二', None)
    """
    return _official_number(text) if len(text) < 2 * _MAX_HEADING and _MAY_BE_OFFICIAL.search(text) else None


@Remembered
def _official_number(text: str) -> str | None:
    bare = _NUMBER.sub("", simplify(squeeze(text))).strip("*#】]:。")
    match = _wording().official.fullmatch(bare)
    return match.lastgroup if match is not None else None


def _at_start(index: int, line: str, following: str, style: Style) -> Iterator[Candidate]:
    """Heading with which a line begins; one whose wording has another number in the form may be misnumbered."""
    flat = flat_in_place(line[:_LOOK])
    match = _STYLES[style].match(flat)
    if match is None:
        return
    found = _numbered(index, line, flat, match, following)
    if found is not None:
        yield found
        official = official_number(found.heading)
        if official is not None and official != found.number:
            yield replace(found, order=_NUMERALS.index(official) + 1, weight=_MISNUMBERED)


def _numbered(index: int, line: str, flat: str, match: re.Match[str], following: str) -> Candidate | None:
    chapter = match.groupdict().get("part")
    order = _order(chapter or match["n"])
    begin, mark = match.end(), match["mark"]
    marked = bool(chapter or mark.strip())
    rest = squeeze(flat[begin : begin + 200])
    if not rest:
        return _split(index, order, following) if marked else None
    if _wording().rows.match(rest) or _CONTENTS.search(line[-120:]):
        return None
    known = _wording().known.match(rest)
    if not (marked or known):
        return _spaced(index, line, begin, order, rest) if mark else None
    if (colon := _COLON.match(flat, begin, begin + 40)) is not None:
        return _partly(index, line, match.start(), begin, colon.end(), order, _KNOWN if known else _UNKNOWN)
    if (none := _SAYS_NONE.search(flat, begin)) is not None and _is_whole(squeeze(flat[begin : none.end()])):
        return _partly(index, line, match.start(), begin, none.end(), order, _KNOWN)
    behind = rest[known.end() :] if known is not None else ""
    if len(rest) <= _MAX_HEADING and not (_SENTENCES.search(rest) or _GOES_ON.match(behind)):
        return _whole_line(index, line, begin, order, following, known is not None)
    if known is not None:
        end = begin + _printed_length(flat[begin:], known.end())
        return _partly(index, line, match.start(), begin, end, order, _KNOWN)
    title = _FIRST_SENTENCE.match(flat, begin, begin + 40)
    if title is None or len(flat) < 60:
        return None
    return _partly(index, line, match.start(), begin, title.end(), order, _SENTENCE)


def _order(numeral: str) -> int:
    if numeral.isascii():
        return int(numeral)
    return _FORMAL.index(numeral) + 1 if numeral in _FORMAL else _NUMERALS.index(numeral) + 1


def _split(index: int, order: int, following: str) -> Candidate | None:
    """Heading whose number stands on a line of its own."""
    text = simplify(squeeze(following[: 2 * _MAX_HEADING]))
    if _wording().known.match(text) is None or _wording().rows.match(text) or re.search(r"[。;!?,].", text):
        return None
    return Candidate(index, 0, len(following), index + 1, _NUMERALS[order - 1], _clean(following), _KNOWN, order)


def _spaced(index: int, line: str, begin: int, order: int, rest: str) -> Candidate | None:
    """Heading of no known wording behind a number and a space: its last word must be one that headings end with."""
    if len(rest) > _MAX_HEADING or not rest.endswith(_wording().ends) or re.search(r"[。;!?\d]", rest):
        return None
    return Candidate(index, 0, len(line), index, _NUMERALS[order - 1], _clean(line[begin:]), _SPACED, order)


def _whole_line(index: int, line: str, begin: int, order: int, following: str, known: bool) -> Candidate:
    number, printed = _NUMERALS[order - 1], tidy(line[begin:])
    heading = _clean(printed)
    if _is_broken(heading, following):
        return Candidate(index, 0, len(following), index + 1, number, heading + tidy(following), _KNOWN, order)
    weight = _OFFICIAL if official_number(heading) == number else _KNOWN if known else _UNKNOWN
    ends_as_sentence = printed.strip("*#】] ").endswith(("。", "."))
    return Candidate(index, 0, len(line), index, number, heading, weight - 3 * ends_as_sentence, order)


def _is_broken(heading: str, following: str) -> bool:
    """Whether a heading goes on in the next line: together they are a known one, and what goes on is no statement."""
    if not (0 < len(following.strip()) <= 8 and len(heading) >= 6) or _MAY_BEGIN.match(following):
        return False
    begun, more = simplify(squeeze(heading)), simplify(squeeze(following))
    if _STATES.search(more) or (_is_whole(begun) and not _JOINS.match(more)):
        return False
    return _is_whole(begun + more)


def _is_whole(text: str) -> bool:
    """Whether a squeezed text is a known heading with the end that headings have."""
    match = _wording().known.fullmatch(text)
    return match is not None and (match.lastgroup is not None or text.endswith(_wording().ends))


def _without_number(index: int, line: str) -> Iterator[Candidate]:
    """Official heading alone on its line, whose number (often a word processor's own) is lost."""
    number = official_number(line)
    if number is not None:
        order = _NUMERALS.index(number) + 1
        yield Candidate(index, 0, len(line), index, number, _clean(line), _UNNUMBERED, order)


def _inside(index: int, line: str) -> Iterator[Candidate]:
    """Known headings in the middle of a line; not those that a sentence lists."""
    if len(line) < 8:
        return
    flat = flat_in_place(line)
    for match in _INSIDE.finditer(flat, 1, _SCAN):
        ahead = squeeze(flat[match.end() : match.end() + 60])
        known = _wording().known.match(ahead)
        if known is None or _wording().rows.match(ahead):
            continue
        end = match.end() + _printed_length(flat[match.end() : match.end() + 60], known.end())
        if _LISTED.match(flat[end : end + 12]) or _LISTED.match(flat[max(0, match.start() - 1) : match.start()]):
            continue
        yield _partly(index, line, match.start(), match.end(), end, _order(match["n"]), _INNER)


def _partly(index: int, line: str, start: int, begin: int, end: int, order: int, weight: int) -> Candidate:
    """Heading with text behind it on its line; the mark that parts them belongs to neither."""
    mark = re.match(r"[\s。:：.、*】\]]{0,8}", line[end : end + 8])
    end += mark.end() if mark else 0
    return Candidate(index, start, end, index, _NUMERALS[order - 1], _clean(line[begin:end]), weight, order)


def _clean(heading: str) -> str:
    return tidy(heading).strip("*#【】[] ").rstrip("：:。、. ")


def _printed_length(text: str, count: int) -> int:
    """Length of the part of a text that holds its first ``count`` characters other than white space."""
    for position, char in enumerate(text):
        if squeeze(char):
            count -= 1
            if count == 0:
                return position + 1
    return len(text)
