"""``scrapy browse``: the SQLite export in Datasette, on this machine alone: tables, facets, SQL, and a JSON API."""

from __future__ import annotations

import argparse
import socket
from pathlib import Path
from tempfile import TemporaryDirectory

from scrapy.exceptions import UsageError

from crawler.sources_command import SourcesCommand
from crawler.terminal import speak_utf8


class Command(SourcesCommand):
    """Serves until interrupted."""

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
        super().add_options(parser)
        parser.add_argument("--port", type=int, default=8001, help="0 picks a free one (default %(default)s)")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Export where needed, then serve."""
        from crawler.export.browsing import HOST, find_database, serve

        speak_utf8()
        if not args:
            raise UsageError("name at least one feed, or the ledger", print_help=False)
        try:
            with self.telling(), TemporaryDirectory(prefix="nianbao-browse-") as folder, socket.socket() as listening:
                listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                listening.bind((HOST, opts.port))
                serve(find_database(args, self.ledger, Path(folder)), listening)
        except ImportError as error:
            raise UsageError(
                "this needs the group `browse`: pip install 'nianbao[browse]'", print_help=False
            ) from error
