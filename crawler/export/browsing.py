"""Serves the SQLite export in Datasette, on this machine alone and read-only."""

from __future__ import annotations

import signal
import socket
import sqlite3
from pathlib import Path
from typing import Any

from crawler.export.every import SHEETS, choose_sheets
from crawler.export.formats import FORMATS, open_writer
from crawler.export.sources import open_source
from crawler.export.write import write_sheets

HOST = "127.0.0.1"
_NAME = "reports"
"""Of the database, in addresses."""
_FACETS = {
    "reports": ["year", "form", "agency_level", "portal"],
    "cells": ["year", "form", "table", "status"],
    "findings": ["code", "severity", "year"],
    "panel": ["year", "form", "agency_level"],
    "panel_findings": ["code", "severity", "year"],
    "coverage": ["state", "year", "portal"],
}
_NO_APPLICATIONS = {
    "title": "连续几年没有收到申请的机构 · agencies that received no application in each of some years",
    "description": "只有每一年都印着 0 的机构；年度留空为最近三年，层级如 township，留空为全部。· Only those that print 0 in "
    "every year; years left empty are the last three; a level is township, department …; left empty, all.",
    "hide_sql": True,
    "params": ["first_year", "last_year", "level"],
    "sql": """WITH asked AS (
    SELECT
        coalesce(nullif(:first_year, '') + 0, max(year) - 2) AS first,
        coalesce(nullif(:last_year, '') + 0, max(year)) AS last
    FROM panel
)
SELECT series_agency, agency_level, division_name, first, last
FROM panel JOIN asked ON year BETWEEN first AND last
WHERE requests_received = 0 AND coalesce(agency_level, '') = coalesce(nullif(:level, ''), agency_level, '')
GROUP BY series HAVING count(*) = last - first + 1
ORDER BY division, series_agency""",
}
"""A question as an example of others: Datasette offers it on the database's page."""
_SETTINGS = {"sql_time_limit_ms": 5_000, "facet_time_limit_ms": 2_000, "facet_suggest_time_limit_ms": 200}


def find_database(args: list[str], ledger: str, folder: Path) -> Path:
    """The export's database: the one that is named, or one made of the sources."""
    if len(args) == 1 and _is_export(Path(args[0])):
        return Path(args[0])
    target = folder / f"{_NAME}.sqlite"
    with open_source(args, ledger) as source:
        sheets = choose_sheets(["all"], one=False, has_coverage=source.coverage is not None)
        with open_writer(FORMATS["sqlite"], target, sheets) as writer:
            write_sheets(source, sheets, writer)
    return target


def serve(database: Path, listening: socket.socket) -> None:
    """Serve until SIGINT or SIGTERM."""
    import uvicorn  # optional, with the group
    from datasette.app import Datasette

    application = Datasette(immutables=[str(database)], metadata=_metadata(database), settings=_SETTINGS).app()
    server = uvicorn.Server(uvicorn.Config(application, log_level="warning", access_log=False))
    listening.listen()  # who reads the address may connect at once, and waits
    host, port = listening.getsockname()
    # From now on, not from when the server runs: who has read the line below may interrupt. A shell's background process is
    # begun deaf to SIGINT.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, server.handle_exit)
    # Whoever waits for this line through a pipe must not wait for the buffer to fill.
    print(f"http://{host}:{port}/{database.stem}\nserving; interrupt to stop", flush=True)
    server.run(sockets=[listening])


def _metadata(database: Path) -> dict[str, Any]:
    """Titles, labels of all columns in both languages, facets, and a question."""
    tables = {
        sheet.name: {
            "title": f"{sheet.chinese} · {sheet.english}",
            "columns": {column.code: f"{column.chinese} · {column.english}" for column in sheet.columns},
            **({"facets": _FACETS[sheet.name]} if sheet.name in _FACETS else {}),
        }
        for sheet in SHEETS.values()
    }
    queries = {"no_applications": _NO_APPLICATIONS} if _has_table(database, "panel") else {}
    return {
        "title": "政府信息公开年报 · Government information disclosure reports",
        "databases": {database.stem: {"tables": tables, "queries": queries}},
    }


def _is_export(path: Path) -> bool:
    """Whether a file is a database that ``scrapy export`` wrote; the ledger is one, too."""
    return path.is_file() and _has_table(path, "columns")


def _has_table(path: Path, name: str) -> bool:
    """Whether a file is a database with a table of that name."""
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        try:
            return bool(connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (name,)).fetchone())
        finally:
            connection.close()
    except sqlite3.DatabaseError:  # a feed
        return False
