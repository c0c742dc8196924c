"""``scrapy export``: what a crawl found, as analysts' programs take it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any, ClassVar

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.commands.crawl import use_own_settings
from crawler.export.coverage import COVERAGE
from crawler.export.every import SHEETS, choose_sheets
from crawler.export.formats import FORMATS, Format, UnusableTarget, format_of, open_writer
from crawler.export.sheets import Sheet
from crawler.export.sources import UnreadableFeed, open_source
from crawler.export.write import write_sheets
from crawler.terminal import printable, speak_utf8
from extractors.errors import ConfigError

_NAMES = ", ".join(SHEETS)


class Command(ScrapyCommand):
    """Reads feeds, writes one file or folder."""

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
            "writes OUT: .csv, .json, .jsonl, .parquet (one sheet each), "
            ".xlsx, .sqlite, or a folder: a data package, or with --format parquet Parquet parted by year. "
            f"Sheets: {_NAMES}, all."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Scrapy's options, where to write, and what."""
        assert self.settings is not None
        use_own_settings(self.settings)
        super().add_options(parser)
        parser.add_argument("-O", "--output", metavar="OUT", help="file or folder to write")
        parser.add_argument(
            "--what",
            metavar="SHEETS",
            help=f"{_NAMES} or all, with commas (default: cells, or all if OUT holds several)",
        )
        parser.add_argument("--format", choices=FORMATS, help="format, if OUT's ending does not say it")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Check, then write."""
        speak_utf8()
        if not args or not opts.output:
            raise UsageError("name at least one feed, and with -O what to write", print_help=False)
        assert self.settings is not None
        target = Path(opts.output)
        try:
            format_ = format_of(opts.format, target)
            with open_source(args, self.settings.get("LEDGER") or "") as source:
                sheets = _sheets(opts.what, format_, has_coverage=source.coverage is not None)
                with open_writer(format_, target, sheets) as writer:
                    count = write_sheets(source, sheets, writer)
        except (UnusableTarget, ConfigError) as error:
            raise UsageError(str(error), print_help=False) from error
        except (UnreadableFeed, OSError) as error:
            print(f"error: {printable(str(error))}", file=sys.stderr)
            self.exitcode = 1
            return
        print(f"{count} reports: {', '.join(sheet.name for sheet in sheets)} in {target}", file=sys.stderr)


def _sheets(what: str | None, format_: Format, *, has_coverage: bool) -> list[Sheet]:
    """Sheets asked for. :exc:`~crawler.export.formats.UnusableTarget` if the source or the format can't have them."""
    names = (what or ("cells" if format_.holds_one else "all")).split(",")
    try:
        sheets = choose_sheets(names, one=format_.holds_one, has_coverage=has_coverage)
    except KeyError as error:
        raise UnusableTarget(f"there is no sheet {error.args[0]!r}; there are {_NAMES}, and all") from error
    if format_.holds_one and len(sheets) > 1:
        raise UnusableTarget(f"{format_.name} holds one sheet: name one, or write .xlsx, .sqlite or a folder")
    if COVERAGE in sheets and not has_coverage:
        raise UnusableTarget("what is missing is known to the ledger only: export `ledger` instead of a feed")
    return sheets
