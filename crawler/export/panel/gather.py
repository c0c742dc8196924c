"""From items to panel: reports are laid aside on disk, and given back county by county."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self

from crawler.export.panel.across import check_years
from crawler.export.panel.editions import choose_edition, differing_editions
from crawler.export.panel.findings import PanelFinding
from crawler.export.panel.names import named_county
from crawler.export.panel.report import PanelReport, other_units
from crawler.export.panel.rollups import check_rollups, stated_scope
from crawler.export.panel.series import NOWHERE, Series, find_series
from crawler.export.panel.sheets import PANEL, PANEL_FINDINGS, finding_row, panel_row
from crawler.export.sheets import Item, Row, Sheet
from crawler.ledger.content import is_corrected, reading_of

_TABLES = """
CREATE TABLE report (number INTEGER PRIMARY KEY, county TEXT, portal TEXT, is_open INTEGER, lone TEXT, content TEXT);
PRAGMA synchronous = OFF;
PRAGMA journal_mode = OFF;
"""
_BY_COUNTY = """
SELECT CASE
    WHEN report.county IS NOT NULL THEN report.county
    WHEN is_open THEN lone
    WHEN counties = 1 AND known.county NOT LIKE '%00' THEN known.county
    WHEN report.portal IS NOT NULL AND counties IS NULL THEN report.portal
    ELSE lone
END AS place, content
FROM report LEFT JOIN (
    SELECT portal, count(DISTINCT county) AS counties, min(county) AS county
    FROM report WHERE county IS NOT NULL AND portal IS NOT NULL GROUP BY portal
) AS known ON known.portal = report.portal
ORDER BY place, number
"""
"""Where names are compared: within the county. A report without a division is of the one county of its portal's other
reports; where these have no division either, names are compared within the portal. A report whose county is open, because
several have such a township or the page contradicts itself, whose portal is of several counties, or that has no portal, is
compared with others that name the same county, else with none. So is one of a prefecture's portal (its code ends in 00), which
has many counties."""
_OPEN = frozenset(("field.division_ambiguous", "field.division_conflict"))


class Panel:
    """Takes items, then gives rows. What it holds in memory is one county's reports; use it as a context manager."""

    def __init__(self) -> None:
        self._folder = TemporaryDirectory(prefix="nianbao-panel-")
        self._database = sqlite3.connect(Path(self._folder.name) / "reports", isolation_level=None)
        self._database.executescript(_TABLES)
        self._database.execute("BEGIN")
        self._unknown: list[Row] = []

    def __enter__(self) -> Self:
        """Give itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Remove what was laid aside."""
        self._database.close()
        self._folder.cleanup()

    def add(self, item: Item) -> None:
        """Lay a report aside; one without agency or year has a finding in place of a row."""
        if item["agency"] is None or item["year"] is None:
            self._unknown.append(finding_row(_unidentified(item), None))
            return
        county = item["division"]["code"][:6] if item["division"] else None
        is_open = any(finding["code"] in _OPEN for finding in item["findings"])
        lone = NOWHERE + (named_county(item["agency"]) or item["id"])
        content = json.dumps(_panel_report(item), ensure_ascii=False)
        values = (county, item["portal"], is_open, lone, content)
        self._database.execute(
            "INSERT INTO report (county, portal, is_open, lone, content) VALUES (?, ?, ?, ?, ?)", values
        )

    def rows(self) -> Iterator[tuple[Sheet, list[Row]]]:
        """Rows of the panel and of its findings, by county, agency and year."""
        yield PANEL_FINDINGS, self._unknown
        for county, group in groupby(self._database.execute(_BY_COUNTY), key=lambda row: str(row[0])):
            series = find_series(county, [PanelReport(**json.loads(content)) for _, content in group])
            yield from _county_rows(series)


def _panel_report(item: Item) -> dict[str, Any]:
    """Values of the fields of :class:`~crawler.export.panel.report.PanelReport`."""
    division = item["division"] or {}
    return {
        "id": item["id"],
        "agency": item["agency"],
        "level": item["agency_level"],
        "division": division.get("code"),
        "division_name": division.get("name"),
        "division_table": division.get("table"),
        "year": item["year"],
        "form": item["form"],
        "day": (item["published"] or item["fetched_at"] or "")[:10],
        "whole": reading_of(item) == "whole",
        "corrected": is_corrected(item["title"]),
        "url": item["url"],
        "tables": item["tables"],
        "units": other_units(item),
        "scope": stated_scope(item),
    }


def _unidentified(item: Item) -> PanelFinding:
    return PanelFinding(
        code="panel.unidentified",
        severity="info",
        message="报告没有写明机构或年度，未列入面板 · agency or year is not stated: not in the panel",
        id=item["id"],
        year=item["year"],
    )


def _county_rows(every: Iterable[Series]) -> Iterator[tuple[Sheet, list[Row]]]:
    """Rows of one county: each agency's years, then what the county's report says of all of them."""
    by_year: dict[int, dict[str, Series]] = {}
    counted: dict[int, list[PanelReport]] = {}
    for series in every:
        rows: list[Row] = []
        findings: list[PanelFinding] = []
        before: PanelReport | None = None
        for year, group in groupby(series.reports, key=lambda report: report.year):
            edition = choose_edition(list(group))
            report = edition.report
            rows.append(panel_row(series, edition))
            findings += differing_editions(edition)
            if before is not None:
                findings += check_years(before, report, renamed=series.renamed_between(before, report))
            before = report
            by_year.setdefault(year, {})[report.id] = series
            counted.setdefault(year, []).append(report)
        yield PANEL, rows
        yield PANEL_FINDINGS, [finding_row(finding, series) for finding in findings]
    for year, reports in sorted(counted.items()):
        yield PANEL_FINDINGS, [finding_row(found, by_year[year][found.id]) for found in check_rollups(reports)]
