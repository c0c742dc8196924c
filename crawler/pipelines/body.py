"""100: bytes → document, metadata, body."""

from __future__ import annotations

from scrapy.crawler import Crawler

import extractors
from crawler.documents import DocumentReader
from crawler.items import ReadPage, ReportPage
from crawler.pipelines.errors import RejectedPage
from extractors.report import Rejection


class BodyPipeline:
    """Reads the page's bytes; what remains after the boilerplate is its body."""

    def __init__(self, reader: DocumentReader) -> None:
        self.reader = reader

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> BodyPipeline:
        """Build it as Scrapy does."""
        return cls(DocumentReader.of(crawler))

    async def process_item(self, item: ReportPage) -> ReadPage:
        """Give the page as read, or drop it with the reason."""
        document = await self.reader.read(item.body, item.content_type)
        page = extractors.read_page(
            item.body, url=item.url, content_type=item.content_type, hints=item.hints, document=document
        )
        if isinstance(page, Rejection):
            raise RejectedPage(page)
        return ReadPage(source=item, page=page)
