"""``scrapy crawl``: Scrapy's own, with arguments checked before anything starts and an exit status that tells."""

from __future__ import annotations

import argparse
import logging
import os
from collections.abc import Iterable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from scrapy import Spider
from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured, UsageError
from scrapy.settings import Settings
from scrapy.utils.misc import build_from_crawler, load_object
from w3lib.url import file_uri_to_path

from crawler.archive.digests import Digests
from crawler.archive.replay import select_replay
from crawler.columns import load_words
from crawler.extensions.run_report import RunReport
from crawler.extensions.summary import Summary
from crawler.garbage import collect_seldom
from crawler.ledger import Ledger, LedgerError
from crawler.logs import begin_log, leave_out, tell_folded
from crawler.masking import mask
from crawler.middlewares.walls import load_walls
from crawler.outcome import NOTHING_READ
from crawler.placeholders import load_placeholders
from crawler.portals import Portal
from crawler.selection import UnusableArgument, select
from crawler.sharing.board import Board, BoardError
from crawler.terminal import speak_utf8
from crawler.urls import is_loopback
from crawler.watching.alarms import load_thresholds
from extractors import load_data
from extractors.errors import ConfigError

logger = logging.getLogger(__name__)

SPIDERS = ("yearly_reports", "archive")
_SETTINGS = "crawler.settings"
_WHOLE_FORMATS = ("json", "csv", "xml", "parquet", "xlsx")
"""Formats that can't be continued: a second heading or a second array makes the file wrong."""
_BOARD_SECONDS = 20.0
_PACKAGES = {"s3": "boto3", "gs": "google.cloud.storage"}
"""What storages import, some of them only when they write."""


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
            load_data_files()
            load_thresholds(self.settings.get("ALARMS"))
            portals = _check_replay(opts.spargs) if replays else select(opts.spargs).portals
        except (UnusableArgument, ConfigError) as error:
            raise UsageError(str(error), print_help=False) from error
        _check_feeds(self.settings.getdict("FEEDS"))
        if report := self.settings.get("RUN_REPORT"):
            _check_place(Path(report).absolute())
        if not replays and (folder := self.settings.get("ARCHIVE")):
            check_warcio()
            _check_archive(Path(folder).absolute())
        _check_formats(self.settings)
        _check_storages(self.settings)
        if not replays:
            shared = self.settings.get("SHARED")
            _check_ledger(self.settings.get("LEDGER"), since="since" in opts.spargs, shared=bool(shared))
            if shared:
                _check_board(shared)
        name_hosts(self.settings, portals.values())
        self._warn_without_contact(portals.values())
        self._crawl(args[0], opts)

    def _crawl(self, spider: str, opts: argparse.Namespace) -> None:
        assert self.crawler_process is not None
        crawler = self._create_crawler(spider)
        self.crawler_process.crawl(crawler, **opts.spargs)
        leave_out(crawler.settings)
        collect_seldom()
        self.crawler_process.start()
        summary = None if self.crawler_process.bootstrap_failed else crawler.get_extension(Summary)
        tell_folded()
        outcome = summary.outcome if summary is not None else None
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


def use_own_settings(settings: Settings) -> None:
    """Take ours where no project has set any: without them nothing would ask for robots.txt, or wait."""
    if not settings.getlist("SPIDER_MODULES"):
        settings.setmodule(_SETTINGS, priority="project")


def open_log(settings: Settings) -> None:
    """Begin our log; :exc:`UsageError` where its file can't be written."""
    try:
        begin_log(settings)
    except OSError as error:
        raise UsageError(f"no log can be written to {error.filename}: {error.strerror}", print_help=False) from error


def name_hosts(settings: Settings, portals: Iterable[Portal]) -> None:
    """Let the hosts that a person has typed for this run resolve to private addresses; those of records may not."""
    typed = {host for portal in portals if not portal.recorded for host in portal.named_hosts}
    typed.update(filter(None, [urlsplit(settings.get("ALARM_WEBHOOK") or "").hostname]))
    settings.set("NAMED_HOSTS", sorted(typed | set(settings.getlist("NAMED_HOSTS"))), "cmdline")


def load_data_files() -> None:
    """Load every data file, so that a wrong one shows before any request: :exc:`~extractors.errors.ConfigError`."""
    load_data()
    load_walls()
    load_placeholders()
    load_words()


