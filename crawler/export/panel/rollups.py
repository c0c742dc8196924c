"""A county's report against those of its units, where it says that it counts them and all of them are there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import starmap

from crawler.datafiles import load_toml
from crawler.export.panel.findings import PanelFinding
from crawler.export.panel.indicators import Indicator, load_indicators, measure
from crawler.export.panel.report import PanelReport
from crawler.export.sheets import Item
from extractors.numbers import parse_cell
from extractors.text import squeeze

_SENTENCE = re.compile(r"[^。；;\n]{1,400}")
_KINDS = ("township", "department")
_ANY = "unit"


def stated_scope(item: Item) -> dict[str, int]:
    """Kind → number of the units that a county's report says it counts beside its own office; empty where it does not say so.

    >>> text = "本报告数据为全县汇总，涵盖十四个乡镇、26个部门。"
    >>> stated_scope({"agency_level": "county", "sections": [{"text": text}]})
    {'township': 14, 'department': 26}
    """
    if item["agency_level"] != "county":
        return {}
    sentences = (found for section in item["sections"] for found in _SENTENCE.findall(section["text"]))
    scopes = [scope for sentence in sentences if (scope := _scope(squeeze(sentence)))]
    return scopes[0] if scopes and all(scope == scopes[0] for scope in scopes) else {}


def _scope(sentence: str) -> dict[str, int]:
    words = _load()
    if not words.says.search(sentence) or words.denies.search(sentence):
        return {}
    scope: Counter[str] = Counter()
    for found in words.counts.finditer(sentence):
        scope[found.lastgroup or _ANY] += int(parse_cell(found["count"]).value or 0)
    return {} if _ANY in scope and len(scope) > 1 else dict(scope)  # 40个单位, 14 of them 乡镇: which ones is not said


def check_rollups(reports: Iterable[PanelReport]) -> Iterator[PanelFinding]:
    """Findings of one county and year, from the edition of each of its agencies that counts.

    Only where one report states its scope, and as many units of each kind have reports. The county's own office counts too,
    so that only a sum above the county's figure is worth a note.
    """
    every = list(reports)
    counties = [report for report in every if report.scope]
    if len(counties) != 1:
        return
    scope = counties[0].scope
    units = [report for report in every if report.level in (_KINDS if _ANY in scope else scope)]
    found = Counter(_ANY if _ANY in scope else str(report.level) for report in units)
    if found == scope:
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
    denies: re.Pattern[str]
    counts: re.Pattern[str]
    """``count``, then a group named for the kind of unit that matched."""
    indicators: tuple[Indicator, ...]


@cache
def _load() -> _Words:
    data = load_toml("crawler.export.panel", "rollups.toml")
    by_code = {indicator.code: indicator for indicator in load_indicators()}
    return _Words(
        says=re.compile("|".join(data["says"])),
        denies=re.compile("|".join(data["denies"])),
        counts=re.compile(f"{_named('count', data['count'])}个(?:{'|'.join(starmap(_named, data['units'].items()))})"),
        indicators=tuple(by_code[code] for code in data["indicators"]["sums"]),
    )


def _named(name: str, pattern: str) -> str:
    return f"(?P<{name}>{pattern})"
