"""A county's report against those of its units, where it says that it counts them and all of them are there."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from crawler.export.panel.findings import PanelFinding
from crawler.export.panel.indicators import Indicator, load_indicators, measure
from crawler.export.panel.report import PanelReport
from crawler.export.sheets import Item
from extractors.numbers import parse_cell
from extractors.text import squeeze

_SENTENCE = re.compile(r"[^。；;\n]{1,400}")
_UNITS = ("township", "department")


def stated_scope(item: Item) -> int | None:
    """Number of units that a county's report says it counts beside its own office; ``None`` where it does not say so.

    >>> text = "本报告数据为全县汇总，涵盖十四个乡镇、26个部门。"
    >>> stated_scope({"agency_level": "county", "sections": [{"text": text}]})
    40
    """
    if item["agency_level"] != "county":
        return None
    words = _load()
    scopes = {
        sum(map(_number, counts))
        for section in item["sections"]
        for sentence in _SENTENCE.findall(section["text"])
        if words.says.search(plain := squeeze(sentence)) and (counts := words.counts.findall(plain))
    }
    return scopes.pop() if len(scopes) == 1 else None


def _number(text: str) -> int:
    """A count in digits or Chinese numerals; both are what the pattern takes."""
    return int(parse_cell(text).value or 0)


def check_rollups(reports: Iterable[PanelReport]) -> Iterator[PanelFinding]:
    """Findings of one county and year, from the edition of each of its agencies that counts.

    Only where one report states its scope, and as many units have reports. The county's own office counts too, so that only
    a sum above the county's figure is worth a note.
    """
    every = list(reports)
    counties = [report for report in every if report.scope is not None]
    units = [report for report in every if report.level in _UNITS]
    if len(counties) != 1 or counties[0].scope != len(units):
        return
    for indicator in _load().indicators:
        yield from _check(indicator, counties[0], units)


def _check(indicator: Indicator, county: PanelReport, units: Sequence[PanelReport]) -> Iterator[PanelFinding]:
    whole, _ = measure(indicator, county)
    parts = [value for value, _ in (measure(indicator, unit) for unit in units) if value is not None]
    if whole is not None and len(parts) == len(units) and sum(parts) > whole:
        yield PanelFinding(
            code="panel.rollup",
            severity="info",
            message="汇总报告的数字小于所属单位之和 · the county's figure is less than its units' together",
            id=county.id,
            year=county.year,
            place=indicator.code,
            stated=whole,
            computed=sum(parts),
        )


@dataclass(frozen=True, slots=True)
class _Words:
    says: re.Pattern[str]
    counts: re.Pattern[str]
    indicators: tuple[Indicator, ...]


@cache
def _load() -> _Words:
    data = tomllib.loads((files("crawler.export.panel") / "rollups.toml").read_text("utf-8"))
    by_code = {indicator.code: indicator for indicator in load_indicators()}
    chosen = tuple(by_code[code] for code in data["indicators"])
    return _Words(re.compile("|".join(data["says"])), re.compile(data["counts"]), chosen)
