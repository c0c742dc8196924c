"""The numbered parts of a report 章节: 一、总体情况 … 六、其他需要报告的事项, and the outlines before 2019.

A heading is a Chinese numeral with its mark at the start of a line, or a known wording with its numeral anywhere. Of all
that may be headings the best chain of increasing numbers is taken, so that row labels (三、本年度办理结果), lists inside a
section and tables behind the report stay what they are. Gaps are allowed: a heading may be lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any

from extractors.boilerplate import is_noise
from extractors.flow import fold_in_place
from extractors.report import Section
from extractors.signoff import is_footer, read_sign_off
from extractors.simplified import simplify
from extractors.text import squeeze, tidy
from extractors.vocabulary import load_vocabulary

_NUMERALS = {numeral: i for i, numeral in enumerate("一二三四五六七八九十", start=1)} | {"十一": 11, "十二": 12}
_N = r"(?P<n>十[一二]|[一二三四五六七八九十])"
_NUMBERED = re.compile(
    rf"[\s#*>【\[\-]{{0,12}}(?:第{_N.replace('<n>', '<part>')}(?:部分|章)|{_N})(?P<mark>[\s、.,:;·・\]】]{{0,8}})"
)
_INSIDE = re.compile(rf"(?:(?<=[。;!?)\]】”\"])|(?<=\s)){_N}\s{{0,2}}[、.]{{1,2}}\s{{0,2}}")
_LISTED = re.compile(r"\s{0,3}[;,、]|\s{0,3}(?:等)?[一二三四五六七八九十]个?部分")
_CONTENTS = re.compile(r"[.…·]{3,200}\s{0,3}\d{1,3}\s{0,3}$")
_MAX_HEADING = 40
_TAIL = 25
_MAX_CANDIDATES = 2000
_SCAN = 50_000
"""Characters of one line that are searched for headings inside it."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """What may be a heading: in line ``line``, from ``start``; its section's text begins at ``end`` of line ``last``."""

    line: int
    start: int
    end: int
    last: int
    number: str
    heading: str
    weight: int

    @property
    def order(self) -> int:
        return _NUMERALS[self.number]


@dataclass(frozen=True, slots=True)
class _Wording:
    known: re.Pattern[str]
    official: dict[str, re.Pattern[str]]
    """Number → pattern of its official headings."""
    rows: re.Pattern[str]


@cache
def _wording() -> _Wording:
    return load_vocabulary("sections", _build)


def _build(data: Mapping[str, Any]) -> _Wording:
    official = {number: "|".join(patterns) for number, patterns in data["official"].items()}
    return _Wording(
        known=re.compile("|".join([*official.values(), *data["usual"]["headings"]])),
        official={number: re.compile(pattern) for number, pattern in official.items()},
        rows=re.compile("|".join(data["rows"]["labels"])),
    )


def split_sections(lines: list[str]) -> tuple[list[str], list[Section]]:
    """Split a body's lines, tables already taken out, into those before the first heading and the sections.

    Sign-off, footer and buttons below the last section are left out of it.

    >>> split_sections(["现将报告公布如下。", "一、总体情况", "（一）主动公开。", "六、、其他事项"])[1]
    [Section(number='一', heading='总体情况', text='（一）主动公开。'), Section(number='六', heading='其他事项', text='')]
    """
    chain = _best_chain(list(islice(_candidates(lines), _MAX_CANDIDATES)))
    if not chain:
        return lines, []
    dropped = _below_report(lines)
    preamble = _text(lines, 0, 0, chain[0], set())
    sections = [
        Section(
            number=here.number,
            heading=here.heading,
            text="\n".join(_text(lines, here.last, here.end, following, dropped)),
        )
        for here, following in zip(chain, [*chain[1:], None], strict=True)
    ]
    return preamble, sections


def heading_count(lines: Sequence[str]) -> int:
    """How many different headings of the official form the lines hold, numbered or not."""
    return len({number for line in lines if len(line) < 80 if (number := _official_number(line))})


def _text(lines: Sequence[str], line: int, offset: int, until: _Candidate | None, dropped: set[int]) -> list[str]:
    """Lines from a place up to the next heading, trimmed, empty ones left out."""
    stop = until.line if until is not None else len(lines)
    parts = []
    for index in range(line, min(stop + 1, len(lines))):
        if index in dropped:
            continue
        begin = offset if index == line else 0
        end = until.start if until is not None and index == until.line else len(lines[index])
        parts.append(lines[index][begin:end].strip())
    return [part for part in parts if part]


def _below_report(lines: Sequence[str]) -> set[int]:
    """Lines of the sign-off, and footers and buttons around it."""
    base = max(0, len(lines) - _TAIL)
    tail = lines[base:]
    dropped = {base + index for index in read_sign_off(tail).lines}
    return dropped | {base + index for index, line in enumerate(tail) if is_footer(line) or is_noise(line)}


# --- which headings there may be -------------------------------------------------------------------------------------


def _candidates(lines: Sequence[str]) -> Iterator[_Candidate]:
    for index, line in enumerate(lines):
        following = lines[index + 1] if index + 1 < len(lines) else ""
        flat = _flat(line)
        first = _at_start(index, line, flat, following)
        if first is not None:
            yield first
        for inside in _inside(index, line, flat):
            if first is None or inside.start > first.start:
                yield inside


