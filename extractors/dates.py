"""Dates: of publication, of the sign-off, and the period 统计期限 that the figures cover.

Order of trust for the date of publication: metadata of the page, labelled lines at its head, the listing's date, and
last the date in its address, which migrations of portals make wrong.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from itertools import pairwise
from typing import TYPE_CHECKING

from extractors.flow import paragraphs, sentences
from extractors.names import is_agency
from extractors.numbers import parse_numeral, read_digits
from extractors.reading import Reading
from extractors.remember import Remembered
from extractors.report import Finding, Hints, Period
from extractors.signoff import read_sign_off
from extractors.simplified import simplify
from extractors.text import fold, squeeze
from extractors.title_words import clean_title, has_topic, is_report_title

if TYPE_CHECKING:
    from extractors.metadata import Metadata

FIRST_YEAR, LAST_YEAR = 1990, 2099
_CHINA = timezone(timedelta(hours=8))
"""In its time all dates are stated."""

_CN = "〇○零一二三四五六七八九"
_ZEROS = str.maketrans("○零ＯOoОО", "〇〇〇〇〇〇〇")
_YEAR = rf"(?P<y>(?:19|20)\d\d|2[〇○零oO]\d\d|[12][ ]?\d[ ]?\d[ ]?\d(?=[ ]?年)|[一二][{_CN}0oO]{{3}}|二[{_CN}\d]{{3}})"
_NUMBER = r"\d{1,2}|元|[十一二三四五六七八九〇零○]{1,4}"
_CLOCK = (
    r"(?P<h>\d{1,2})\s?[:时点]\s?(?P<i>\d{2})(?:\s?[:分]\s?(?P<s>\d{2}))?(?:\.\d{1,9})?\s?分?秒?"
    r"(?P<zone>Z|[+-]\d{2}:?\d{2})?"
)
_DATE = re.compile(
    rf"(?<![\d{_CN}]){_YEAR}\s{{0,3}}(?:年|[-./])\s{{0,3}}(?P<m>{_NUMBER})\s{{0,3}}(?:月份?"
    rf"|[-./])\s{{0,3}}(?P<d>{_NUMBER})"
    rf"(?:\s{{0,3}}[日号]|(?![\d{_CN}十])|(?=\d\d:\d\d))"
    rf"(?:[T\s,]{{0,5}}(?:星期[一二三四五六日天])?\s{{0,3}}(?P<half>上午|下午)?\s{{0,3}}{_CLOCK})?"
)
_COMPACT = re.compile(
    r"(?<!\d)(?P<y>20\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>[0-3]\d)(?:(?P<h>[0-2]\d)(?P<i>[0-5]\d)(?P<s>[0-5]\d))?(?!\d)"
)
_WORDS = re.compile(r"月|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", re.IGNORECASE)
MAX_DATE_TEXT = 100
"""Characters; what is longer is no date with its label."""


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text: ISO date or date and time, and where it stands."""

    iso: str
    start: int
    end: int


@Remembered
def parse_date(text: str) -> str | None:
    """ISO date, or date and time where one is printed; ``None`` if the text holds no date, or several.

    >>> [parse_date(text) for text in ("2021/1/7 10:49:34", "2021-03-2918:26", "2021年2月30日")]
    ['2021-01-07T10:49:34', '2021-03-29T18:26:00', None]
    >>> parse_date("二〇二一年一月七日"), parse_date("２０２１．１．７"), parse_date("Thu Jan 07 10:49:34 CST 2021")
    ('2021-01-07', '2021-01-07', '2021-01-07T10:49:34')
    """
    folded = fold(text).strip()
    if not folded or len(folded) > MAX_DATE_TEXT:
        return None
    found = {match.iso for match in find_dates(folded)}
    if found:
        return found.pop() if len(found) == 1 else None
    if _DATE.search(folded):
        return None  # a date that the calendar does not have
    if (compact := _COMPACT.fullmatch(folded)) is not None:
        return _iso(compact)
    return _parse_words(folded)


def find_dates(folded: str) -> Iterator[FoundDate]:
    """Every date of year, month and day in a folded text, in order; impossible ones are left out."""
    for match in _DATE.finditer(folded):
        iso = _iso(match)
        if iso is not None:
            yield FoundDate(iso, match.start(), match.end())


