"""Counts that the prose states, where the sentence leaves no doubt what was counted.

A count is taken only with its unit and its subject in one clause; parts (其中…), approximations (余, 多) and periods other
than the year reported on are left out. Where the prose states two different numbers for one thing, neither is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from extractors.flow import paragraphs, sentences
from extractors.numbers import parse_numeral
from extractors.report import Number, Section, StatedCount
from extractors.simplified import simplify
from extractors.text import squeeze
from extractors.vocabulary import load_vocabulary

_MAX_SENTENCE = 1500
_MAX_READ = 150_000
"""Characters of prose that are searched; a report has a few thousand."""
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年(?!以前|之前|[^,]{0,6}(?:印发|出台|修订|实施|施行))")
_SUMMED = re.compile(
    r"(?:(?:19|20)\d\d年度?|全年|本年度?),?"
    r"(?:[我本全](?:机关|单位|[省市州县区旗镇乡局委办厅院处站所队]|街道|苏木|中心|管委会))?共?累计"
)
"""How sentences begin in which 累计 sums up the year: nothing but the year and the reporter stands before it."""
_ASKED = re.compile(r"[(（]?[一二三四五六七八九\d][)）、.．].{0,12}申请")
"""How a paragraph begins that is on requests: （二）依申请公开."""
_TRADITIONAL = "開"
"""Every text on disclosure in traditional characters prints 公開."""
_BY = ("通过", "利用", "依托", "运用", "借助")
_COUNTED = re.compile(r"\d[条件篇项]")
_SEPARATOR = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")


@dataclass(frozen=True, slots=True)
class _Count:
    """One thing that prose counts, and how it says so."""

    key: str
    word: str
    stated: tuple[re.Pattern[str], ...]
    none: tuple[re.Pattern[str], ...]
    running: tuple[re.Pattern[str], ...] = ()
    topic: bool = False
    part: bool = False
    total: bool = False
    yearly: bool = False
    unless: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class _Active:
    """What was published in all."""

    key: str
    stated: re.Pattern[str]
    of_the_year: re.Pattern[str]
    opening: re.Pattern[str]
    cumulative: re.Pattern[str]
    mixed: re.Pattern[str]
    all_channels: re.Pattern[str]
    one_channel: re.Pattern[str]
    media: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Wording:
    counts: tuple[_Count, ...]
    active: _Active
    clauses: dict[str, re.Pattern[str]]
    words: re.Pattern[str]
    """One of these is in every clause with a count …"""
    quantity: re.Pattern[str]
    """… and one of these."""


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause of a sentence, in simplified characters."""

    text: str
    printed: str
    """The clause as printed: its quotes are cut from this, character by character the same."""
    sentence: str
    end: int
    """Where it ends in the sentence."""
    part: bool
    """Whether it, or one before it, begins with 其中."""
    on_topic: bool
    """Whether its section is about requests, reviews or lawsuits."""

    @property
    def before(self) -> str:
        """The sentence up to the clause's end."""
        return self.sentence[: self.end]


@cache
def _wording() -> _Wording:
    return load_vocabulary("counts", _build)


def _build(data: Mapping[str, Any]) -> _Wording:
    pieces = data["pieces"]

    def compiled(pattern: str) -> re.Pattern[str]:
        while (filled := re.sub(r"\{([a-z_]+)\}", lambda name: pieces[name[1]], pattern)) != pattern:
            pattern = filled
        return re.compile(pattern)

    counts = tuple(
        _Count(
            key=count["key"],
            word=count["word"],
            stated=tuple(map(compiled, count["stated"])),
            none=tuple(map(compiled, count.get("none", ()))),
            running=tuple(map(compiled, count.get("running", ()))),
            unless=compiled("|".join(count["unless"])) if "unless" in count else None,
            **{flag: count.get(flag, False) for flag in ("topic", "part", "total", "yearly")},
        )
        for count in data["count"]
    )
    active = data["active"]
    return _Wording(
        counts=counts,
        active=_Active(
            key=active["key"],
            stated=compiled(active["stated"]),
            of_the_year=compiled("|".join(active["of_the_year"])),
            opening=compiled(active["opening"]),
            cumulative=compiled(active["cumulative"]),
            mixed=compiled(active["mixed"]),
            all_channels=compiled(active["all_channels"]),
            one_channel=compiled("|".join(active["one_channel"])),
            media=compiled(active["media"]),
        ),
        clauses={name: compiled("|".join(patterns)) for name, patterns in data["clauses"].items()},
        words=re.compile("|".join(dict.fromkeys(["信息", *(count.word for count in counts)]))),
        quantity=re.compile(f"[{data['pieces']['quantity']}]"),
    )


