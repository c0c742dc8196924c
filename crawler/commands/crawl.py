"""``scrapy crawl``: Scrapy's own, with arguments checked before anything starts and an exit status that tells."""

from __future__ import annotations

import argparse
import logging
from collections.abc import Iterable, Mapping
from pathlib import Path

from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.exceptions import UsageError

from crawler.archive.replay import select_replay
from crawler.books.outcome import NOTHING_READ, CrawlOutcome
from crawler.extensions.run_report import RunReport
from crawler.extensions.summary import Summary
from crawler.garbage import collect_seldom
from crawler.logs.log import leave_out, tell_folded
from crawler.overrides import check_overrides
from crawler.portals import SAMPLE_GROUP, Portal
from crawler.preparation import (
    check_archive,
    check_board,
    check_feeds,
    check_ledger,
    check_place,
    check_warcio,
    load_data_files,
    name_hosts,
    open_log,
    use_own_settings,
)
from crawler.selection import UnusableArgument, select
from crawler.terminal import speak_utf8
from crawler.urls import is_loopback
from crawler.watching.alarms import load_thresholds
from extractors.errors import ConfigError

logger = logging.getLogger(__name__)

SPIDERS = ("yearly_reports", "archive")


class Command(ScrapyCrawl):
    """Spiders of other projects are run just as Scrapy does."""

    def short_desc(self) -> str:
        """One line for the list of commands."""
        return "Crawl portals (yearly_reports) or archives (archive), with a summary and an exit status"

    def long_desc(self) -> str:
        """Text of the help."""
        return (
            "Runs a spider. For yearly_reports: -a portals=ID,GROUP -a province=云南 -a years=2019-2024 "
            "-a url=ADDRESS,... or -a url=@FILE, -a since=last for what has changed since the last run. "
            "For archive, which reads WARC files without any network: -a warc=FILES, with wildcards and commas, and "
            "portals, province, years as above. Exit status: 0 every portal was read, 1 nothing could be read or an item "
            "was lost, 2 wrong usage or configuration, 3 some portals, pages of them or archive files failed, were blocked "
            "or cut short, 4 an alarm rings that did not ring in the last run."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Scrapy's options; outside of any project the settings are ours."""
        speak_utf8()  # not later: the help has Chinese too
        assert self.settings is not None
        use_own_settings(self.settings)
        super().add_options(parser)

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Scrapy's, then begin our log: before its first line."""
        super().process_options(args, opts)
        assert self.settings is not None
        if self.settings.get("BOT_NAME") == "nianbao":
            open_log(self.settings)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Check, crawl, conclude."""
        assert self.settings is not None
        if self.settings.get("BOT_NAME") != "nianbao":
            super().run(args, opts)
            return
        if len(args) != 1 or args[0] not in SPIDERS:
            known = " and ".join(SPIDERS)
            raise UsageError(f"no spider {' '.join(args) or '(none named)'}; there are {known}", print_help=False)
        replays = args[0] == "archive"
        try:
            check_overrides(self.settings)
            load_data_files()
            load_thresholds(self.settings.get("ALARMS"))
            portals = _check_replay(opts.spargs) if replays else select(opts.spargs).portals
        except (UnusableArgument, ConfigError) as error:
            raise UsageError(str(error), print_help=False) from error
        check_feeds(self.settings)
        if report := self.settings.get("RUN_REPORT"):
            check_place(Path(report).absolute())
        if not replays and (folder := self.settings.get("ARCHIVE")):
            check_warcio()
            check_archive(Path(folder).absolute())
        if not replays:
            shared = self.settings.get("SHARED")
            check_ledger(self.settings.get("LEDGER"), since="since" in opts.spargs, shared=bool(shared))
            if shared:
                check_board(shared)
        name_hosts(self.settings, portals.values())
        self._warn_without_contact(portals.values())
        self._crawl(args[0], opts, portals)

    def _crawl(self, spider: str, opts: argparse.Namespace, portals: Mapping[str, Portal]) -> None:
        assert self.crawler_process is not None
        crawler = self._create_crawler(spider)
        self.crawler_process.crawl(crawler, **opts.spargs)
        leave_out(crawler.settings)
        collect_seldom()
        self.crawler_process.start()
        summary = None if self.crawler_process.bootstrap_failed else crawler.get_extension(Summary)
        tell_folded()
        outcome = summary.outcome if summary is not None else None
        if outcome is not None and (hint := sample_hint(outcome, portals)):
            logger.warning(hint)
        watch = crawler.get_extension(RunReport)
        status = watch.status if watch is not None else None
        if outcome is not None and status is None:
            status = outcome.exit_status
        self.exitcode = NOTHING_READ if outcome is None or status is None else status

    def _warn_without_contact(self, portals: Iterable[Portal]) -> None:
        assert self.settings is not None
        public = any(not is_loopback(host) for p in portals for host in p.named_hosts)
        if public and not self.settings.get("CONTACT"):
            logger.warning(
                "No contact in the User-Agent: set NIANBAO_CONTACT to an address that a webmaster can write to"
            )


def sample_hint(outcome: CrawlOutcome, portals: Mapping[str, Portal]) -> str | None:
    """What to do where none of the sample portals that were asked for answered."""
    samples = [outcome.portals[portal.id] for portal in portals.values() if portal.group == SAMPLE_GROUP]
    if not samples or any(sample.answered for sample in samples):
        return None
    return "The portals of the group sample answer as long as `scrapy simulate --sample` runs in another terminal"


def _check_replay(arguments: dict[str, str]) -> dict[str, Portal]:
    """Check a replay's arguments; it asks no portal for anything."""
    select_replay(arguments)
    check_warcio()
    return {}
