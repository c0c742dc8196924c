"""Counts what became of each page, and prints one table when the crawl has ended."""

from __future__ import annotations

import sys
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.books.books import Books
from crawler.books.outcome import CrawlOutcome, PortalOutcome
from crawler.items import AnnualReport, ReportPage
from crawler.pipelines.errors import RejectedPage, SkippedReport
from crawler.terminal import PIPED_WIDTH, console_on, printable

_MAX_LOST = 20
_HEADINGS = ("portal", "listings", "pages", "reports", "skipped", "rejected", "blocked", "failed", "faults", "state")
_SHOWN_EVIDENCE = 200
_NARROW_HEADINGS = ("portal", "listings", "pages", "reports", "state")
"""Columns on a terminal too narrow for all; the others follow below the table."""
_NUMBERS = frozenset(("listings", "pages", "reports", "skipped"))


class Summary:
    """Listens to the signals of the pipelines; ``outcome`` is there after the engine has stopped."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.outcome: CrawlOutcome | None = None
        self.lost: list[str] = []
        self.finished = True

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Summary:
        """Build it as Scrapy does."""
        summary = cls(crawler)
        for receiver, signal in (
            (summary.item_scraped, signals.item_scraped),
            (summary.item_dropped, signals.item_dropped),
            (summary.item_error, signals.item_error),
            (summary.spider_error, signals.spider_error),
            (summary.spider_closed, signals.spider_closed),
            (summary.engine_stopped, signals.engine_stopped),
        ):
            crawler.signals.connect(receiver, signal=signal)
        return summary

    def item_scraped(self, item: Any, response: Response | None) -> None:
        """Count a report for the portal whose page it is."""
        if isinstance(item, AnnualReport) and response is not None:
            self._count(response.meta.get("portal"), "reports")

    def item_dropped(self, item: Any, exception: BaseException) -> None:
        """Count a page that is no report, or a report that was not asked for."""
        if isinstance(exception, RejectedPage):
            self._count(_portal(item), f"rejected/{exception.rejection.reason}")
        elif isinstance(exception, SkippedReport):
            self._count(_portal(item), "skipped")

    def item_error(self, item: Any) -> None:
        """Count an item that a pipeline lost."""
        self._lose(_portal(item), item.url if isinstance(item, ReportPage) else type(item).__name__)

    def spider_error(self, failure: Failure, response: Response | Failure) -> None:
        """Count a page that the spider lost."""
        request = response.request  # type: ignore[union-attr]
        assert request is not None
        self._lose(request.meta.get("portal"), request.url)

    def spider_closed(self, reason: str) -> None:
        """Remember whether the crawl came to its end: a signal or a ``CLOSESPIDER_`` bound may have ended it before."""
        self.finished = reason == "finished"

    def engine_stopped(self) -> None:
        """Conclude, after the feeds are written."""
        spider = self.crawler.spider
        portals = getattr(spider, "portals", None)
        if portals is None or self.crawler.stats is None:
            return
        stats = self.crawler.stats.get_stats()
        self.outcome = CrawlOutcome.from_stats(stats, portals.values(), finished=self.finished)
        if not self.crawler.settings.getbool("FETCH_REPORTS", True):
            return  # `scrapy portals` tells what it found in its own words
        print_summary(self.outcome, self.lost)
        print_evidence(spider)

    def _lose(self, portal: str | None, url: str) -> None:
        self._count(portal, "lost")
        if len(self.lost) < _MAX_LOST:
            self.lost.append(url)

    def _count(self, portal: str | None, what: str) -> None:
        books: Books | None = getattr(self.crawler.spider, "books", None)
        if portal and books is not None:
            books.count(portal, what)
        else:
            assert self.crawler.stats is not None
            self.crawler.stats.inc_value(what)


def print_summary(outcome: CrawlOutcome, lost: list[str], console: Console | None = None) -> None:
    """Print the table, and below it what was lost; plain text unless the console is a terminal."""
    console = console or console_on(sys.stderr)
    rows = [dict(zip(_HEADINGS, _row(portal), strict=True)) for portal in outcome.portals.values()]
    table = _table(_HEADINGS, rows, console)
    narrow = (
        console.is_terminal
        and console.measure(table, options=console.options.update(max_width=PIPED_WIDTH)).maximum > console.width
    )
    console.print(_table(_NARROW_HEADINGS, rows, console) if narrow else table)
    if narrow:
        for row in rows:
            if more := _beside(row):
                console.print(f"{row['portal'].split()[0]}: {printable(more)}", markup=False)
    if any(not portal.verified for portal in outcome.portals.values()):
        console.print("* not verified: nobody has seen this record work live", markup=False)
    for url in lost:
        console.print(f"LOST: {printable(url)}", markup=False)
    if outcome.failed_feeds:
        console.print(f"FEEDS NOT WRITTEN: {outcome.failed_feeds}", markup=False)
    if not outcome.finished:
        console.print("INTERRUPTED", markup=False)


def print_evidence(spider: Any) -> None:
    """Print what walls answered, once for each host, so that a person can judge; all of it stands in the run's report."""
    console = Console(file=sys.stderr, highlight=False, soft_wrap=True, no_color=True, color_system=None)
    for portal, found in spider.books.findings.items():
        for fault in {fault.detail: fault for fault in reversed(found.faults) if fault.evidence}.values():
            begins = printable(str(fault.evidence["begins"]))[:_SHOWN_EVIDENCE]
            console.print(f"BLOCKED {portal}: {printable(fault.url)}: {fault.detail}; begins {begins!r}", markup=False)


