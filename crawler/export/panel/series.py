"""Which reports are one agency's: names unified over years and renamings, each with the rule that says so."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import Literal

from crawler.datafiles import load_toml
from crawler.export.panel.names import core_name
from crawler.export.panel.report import PanelReport
from extractors.divisions import find_division_by_code
from extractors.divisions.spelling import township_stem

Rule = Literal["name", "portal", "alone", "division", "township_renamed", "reform"]

NOWHERE = "?"
"""Begins the place of reports whose county nobody knows."""
_TOWNSHIP = 9
"""Digits of a township's code."""
_KINDS = ("乡", "镇", "街道")
"""A township becomes a town 撤乡设镇 and a town becomes a subdistrict 撤镇设街道, never back."""
_BY_NAME = ("name", "portal")
"""Rules by which reports have one name."""


@dataclass(slots=True)
class _Named:
    """The reports of one county under one name."""

    core: str
    """Name without the divisions above it and, of a township, without its organ."""
    reports: list[PanelReport] = field(default_factory=list)
    rules: dict[str, Rule] = field(default_factory=dict)
    """Report id → the rule by which it is here."""

    @property
    def years(self) -> set[int]:
        return {report.year for report in self.reports}

    @property
    def township(self) -> tuple[str, str | None] | None:
        """Code of the township whose government this is, and the table of codes that has it; ``None`` if not one is stated."""
        codes = {
            (report.division, report.division_table)
            for report in self.reports
            if report.level == "township" and report.division and len(report.division) == _TOWNSHIP
        }
        return codes.pop() if len(codes) == 1 else None


_Find = Callable[[Sequence[_Named]], Iterator[tuple[_Named, _Named]]]
"""Gives pairs of an older and a newer name of one agency."""


@dataclass(frozen=True, slots=True)
class Series:
    """One agency over the years."""

    code: str
    """County (or portal) and name; stable while the newest name is."""
    agency: str
    """Name as its newest report prints it."""
    reports: tuple[PanelReport, ...]
    """By year; several of one year are editions."""
    rules: dict[str, Rule]
    """Report id → why it belongs here: ``name`` the name of the newest report, otherwise the rule that joined them."""
    predecessors: tuple[str, ...]
    """Names of bodies that were merged into this one; their reports are series of their own."""

    def renamed_between(self, before: PanelReport, after: PanelReport) -> bool:
        """Whether the agency had another name, not only another print of it, at the time of one of two reports."""
        rules = {self.rules[before.id], self.rules[after.id]}
        return len(rules) > 1 and not rules <= set(_BY_NAME)


def find_series(county: str, reports: Sequence[PanelReport]) -> list[Series]:
    """Series of the reports of one county, by name. Nothing is joined where two answers are possible.

    ``county`` is its code, or what stands in its place. Names are joined that are equal without the county's, the
    government's or the office's words (``name``; ``portal`` where the report's own division is not known, but its portal's
    other reports are all of this county); of townships, that have one code (``division``) or were raised from 乡 to 镇 to 街道
    (``township_renamed``); of departments, that ``successors.toml`` calls the same body under a new name (``reform``).
    Joined names never have reports of one year. ``alone`` is a report that no other can be joined with.
    """
    named: dict[str, _Named] = {}
    full_name = _full_name(county, reports)
    for report in reports:
        core = core_name(report.agency, full_name)
        entry = named.setdefault(core, _Named(core))
        entry.reports.append(report)
        entry.rules[report.id] = _first_rule(county, report, placed=full_name is not None)
    joins: tuple[tuple[_Find, Rule], ...] = (
        (_same_division, "division"),
        (_raised, "township_renamed"),
        (_renamed, "reform"),
    )
    for find, rule in joins:
        for older, newer in list(find(list(named.values()))):
            if older.core in named and newer.core in named and max(older.years) < min(newer.years):
                _join(named, older, newer, rule)
    return [_series(county, entry, named) for _, entry in sorted(named.items())]


