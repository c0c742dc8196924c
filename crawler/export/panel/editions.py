"""Which of several reports of one agency and year counts, and what they disagree on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from crawler.export.panel.findings import PanelFinding
from crawler.export.panel.indicators import load_indicators, measure
from crawler.export.panel.report import PanelReport

Rule = Literal["only", "whole", "published", "corrected", "id"]
_RULES: tuple[Rule, ...] = ("whole", "published", "corrected", "id")
"""In the order of what :func:`_rank` gives."""


@dataclass(frozen=True, slots=True)
class Edition:
    """The report that counts for an agency and year."""

    report: PanelReport
    rule: Rule
    """What decided: ``only`` where there is no other."""
    others: tuple[PanelReport, ...]


def choose_edition(editions: Sequence[PanelReport]) -> Edition:
    """The edition that counts, by the rule that the ledger has for reports with one key.

    One that could be read whole goes before one that could not, then the one that was published last (fetched last, where
    it states no date), then one whose title says that it is corrected. Where all that is equal, the id decides, only so
    that it is always the same.
    """
    best, *others = sorted(editions, key=_rank, reverse=True)
    if not others:
        return Edition(best, "only", ())
    ranks = zip(_RULES, _rank(best), _rank(others[0]), strict=True)
    return Edition(best, next(rule for rule, one, other in ranks if one != other), tuple(others))


def _rank(report: PanelReport) -> tuple[bool, str, bool, str]:
    return report.whole, report.day, report.corrected, report.id


def differing_editions(edition: Edition) -> Iterator[PanelFinding]:
    """Findings where an edition that does not count states an indicator otherwise than the one that does."""
    for other in edition.others:
        for indicator in load_indicators():
            (counted, _), (left, _) = measure(indicator, edition.report), measure(indicator, other)
            if counted is not None and left is not None and counted != left:
                yield PanelFinding(
                    code="panel.editions_differ",
                    severity="warning",
                    message="同一机构同一年度的两份报告数字不同 · two reports of one agency and year state different numbers",
                    id=edition.report.id,
                    other_id=other.id,
                    year=edition.report.year,
                    place=indicator.code,
                    stated=counted,
                    computed=left,
                )
