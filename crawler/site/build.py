"""A source into a site."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

from crawler.export.panel.indicators import codebook_rows
from crawler.export.sheets import Sheet
from crawler.export.sources import Source
from crawler.ledger import KeptReport
from crawler.site import addresses
from crawler.site.agency import agency_values
from crawler.site.badges import write_badges
from crawler.site.charts import Point, draw
from crawler.site.findings import write_findings
from crawler.site.gather import gathered, read_item
from crawler.site.matrix import count_rows, state_rows, years_of
from crawler.site.pages import Pages, parts
from crawler.site.report import report_values
from crawler.site.search import write_search

_ROWS = 200
"""Counties, agencies or loose reports on one page."""
_STATIC = ("site.css", "site.js", "language.js", "search.js", "findings.js")


@dataclass(frozen=True, slots=True)
class Built:
    """What was made."""

    reports: int
    agencies: int
    pages: int
    largest: int
    """Bytes of the largest file, downloads apart."""


def build_site(source: Source, folder: Path, downloads: Sequence[Sheet]) -> Built:
    """Write a site into an empty folder. Memory does not grow with the number of reports.

    Raises what reading the source raises, and :exc:`OSError`.
    """
    with (
        TemporaryDirectory(prefix=".site-", dir=folder.parent) as room,
        gathered(source, folder / "downloads", downloads, Path(room)) as connection,
    ):
        (day,) = connection.execute("SELECT substr(max(fetched_at), 1, 10) FROM reports").fetchone()
        pages = Pages(folder, day=day or "")
        site = _Site(connection, pages, has_coverage=source.coverage is not None, history=source.history)
        return site.write(downloads)


class _Site:
    """The pages of one source."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        pages: Pages,
        *,
        has_coverage: bool,
        history: Callable[[str], list[KeptReport]] | None,
    ) -> None:
        self._connection = connection
        self._pages = pages
        self._has_coverage = has_coverage
        self._history = history

    def write(self, downloads: Sequence[Sheet]) -> Built:
        for name in _STATIC:
            self._pages.write_text(f"static/{name}", (files("crawler.site") / "static" / name).read_text("utf-8"))
        write_findings(self._connection, self._pages)
        agencies = write_search(self._connection, self._pages)
        portals = write_badges(self._connection, self._pages)
        self._pages.write(addresses.SEARCH, "search.html")
        self._pages.write(
            addresses.ABOUT, "about.html", codebook=list(codebook_rows()), downloads=downloads, portals=portals
        )
        reports = self._write_overview(agencies, downloads)
        for province in self._connection.execute("SELECT DISTINCT province FROM place ORDER BY 1").fetchall():
            self._write_province(province["province"])
        for place in self._connection.execute("SELECT * FROM place ORDER BY code").fetchall():
            self._write_place(place)
        return Built(reports, agencies, self._pages.count, self._pages.largest)

    def _write_overview(self, agencies: int, downloads: Sequence[Sheet]) -> int:
        years, cut = years_of(self._connection)
        rows = count_rows(self._connection, "province", years, has_coverage=self._has_coverage)
        totals = self._connection.execute(
            "SELECT count(*) AS reports, sum(errors) AS errors, sum(warnings) AS warnings, sum(infos) AS infos FROM reports"
        ).fetchone()
        (places,) = self._connection.execute("SELECT count(*) FROM place WHERE province <> 'other'").fetchone()
        counts = dict(
            self._connection.execute("SELECT year, count(id) FROM state WHERE id IS NOT NULL GROUP BY year").fetchall()
        )
        self._pages.write(
            addresses.OVERVIEW,
            "overview.html",
            chart=draw([Point(year, counts.get(year), gap="no_report") for year in years]) if counts else None,
            counts=counts,
            years=years,
            cut=cut,
            rows=rows,
            totals=totals,
            agencies=agencies,
            places=places,
            downloads=[(sheet, _size(self._pages.folder / "downloads" / f"{sheet.name}.csv")) for sheet in downloads],
            has_coverage=self._has_coverage,
        )
        reports: int = totals["reports"]
        return reports

    def _write_province(self, province: str) -> None:
        connection = self._connection
        places = "place IN (SELECT code FROM place WHERE province = ?)"
        years, cut = years_of(connection, places, (province,))
        rows = count_rows(connection, "place", years, has_coverage=self._has_coverage, province=province)
        (name,) = connection.execute("SELECT province_name FROM place WHERE province = ?", (province,)).fetchone()
        for number, count, some in parts(rows, _ROWS):
            self._pages.write(
                addresses.province_page(province, number), "province.html", name=name, province=province, years=years,
                cut=cut, rows=some, number=number, count=count, has_coverage=self._has_coverage,
            )  # fmt: skip

    def _write_place(self, place: sqlite3.Row) -> None:
        """A county, its agencies and their reports."""
        code = place["code"]
        years, cut = years_of(self._connection, "place = ?", (code,))
        rows = state_rows(self._connection, code, years)
        unidentified = self._connection.execute(
            "SELECT reports.* FROM entry JOIN reports USING (id) WHERE place = ? AND series IS NULL ORDER BY title, id",
            (code,),
        ).fetchall()
        count = max(1, -(-len(rows) // _ROWS), -(-len(unidentified) // _ROWS))
        for number in range(1, count + 1):
            some = slice((number - 1) * _ROWS, number * _ROWS)
            self._pages.write(
                addresses.place_page(code, number), "place.html", place=place, years=years, cut=cut, rows=rows[some],
                unidentified=unidentified[some], number=number, count=count, has_coverage=self._has_coverage,
            )  # fmt: skip
        for row in rows:
            if row.series is not None:
                self._write_agency(place, row.series, years[-1])
        for entry in self._connection.execute("SELECT * FROM entry WHERE place = ? ORDER BY id", (code,)).fetchall():
            self._write_report(place, entry)

    def _write_agency(self, place: sqlite3.Row, series: str, last: int) -> None:
        values = agency_values(self._connection, series, last)
        self._pages.write(addresses.agency_page(place["code"], series), "agency.html", place=place, **values)

    def _write_report(self, place: sqlite3.Row, entry: sqlite3.Row) -> None:
        item = read_item(self._connection, entry["id"])
        query = "SELECT * FROM panel_findings WHERE id = ? ORDER BY code, place, other_id"
        findings = list(map(dict, self._connection.execute(query, (entry["id"],))))
        history = self._history(entry["id"]) if self._history is not None else None
        self._pages.write(
            addresses.report_page(place["code"], entry["id"]), "report.html", place=place, entry=entry,
            **report_values(item, findings, history),
        )  # fmt: skip


def _size(path: Path) -> str:
    """Size of a file.

    >>> _size(Path("/dev/null"))
    '0 kB'
    """
    size = path.stat().st_size
    return f"{size / 1e6:.1f} MB" if size >= 1_000_000 else f"{-(-size // 1000)} kB"
