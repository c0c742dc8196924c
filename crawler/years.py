"""Report years 报告年度: the range asked for, and what a listing shows of a report's year."""

from __future__ import annotations

import re

from extractors.text import squeeze

FIRST_YEAR = 2000
"""Disclosure reports begin in 2008, some cities' a few years before."""
_LAST_YEAR = 2100
_PART = re.compile(r"(\d{4})(?:-(\d{4}))?")
_STATED = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=年|\D{0,4}政府信息公开|\D{0,4}信息公开)")
_CHINESE = re.compile(r"二[〇○零0oO]([〇○零0oO一二三四五六七八九])([〇○零0oO一二三四五六七八九])年")
_DIGITS = {**dict.fromkeys("〇○零0oO", 0), **{digit: i for i, digit in enumerate("一二三四五六七八九", start=1)}}


def parse_years(text: str) -> frozenset[int]:
    """Years that an argument asks for. :exc:`ValueError` says what is wrong with it.

    >>> sorted(parse_years("2019-2021,2023"))
    [2019, 2020, 2021, 2023]
    """
    years: set[int] = set()
    for part in text.split(","):
        match = _PART.fullmatch(part.strip())
        if match is None:
            raise ValueError(f"years are 2021, 2019-2024 or 2019,2021-2023; not {text!r}")
        first, last = int(match[1]), int(match[2] or match[1])
        if not FIRST_YEAR <= first <= last <= _LAST_YEAR:
            raise ValueError(
                f"years run from {FIRST_YEAR} to {_LAST_YEAR}, the earlier one first; not {part.strip()!r}"
            )
        years |= set(range(first, last + 1))
    return frozenset(years)


def stated_year(title: str) -> int | None:
    """Report year that a title states; ``None`` if it states none, or several.

    >>> stated_year("太平镇2020年政府信息公开工作年度报告"), stated_year("二〇二一年年报"), stated_year("2019-2020年年报")
    (2020, 2021, None)
    """
    text = squeeze(title)
    if re.search(r"\d{4}[-—~至]\d{4}", text):
        return None
    years = {int(year) for year in _STATED.findall(text)}
    years |= {2000 + 10 * _DIGITS[tens] + _DIGITS[ones] for tens, ones in _CHINESE.findall(text)}
    return years.pop() if len(years) == 1 else None


def is_out_of_range(years: frozenset[int] | None, title: str, date: str | None) -> bool:
    """Whether a listing's title, else its date, shows that a report is on none of the years.

    A report is published when its year ends or later, so a date only rules out the report years behind it.

    >>> is_out_of_range(frozenset({2022}), "年报", "2021-12-31"), is_out_of_range(frozenset({2021}), "年报", "2021-12-31")
    (True, False)
    """
    if years is None:
        return False
    year = stated_year(title)
    if year is not None:
        return year not in years
    return date is not None and int(date[:4]) < min(years)