def _iso(match: re.Match[str]) -> str | None:
    day = _day(match["y"], match["m"], match["d"])
    if day is None:
        return None
    groups = match.groupdict()
    if groups["h"] is None:
        return day.isoformat()
    hour = int(groups["h"]) + (12 if groups.get("half") == "下午" and int(groups["h"]) < 12 else 0)
    try:
        moment = datetime(day.year, day.month, day.day, hour, int(groups["i"]), int(groups["s"] or 0))
        if (zone := groups.get("zone")) and not zone.startswith("-"):  # behind a dash another time may stand
            moment = _in_china(moment.replace(tzinfo=datetime.strptime(zone, "%z").tzinfo))
    except ValueError:  # a time that no clock shows: the date still stands
        return day.isoformat()
    return moment.isoformat()


def _in_china(moment: datetime) -> datetime:
    return moment.astimezone(_CHINA).replace(tzinfo=None)


def _day(year: str, month: str, day: str) -> date | None:
    numbers = [_number(part) for part in (year, month, day)]
    if None in numbers:
        return None
    y, m, d = (number for number in numbers if number is not None)
    try:
        return date(y, m, d) if FIRST_YEAR <= y <= LAST_YEAR else None
    except ValueError:
        return None


@Remembered
def _number(text: str) -> int | None:
    """Arabic, Chinese, or a mixture of digits (二0一七).

    >>> _number("二0一七"), _number("十二"), _number("2 021"), _number("二十一")
    (2017, 12, 2021, 21)
    """
    bare = text.replace(" ", "")
    if bare == "元":  # 元月, the first
        return 1
    if bare.isdecimal():
        return int(bare)
    bare = bare.translate(_ZEROS)
    if any(char.isdecimal() for char in bare):
        digits = [char if char.isdecimal() else str(_CN[2:].find(char)) if char != "〇" else "0" for char in bare]
        return int("".join(digits)) if all(digit.isdecimal() for digit in digits) else None
    number = read_digits(bare)
    return parse_numeral(bare) if number is None else number


def _parse_words(folded: str) -> str | None:
    """What the patterns leave: months in words. Never relative dates, which depend on the day of reading."""
    year = re.search(r"(?<!\d)(?:19|20)\d\d(?!\d)", folded)
    if year is None or len(folded) > 40 or not _WORDS.search(folded) or not re.search(r"(?<!\d)\d{1,2}(?!\d)", folded):
        return None
    import dateparser  # slow to import, seldom needed

    settings = {"STRICT_PARSING": True, "PARSERS": ["absolute-time"]}
    here = folded.replace(" CST", "")  # China's, not America's
    found = dateparser.parse(here, languages=["zh", "en"], settings=settings)
    if found is None or str(found.year) != year[0] or not FIRST_YEAR <= found.year <= LAST_YEAR:
        return None
    if found.tzinfo is not None:
        found = _in_china(found)
    return found.isoformat(timespec="seconds") if ":" in folded else found.date().isoformat()


# --- publication -----------------------------------------------------------------------------------------------------

_LABELLED = re.compile(
    r"(?:发布时间|发布日期|公开日期|公开时间|发文日期|生成日期|生成时间|更新时间|更新日期|(?:^|[\s|])(?:日期|时间))\s{0,3}[:：]?\s{0,5}(?P<rest>.{0,40})"
)
_HEAD = 150
"""Lines that are searched for a date of publication."""
_LABEL = 12
"""Characters; a line of no more that ends with a colon is the label of the next."""
_UNDER = 4
"""Lines under a title within which a date alone is the one of publication."""
_URL_DATES = (
    re.compile(r"/t(?P<y>20\d\d)(?P<m>\d\d)(?P<d>\d\d)_\d"),
    re.compile(r"/art/(?P<y>20\d\d)/(?P<m>\d{1,2})/(?P<d>\d{1,2})/art_"),
    re.compile(r"/(?P<y>20\d\d)[-/](?P<m>\d\d)[-/](?P<d>\d\d)/"),
    re.compile(r"/(?P<y>20\d\d)(?P<m>\d\d)/?(?P<d>\d\d)/"),
)


