"""A crawl over archives: the pages that a crawl kept, or those of other people's that may be reports; no network."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.archive.index import ArchivedPage, ArchiveIndex
from crawler.archive.offering import ArchivedPortals, archived_request, offer_archived
from crawler.archive.reading import BadArchive
from crawler.archive.replay import select_replay
from crawler.books.books import Books
from crawler.books.faults import name_fault
from crawler.items import ReportPage
from crawler.platforms import platforms
from crawler.portals import Portal, load_portals
from crawler.visit import Role, Visit

_HANDLER = "crawler.archive.handler.ArchiveDownloadHandler"
_STEPS = 200
"""Records between two moments in which the process can hear a signal."""


class ArchiveSpider(Spider):
    """First all files are indexed, then each page is offered to the pipelines; the documents come from the index, too.

    Arguments (``-a``): ``warc``, ``portals``, ``province``, ``years``.
    """

    name = "archive"
    custom_settings = {
        "DOWNLOAD_HANDLERS": {"http": _HANDLER, "https": _HANDLER, **dict.fromkeys(("data", "file", "ftp", "s3"))},
        "DOWNLOADER_MIDDLEWARES": {"crawler.middlewares.encoding.EncodingMiddleware": 585},
        "SPIDER_MIDDLEWARES": {},
        "ROBOTSTXT_OBEY": False,
        "RETRY_ENABLED": False,
        "DOWNLOAD_DELAY": 0,
        "CONCURRENT_REQUESTS": 16,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 16,
        "URLLENGTH_LIMIT": 0,
        "SCHEDULER_PRIORITY_QUEUE": "scrapy.pqueues.ScrapyPriorityQueue",
    }
    books: Books
    index: ArchiveIndex

    def __init__(self, **arguments: str) -> None:
        super().__init__()
        self.replay = select_replay(arguments)
        self.years = self.replay.years
        self.known = ArchivedPortals(load_portals(platforms=platforms()))
        self.portals: dict[str, Portal] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> ArchiveSpider:
        """Build it as Scrapy does."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        # Nothing is fetched, so nothing is kept, also where the command line names a folder.
        crawler.settings.set("ARCHIVE", "", priority="cmdline")
        crawler.signals.connect(spider.opened, signal=signals.spider_opened)
        return spider

    def opened(self) -> None:
        """Open the books, and an empty index."""
        assert self.crawler.stats is not None
        self.books = Books((), self.crawler.stats, self.logger)
        settings = self.crawler.settings
        self.index = ArchiveIndex(max(settings.getint("DOWNLOAD_MAXSIZE"), settings.getint("ATTACHMENT_MAXSIZE")))

    async def start(self) -> AsyncIterator[Request]:
        """Index the files, then ask for each page; no more wait in memory than are worked on."""
        for file in self.replay.files:
            await self._index(file)
        self.index.finish()
        assert self.crawler.engine is not None
        for page in self.index.pages():
            portal = self.known.of(page)
            if self.replay.portals is not None and portal.id not in self.replay.portals:
                continue
            self._open(portal)
            if page.answer is None:
                reason = "none of the files holds its record"
                self._missed(portal.id, "report", "not_archived", Request(page.url), reason)
                continue
            if self.crawler.engine.needs_backout():
                await self.crawler.signals.wait_for(signals.scheduler_empty)
            request = archived_request(page, portal)
            yield request.replace(callback=self.parse, errback=self.failed, cb_kwargs={"page": page})

    def parse(self, response: Response, page: ArchivedPage) -> Iterator[ReportPage]:
        """Offer a page to the pipelines."""
        portal = self.portals[response.meta["portal"]]
        self.books.count(portal.id, "pages")
        yield offer_archived(page, response, portal)

    def failed(self, failure: Failure) -> None:
        """Count a page that the archive does not hold, or not whole."""
        request: Request = failure.request  # type: ignore[attr-defined]
        error = failure.value
        assert error is not None
        self._missed(request.meta["portal"], "report", name_fault(error), request, str(error))

    def closed(self, reason: str) -> None:
        """Remove the index."""
        self.index.close()

    async def _index(self, file: Path) -> None:
        """Take in one file; one that can't be read to its end stands in the summary as a portal that failed."""
        try:
            for step, _ in enumerate(self.index.add(file)):
                if step % _STEPS == 0:
                    await asyncio.sleep(0)
        except BadArchive as error:
            portal = Portal(id=file.name, name=file.name, urls=(file.absolute().as_uri(),), recorded=False)
            self._open(portal)
            self._missed(portal.id, "start", "bad_archive", Request(portal.urls[0]), str(error))

    def _open(self, portal: Portal) -> None:
        if portal.id not in self.portals:
            self.portals[portal.id] = portal
            self.books.open(portal.id)

    def _missed(self, portal: str, role: Role, fault: str, request: Request, reason: str) -> None:
        self.books.missed(Visit(portal, role), "failed", fault, request, reason)