def extract_counts(sections: list[Section], preamble: list[str], year: int | None = None) -> list[StatedCount]:
    """Counts of the prose, one for each key at most, in reading order; those that it gives for another year left out."""
    found: dict[str, list[StatedCount]] = {}
    for named, count in _dated_counts(sections, preamble):
        if year is None or named in (None, year):
            found.setdefault(count.key, []).append(count)
    return [counts[0] for counts in found.values() if len({count.value for count in counts}) == 1]


def counts_of_other_years(sections: list[Section], year: int) -> list[tuple[int, StatedCount]]:
    """Counts that the sections give for another year than the one reported on, and for that year only."""
    if all(match[1] == str(year) for section in sections for match in _YEAR.finditer(section.text)):
        return []
    dated = list(_dated_counts(sections, []))
    own = {count.key for named, count in dated if named in (None, year)}
    return [(named, count) for named, count in dated if named not in (None, year) and count.key not in own]


def _dated_counts(sections: Iterable[Section], preamble: Iterable[str]) -> Iterator[tuple[int | None, StatedCount]]:
    """Counts with the year that their sentence names last before them."""
    for printed, sentence, on_topic in _sentences(sections, preamble):
        for clause in _clauses(printed, sentence, on_topic):
            counts = [*_read(clause), *_active(clause)]
            if counts and not _is_of_others(clause):
                years = _YEAR.findall(clause.before)
                yield from ((int(years[-1]) if years else None, count) for count in counts)


def _is_of_others(clause: _Clause) -> bool:
    """Whether a clause counts for other years, from the beginning, for a part of the year, or for what others should do."""
    patterns = _wording().clauses
    if patterns["other_years"].search(clause.text) or patterns["others"].search(clause.text):
        return True
    if patterns["parts_of_year"].search(clause.text):
        return True
    if patterns["new_behind"].search(clause.sentence[clause.end :]) or patterns["new_before"].search(clause.before):
        return True
    return patterns["parts_of_year"].search(clause.before) is not None and not patterns["years"].search(clause.text)


def _sentences(sections: Iterable[Section], preamble: Iterable[str]) -> Iterator[tuple[str, str, bool]]:
    """Sentences, folded and without white space, as printed and in simplified characters.

    With each goes whether its section is about requests, reviews or lawsuits.
    """
    headings = _wording().clauses["headings"]
    parts = [("", "\n".join(preamble)), *((section.heading, section.text) for section in sections)]
    in_plain = simplify if any(_TRADITIONAL in prose for _, prose in parts) else str
    left = _MAX_READ
    for heading, prose in parts:
        on_topic = headings.search(in_plain(heading)) is not None
        read = prose[:left]
        left -= len(read)
        for paragraph in paragraphs(read.split("\n")):
            about = on_topic or _ASKED.match(in_plain(paragraph)) is not None
            for sentence in sentences(_SEPARATOR.sub("", squeeze(paragraph))):
                if len(sentence) <= _MAX_SENTENCE:
                    yield sentence, in_plain(sentence), about


def _clauses(printed: str, sentence: str, on_topic: bool) -> Iterator[_Clause]:
    """Clauses that may state a count."""
    wording = _wording()
    if not wording.words.search(sentence):
        return
    part, end = False, -1
    for text in sentence.split(","):
        end += len(text) + 1
        part = part or "其中" in text
        if wording.words.search(text) and wording.quantity.search(text):
            yield _Clause(text, printed[end - len(text) : end], sentence, end, part, on_topic)


def _read(clause: _Clause) -> Iterator[StatedCount]:
    """Counts of requests, their results, cases and channels."""
    for count in _wording().counts:
        if count.word in clause.text and (count.part or not clause.part):
            found = list(_stated_or_none(count, clause))
            if found and _is_meant(count, clause):
                yield from found


