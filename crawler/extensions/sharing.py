"""Where ``SHARED`` names a board, has the spider read what this worker takes from it."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider, NotConfigured

from crawler.keeping.keeping import Keeping
from crawler.sharing.board import Board, BoardError
from crawler.sharing.lease import Lease
from crawler.sharing.worker import Worker, run_name
from crawler.signals import portal_done

logger = logging.getLogger(__name__)


class Sharing:
    """Lets a crawl take part in a run that several workers share; it goes on until all of the run is done."""

    def __init__(self, crawler: Crawler, worker: Worker) -> None:
        self.crawler = crawler
        self.worker = worker
        self._working: asyncio.Future[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Sharing:
        """Build it as Scrapy does, after the ledger."""
        address, seconds = crawler.settings.get("SHARED"), crawler.settings.getfloat("SHARED_LEASE", 120.0)
        keeping = Keeping.of(crawler)
        if not address or keeping is None or keeping.worker is None:
            raise NotConfigured
        spider: Any = crawler.spider
        lease = Lease(seconds)
        board = Board(address, run_name(keeping.run, spider.portals), keeping.worker, seconds)
        spider.share_by(lease)
        sharing = cls(crawler, Worker(spider, keeping, board, lease))
        for receiver, signal in (
            (sharing.spider_opened, signals.spider_opened),
            (sharing.portal_done, portal_done),
            (sharing.idle, signals.spider_idle),
            (sharing.engine_stopped, signals.engine_stopped),
        ):
            crawler.signals.connect(receiver, signal=signal)
        return sharing

    def spider_opened(self) -> None:
        """Begin to take portals."""
        self._working = asyncio.ensure_future(self.worker.work())
        self._working.add_done_callback(self._worked)

    def portal_done(self) -> None:
        """Wake the worker: there may be room for another portal."""
        self.worker.wake.set()

    def idle(self) -> None:
        """Wait for what other workers may leave; a crawl whose worker failed ends as failed, not as idle."""
        if not self._is_done():
            raise DontCloseSpider

    def engine_stopped(self) -> None:
        """Leave the run. What is not done goes to other workers when the lease has run out, so that no host is asked too soon."""
        if self._working is not None:
            self._working.cancel()
        self.worker.lease.give_back()
        self.worker.board.close()

    def _worked(self, working: asyncio.Future[None]) -> None:
        """End the crawl where this worker can't take part any more: what is left is other workers'."""
        error = None if working.cancelled() else working.exception()
        if error is None:
            return
        logger.error("The crawl ends: %s", error, exc_info=None if isinstance(error, BoardError) else error)
        assert self.crawler.engine is not None
        self._closing = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason="sharing_failed"))

    def _is_done(self) -> bool:
        working = self._working
        return working is None or (working.done() and (working.cancelled() or working.exception() is None))
