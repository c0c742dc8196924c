"""``scrapy export``: what a crawl found, as analysts' programs take it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from scrapy.exceptions import UsageError

from crawler.sources_command import FEEDS, SourcesCommand
from crawler.terminal import speak_utf8

_FORMATS = ("csv", "json", "jsonl", "parquet", "sqlite", "xlsx", "package")


class Command(SourcesCommand):
    """Reads feeds or the ledger, writes one file or folder."""

    def syntax(self) -> str:
        """Arguments."""
        return "SOURCE... -O OUT [--what SHEET,...] [--format FORMAT]"

    def short_desc(self) -> str:
        """One line for the list of commands."""
        return "Write reports as tables for spreadsheets, databases and statistics"

    def long_desc(self) -> str:
        """Text of the help."""
        return (
            f"{FEEDS}writes OUT: .csv, .json, .jsonl, .parquet (one sheet each), .xlsx, .sqlite, or a folder: a data package, or "
            "with --format parquet Parquet parted by year. Exit status: 0, 1 where a feed can't be read or OUT not be "
            "written, 2 wrong usage."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Scrapy's options, where to write, and what."""
        super().add_options(parser)
        group = parser.add_argument_group("export")
        group.add_argument("-O", "--output", metavar="OUT", help="file or folder to write")
        what = "cells, wide, reports, panel … with commas, or all (default: cells, or all if OUT holds several)"
        group.add_argument("--what", metavar="SHEETS", help=what)
        group.add_argument("--format", choices=_FORMATS, help="format, if OUT's ending does not say it")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Write, and say what."""
        from crawler.export.run import export

        speak_utf8()
        if not args or not opts.output:
            raise UsageError("name at least one feed, and with -O what to write", print_help=False)
        with self.telling():
            count, sheets = export(args, Path(opts.output), what=opts.what, format_name=opts.format, ledger=self.ledger)
            print(f"{count} reports: {', '.join(sheet.name for sheet in sheets)} in {opts.output}", file=sys.stderr)
