"""The parts of Scrapy that a page passes on its way, without engine, scheduler or reactor: so that it passes the same ones."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

from scrapy import Request, Spider, signals
from scrapy.core.downloader.middleware import DownloaderMiddlewareManager
from scrapy.core.spidermw import SpiderMiddlewareManager
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.pipelines import ItemPipelineManager
from scrapy.settings import Settings
from scrapy.spidermiddlewares.httperror import HttpError
from scrapy.statscollectors import DummyStatsCollector, StatsCollector

from crawler.archive.handler import ArchiveDownloadHandler
from crawler.archive.index import ArchiveIndex
from crawler.books.books import Books
from crawler.items import AnnualReport, ReportPage
from crawler.spiders.archive import ArchiveSpider


class _Reader(Spider):
    """What handler and pipelines ask the spider of a replay for."""

    name = ArchiveSpider.name
    custom_settings = ArchiveSpider.custom_settings
    index: ArchiveIndex
    years: frozenset[int] | None
    books: Books


class OfflineCrawl:
    """A replay's journey of a page, one page after another. To Scrapy's parts it is the engine, as far as they ask one."""

    def __init__(self, settings: Settings, index: ArchiveIndex, years: frozenset[int] | None) -> None:
        crawler = Crawler(_Reader, settings)
        crawler.settings.set("ARCHIVE", "", priority="cmdline")  # nothing is fetched, so nothing is kept
        crawler.settings.set("EXTRACTION_PROCESSES", 0, priority="cmdline")  # this is such a process
        self.stats: StatsCollector = DummyStatsCollector(crawler)
        self._spider = _Reader()
        self._spider.index, self._spider.years = index, years
        crawler.spider, crawler.stats, crawler.crawling = self._spider, self.stats, True
        crawler.engine = cast(Any, self)
        self.scraper = SimpleNamespace(spidermw=SpiderMiddlewareManager.from_crawler(crawler))
        self._handler = ArchiveDownloadHandler(crawler)
        self._middlewares = DownloaderMiddlewareManager.from_crawler(crawler)
        self._pipelines = ItemPipelineManager.from_crawler(crawler)
        crawler.signals.send_catch_log(signals.engine_started)
        crawler.signals.send_catch_log(signals.spider_opened, spider=self._spider)

    def begin(self, portal: str) -> Books:
        """New books, in which what happens from now on is written."""
        books = Books((portal,), self.stats, self._spider.logger)
        self._spider.books = books
        return books

    async def answer(self, request: Request) -> Response:
        """Answer to a request for a page. Raises as Scrapy's errbacks get it."""
        response = await self.download_async(request)
        if not 200 <= response.status < 300:
            raise HttpError(response)
        return response

    async def read(self, page: ReportPage) -> AnnualReport:
        """Item of a page; :exc:`~scrapy.exceptions.DropItem` where the pipelines drop it."""
        return cast(AnnualReport, await self._pipelines.process_item_async(page))

    async def download_async(self, request: Request) -> Response:
        """What the archive answers, after all redirects."""
        while True:
            answer = await self._middlewares.download_async(self._handler.download_request, request)
            if isinstance(answer, Response):
                answer.request = answer.request or request
                return answer
            request = answer
