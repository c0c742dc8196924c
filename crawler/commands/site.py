"""``scrapy site``: what a crawl found, as pages for a browser, without a server."""

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
from crawler.export.formats import UnusableTarget, new_folder
from crawler.export.sheets import Sheet
from crawler.export.sources import UnreadableFeed, open_source
from crawler.terminal import printable, speak_utf8
from extractors.errors import ConfigError

_DOWNLOADS = "reports,panel,panel_findings,wide,findings,contacts"
_NAMES = ", ".join(SHEETS)


class Command(ScrapyCommand):
    """Reads feeds or the ledger, writes a folder."""

    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """Arguments."""
        return "SOURCE... -O FOLDER [--downloads SHEET,...]"

    def short_desc(self) -> str:
        """One line for the list of commands."""
        return "Write reports as pages for a browser, without a server"

    def long_desc(self) -> str:
        """Text of the help."""
        return (
            "Reads feeds (JSON or JSON Lines, also .gz), or the ledger (`ledger`, its file or its database's address), and "
            "writes a new folder: overview, regions, counties, agencies with their series as charts, every report with the "
            "source of its numbers, findings, a search, downloads, and a badge for each portal. Open its index.html."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Scrapy's options, where to write, and what to offer."""
        assert self.settings is not None
        use_own_settings(self.settings)
        super().add_options(parser)
        parser.add_argument("-O", "--output", metavar="FOLDER", help="new folder to write")
        parser.add_argument(
            "--downloads",
            metavar="SHEETS",
            default=None,
            help=f"{_NAMES}, all or none, with commas (default: {_DOWNLOADS}, and coverage from a ledger)",
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Check, then write."""
        speak_utf8()
        if not args or not opts.output:
            raise UsageError("name at least one feed, and with -O what to write", print_help=False)
        assert self.settings is not None
        try:
            from crawler.site.build import build_site
        except ImportError as error:
            raise UsageError("this needs the group `site`: pip install 'nianbao[site]'", print_help=False) from error
        target = Path(opts.output)
        try:
            with open_source(args, self.settings.get("LEDGER") or "") as source:
                downloads = _downloads(opts.downloads, has_coverage=source.coverage is not None)
                with new_folder(target) as folder:
                    built = build_site(source, folder, downloads)
        except (UnusableTarget, ConfigError) as error:
            raise UsageError(str(error), print_help=False) from error
        except (UnreadableFeed, OSError) as error:
            print(f"error: {printable(str(error))}", file=sys.stderr)
            self.exitcode = 1
            return
        print(
            f"{built.reports} reports of {built.agencies} agencies: {built.pages} files, the largest "
            f"{built.largest / 1000:.0f} kB; open {target / 'index.html'}",
            file=sys.stderr,
        )


def _downloads(what: str | None, *, has_coverage: bool) -> list[Sheet]:
    """Sheets to offer. :exc:`~crawler.export.formats.UnusableTarget` for one that is none, or that the source lacks."""
    if what == "none":
        return []
    names = what or (f"{_DOWNLOADS},coverage" if has_coverage else _DOWNLOADS)
    try:
        sheets = choose_sheets(names.split(","), one=True, has_coverage=has_coverage)
    except KeyError as error:
        raise UnusableTarget(f"there is no sheet {error.args[0]!r}; there are {_NAMES}, all, and none") from error
    if COVERAGE in sheets and not has_coverage:
        raise UnusableTarget("what is missing is known to the ledger only: name `ledger` instead of a feed")
    return sheets