def _full_name(county: str, reports: Sequence[PanelReport]) -> str | None:
    """The county's name from the province down: by the table of codes, else as its own reports have it."""
    division = find_division_by_code(county)
    if division is not None:
        return division.name
    return min((report.division_name for report in reports if report.division_name), key=len, default=None)


def _first_rule(county: str, report: PanelReport, *, placed: bool) -> Rule:
    if county == NOWHERE + report.id:
        return "alone"
    return "portal" if placed and not report.division else "name"


def _join(named: dict[str, _Named], older: _Named, newer: _Named, rule: Rule) -> None:
    newer.reports += older.reports
    newer.rules |= {report: rule if found in _BY_NAME else found for report, found in older.rules.items()}
    del named[older.core]


def _pairs(groups: Iterable[Sequence[_Named]]) -> Iterator[tuple[_Named, _Named]]:
    """The older and the newer of two names; of three or more no one knows which became which."""
    for group in groups:
        if len(group) == 2:
            older, newer = sorted(group, key=lambda entry: min(entry.years))
            yield older, newer


def _same_division(named: Sequence[_Named]) -> Iterator[tuple[_Named, _Named]]:
    by_code: dict[str, list[_Named]] = {}
    for entry in named:
        if entry.township is not None:
            by_code.setdefault(entry.township[0], []).append(entry)
    yield from _pairs(by_code.values())


def _raised(named: Sequence[_Named]) -> Iterator[tuple[_Named, _Named]]:
    by_stem: dict[str, list[_Named]] = {}
    kinds: dict[str, int] = {}
    for entry in named:
        stem = township_stem(entry.core)
        if stem is not None and stem[1] in _KINDS:
            by_stem.setdefault(stem[0], []).append(entry)
            kinds[entry.core] = _KINDS.index(stem[1])
    for group in by_stem.values():
        steps = list(pairwise(sorted(group, key=lambda entry: min(entry.years))))
        if all(_follows(one, other) and kinds[one.core] < kinds[other.core] for one, other in steps):
            yield from steps


def _follows(older: _Named, newer: _Named) -> bool:
    """Whether the newer name may be the older one's successor: neither their reports nor their codes are of one time."""
    return max(older.years) < min(newer.years) and not _both_exist(older, newer)


def _both_exist(one: _Named, other: _Named) -> bool:
    """Whether one table of codes has both townships: then neither is the other under a new name."""
    return one.township is not None and other.township is not None and one.township[1] == other.township[1]


def _renamed(named: Sequence[_Named]) -> Iterator[tuple[_Named, _Named]]:
    for successor in load_successors():
        if successor.renamed:
            before = [entry for entry in named if entry.core in successor.before]
            after = [entry for entry in named if entry.core in successor.after]
            if len(before) == len(after) == 1:
                yield before[0], after[0]


def _series(county: str, entry: _Named, named: dict[str, _Named]) -> Series:
    reports = tuple(sorted(entry.reports, key=lambda report: (report.year, report.id)))
    merged = [
        name
        for successor in load_successors()
        if not successor.renamed and entry.core in successor.after
        for name in successor.before
        if name in named and min(named[name].years) < max(entry.years)
    ]
    return Series(f"{county}/{entry.core}", reports[-1].agency, reports, entry.rules, tuple(dict.fromkeys(merged)))


@dataclass(frozen=True, slots=True)
class Successor:
    """Bodies that a reform renamed or merged."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    renamed: bool
    """Whether it is the same body under a new name; otherwise several were merged, and their figures can't be one series."""


@cache
def load_successors() -> tuple[Successor, ...]:
    """Entries of ``successors.toml``."""
    data = load_toml("crawler.export.panel", "successors.toml")
    return tuple(
        Successor(tuple(entry["before"]), tuple(entry["after"]), entry["kind"] == "renamed")
        for entry in data["successors"]
    )
