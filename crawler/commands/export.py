"""``scrapy export``: what a crawl found, as analysts' programs take it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any, ClassVar

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.commands.crawl import use_own_settings
from crawler.terminal import printable, speak_utf8
from extractors.errors import ConfigError

_FORMATS = ("csv", "json", "jsonl", "parquet", "sqlite", "xlsx", "package")


class Command(ScrapyCommand):
    """Reads feeds or the ledger, writes one file or folder."""

    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """Arguments."""
        return "SOURCE... -O OUT [--what SHEET,...] [--format FORMAT]"

    def short_desc(self) -> str:
        """One line for the list of commands."""
        return "Write reports as tables for spreadsheets, databases and statistics"

    def long_desc(self) -> str:
        """Text of the help."""
        return (
            "Reads feeds (JSON or JSON Lines, also .gz), or the ledger (`ledger`, its file or its database's address), and "
            "writes OUT: .csv, .json, .jsonl, .parquet (one sheet each), .xlsx, .sqlite, or a folder: a data package, or "
            "with --format parquet Parquet parted by year. Exit status: 0, 1 where a feed can't be read or OUT not be "
            "written, 2 wrong usage."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Scrapy's options, where to write, and what."""
        assert self.settings is not None
        use_own_settings(self.settings)
        super().add_options(parser)
        group = parser.add_argument_group("export")
        group.add_argument("-O", "--output", metavar="OUT", help="file or folder to write")
        what = "cells, wide, reports, panel … with commas, or all (default: cells, or all if OUT holds several)"
        group.add_argument("--what", metavar="SHEETS", help=what)
        group.add_argument("--format", choices=_FORMATS, help="format, if OUT's ending does not say it")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Write, and say what."""
        # Not above: Scrapy imports every command whenever one runs, and the sheets are made from all forms.
        from crawler.export.formats import UnusableTarget
        from crawler.export.run import export
        from crawler.export.sources import UnreadableFeed

        speak_utf8()
        if not args or not opts.output:
            raise UsageError("name at least one feed, and with -O what to write", print_help=False)
        assert self.settings is not None
        ledger = self.settings.get("LEDGER") or ""
        try:
            count, sheets = export(args, Path(opts.output), what=opts.what, format_name=opts.format, ledger=ledger)
        except (UnusableTarget, ConfigError) as error:
            raise UsageError(str(error), print_help=False) from error
        except (UnreadableFeed, OSError) as error:
            print(f"error: {printable(str(error))}", file=sys.stderr)
            self.exitcode = 1
            return
        print(f"{count} reports: {', '.join(sheet.name for sheet in sheets)} in {opts.output}", file=sys.stderr)
