"""``scrapy browse``: the SQLite export in Datasette, on this machine alone: tables, facets, SQL, and a JSON API."""

from __future__ import annotations

import argparse
import signal
import socket
import sqlite3
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.commands.crawl import use_own_settings
from crawler.export.every import SHEETS, choose_sheets
from crawler.export.formats import FORMATS, open_writer
from crawler.export.sources import UnreadableFeed, open_source
from crawler.export.write import write_sheets
from crawler.terminal import printable, speak_utf8
from extractors.errors import ConfigError

_HOST = "127.0.0.1"
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
_SETTINGS = {"sql_time_limit_ms": 5_000, "facet_time_limit_ms": 2_000, "facet_suggest_time_limit_ms": 200}


class Command(ScrapyCommand):
    """Serves until interrupted."""

    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """Arguments."""
        return "SOURCE... [--port PORT]"

    def short_desc(self) -> str:
        """One line for the list of commands."""
        return "Browse reports in Datasette, on this machine alone"

    def long_desc(self) -> str:
        """Text of the help."""
        return (
            "Reads feeds (JSON or JSON Lines, also .gz), the ledger, or a database that `scrapy export -O reports.sqlite` "
            "wrote, and serves it read-only on 127.0.0.1: tables with facets, SQL, CSV and JSON of every page."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Scrapy's options, and where to serve."""
        assert self.settings is not None
        use_own_settings(self.settings)
        super().add_options(parser)
        parser.add_argument("--port", type=int, default=8001, help="0 picks a free one (default %(default)s)")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Export where needed, then serve."""
        speak_utf8()
        if not args:
            raise UsageError("name at least one feed, or the ledger", print_help=False)
        assert self.settings is not None
        try:
            with TemporaryDirectory(prefix="nianbao-browse-") as folder, socket.socket() as listening:
                listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                listening.bind((_HOST, opts.port))
                _serve(_database(args, self.settings.get("LEDGER") or "", Path(folder)), listening)
        except ImportError as error:
            raise UsageError(
                "this needs the group `browse`: pip install 'nianbao[browse]'", print_help=False
            ) from error
        except (ConfigError, OverflowError) as error:
            raise UsageError(str(error), print_help=False) from error
        except (UnreadableFeed, OSError) as error:
            print(f"error: {printable(str(error))}", file=sys.stderr)
            self.exitcode = 1


def _database(args: list[str], ledger: str, folder: Path) -> Path:
    """The export's database: the one that is named, or one made of the sources."""
    if len(args) == 1 and _is_export(Path(args[0])):
        return Path(args[0])
    target = folder / f"{_NAME}.sqlite"
    with open_source(args, ledger) as source:
        sheets = choose_sheets(["all"], one=False, has_coverage=source.coverage is not None)
        with open_writer(FORMATS["sqlite"], target, sheets) as writer:
            write_sheets(source, sheets, writer)
    return target


def _is_export(path: Path) -> bool:
    """Whether a file is a database that ``scrapy export`` wrote; the ledger is one, too."""
    if not path.is_file():
        return False
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        try:
            return connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'columns'").fetchone() is not None
        finally:
            connection.close()
    except sqlite3.DatabaseError:  # a feed
        return False


def _serve(database: Path, listening: socket.socket) -> None:
    """Serve until SIGINT or SIGTERM."""
    import uvicorn  # optional, with the group
    from datasette.app import Datasette

    application = Datasette(immutables=[str(database)], metadata=_metadata(database.stem), settings=_SETTINGS).app()
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


def _metadata(name: str) -> dict[str, Any]:
    """Titles, labels of all columns in both languages, and facets."""
    tables = {
        sheet.name: {
            "title": f"{sheet.chinese} · {sheet.english}",
            "columns": {column.code: f"{column.chinese} · {column.english}" for column in sheet.columns},
            **({"facets": _FACETS[sheet.name]} if sheet.name in _FACETS else {}),
        }
        for sheet in SHEETS.values()
    }
    return {
        "title": "政府信息公开年报 · Government information disclosure reports",
        "databases": {name: {"tables": tables}},
    }
