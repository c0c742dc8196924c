"""The findings: kinds with their numbers, a page or more of each kind, and the same as data for the filter."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from crawler.site import addresses
from crawler.site.called import finding_guide, finding_name, finding_place, finding_says
from crawler.site.pages import Pages
from crawler.site.shards import batches, write_shard
from crawler.site.shown import shown

_ON_PAGE, _IN_SHARD = 300, 1_000
_MOST_YEARS = 25
_EVERY = """
CREATE TABLE finding AS
    SELECT code, severity, entry.year AS year, findings.agency AS agency, findings.id AS id, entry.place AS place, form,
        "table", "row", "column", field, stated, computed, message, number
    FROM findings JOIN entry USING (id) JOIN reports USING (id)
    UNION ALL
    SELECT code, severity, panel_findings.year, coalesce(series_agency, ''), id, entry.place, form,
        panel_findings.place, NULL, NULL, NULL, stated, computed, message, 0
    FROM panel_findings JOIN entry USING (id) JOIN reports USING (id);
CREATE INDEX finding_code ON finding (code, severity, year DESC, place, agency, id, number, "table");
"""
_OF_KIND = """SELECT finding.*, province FROM finding JOIN place ON place.code = finding.place
WHERE finding.code = ? AND severity = ? ORDER BY year DESC, finding.place, agency, id, number, "table" """
_SEVERITIES = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class Kind:
    """Findings of one code and severity."""

    code: str
    severity: str
    years: dict[int | None, int]
    """How many of each year."""

    @property
    def total(self) -> int:
        """How many in all."""
        return sum(self.years.values())

    @property
    def id(self) -> str:
        """What names its files."""
        return addresses.digest(f"{self.code} {self.severity}")


def write_findings(connection: sqlite3.Connection, pages: Pages) -> None:
    """Write the overview of kinds, and their pages and shards."""
    connection.executescript(_EVERY)
    kinds = _kinds(connection)
    every_year = sorted({year for kind in kinds for year in kind.years if year is not None})
    choices = {
        "severities": [severity for severity in _SEVERITIES if any(kind.severity == severity for kind in kinds)],
        "every_year": every_year[::-1],
        "provinces": connection.execute("SELECT DISTINCT province, province_name FROM place ORDER BY 1").fetchall(),
        "finding_name": finding_name,
        "kinds": kinds,
    }
    pages.write(addresses.FINDINGS, "findings.html", years=every_year[-_MOST_YEARS:], **choices)
    shards = []
    for number, kind in enumerate(kinds):
        _write_pages(connection, pages, kind, choices)
        shards += [[number, *counted] for counted in _write_shards(connection, pages, kind)]
    named = [[kind.id, kind.severity, *_texts(kind)] for kind in kinds]
    write_shard(pages, "findings/index", {"kinds": named, "shards": shards})


def _kinds(connection: sqlite3.Connection) -> list[Kind]:
    """Kinds, the gravest first."""
    counts: dict[tuple[str, str], dict[int | None, int]] = defaultdict(dict)
    query = "SELECT code, severity, year, count(*) AS found FROM finding GROUP BY 1, 2, 3 ORDER BY 1, 2, 3 DESC"
    for row in connection.execute(query):
        counts[row["code"], row["severity"]][row["year"]] = row["found"]
    kinds = [Kind(code, severity, years) for (code, severity), years in counts.items()]
    return sorted(kinds, key=lambda kind: _SEVERITIES.index(kind.severity) if kind.severity in _SEVERITIES else 9)


def _texts(kind: Kind) -> tuple[object, object]:
    """Its name in Chinese and English."""
    chinese, english = finding_name(kind.code)
    return shown(chinese), shown(english)


def _write_pages(connection: sqlite3.Connection, pages: Pages, kind: Kind, choices: dict[str, Any]) -> None:
    rows = connection.execute(_OF_KIND, (kind.code, kind.severity))
    count = -(-kind.total // _ON_PAGE)
    for number, some in enumerate(batches(rows, _ON_PAGE), start=1):
        pages.write(
            addresses.findings_page(kind.id, number), "kind.html", kind=kind, rows=list(map(dict, some)), number=number,
            count=count, guide=finding_guide(kind.code), finding_place=finding_place, finding_says=finding_says, **choices,
        )  # fmt: skip


def _write_shards(connection: sqlite3.Connection, pages: Pages, kind: Kind) -> Iterator[tuple[int, list[list[Any]]]]:
    """Write a kind's findings as data; gives the number of each file, and how many of each year and region it holds."""
    rows = connection.execute(_OF_KIND, (kind.code, kind.severity))
    for number, some in enumerate(batches(rows, _IN_SHARD)):
        write_shard(pages, f"findings/{kind.id}-{number}", _data(some))
        counts = Counter((row["year"], row["province"]) for row in some)
        yield number, [[*place, count] for place, count in counts.items()]


def _data(rows: Sequence[sqlite3.Row]) -> dict[str, Any]:
    """Rows as ``findings.js`` reads them: year, region, agency, page, and numbers of two texts, where it is and what it says."""
    texts: dict[tuple[str, str], int] = {}
    found = []
    for row in map(dict, rows):
        about = (finding_place(row, row["form"]), finding_says(row, row["form"]))
        numbers = [texts.setdefault(text, len(texts)) for text in about]
        page = addresses.report_page(row["place"], row["id"])
        found.append([row["year"], row["province"], shown(row["agency"], 100), page, *numbers])
    return {"texts": [[shown(text) for text in pair] for pair in texts], "rows": found}
