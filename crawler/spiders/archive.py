"""A crawl over archives: the pages that a crawl kept, or those of other people's that may be reports; no network."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response, TextResponse
from twisted.python.failure import Failure

from crawler.archive.handler import ANSWER
from crawler.archive.index import ArchivedPage, ArchiveIndex
from crawler.archive.notes import noted_page
from crawler.archive.reading import BadArchive
from crawler.archive.replay import select_replay
from crawler.books import Books
from crawler.faults import name_fault
from crawler.items import ReportPage
from crawler.offer import offer_page
from crawler.platforms import platforms, recognise
from crawler.portals import Portal, load_portals
from crawler.urls import site_of
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
        self.registry = load_portals(platforms=platforms())
        self.sites = portals_by_site(self.registry.values())
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
            portal = self._portal(page)
            if self.replay.portals is not None and portal.id not in self.replay.portals:
                continue
            self._open(portal)
            if page.answer is None:
                reason = "none of the files holds its record"
                self._missed(portal.id, "report", "not_archived", Request(page.url), reason)
                continue
            if self.crawler.engine.needs_backout():
                await self.crawler.signals.wait_for(signals.scheduler_empty)
            yield self._request(page, portal)

    def parse(self, response: Response, page: ArchivedPage) -> Iterator[ReportPage]:
        """Offer a page to the pipelines: as the crawl did, or with what the registry and the page itself say."""
        portal = self.portals[response.meta["portal"]]
        self.books.count(portal.id, "pages")
        if page.note is not None:
            yield noted_page(page.note, response.body, portal)
            return
        platform = recognise(response)[0] if isinstance(response, TextResponse) else None
        yield offer_page(response, Visit(portal.id, "start"), portal, platform)

    def failed(self, failure: Failure) -> None:
        """Count a page that the archive does not hold, or not whole."""
        request: Request = failure.request  # type: ignore[attr-defined]
        error = failure.value
        assert error is not None
        self._missed(request.meta["portal"], "report", name_fault(error, request), request, str(error))

    def closed(self, reason: str) -> None:
        """Remove the index."""
        self.index.close()

    def _request(self, page: ArchivedPage, portal: Portal) -> Request:
        # The answer is the page: where it would lead a reader's browser is a page of its own.
        meta = {ANSWER: page.answer, "portal": portal.id, "dont_redirect": True}
        return Request(page.url, self.parse, meta=meta, errback=self.failed, cb_kwargs={"page": page}, dont_filter=True)

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

    def _portal(self, page: ArchivedPage) -> Portal:
        """Record of a page's portal; one without record where the registry has none."""
        if page.note is None:
            if (record := self.sites.get(page.site)) is None:
                return Portal(id=page.site, name=page.site, urls=(page.url,), recorded=False)
            return replace(record, agency=None)  # that is said of its listings, and nothing says that they led here
        known = page.note["portal"]
        if known is None:
            return Portal(id=site_of(page.url), name=page.url, urls=(page.url,), recorded=False)
        if known.get("recorded") and known["id"] in self.registry:
            return self.registry[known["id"]]
        return Portal(id=known["id"], name=known["name"], urls=(page.url,), recorded=bool(known.get("recorded")))

    def _open(self, portal: Portal) -> None:
        if portal.id not in self.portals:
            self.portals[portal.id] = portal
            self.books.open(portal.id)

    def _missed(self, portal: str, role: Role, fault: str, request: Request, reason: str) -> None:
        self.books.missed(Visit(portal, role), "failed", fault, request, reason)


def portals_by_site(portals: Iterable[Portal]) -> dict[str, Portal]:
    """The one record of each site; several records of one site are several counties, and none is its portal."""
    found: dict[str, set[str]] = {}
    known = {portal.id: portal for portal in portals}
    for portal in known.values():
        for url in portal.urls:
            found.setdefault(site_of(url), set()).add(portal.id)
    return {site: known[next(iter(ids))] for site, ids in found.items() if len(ids) == 1}
