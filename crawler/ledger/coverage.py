"""Coverage: agency × year → whether the report is there, and if not, why. The rules are told in ``docs/ledger.md``."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any, Literal, cast, get_args

from sqlalchemy import Connection, Row, exists, select

from crawler.datafiles import load_toml
from crawler.ledger.schema import edition, page, report
from crawler.years import stated_year
from extractors.text import squeeze

State = Literal[
    "changed", "found", "picture_only", "document_unread", "blocked", "failed", "list_only", "missing"
]  # fmt: skip
_ORDER = {state: place for place, state in enumerate(get_args(State))}
_FILE = "coverage.toml"
_COUNTY = 6
"""Digits of a county's code; its townships' begin with them."""
_NO_NAME = re.compile(r"^关于|(?:19|20)\d\d年?度?|(?:政府)?信息公开.*$")
_SUFFIX = re.compile(r"(?:人民|政府|办事处|的)+$")
_Key = tuple[str, str | None, int | None]
"""Agency, division and year."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Coverage:
    """What is known of one agency's report on one year."""

    division: str | None
    """Code of the agency's division; ``None`` where nothing states it."""
    agency: str | None
    """``None`` where neither a report nor a listing names it."""
    year: int | None
    """``None`` for what states none."""
    state: State
    portal: str | None
    """Where it was found or is named; ``None`` for what is missing."""
    report: str | None = None
    """Id of the report."""
    detail: str = ""
    """Address and outcome of the page, where there is no report."""


def cover(
    connection: Connection, *, portals: Collection[str] | None = None, years: Collection[int] | None = None
) -> Iterator[Coverage]:
    """One row an agency and year, by county, division, agency and year. One county's reports are in memory at a time.

    ``years`` are those asked for; without them those that reports and listings of the county are on.
    """
    named = _named(connection, portals)
    for place, rows in groupby(_reports(connection, portals), key=_place):
        yield from _county([*map(_found, rows), *named.pop(place, ())], years)
    yield from _county([row for rows in named.values() for row in rows], years, siblings=False)


def _county(found: Collection[Coverage], asked: Collection[int] | None, *, siblings: bool = True) -> Iterator[Coverage]:
    """Rows of the agencies of a county; those of one agency and year are one, the best of them."""
    best: dict[_Key, Coverage] = {}
    alone = []
    for each in found:
        if each.agency is None:
            alone.append(each)
            continue
        key = (each.agency, each.division, each.year)
        if key not in best or _ORDER[each.state] < _ORDER[best[key].state]:
            best[key] = each
    if siblings:
        best |= _missing(best, asked)
    rows = [row for row in (*best.values(), *alone) if asked is None or row.year is None or row.year in asked]
    yield from sorted(rows, key=lambda row: (row.division or "", row.agency or "", row.year or 0, row.detail))


def _missing(rows: Mapping[_Key, Coverage], asked: Collection[int] | None) -> dict[_Key, Coverage]:
    """Years that an agency has nothing on, though it has a report on another one or a sibling has one on this."""
    published = {(agency, division) for (agency, division, _), row in rows.items() if row.report is not None}
    by_siblings = {year for (_, _, year), row in rows.items() if row.report is not None}
    years = {year for _, _, year in rows} if asked is None else set(asked)
    return {
        (agency, division, year): Coverage(division=division, agency=agency, year=year, state="missing", portal=None)
        for agency, division in {(agency, division) for agency, division, _ in rows}
        for year in years
        if year is not None
        and (agency, division, year) not in rows
        and ((agency, division) in published or year in by_siblings)
    }


def _reports(connection: Connection, portals: Collection[str] | None) -> Iterable[Row[Any]]:
    changed = exists().where(edition.c.report == report.c.id, edition.c.cause == "changed")
    query = select(
        report.c.id, report.c.portal, report.c.division, report.c.agency, report.c.year, report.c.reading,
        changed.label("changed"),
    )  # fmt: skip
    if portals is not None:
        query = query.where(report.c.portal.in_(portals))
    ordered = query.order_by(report.c.division.nulls_first(), report.c.portal, report.c.id)
    return connection.execute(ordered, execution_options={"yield_per": 1_000})


def _place(row: Row[Any]) -> str:
    """County of a report, else its portal: what its siblings share."""
    place: str = row.division[:_COUNTY] if row.division else row.portal
    return place


def _named(connection: Connection, portals: Collection[str] | None) -> dict[str | None, list[Coverage]]:
    """Pages that listings name as reports and that gave none, by the place of their agency.

    Where no report says what that is, it is the place of the portal's reports, if they have but one.
    """
    columns = ("portal", "address", "outcome", "detail", "holds", "link_text", "agency")
    query = select(*(page.c[name] for name in columns)).where(page.c.role == "report", page.c.report.is_(None))
    if portals is not None:
        query = query.where(page.c.portal.in_(portals))
    named: dict[str | None, list[Coverage]] = defaultdict(list)
    for portal, rows in groupby(
        connection.execute(query.order_by(page.c.portal, page.c.address)), lambda row: row.portal
    ):
        agencies = _agencies(connection, portal)
        places = {_place(agency) for agency in agencies}
        only = places.pop() if len(places) == 1 else None
        for row in rows:
            fitting = _agencies_of(row, agencies)
            if len(fitting) == 1:
                (agency,) = fitting
                named[_place(agency)].append(_unread(row, agency.agency, agency.division))
            else:
                named[only].append(_unread(row, None if fitting else row.agency, None))
    return named


def _agencies(connection: Connection, portal: str) -> list[Row[Any]]:
    columns: list[Any] = [report.c.portal, report.c.division, report.c.agency]
    where = (report.c.portal == portal) & report.c.agency.is_not(None)
    return list(connection.execute(select(*columns).where(where).distinct()))


def _agencies_of(row: Row[Any], agencies: Iterable[Row[Any]]) -> list[Row[Any]]:
    """Agencies of a portal that a listing may mean: beside the link, or in its text."""
    name = row.agency or _NO_NAME.sub("", squeeze(row.link_text or ""))
    exactly = [each for each in agencies if each.agency == name]
    short = _SUFFIX.sub("", squeeze(name))
    if exactly or len(short) < 2:
        return exactly
    return [each for each in agencies if _SUFFIX.sub("", squeeze(each.agency)).endswith(short)]


def _found(row: Row[Any]) -> Coverage:
    state: State = row.reading if row.reading != "whole" else "changed" if row.changed else "found"
    return Coverage(
        division=row.division, agency=row.agency, year=row.year, state=state, portal=row.portal, report=row.id
    )


def _unread(row: Row[Any], agency: str | None, division: str | None) -> Coverage:
    outcome, detail = row.outcome, row.detail
    if outcome == "unchanged":  # since it was read
        outcome, _, detail = (row.holds or "").partition("/")
    said = f"{outcome} ({detail})" if detail else outcome
    return Coverage(
        division=division,
        agency=agency,
        year=stated_year(row.link_text or ""),
        state=_states().get(outcome, "failed"),
        portal=row.portal,
        detail=f"{row.address}: {said}",
    )


@cache
def _states() -> dict[str, State]:
    """Outcome → state, of ``coverage.toml``."""
    data = cast("dict[State, list[str]]", load_toml("crawler.ledger", _FILE))
    return {outcome: state for state, outcomes in data.items() for outcome in outcomes}
