"""Scrapy with its own defaults: settings, and the least spider that asks for the same pages."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

from scrapy import Request, Spider
from scrapy.http import Response

BOT_NAME = "bare"
SPIDER_MODULES = ["benchmarks.crawl.bare"]
LOG_LEVEL = "WARNING"  # as in ours
EXTENSIONS = {"benchmarks.crawl.meter.Meter": 0}


class BareSpider(Spider):
    """Asks for the addresses in a file."""

    name = "bare"
    addresses: str

    async def start(self) -> AsyncIterator[Request]:
        """Begin."""
        for url in Path(self.addresses).read_text("utf-8").splitlines():
            yield Request(url)

    def parse(self, response: Response) -> Iterator[Request]:
        """Read nothing."""
        yield from ()
