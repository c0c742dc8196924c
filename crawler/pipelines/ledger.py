"""400: the finished item, into the ledger where there is one, and on to the feeds."""

from __future__ import annotations

from dataclasses import replace

from scrapy.crawler import Crawler

from crawler.items import AnnualReport, CheckedReport
from crawler.keeping.keeping import Keeping
from crawler.ledger import LedgerError
from crawler.pipelines.errors import SharedReport, UnchangedReport, UnfinishedReport


class LedgerPipeline:
    """A report that has passed it is safe: no crash after that can lose it."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> LedgerPipeline:
        """Build it as Scrapy does."""
        return cls(crawler)

    async def process_item(self, item: CheckedReport) -> AnnualReport:
        """Give the item, or drop it where the feeds have it already, or are to have changes only and it is none.

        :exc:`~crawler.pipelines.errors.UnfinishedReport` if it can't be kept.
        """
        keeping, visit = Keeping.of(self.crawler), item.source.visit
        if keeping is None or visit is None:
            return item.item
        visit = replace(visit, documents=item.source.documents, noted=item.source.noted)
        try:
            change = await keeping.report(visit, item.item.plain)
        except LedgerError as error:
            # It ends the crawl, and the next start asks for the page again: nothing is lost.
            raise UnfinishedReport(str(error)) from error
        if change == "unchanged":
            keeping.books.count(visit.portal, "unchanged")
        if not keeping.is_first(item.item.id, visit.portal, visit.url):
            raise SharedReport
        if not keeping.is_wanted(item.item.id):
            raise UnchangedReport
        return item.item