def _check_replay(arguments: dict[str, str]) -> dict[str, Portal]:
    """Check a replay's arguments; it asks no portal for anything."""
    select_replay(arguments)
    check_warcio()
    return {}


def _check_archive(folder: Path) -> None:
    """:exc:`UsageError` where an archive can't be written, or another crawl writes it."""
    _check_place(folder / "any")
    if folder.exists():
        try:
            Digests(folder).close()
        except OSError as error:
            raise UsageError(str(error), print_help=False) from error


def check_warcio() -> None:
    """:exc:`UsageError` where the optional group is missing."""
    if find_spec("warcio") is None:
        raise UsageError("archives need the package warcio: pip install 'nianbao[archive]'", print_help=False)


def _check_feeds(feeds: dict[str, dict[str, object]]) -> None:
    """:exc:`UsageError` for a feed that could not be written at the end of the crawl."""
    for uri, options in feeds.items():
        if urlsplit(str(uri)).scheme not in ("", "file"):
            continue
        path = Path(file_uri_to_path(str(uri)) if str(uri).startswith("file:") else str(uri)).absolute()
        if options.get("format") in _WHOLE_FORMATS and not options.get("overwrite") and _has_content(path):
            raise UsageError(f"{path} can't be continued in this format: use -O to replace it", print_help=False)
        _check_place(path)


def _check_board(address: str) -> None:
    """:exc:`UsageError` where workers can't share a run."""
    try:
        board = Board(address, "", "", _BOARD_SECONDS)
        board.check()
        board.close()
    except BoardError as error:
        raise UsageError(str(error), print_help=False) from error


def _check_ledger(address: str | None, *, since: bool, shared: bool) -> None:
    """:exc:`UsageError` for a ledger that can't be had, or that another run has and does not share."""
    if not address:
        if shared:
            raise UsageError("workers need a ledger in PostgreSQL: LEDGER names none", print_help=False)
        if since:
            raise UsageError("since=last needs a ledger: LEDGER names none", print_help=False)
        return
    try:
        with Ledger.open(address) as ledger:
            ledger.check_free(shared=shared)
    except LedgerError as error:
        raise UsageError(str(error), print_help=False) from error


def _check_place(path: Path) -> None:
    """:exc:`UsageError` where no file can be written."""
    if path.is_dir():
        raise UsageError(f"{path} is a folder", print_help=False)
    folder = next(parent for parent in path.parents if parent.exists())
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        raise UsageError(f"nothing can be written in {folder}", print_help=False)


def _check_formats(settings: Settings) -> None:
    """:exc:`UsageError` for a feed whose format there isn't, or needs packages that are not installed."""
    exporters = settings.getwithbase("FEED_EXPORTERS")
    for uri, options in settings.getdict("FEEDS").items():
        name = exporters.get(options.get("format"))
        if name is None:
            raise UsageError(
                f"no feed can be written to {uri}: there is no format {options.get('format')}", print_help=False
            )
        try:
            load_object(name)
        except NotConfigured as error:
            raise UsageError(f"no feed can be written to {uri}: {error}", print_help=False) from error


def _check_storages(settings: Settings) -> None:
    """:exc:`UsageError` for a feed whose kind of storage there isn't, or can't be used here."""
    storages = {scheme: name for scheme, name in settings.getwithbase("FEED_STORAGES").items() if name is not None}
    for uri, options in settings.getdict("FEEDS").items():
        scheme, shown = urlsplit(str(uri)).scheme, mask(str(uri))
        package = _PACKAGES.get(scheme)
        if scheme not in storages:
            known = ", ".join(sorted(filter(None, storages)))
            raise UsageError(f"no feed can be written to {shown}: {scheme} is none of {known}", print_help=False)
        try:
            if package:
                import_module(package)
            # A crawler of its own: the crawl's is made when everything is checked.
            build_from_crawler(load_object(storages[scheme]), Crawler(Spider, settings), str(uri), feed_options=options)
        except ImportError as error:
            raise UsageError(
                f"no feed can be written to {shown}: that needs the package {package}", print_help=False
            ) from error
        except (NotConfigured, ValueError, AssertionError) as error:
            reason = str(error) or "the address is not complete"
            raise UsageError(f"no feed can be written to {shown}: {mask(reason)}", print_help=False) from error


def _has_content(path: Path) -> bool:
    return path.is_file() and path.stat().st_size > 0
