"""What our commands do before anything starts: take settings, log and data files, and check what the run will need."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured, UsageError
from scrapy.settings import Settings
from scrapy.utils.misc import build_from_crawler, load_object
from w3lib.url import file_uri_to_path

from crawler.archive.digests import Digests
from crawler.ledger import Ledger, LedgerError
from crawler.logs.log import begin_log
from crawler.masking import mask
from crawler.middlewares.walls import load_walls
from crawler.portals import Portal
from crawler.sharing.board import Board, BoardError
from crawler.walking.columns import load_words
from crawler.walking.placeholders import load_placeholders
from extractors import load_data

Feeds = Mapping[str, Mapping[str, Any]]
"""Address of each feed → its options, as in the setting ``FEEDS``."""

_SETTINGS = "crawler.settings"
_WHOLE_FORMATS = ("json", "csv", "xml", "parquet", "xlsx")
"""Formats that can't be continued: a second heading or a second array makes the file wrong."""
_BOARD_SECONDS = 20.0
_PACKAGES = {"s3": "boto3", "gs": "google.cloud.storage"}
"""What storages import, some of them only when they write."""


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


def check_feeds(settings: Settings) -> None:
    """:exc:`UsageError` for a feed that could not be written at the end of the crawl."""
    feeds = settings.getdict("FEEDS")
    _check_targets(feeds)
    _check_formats(settings, feeds)
    _check_storages(settings, feeds)


def _check_targets(feeds: Feeds) -> None:
    """:exc:`UsageError` for a file that can't be written, or not continued."""
    for uri, options in feeds.items():
        if urlsplit(str(uri)).scheme not in ("", "file"):
            continue
        path = Path(file_uri_to_path(str(uri)) if str(uri).startswith("file:") else str(uri)).absolute()
        if options.get("format") in _WHOLE_FORMATS and not options.get("overwrite") and _has_content(path):
            raise UsageError(f"{path} can't be continued in this format: use -O to replace it", print_help=False)
        check_place(path)


def _check_formats(settings: Settings, feeds: Feeds) -> None:
    """:exc:`UsageError` for a feed whose format there isn't, or needs packages that are not installed."""
    exporters = settings.getwithbase("FEED_EXPORTERS")
    for uri, options in feeds.items():
        name = exporters.get(options.get("format", ""))
        if name is None:
            raise UsageError(
                f"no feed can be written to {uri}: there is no format {options.get('format')}", print_help=False
            )
        try:
            load_object(name)
        except NotConfigured as error:
            raise UsageError(f"no feed can be written to {uri}: {error}", print_help=False) from error


def _check_storages(settings: Settings, feeds: Feeds) -> None:
    """:exc:`UsageError` for a feed whose kind of storage there isn't, or can't be used here."""
    storages = {scheme: name for scheme, name in settings.getwithbase("FEED_STORAGES").items() if name is not None}
    for uri, options in feeds.items():
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


def check_archive(folder: Path) -> None:
    """:exc:`UsageError` where an archive can't be written, or another crawl writes it."""
    check_place(folder / "any")
    if folder.exists():
        try:
            Digests(folder).close()
        except OSError as error:
            raise UsageError(str(error), print_help=False) from error


def check_warcio() -> None:
    """:exc:`UsageError` where the optional group is missing."""
    if find_spec("warcio") is None:
        raise UsageError("archives need the package warcio: pip install 'nianbao[archive]'", print_help=False)


def check_ledger(address: str | None, *, since: bool, shared: bool) -> None:
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


def check_board(address: str) -> None:
    """:exc:`UsageError` where workers can't share a run."""
    try:
        board = Board(address, "", "", _BOARD_SECONDS)
        board.check()
        board.close()
    except BoardError as error:
        raise UsageError(str(error), print_help=False) from error


def check_place(path: Path) -> None:
    """:exc:`UsageError` where no file can be written."""
    try:
        if path.is_dir():
            raise UsageError(f"{path} is a folder", print_help=False)
        # What is no regular file (/dev/stdout) is written to, not replaced: its folder need not be ours.
        place = path if path.exists() and not path.is_file() else next(part for part in path.parents if part.exists())
        if not os.access(place, os.W_OK) or place.is_file():
            raise UsageError(f"nothing can be written in {place}", print_help=False)
    except OSError as error:
        raise UsageError(f"nothing can be written in {path.parent}: {error.strerror}", print_help=False) from error


def _has_content(path: Path) -> bool:
    return path.is_file() and path.stat().st_size > 0