def extract_published(metadata: Metadata, head: list[str], hints: Hints, url: str | None) -> Reading[str] | None:
    """Date of publication, with its time where one is stated."""
    if metadata.published is not None:
        return metadata.published
    head = head[:_HEAD]
    for line in head:
        if len(line) <= 300 and (match := _LABELLED.search(fold(line))):
            found = next(find_dates(match["rest"]), None)
            if found is not None:
                return Reading(found.iso, "text", line.strip())
    if (alone := _under_title(head)) is not None:
        return alone
    if hints.listing_date and (iso := parse_date(hints.listing_date)):
        return Reading(iso, "listing", hints.listing_date)
    for pattern in _URL_DATES:
        if url and (in_path := pattern.search(url)):
            day = _day(in_path["y"], in_path["m"], in_path["d"])
            if day is not None:
                return Reading(day.isoformat(), "url", in_path[0])
    return None


def _under_title(head: list[str]) -> Reading[str] | None:
    """Date alone on its line or beside the agency, close under the title of a report."""
    close = 0
    for above, line in pairwise(["", *head]):
        close = _UNDER if has_topic(line) and is_report_title(clean_title(line)) else close - 1
        if close < 0 or len(line) > MAX_DATE_TEXT:
            continue
        if len(above) <= _LABEL and above.endswith(("：", ":")):  # another date, its label on the line before
            continue
        folded = fold(line).strip()
        found = next(find_dates(folded), None)
        if found is None:
            continue
        beside = squeeze(folded[: found.start] + folded[found.end :]).strip("()[]|,:•·")
        if not beside or is_agency(beside):
            return Reading(found.iso, "text", line.strip())
    return None


# --- sign-off --------------------------------------------------------------------------------------------------------


def extract_signed(tail: list[str]) -> Reading[str] | None:
    """Date under the report, alone on its line or behind the agency; never one inside a sentence."""
    sign_off = read_sign_off(tail)
    if sign_off.date is None:
        return None
    iso = parse_date(sign_off.date)
    return Reading(iso, "text", sign_off.quote) if iso else None


# --- period ----------------------------------------------------------------------------------------------------------

_END_OF = r"\s?(?P<{0}m>{1})\s?(?:月|[-./])\s?(?P<{0}d>{1})\s?[日号]?"
_RANGE = re.compile(
    rf"(?<![\d{_CN}]){_YEAR}\s?(?:年度?\s?\(?|[-./])"
    + _END_OF.replace("{0}", "a").replace("{1}", _NUMBER)
    + r"(?:《[^《》]{1,20}》(?:正式)?(?:实施|施行)(?:之日|以来)?)?\s?(?:起|开始|始|零时|0时|\(含\))?\s?,?\s?(?:至|到|止|[-—–―─~～]{1,6})\s?"
    + rf"(?:(?P<y2>(?:19|20)\d\d|二[{_CN}\d]{{3}})\s?(?:年|[-./])|同年|当年)?"
    + _END_OF.replace("{0}", "b").replace("{1}", _NUMBER)
)
_MONTHS = re.compile(
    rf"(?<![\d{_CN}]){_YEAR}\s?年\s?(?P<am>{_NUMBER})\s?月?份?\s?(?:至|到"
    rf"|[-—–―─~～]{{1,3}})\s?(?P<bm>{_NUMBER})\s?月(?![\d{_CN}十])"
)
_SAID_BEFORE = re.compile(
    r"(?:统计|数据|报告期|报告时限|报告的?时间|年报|报告|资料|情况)[^。;]{0,30}?(?:期限|时限|时间|时段|周期|期间|区间|范围|日期|起止)[^。;]{0,14}$"
    r"|(?:统计|所列|各项|有关|相关|使用)的?(?:数据|数字)[^。;]{0,16}$|(?:数据|本报告|统计)(?:均|都)?(?:从|自|为|截取|来源于|是|[:：])\s?$"
    r"|(?:报告期|统计期|期限|时限)[^。;,]{0,8}$"
)
_SAID_AFTER = re.compile(
    r"^\s?(?:止|底|结束|24时|24:00)?\s?[)）]?(?:期间|之间)?的?(?:统计数据|数据(?:统计)?|统计|各项数据|(?:政府|政务)?信息公开(?:工作)?情况)"
)
_DOTTED = re.compile(r"\d\s?[-./．／－]\s?\d")
_RANGE_MARK = re.compile("[至到止—–―─~～-]")
"""One of these parts the ends of every range."""
_MAX_SENTENCE = 2000
_LATE = 3
"""Years after which a date of publication is doubted; portals that move date old pages anew."""