def _at_start(index: int, line: str, flat: str, following: str) -> _Candidate | None:
    """Heading with which a line begins."""
    match = _NUMBERED.match(flat)
    if match is None:
        return _without_number(index, line)
    number, begin = match["n"] or match["part"], match.end()
    marked = match["part"] is not None or bool(match["mark"].strip())
    rest = squeeze(flat[begin : begin + 200])
    if not rest or _wording().rows.match(rest) or _CONTENTS.search(flat[-120:]):
        return None
    known = _wording().known.match(rest)
    if not marked and known is None:
        return None
    if (colon := re.match(r"[^:。,;]{2,25}[:]\s{0,3}(?=\S)", flat[begin : begin + 40])) is not None:
        return _candidate(index, line, match.start(), begin, begin + colon.end(), number, 6 if known is None else 10)
    behind = rest[known.end() :] if known is not None else ""
    if len(rest) <= _MAX_HEADING and not re.search(r"[。;!?].|[,;]$", rest) and not re.search(r"^[^(].*[,\d]", behind):
        return _whole_line(index, line, begin, number, following, known is not None)
    if known is not None:
        end = begin + _printed_length(flat[begin:], known.end())
        return _candidate(index, line, match.start(), begin, end, number, 10)
    title = re.match(r"[^。:;,!?]{2,30}?[。:]", flat[begin:])
    if title is None or len(flat) < 60:
        return None
    return _candidate(index, line, match.start(), begin, begin + title.end(), number, 2)


def _whole_line(index: int, line: str, begin: int, number: str, following: str, known: bool) -> _Candidate:
    heading, last = tidy(line[begin:]).strip("*#】] "), index
    joined = squeeze(heading + following)
    if 0 < len(following.strip()) <= 8 and len(heading) >= 6:
        whole = _wording().known.match(simplify(joined))
        if whole is not None and whole.end() == len(joined) > len(squeeze(heading)):
            return _Candidate(index, 0, len(following), index + 1, number, heading + tidy(following), 10)
    weight = 12 if _official_number(heading) == number else 10 if known else 6
    ends_as_sentence = heading.endswith(("。", "."))
    return _Candidate(index, 0, len(line), last, number, heading.rstrip("：:。"), weight - 3 * ends_as_sentence)


def _without_number(index: int, line: str) -> _Candidate | None:
    """Official heading alone on its line, whose number (often a word processor's own) is lost."""
    number = _official_number(line) if len(line) < 60 else None
    if number is None:
        return None
    return _Candidate(index, 0, len(line), index, number, tidy(line).strip("*#【】：: "), 5)


def _inside(index: int, line: str, flat: str) -> Iterator[_Candidate]:
    """Known headings in the middle of a line; not those that a sentence lists."""
    if len(flat) < 8:
        return
    for match in _INSIDE.finditer(flat, 1, _SCAN):
        ahead = squeeze(flat[match.end() : match.end() + 60])
        known = _wording().known.match(ahead)
        if known is None or _wording().rows.match(ahead):
            continue
        end = match.end() + _printed_length(flat[match.end() :], known.end())
        if _LISTED.match(flat[end : end + 12]) or _LISTED.match(flat[max(0, match.start() - 1) : match.start()]):
            continue
        yield _candidate(index, line, match.start(), match.end(), end, match["n"], 8)


def _candidate(index: int, line: str, start: int, begin: int, end: int, number: str, weight: int) -> _Candidate:
    """Candidate with text behind it on its line; the mark that parts them belongs to neither."""
    heading = tidy(line[begin:end]).strip("。：:*】] ")
    mark = re.match(r"[\s。:：.、*】\]]{0,8}", line[end:])
    return _Candidate(index, start, end + (mark.end() if mark else 0), index, number, heading, weight)


def _official_number(text: str) -> str | None:
    """Number that the form gives to a heading, if the text is one, with or without a number of its own."""
    bare = re.sub(rf"^[【\[]?{_N}?[、.,:]{{0,3}}", "", simplify(squeeze(text))).strip("*#】]:。")
    for number, pattern in _wording().official.items():
        if pattern.fullmatch(bare):
            return number
    return None


def _printed_length(text: str, count: int) -> int:
    """Length of the part of a text that holds its first ``count`` characters other than white space."""
    for position, char in enumerate(text):
        if squeeze(char):
            count -= 1
            if count == 0:
                return position + 1
    return len(text)


# --- which of them are -----------------------------------------------------------------------------------------------


def _best_chain(candidates: Sequence[_Candidate]) -> list[_Candidate]:
    """Heaviest chain of increasing numbers in reading order; of equal ones the earliest."""
    best: dict[int, tuple[int, list[_Candidate]]] = {}
    for candidate in candidates:
        weight, chain = max(
            (best[order] for order in best if order < candidate.order), key=lambda entry: entry[0], default=(0, [])
        )
        if weight + candidate.weight > best.get(candidate.order, (0, []))[0]:
            best[candidate.order] = weight + candidate.weight, [*chain, candidate]
    return max(best.values(), key=lambda entry: entry[0])[1] if best else []


def _flat(text: str) -> str:
    """Text of the same length, folded and in simplified characters."""
    return simplify(fold_in_place(text))