def _stated_or_none(count: _Count, clause: _Clause) -> Iterator[StatedCount]:
    one_way = _wording().clauses["one_way"]
    patterns = count.stated + (count.running if _is_of_the_year(clause) else ())
    matches = [match for pattern in patterns for match in pattern.finditer(clause.text)]
    for match in matches:
        if count.part or not one_way.search(clause.text, 0, match.end()):
            yield from _stated(count.key, clause, match)
    if not matches:
        said = next(filter(None, (pattern.search(clause.text) for pattern in count.none)), None)
        if said is not None:
            yield StatedCount(key=count.key, value=0, unit=None, quote=_quote(clause.printed, said))


def _is_of_the_year(clause: _Clause) -> bool:
    """Whether 累计 sums up the year: it stands in this clause, and right behind the year with which the sentence begins.

    Anything between can name another day from which it counts: 自2020年5月1日起,累计…
    """
    begins = len(clause.before) - len(clause.text)
    named = _SUMMED.match(clause.sentence)
    return named is not None and named.end() > begins


def _is_meant(count: _Count, clause: _Clause) -> bool:
    """Whether the clause is on disclosure, where it must be, on the agency's own count of the year, and on all cases."""
    patterns = _wording().clauses
    if count.unless is not None and count.unless.search(clause.text):
        return False
    if count.yearly and _wording().active.cumulative.search(clause.before):
        return False
    if not count.part and patterns["bodies"].search(clause.text):
        return False
    if count.topic and not clause.on_topic and not patterns["topic"].search(clause.before):
        return False
    return not (count.total and patterns["outcome"].search(clause.text))


def _active(clause: _Clause) -> Iterator[StatedCount]:
    """主动公开政府信息…条, where the clause says that it is all, and not what one channel or column published."""
    active = _wording().active
    match = active.stated.search(clause.text) if "信息" in clause.text else None
    if match is None or active.cumulative.search(clause.before):
        return
    head = clause.text[: match.start("verb")]
    channels = active.all_channels.search(head)
    if active.one_channel.search(active.all_channels.sub("", head)):
        return
    of_year = active.of_the_year.search(clause.text[: match.start("value")]) or (
        active.opening.search(clause.sentence) and not _lists_channels(clause)
    )
    actively = "主动公开" in clause.text[: match.end("verb")]
    if _follows_channel(clause, actively=actively) or (not actively and active.mixed.search(clause.sentence)):
        return
    named = match["verb"] == "公开" or match[0].startswith("主动")
    if of_year and (named or channels is not None or re.search(r"[共累总合]计?$", head)):
        yield from _stated(active.key, clause, match)


def _follows_channel(clause: _Clause, *, actively: bool) -> bool:
    """Whether a clause before names one channel without a count for it: 建设新版政府网站,发布信息30条.

    Of 主动公开 that says something only where the clause goes on from it: 通过政府网站,主动公开信息63条.
    """
    *earlier, before = clause.before.removesuffix(clause.text).rstrip(",").split(",")
    active = _wording().active
    if not actively and any(active.media.search(text) and not _COUNTED.search(text) for text in earlier):
        return True
    named = active.one_channel.search(active.all_channels.sub("", before))
    led = not actively or before.startswith(_BY)
    return led and named is not None and _COUNTED.search(before) is None


def _lists_channels(clause: _Clause) -> bool:
    """Whether the sentence has counted for one channel before the clause, which then counts for the next."""
    before = clause.before.removesuffix(clause.text)
    return any(_wording().active.one_channel.search(text) and _COUNTED.search(text) for text in before.split(","))


def _stated(key: str, clause: _Clause, match: re.Match[str]) -> Iterator[StatedCount]:
    value = _value(match["value"])
    in_row = clause.text[match.end() : match.end() + 1].isdecimal()  # the first cell of a flattened row, not its sum
    if value is not None and not in_row:
        yield StatedCount(key=key, value=value, unit=match["unit"], quote=clause.printed[: match.end()][-80:])


def _value(printed: str) -> Number | None:
    """Number as printed; 万 multiplied out."""
    if printed[0].isdecimal():
        number = Decimal(printed.removesuffix("万")) * (10_000 if printed.endswith("万") else 1)
        return int(number) if number == number.to_integral_value() else None
    return parse_numeral(printed)


def _quote(clause: str, match: re.Match[str]) -> str:
    return clause[max(0, match.start() - 10) : match.end() + 10]
