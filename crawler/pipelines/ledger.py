"""400: the finished item, into the ledger where there is one, and on to the feeds."""

from __future__ import annotations

from dataclasses import asdict, replace

from scrapy.crawler import Crawler

from crawler.items import AnnualReport, CheckedReport
from crawler.keeping import Keeping
from crawler.pipelines.errors import SharedReport, UnchangedReport


class LedgerPipeline:
    """A report that has passed it is safe: no crash after that can lose it."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.changes_only = crawler.settings.getbool("FEED_CHANGES_ONLY", False)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> LedgerPipeline:
        """Build it as Scrapy does."""
        return cls(crawler)

    async def process_item(self, item: CheckedReport) -> AnnualReport:
        """Give the item, or drop it where another portal has brought it, or only changes are wanted and it is none.

        :exc:`~crawler.ledger.LedgerError` if it can't be kept.
        """
        keeping, visit = Keeping.of(self.crawler), item.source.visit
        if keeping is None or visit is None:
            return item.item
        if not keeping.is_first(item.item.id, visit.portal, visit.url):
            raise SharedReport
        visit = replace(visit, documents=item.source.documents, noted=item.source.noted)
        if await keeping.report(visit, asdict(item.item)) == "unchanged":
            keeping.books.count(visit.portal, "unchanged")
            if self.changes_only:
                raise UnchangedReport
        return item.item
