"""The year reported on 报告年度; never the year of publication.

Order of trust: the title, the period of the figures, the opening (现将…2021年…), the page's other titles, the link in the
listing. A title whose year had not ended when the report was published gives way to the period.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from extractors.flow import paragraphs
from extractors.metadata import Metadata
from extractors.reading import Reading
from extractors.report import Finding, Hints, Period, Section
from extractors.simplified import simplify
from extractors.text import squeeze
from extractors.title_words import is_report_title

FIRST_YEAR, LAST_YEAR = 2003, 2060
"""The first regulations on disclosure date from 2003."""

_CN = {
    char: digit
    for digit, chars in enumerate(("〇○零oO0Оо◯Ｏ", "一壹", "二贰", "三", "四", "五", "六", "七", "八", "九"))
    for char in chars
}
_CN_CLASS = "".join(_CN)
_YEAR = re.compile(
    rf"(?<!\d)(?P<long>20\d{{3,6}})(?=年)|(?<![\d.])(?P<year>20\d\d)(?!\d)"
    rf"|(?<![{_CN_CLASS}\d])(?P<cn>[二2][{_CN_CLASS}\d]{{3}})(?=年|度|政府|信息|政务)"
)
_RANGE = re.compile(r"20\d\d年?度?[-—–~～至到]{1,2}20\d\d")
_TOPIC = r"(?:政府|政务)?信息|公开|年报|年度报告|工作报告|总结"
_REPORTED = re.compile(rf"^年?度?.{{0,30}}?(?:{_TOPIC})")
_REVISED = re.compile(r"^年?(?:\d{1,2}月)?(?:修[订改]|更正|版|更新|重新)|^\)?\d{1,3}号|^[\]〕】]\d")
_OPENINGS = (
    re.compile(
        rf"(?:现将|现公布|公布|编制[了的]?|汇总了?).{{0,40}}?(?P<y>20\d\d|[二2][{_CN_CLASS}]{{3}})年度?.{{0,16}}?(?:公开|年报|年度报告)"
    ),
    re.compile(
        rf"(?<!做好)(?P<y>20\d\d|[二2][{_CN_CLASS}]{{3}})年度?[^,。;:\d]{{0,12}}?(?:信息|政务)公开(?:工作|年度|情况|报告|年报)"
    ),
    re.compile(
        rf"^(?:(?:根据|按照)[^,，。]{{0,40}}[,，])?(?P<y>20\d\d|[二2][{_CN_CLASS}]{{3}})年(?:度|以来|来|,|，|我|本|全)"
        r"(?![^,，。]{0,12}将)"
    ),
)
_QUOTED = re.compile(r"《([^《》]{0,80})》")
_SENTENCE = 20
"""Characters; what is shorter is a heading or a button."""
_OPENING_PARAGRAPHS = 4


def extract_year(
    title: Reading[str] | None,
    metadata: Metadata,
    preamble: list[str],
    sections: list[Section],
    period: Reading[Period] | None,
    published: Reading[str] | None,
    hints: Hints,
) -> Reading[int] | Reading[None] | None:
    """Year that the report is on, with findings where the document names another one, or misprints it.

    A misprint without other evidence gives a reading of ``None``: the year is stated, but nobody can say which it is.
    """
    titled, findings = _from_title(title)
    lasted = _from_period(period)
    opened = _from_opening(preamble, sections)
    elsewhere = [
        _from_title(Reading(text, source, text))[0]
        for text, source in (
            (metadata.title.value if metadata.title else None, "meta"),
            (hints.link_text, "listing"),
        )
        if text
    ]
    order = [titled, lasted, opened, *elsewhere]
    if titled is not None and lasted is not None and _too_early(titled.value, lasted.value, published):
        order = [lasted, titled]
    chosen = next((found for found in order if found is not None), None)
    if chosen is None:
        return Reading(None, "title", title.value, tuple(findings)) if title is not None and findings else None
    findings += _conflicts(chosen, [titled, lasted, opened])
    return Reading(chosen.value, chosen.source, chosen.quote, tuple(findings))


def years_in(text: str) -> Iterator[tuple[int, int, int]]:
    """Years that a text states, in digits, numerals or both, with their places in the squeezed text.

    >>> [[year for year, *_ in years_in(text)] for text in ("２０２０年", "二〇二〇年度", "二0一七年", "202020年", "2021 年")]
    [[2020], [2020], [2017], [], [2021]]
    """
    for match in _YEAR.finditer(squeeze(text)):
        year = int(match["year"]) if match["year"] else _numeral_year(match["cn"] or "")
        if year is not None and FIRST_YEAR <= year <= LAST_YEAR:
            yield year, match.start(), match.end()


def _numeral_year(text: str) -> int | None:
    digits = [char if char.isdecimal() else str(_CN[char]) for char in text if char.isdecimal() or char in _CN]
    return int("".join(digits)) if len(digits) == 4 else None


# --- the title -------------------------------------------------------------------------------------------------------


def _from_title(title: Reading[str] | None) -> tuple[Reading[int] | None, list[Finding]]:
    """Year of a title: the one before its topic, or its only one; none if it names a range or several."""
    if title is None:
        return None, []
    text = squeeze(title.value)
    typo = next((match for match in _YEAR.finditer(text) if match["long"]), None)
    findings = [_typo(typo["long"], title.value)] if typo is not None else []
    if _RANGE.search(text):
        return None, findings
    found = [(year, start, end) for year, start, end in years_in(text) if not _REVISED.match(text[end:])]
    reported = {year for year, _, end in found if _REPORTED.match(text[end : end + 50])}
    years = reported or {year for year, *_ in found}
    if len(years) != 1 or typo is not None:
        return None, findings
    source = "title" if title.source == "text" else title.source
    return Reading(years.pop(), source, title.value), findings


def _typo(printed: str, title: str) -> Finding:
    return Finding(
        code="field.year_typo",
        severity="warning",
        field="year",
        stated=printed,
        message=f"the title {title[:60]} prints {printed} for a year",
    )


# --- other evidence --------------------------------------------------------------------------------------------------


def _from_period(period: Reading[Period] | None) -> Reading[int] | None:
    """Year of a period that lies within one."""
    if period is None or period.value.start[:4] != period.value.end[:4]:
        return None
    return Reading(int(period.value.end[:4]), period.source, period.quote)


def _from_opening(preamble: Sequence[str], sections: Sequence[Section]) -> Reading[int] | None:
    """Year that the first sentences report on: 现将…2021年…公开…, else the one that they begin with."""
    first = sections[0].text.split("\n")[:2] if sections else []
    prose = (
        text
        for text in islice(paragraphs([*preamble, *first]), 60)
        if len(text) > _SENTENCE and ("。" in text or text.endswith((":", "：")))
    )
    texts = [_QUOTED.sub(_unquoted, simplify(squeeze(text[:1500]))) for text in islice(prose, _OPENING_PARAGRAPHS)]
    for pattern in _OPENINGS:
        for text in texts:
            for match in pattern.finditer(text):
                year = int(match["y"]) if match["y"].isdecimal() else _numeral_year(match["y"])
                if year is not None and FIRST_YEAR <= year <= LAST_YEAR:
                    return Reading(year, "text", text[max(0, match.start() - 5) : match.end() + 15])
    return None


def _unquoted(match: re.Match[str]) -> str:
    """Name of the report itself without its book marks; laws and notices have years of their own."""
    return match[1] if is_report_title(match[1]) else ""


def _too_early(titled: int, lasted: int, published: Reading[str] | None) -> bool:
    """Whether the title's year had not ended on the day of publication, while the period's had."""
    return published is not None and lasted < titled and published.value[:4] == str(titled) and lasted == titled - 1


def _conflicts(chosen: Reading[int], others: Sequence[Reading[int] | None]) -> list[Finding]:
    findings = []
    said = {chosen.value}
    for other in others:
        if other is not None and other.value not in said:
            said.add(other.value)
            findings.append(
                Finding(
                    code="field.year_conflict",
                    severity="warning",
                    field="year",
                    stated=chosen.value,
                    computed=other.value,
                    message=f"{chosen.quote[:60]} is on {chosen.value}, but {other.quote[:60]} says {other.value}",
                )
            )
    return findings