def _table(headings: tuple[str, ...], rows: list[dict[str, str]], console: Console) -> Table:
    table = Table(*headings, box=box.SIMPLE_HEAD if console.is_terminal else box.ASCII2)
    for column, heading in zip(table.columns, headings, strict=True):
        column.justify = "right" if heading in _NUMBERS else "left"
    for row in rows:
        table.add_row(*(Text(printable(row[heading])) for heading in headings))
    return table


def _beside(row: dict[str, str]) -> str:
    """What the narrow table leaves out of a row, as far as there is any: ``rejected 3 (notice 3); failed 0, gone 1``."""
    left_out = [heading for heading in _HEADINGS if heading not in _NARROW_HEADINGS]
    return "; ".join(f"{heading} {row[heading]}" for heading in left_out if row[heading] != "0")


def _row(portal: PortalOutcome) -> tuple[str, ...]:
    counts = portal.counts
    rejected = ", ".join(f"{reason} {n}" for reason, n in portal.rejected.items())
    others = ("gone", "offsite", "closed", "lost") if counts["listings"] else ("gone", "offsite", "lost")
    failed = [f"{counts['failed']}"] + [f"{what} {counts[what]}" for what in others if counts[what]]
    name = portal.id if portal.id == portal.name else f"{portal.id} {portal.name}"
    return (
        name if portal.verified else f"{name} *",
        str(counts["listings"]),
        str(counts["pages"]),
        str(counts["reports"]),
        str(counts["skipped"]),
        f"{sum(portal.rejected.values())}" + (f" ({rejected})" if rejected else ""),
        str(counts["blocked"]),
        ", ".join(failed),
        ", ".join(f"{name} {n}" for name, n in portal.faults.items()) or "0",
        _state(portal),
    )


def _state(portal: PortalOutcome) -> str:
    """State as the table says it; a portal without a single page to read is not passed over in silence."""
    match portal.state:
        case "closed":
            return "closed by robots.txt"
        case "read" if not portal.counts["pages"] and not portal.counts["skipped"]:
            return "read, no report pages found"
        case state:
            return state


def _portal(item: Any) -> str | None:
    return item.portal.id if isinstance(item, ReportPage) and item.portal is not None else None
