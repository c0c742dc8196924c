"""Heat maps: rows by years, how many reports there are of how many, or the state of the one that a cell stands for."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

MOST_YEARS = 25
"""Years that a heat map has at most, the last ones."""
_STEPS = 5


@dataclass(frozen=True, slots=True)
class Count:
    """A cell of counts."""

    found: int
    expected: int | None
    """``None`` where only a feed is known."""
    shade: int
    """0 (nothing) to 5 (all, or with a feed the most)."""


@dataclass(frozen=True, slots=True)
class CountRow:
    """A row of counts: a region, or a county."""

    code: str
    name: str
    cells: tuple[Count | None, ...]
    """By years; ``None`` where nothing is known."""
    total: int
    agencies: int


@dataclass(frozen=True, slots=True)
class StateRow:
    """An agency: its states by years."""

    name: str
    series: str | None
    """``None`` for one that has no report."""
    cells: tuple[Any, ...]
    """Rows with ``state`` and ``id``, or ``None``."""


def years_of(connection: sqlite3.Connection, where: str = "1", values: Sequence[str] = ()) -> tuple[list[int], bool]:
    """Years from the first to the last, and whether earlier ones are left out."""
    first, last = connection.execute(f"SELECT min(year), max(year) FROM state WHERE {where}", values).fetchone()
    if last is None:
        return [], False
    return list(range(max(first, last - MOST_YEARS + 1), last + 1)), last - first >= MOST_YEARS


def count_rows(
    connection: sqlite3.Connection, level: str, years: Sequence[int], *, has_coverage: bool, province: str | None = None
) -> list[CountRow]:
    """Rows by ``province``, or by ``place`` of a province."""
    key, name = ("province", "province_name") if level == "province" else ("code", "place.name")
    rows = connection.execute(
        f"""SELECT {key} AS code, {name} AS name, year, count(id) AS found, count(*) AS expected
        FROM place LEFT JOIN state ON state.place = place.code WHERE province = coalesce(?, province)
        GROUP BY {key}, year ORDER BY {key} = 'other', {key}, year""",
        (province,),
    ).fetchall()
    agencies = dict(
        connection.execute(
            f"""SELECT {key}, count(DISTINCT place.code || '/' || agency) FROM place JOIN state ON state.place = place.code
            WHERE province = coalesce(?, province) GROUP BY {key}""",
            (province,),
        ).fetchall()
    )
    most = max((row["found"] for row in rows), default=0)
    return [
        _count_row(list(group), years, most, agencies.get(code, 0), has_coverage)
        for code, group in groupby(rows, key=lambda row: row["code"])
    ]


def _count_row(rows: list[Any], years: Sequence[int], most: int, agencies: int, has_coverage: bool) -> CountRow:
    by_year = {row["year"]: row for row in rows}
    cells = tuple(_count(by_year[year], most, has_coverage) if year in by_year else None for year in years)
    return CountRow(rows[0]["code"], rows[0]["name"], cells, sum(row["found"] for row in rows), agencies)


def _count(row: Any, most: int, has_coverage: bool) -> Count:
    whole = row["expected"] if has_coverage else most
    shade = max(_STEPS * row["found"] // whole, 1 if row["found"] else 0) if whole else 0
    return Count(row["found"], row["expected"] if has_coverage else None, shade)


def state_rows(connection: sqlite3.Connection, place: str, years: Sequence[int]) -> list[StateRow]:
    """Agencies of a place by name, those that have reports first."""
    rows = connection.execute(
        "SELECT * FROM state WHERE place = ? ORDER BY series IS NULL, name, agency, year", (place,)
    )
    found = []
    for _, group in groupby(rows, key=lambda row: row["agency"]):
        states = list(group)
        by_year = {row["year"]: row for row in states}
        found.append(StateRow(states[0]["name"], states[0]["series"], tuple(by_year.get(year) for year in years)))
    return found
