"""``scrapy site``: what a crawl found, as pages for a browser, without a server."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from scrapy.exceptions import UsageError

from crawler.sources_command import FEEDS, SourcesCommand
from crawler.terminal import speak_utf8


class Command(SourcesCommand):
    """Reads feeds or the ledger, writes a folder."""

    def syntax(self) -> str:
        """Arguments."""
        return "SOURCE... -O FOLDER [--downloads SHEET,...]"

    def short_desc(self) -> str:
        """One line for the list of commands."""
        return "Write reports as pages for a browser, without a server"

    def long_desc(self) -> str:
        """Text of the help."""
        return (
            f"{FEEDS}writes a new folder: overview, regions, counties, agencies with their series as charts, every report with the "
            "source of its numbers, findings, a search, downloads, and a badge for each portal. Open its index.html."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Scrapy's options, where to write, and what to offer."""
        from crawler.site.downloads import NAMES, USUAL

        super().add_options(parser)
        parser.add_argument("-O", "--output", metavar="FOLDER", help="new folder to write")
        parser.add_argument(
            "--downloads",
            metavar="SHEETS",
            help=f"{NAMES}, all or none, with commas (default: {USUAL}, and coverage from a ledger)",
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Check, then write."""
        from crawler.export.formats import new_folder
        from crawler.export.sources import open_source
        from crawler.site.downloads import choose_downloads

        speak_utf8()
        if not args or not opts.output:
            raise UsageError("name at least one feed, and with -O what to write", print_help=False)
        try:
            from crawler.site.build import build_site
        except ImportError as error:
            raise UsageError("this needs the group `site`: pip install 'nianbao[site]'", print_help=False) from error
        target = Path(opts.output)
        with self.telling(), open_source(args, self.ledger) as source:
            downloads = choose_downloads(opts.downloads, has_coverage=source.coverage is not None)
            with new_folder(target) as folder:
                built = build_site(source, folder, downloads)
            print(
                f"{built.reports} reports of {built.agencies} agencies: {built.pages} files, the largest "
                f"{built.largest / 1000:.0f} kB; open {target / 'index.html'}",
                file=sys.stderr,
            )