def find_periods(lines: list[str]) -> list[Reading[Period]]:
    """Ranges of days or months that are said to be the one of the figures or of the report, also such as end before they begin.

    Behind the first only those that 统计 or 期限 is said of.
    """
    found: list[Reading[Period]] = []
    for paragraph in paragraphs(lines):
        if "月" not in paragraph and not _DOTTED.search(paragraph):
            continue
        if found and not ("统计" in paragraph or "期限" in paragraph):
            continue
        readings = (
            _period_in(sentence[:_MAX_SENTENCE]) for sentence in filter(_RANGE_MARK.search, sentences(fold(paragraph)))
        )
        found += [reading for reading in readings if reading is not None]
    return found


def period_findings(found: Sequence[Reading[Period]]) -> Iterator[Finding]:
    """What the periods that a report states leave in doubt: backwards, of more than one year, or several."""
    first = next((reading.value for reading in found if reading.value.start < reading.value.end), None)
    for reading in found:
        period, about = reading.value, None
        if period.start > period.end:
            about = "field.period_reversed", "ends before it begins"
        elif period.start[:4] != period.end[:4]:
            about = "field.period_not_one_year", "is not of one year"
        elif first is not None and period.end[:4] != first.end[:4]:
            about = "field.period_conflict", f"is not the one of {first.start} to {first.end}"
        if about is not None:
            yield Finding(
                code=about[0],
                severity="warning",
                field="period",
                stated=f"{period.start}/{period.end}",
                message=f"the period {period.start} to {period.end} {about[1]}: {reading.quote}",
            )


def _period_in(sentence: str) -> Reading[Period] | None:
    plain = simplify(sentence)
    for pattern in (_RANGE, _MONTHS):
        for match in pattern.finditer(plain):
            before, after = plain[max(0, match.start() - 60) : match.start()], plain[match.end() :]
            if not (_SAID_BEFORE.search(before) or _SAID_AFTER.match(after)):
                continue
            period = _range_of_days(match) if pattern is _RANGE else _range_of_months(match)
            if period is not None:
                return Reading(period, "text", sentence[max(0, match.start() - 30) : match.end() + 10].strip())
    return None


def _range_of_days(match: re.Match[str]) -> Period | None:
    start = _day(match["y"], match["am"], match["ad"])
    end = _day(match["y2"] or match["y"], match["bm"], match["bd"])
    return Period(start=start.isoformat(), end=end.isoformat()) if start and end and start != end else None


def _range_of_months(match: re.Match[str]) -> Period | None:
    """Whole months: from the first day of one to the last day of the other."""
    start, last = _day(match["y"], match["am"], "1"), _day(match["y"], match["bm"], "1")
    if start is None or last is None or last < start:
        return None
    end = last.replace(day=monthrange(last.year, last.month)[1])
    return Period(start=start.isoformat(), end=end.isoformat())


# --- findings --------------------------------------------------------------------------------------------------------


def date_findings(year: int | None, period: Period | None, published: str | None, signed: str | None) -> list[Finding]:
    """What the dates say against each other: a report can be neither signed nor published before its period's end."""
    end = period.end if period is not None else f"{year}-12-31" if year is not None else None
    findings = [
        Finding(
            code=f"field.{field}_before_period_end",
            severity="warning",
            field=field,
            stated=stated,
            computed=end,
            message=f"{field} {stated}, before the end of the period that is reported on, {end}",
        )
        for field, stated in _dated((("signed", signed), ("published", published)))
        if end is not None and stated < end
    ]
    if published and end is not None and int(published[:4]) - int(end[:4]) > _LATE:
        findings.append(
            Finding(
                code="field.published_late",
                severity="warning",
                field="published",
                stated=published,
                computed=end,
                message=f"published {published}, more than {_LATE} years after the end of the period reported on, {end}",
            )
        )
    if signed and published and signed > published:
        findings.append(
            Finding(
                code="field.signed_after_published",
                severity="info",
                field="signed",
                stated=signed,
                computed=published,
                message=f"signed {signed}, after the day of publication, {published[:10]}",
            )
        )
    return findings


def _dated(fields: Iterable[tuple[str, str | None]]) -> Iterator[tuple[str, str]]:
    return ((field, stated) for field, stated in fields if stated is not None)
