"""The findings: kinds with their numbers, a page or more of each kind, and the same as data for the filter."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from crawler.site import addresses
from crawler.site.called import finding_guide, finding_name
from crawler.site.pages import Pages
from crawler.site.shards import batches, write_shard
from crawler.site.shown import figure, shown

_ON_PAGE, _IN_SHARD = 300, 1_000
_MOST_YEARS = 25
_EVERY = """
CREATE TABLE finding AS
    SELECT code, severity, entry.year AS year, findings.agency AS agency, findings.id AS id, entry.place AS place,
        nullif(coalesce("table", '') || coalesce('.' || "row", '') || coalesce('.' || "column", ''), '') AS cell, field, stated, computed, message, number
    FROM findings JOIN entry USING (id)
    UNION ALL
    SELECT code, severity, panel_findings.year, coalesce(series_agency, ''), id, entry.place,
        panel_findings.place, NULL, stated, computed, message, 0
    FROM panel_findings JOIN entry USING (id);
CREATE INDEX finding_code ON finding (code, year DESC, agency, id, number, cell);
"""


def write_findings(connection: sqlite3.Connection, pages: Pages) -> None:
    """Write the overview of kinds, and their pages and shards."""
    connection.executescript(_EVERY)
    kinds = _kinds(connection)
    years = sorted({year for kind in kinds for year in kind["years"] if year is not None})[-_MOST_YEARS:]
    pages.write(addresses.FINDINGS, "findings.html", kinds=kinds, years=years, finding_name=finding_name)
    for kind in kinds:
        _write_kind(connection, pages, kind)


def _kinds(connection: sqlite3.Connection) -> list[dict[str, Any]]:
    counts: dict[tuple[str, str], dict[int | None, int]] = defaultdict(dict)
    query = "SELECT code, severity, year, count(*) AS found FROM finding GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
    for row in connection.execute(query):
        counts[row["code"], row["severity"]][row["year"]] = row["found"]
    return [
        {"code": code, "severity": severity, "years": years, "total": sum(years.values())}
        for (code, severity), years in counts.items()
    ]


def _write_kind(connection: sqlite3.Connection, pages: Pages, kind: dict[str, Any]) -> None:
    name = f"{kind['code']} {kind['severity']}"
    query = "SELECT * FROM finding WHERE code = ? AND severity = ? ORDER BY year DESC, agency, id, number, cell"
    rows = connection.execute(query, (kind["code"], kind["severity"]))
    count = -(-kind["total"] // _ON_PAGE)
    for number, some in enumerate(batches(rows, _ON_PAGE), start=1):
        address = addresses.findings_page(name, number)
        pages.write(
            address, "kind.html", kind=kind, rows=some, number=number, count=count, name=name, finding_name=finding_name,
            guide=finding_guide(kind["code"]),
            shards=-(-kind["total"] // _IN_SHARD), shard=addresses.digest(name),
        )  # fmt: skip
    rows = connection.execute(query, (kind["code"], kind["severity"]))
    for number, some in enumerate(batches(rows, _IN_SHARD)):
        write_shard(pages, f"findings/{addresses.digest(name)}-{number}", list(_data(some)))


def _data(rows: Sequence[sqlite3.Row]) -> Iterator[list[Any]]:
    """Rows as ``findings.js`` reads them."""
    for row in rows:
        sides = (
            shown(figure(side) if isinstance(side, float) else side, 100) for side in (row["stated"], row["computed"])
        )
        about, message = shown(row["cell"] or row["field"], 100), shown(row["message"])
        yield [
            row["year"],
            shown(row["agency"], 100),
            addresses.report_page(row["place"], row["id"]),
            about,
            *sides,
            message,
        ]
