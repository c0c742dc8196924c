"""The page of an agency: its figures year by year, as charts and as one table, and its reports."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from crawler.export.panel.indicators import Indicator, load_indicators
from crawler.site.called import cell_name, finding_name, finding_says
from crawler.site.charts import Chart, Point, draw

MOST_YEARS = 40
_MOST = 200


@dataclass(frozen=True, slots=True)
class Series:
    """An indicator over the years, as the table shows it; with a chart where a number is not zero."""

    indicator: Indicator
    points: tuple[Point, ...]
    chart: Chart | None


def agency_values(connection: sqlite3.Connection, code: str, last: int) -> dict[str, Any]:
    """What the template ``agency.html`` shows of the series of a code; years run to the ``last`` one of its county."""
    rows = connection.execute("SELECT * FROM panel WHERE series = ? ORDER BY year", (code,)).fetchall()
    by_year = {row["year"]: row for row in rows}
    newest = max(last, rows[-1]["year"])
    years = range(max(rows[0]["year"], newest - MOST_YEARS + 1), newest + 1)
    every = [_series(indicator, years, by_year) for indicator in load_indicators()]
    measured = [series for series in every if any(point.value is not None for point in series.points)]
    reports = connection.execute(
        "SELECT reports.*, entry.counts FROM entry JOIN reports USING (id) WHERE series = ? ORDER BY entry.year DESC, counts DESC, id",
        (code,),
    ).fetchmany(_MOST)
    findings = connection.execute(
        "SELECT * FROM panel_findings WHERE series = ? ORDER BY year DESC, code, place, id, other_id", (code,)
    ).fetchmany(_MOST)
    return {
        "rows": rows,
        "by_year": by_year,
        "agency": rows[-1]["series_agency"],
        "years": years,
        "measured": measured,
        "charts": [series for series in measured if series.chart is not None],
        "zero": [series for series in measured if series.chart is None],
        "names": sorted({row["agency"] for row in reports} - {rows[-1]["series_agency"]}),
        "predecessors": rows[-1]["predecessors"],
        "reports": reports,
        "findings": list(map(dict, findings)),
        "finding_name": finding_name,
        "finding_says": finding_says,
        "cell_name": cell_name,
    }


def _series(indicator: Indicator, years: Sequence[int], by_year: dict[int, Any]) -> Series:
    points = tuple(_point(indicator, year, by_year.get(year)) for year in years)
    return Series(indicator, points, draw(points) if any(point.value for point in points) else None)


def _point(indicator: Indicator, year: int, row: Any) -> Point:
    if row is None:
        return Point(year, gap="no_report")
    value, form = row[indicator.code], row["form"]
    if value is not None:
        return Point(year, value, form=form)
    left_out = [each.partition("=")[0] for each in (row["left_out"] or "").split("; ")]
    if form is None:
        gap = "no_table"
    elif indicator.code in left_out:
        gap = "other_unit"
    else:
        gap = "not_stated" if form in indicator.cells else "not_on_form"
    return Point(year, gap=gap, form=form)
