"""Opens the ledger for a crawl, tells it what happens, and says at the end how the run ended."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from crawler.books.outcome import CrawlOutcome, PortalOutcome
from crawler.clock import utc_now
from crawler.items import ReportPage
from crawler.keeping.keeping import Keeping
from crawler.keeping.resumption import begin_run
from crawler.ledger import Ledger
from crawler.ledger.runs import Ended
from crawler.pipelines.errors import RejectedPage
from crawler.signals import portal_begun, portal_done


class LedgerKeeper:
    """Active only where ``LEDGER`` names one. A run that is broken off stays unfinished: the next start of its scope resumes it."""

    def __init__(self, crawler: Crawler, keeping: Keeping) -> None:
        self.crawler = crawler
        self.keeping = keeping
        self.reason = "shutdown"

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> LedgerKeeper:
        """Build it as Scrapy does. :exc:`~crawler.ledger.LedgerError` where the ledger can't be had."""
        address = crawler.settings.get("LEDGER")
        spider: Any = crawler.spider
        fetches = crawler.settings.getbool("FETCH_REPORTS", True)
        if not address or not fetches or not hasattr(spider, "keep_by"):
            raise NotConfigured
        ledger = Ledger.open(address)
        try:
            run, leads = begin_run(ledger, spider, crawler.settings)
        except BaseException:
            ledger.close()
            raise
        keeper = cls(crawler, Keeping(crawler, ledger, run, leads=leads, since_last=spider.since_last))
        for receiver, signal in (
            (keeper.spider_opened, signals.spider_opened),
            (keeper.item_dropped, signals.item_dropped),
            (keeper.portal_begun, portal_begun),
            (keeper.portal_done, portal_done),
            (keeper.spider_closed, signals.spider_closed),
            (keeper.engine_stopped, signals.engine_stopped),
        ):
            crawler.signals.connect(receiver, signal=signal)
        return keeper

    def spider_opened(self, spider: Any) -> None:
        """Hand the ledger to the spider, which asks it before it fetches."""
        self.keeping.books = spider.books
        spider.keep_by(self.keeping)

    def item_dropped(self, item: Any, exception: BaseException) -> None:
        """Settle a page that is no report."""
        if isinstance(exception, RejectedPage) and isinstance(item, ReportPage) and item.visit is not None:
            visit = replace(item.visit, documents=item.documents, noted=item.noted)
            self.keeping.rejected(visit, exception.rejection.reason)

    def portal_begun(self, portal: str) -> None:
        """Tell the ledger that a portal is begun."""
        self.keeping.portal_begun(portal)

    def portal_done(self, portal: str) -> None:
        """Tell the ledger that a portal is done: a resumed run leaves it out."""
        books, record = self.keeping.books, self._portals[portal]
        outcome = PortalOutcome.of(record, books.counts[portal])
        self.keeping.portal_done(outcome, books.findings[portal].as_dict(record))

    def spider_closed(self, reason: str) -> None:
        """Remember whether the crawl came to its end."""
        self.reason = reason

    def engine_stopped(self) -> None:
        """Say how the run ended, after the feeds are written."""
        keeping = self.keeping
        try:
            keeping.close()
            if keeping.failure is None and hasattr(keeping, "books"):
                outcome = self._outcome()
                state: Ended = "finished" if outcome.finished else "interrupted"
                if outcome.finished or keeping.worker is None:  # a worker that leaves ends nothing: others go on
                    keeping.ledger.end(keeping.run, state, outcome.exit_status, self._statistics(), utc_now())
        finally:
            keeping.ledger.close()

    @property
    def _portals(self) -> dict[str, Any]:
        return getattr(self.crawler.spider, "portals", {})

    def _outcome(self) -> CrawlOutcome:
        assert self.crawler.stats is not None
        stats = self.crawler.stats.get_stats()
        return CrawlOutcome.from_stats(stats, self._portals.values(), finished=self.reason == "finished")

    def _statistics(self) -> dict[str, Any]:
        """Counts of the whole run; those of portals stand beside them."""
        assert self.crawler.stats is not None
        stats = self.crawler.stats.get_stats().items()
        return {key: value for key, value in stats if isinstance(value, int | float) and not key.startswith("portals/")}
