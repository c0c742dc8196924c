"""When each answer came; and the archive of them, where ``ARCHIVE`` names its folder."""

from __future__ import annotations

from typing import Any

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Response
from scrapy.spidermiddlewares.base import BaseSpiderMiddleware

from crawler.archive.keeper import RECORD, ArchiveKeeper
from crawler.browser.showing import SHELL
from crawler.clock import utc_now
from crawler.items import ReportPage
from crawler.network.errors import NotKept
from crawler.network.redirects import ARRIVED


class ArchiveMiddleware:
    """Next to the network, before anything changes an answer or takes it: robots.txt, redirects and errors pass here, too.

    The moment is taken once: it is the record's date, and ``fetched_at`` of the page.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.keeper = ArchiveKeeper.of(crawler)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ArchiveMiddleware:
        """Build it as Scrapy does."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        """Give the response back when it is kept. :exc:`~crawler.network.errors.NotKept`."""
        date = request.meta[ARRIVED] = utc_now()
        request.meta.pop(RECORD, None)  # of the answer that redirected here
        # What the browser shows is no answer; what it asked for came here.
        if self.keeper is None or SHELL in request.meta:
            return response
        try:
            request.meta[RECORD] = self.keeper.keep_answer(request, response, date)
        except OSError as error:
            raise NotKept(f"not kept: {error.strerror or error}") from error
        return response


class PagesMiddleware(BaseSpiderMiddleware):
    """Keeps what the spider knows of each page that it offers to the pipelines."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        keeper = ArchiveKeeper.of(crawler)
        if keeper is None:
            raise NotConfigured
        self.keeper = keeper

    def get_processed_item(self, item: Any, response: Response | None) -> Any:
        """Give the item on."""
        if isinstance(item, ReportPage) and response is not None:
            self.keeper.keep_page(item, response)
        return item
