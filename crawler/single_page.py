"""Fetches one page with all the manners of the crawl, for people who write tests of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from scrapy import Request, Spider
from scrapy.http import Response, TextResponse
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from crawler.platforms import recognise
from crawler.selection import select
from crawler.walking.columns import choose_links, is_annual_column, is_article


class SinglePageSpider(Spider):
    """Argument: ``url``. ``response`` or ``failure`` is there after the crawl."""

    name = "single_page"

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url
        self.portals = select({"url": url}).portals
        self.response: Response | None = None
        self.failure: str | None = None

    async def start(self) -> AsyncIterator[Request]:
        """Ask for the page."""
        (portal,) = self.portals
        yield Request(self.url, callback=self.parse, errback=self.failed, meta={"portal": portal})

    def parse(self, response: Response) -> None:
        """Keep the page."""
        self.response = response

    def failed(self, failure: Failure) -> None:
        """Keep the reason."""
        error = failure.value
        status = f"status {error.response.status}" if isinstance(error, HttpError) else ""
        self.failure = status or str(error) or type(error).__name__


def describe_page(response: TextResponse) -> tuple[str, str, dict[str, Any]]:
    """Family, kind (``listing`` or ``article``) and what ``expected.toml`` says of a saved page, as read by us now."""
    platform, _ = recognise(response)
    if is_article(response, platform):
        return platform.name, "article", {"url": response.url}
    choice = choose_links(platform.links(response), response.url, in_column=is_annual_column(response))
    expected = {
        "url": response.url,
        "reports": [link.url for link in choice.reports],
        "dates": [link.date or "" for link in choice.reports],
        "agencies": [link.agency or "" for link in choice.reports] if any(it.agency for it in choice.reports) else [],
        "columns": [link.url for link in choice.columns],
        "next": [request.url for request in platform.next_pages(response)],
    }
    return (
        platform.name,
        "listing",
        {key: value for key, value in expected.items() if value or key in ("reports", "next")},
    )
