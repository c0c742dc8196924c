"""100: bytes → document, metadata, body → the report, or the reason why there is none."""

from __future__ import annotations

from scrapy.crawler import Crawler

from crawler.documents import DocumentReader
from crawler.extraction.page import AskedPage, PageOutcome, extract_page
from crawler.extraction.reader import PageReader
from crawler.items import PromisedReport, ReadReport, ReportPage
from crawler.pipelines.errors import RejectedPage
from extractors.documents import sniff
from extractors.documents.sniffing import TEXTS
from extractors.report import Report


class PagePipeline:
    """Reads pages and texts in processes that wait for them, documents in processes of their own."""

    def __init__(self, pages: PageReader, documents: DocumentReader) -> None:
        self.pages = pages
        self.documents = documents

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> PagePipeline:
        """Build it as Scrapy does."""
        return cls(PageReader.of(crawler), DocumentReader.of(crawler))

    async def process_item(self, item: ReportPage) -> ReadReport | PromisedReport:
        """Give the report, or drop the page with the reason why it is none and brings none."""
        outcome = await self._read(item)
        if isinstance(outcome.report, Report):
            return ReadReport(source=item, report=outcome.report, page=outcome.page, checked=outcome.page is None)
        if outcome.page is not None:
            return PromisedReport(source=item, page=outcome.page, rejection=outcome.report)
        raise RejectedPage(outcome.report)

    async def _read(self, item: ReportPage) -> PageOutcome:
        asked = AskedPage(item.body, item.url, item.content_type, item.hints)
        if sniff(item.body) in TEXTS:
            return await self.pages.read(asked)
        return extract_page(asked, await self.documents.read(item.body, item.content_type))
