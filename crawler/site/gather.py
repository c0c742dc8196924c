"""A source laid aside on disk: the export's sheets as tables, each item as it is, and what ties them to pages."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from importlib.resources import files
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from crawler.export.coverage import COVERAGE
from crawler.export.panel.sheets import PANEL, PANEL_FINDINGS
from crawler.export.parts import FINDINGS
from crawler.export.reports import REPORTS
from crawler.export.sheets import Item, Row, Sheet
from crawler.export.sources import Source
from crawler.export.write import write_sheets
from crawler.export.writers import Writer
from crawler.export.writers.database import DatabaseWriter
from crawler.export.writers.delimited import DelimitedWriter
from crawler.site.places import find_places

_NEEDED = (REPORTS, FINDINGS, PANEL, PANEL_FINDINGS)
_COUNTY = 6
_BATCH = 1_000


@contextmanager
def gathered(source: Source, downloads: Path, sheets: Sequence[Sheet], room: Path) -> Iterator[sqlite3.Connection]:
    """Read a source once: downloads are written as CSV, and the connection gives what the pages show.

    ``room`` is an empty folder on a disk that takes the items, compressed, and a few sheets of them.
    """
    needed = _NEEDED if source.coverage is None else (*_NEEDED, COVERAGE)
    database = room / "sheets.sqlite"
    with sqlite3.connect(room / "items.sqlite", isolation_level=None) as items:
        items.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN;")
        items.execute("CREATE TABLE item (id TEXT PRIMARY KEY, content BLOB) WITHOUT ROWID")
        writer = _Fan(database, needed, downloads, sheets)
        try:
            write_sheets(replace(source, items=_kept(source.items, items)), writer.sheets, writer)
            writer.finish()
        except BaseException:
            writer.discard()
            raise
        items.execute("COMMIT")
    items.close()
    connection = sqlite3.connect(database, isolation_level=None)
    try:
        connection.row_factory = sqlite3.Row
        connection.execute("ATTACH ? AS items", (str(room / "items.sqlite"),))
        connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN;")
        connection.executescript((files("crawler.site") / "gather.sql").read_text("utf-8"))
        _enter_reports(connection)
        _enter_states(connection, has_coverage=source.coverage is not None)
        find_places(connection)
        yield connection
    finally:
        connection.close()


def read_item(connection: sqlite3.Connection, report: str) -> Item:
    """An item that was laid aside; :exc:`LookupError` if there is none."""
    row = connection.execute("SELECT content FROM items.item WHERE id = ?", (report,)).fetchone()
    if row is None:
        raise LookupError(f"no report {report}")
    item: Item = json.loads(zlib.decompress(row["content"]))
    return item


def _kept(items: Iterable[Item], connection: sqlite3.Connection) -> Iterator[Item]:
    for item in items:
        content = zlib.compress(json.dumps(item, ensure_ascii=False).encode(), 1)
        connection.execute("INSERT INTO item VALUES (?, ?)", (item["id"], content))
        yield item


class _Fan:
    """Writes the sheets that pages need to a database, and those for downloads to a CSV file each."""

    def __init__(self, database: Path, needed: Sequence[Sheet], folder: Path, downloads: Sequence[Sheet]) -> None:
        self.sheets = tuple(dict.fromkeys((*needed, *downloads)))
        self._files = ExitStack()
        folder.mkdir(parents=True, exist_ok=True)
        self._writers: list[tuple[set[str], Writer]] = [
            ({sheet.name for sheet in needed}, DatabaseWriter(database, needed)),
            *(({sheet.name}, DelimitedWriter(self._open(folder, sheet), sheet)) for sheet in downloads),
        ]

    def _open(self, folder: Path, sheet: Sheet) -> BinaryIO:
        return self._files.enter_context((folder / f"{sheet.name}.csv").open("wb"))

    def write(self, sheet: Sheet, rows: Iterable[Row]) -> None:
        left = iter(rows)  # the whole coverage is one call
        while batch := list(islice(left, _BATCH)):
            for names, writer in self._writers:
                if sheet.name in names:
                    writer.write(sheet, batch)

    def finish(self) -> None:
        with self._files:
            for _, writer in self._writers:
                writer.finish()

    def discard(self) -> None:
        with self._files:
            for _, writer in self._writers:
                writer.discard()


def _enter_reports(connection: sqlite3.Connection) -> None:
    """Which series and place each report belongs to."""
    for row in connection.execute("SELECT series, id, year, other_editions FROM panel ORDER BY series, year"):
        place, _, _ = row["series"].partition("/")
        place = "" if place.startswith("?") else place
        others = [(other, 0) for other in (row["other_editions"] or "").split("; ") if other]
        for report, counts in ((row["id"], 1), *others):
            values = (report, place, row["series"], row["year"], counts)
            connection.execute("INSERT OR IGNORE INTO entry VALUES (?, ?, ?, ?, ?)", values)
    connection.execute(
        f"""INSERT INTO entry SELECT id, coalesce(substr(division, 1, {_COUNTY}), portal, ''), NULL, year, 0
        FROM reports WHERE id NOT IN (SELECT id FROM entry)"""
    )


def _enter_states(connection: sqlite3.Connection, *, has_coverage: bool) -> None:
    """Each agency and year that has a report, and with a ledger also those that have none, and why."""
    for column in ("series", "place"):
        connection.execute(f"CREATE INDEX entry_{column} ON entry ({column})")
    connection.execute(
        """INSERT INTO state SELECT place, entry.series, panel.series_agency, entry.series, entry.year, 'found', entry.id
        FROM entry JOIN panel ON panel.series = entry.series AND panel.year = entry.year WHERE counts"""
    )
    portals = "SELECT portal, count(*), {} FROM reports WHERE portal IS NOT NULL GROUP BY portal"
    if not has_coverage:
        connection.execute(f"INSERT INTO portal {portals.format('NULL')}")
        return
    connection.execute("""UPDATE state SET state = coverage.state FROM coverage WHERE coverage.id = state.id""")
    # A name that a series had before is that series'.
    connection.execute(
        """CREATE TABLE known AS SELECT agency, division, min(series) AS series, min(entry.place) AS place
        FROM reports JOIN entry USING (id) WHERE series IS NOT NULL GROUP BY agency, division HAVING count(DISTINCT series) = 1"""
    )
    connection.execute(
        f"""INSERT OR IGNORE INTO state
        SELECT coalesce(known.place, substr(coverage.division, 1, {_COUNTY}), coverage.portal, ''),
            coalesce(known.series, coverage.division || '|' || coverage.agency, coverage.agency),
            coalesce((SELECT max(series_agency) FROM panel WHERE panel.series = known.series), coverage.agency),
            known.series, coverage.year, coverage.state, NULL
        FROM coverage LEFT JOIN known ON known.agency = coverage.agency AND known.division IS coverage.division
        WHERE coverage.id IS NULL AND coverage.agency IS NOT NULL AND coverage.year IS NOT NULL"""
    )
    connection.execute(
        """INSERT INTO portal
        SELECT owner, count(*) FILTER (WHERE id IS NOT NULL), count(*) FROM (
            SELECT coverage.id, coalesce(coverage.portal, max(coverage.portal) OVER (PARTITION BY agency, division)) AS owner
            FROM coverage WHERE agency IS NOT NULL AND year IS NOT NULL
        ) WHERE owner IS NOT NULL GROUP BY owner"""
    )
