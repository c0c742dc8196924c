"""250: reports on other years than those asked for, where the listing did not show it."""

from __future__ import annotations

from scrapy.crawler import Crawler

from crawler.items import ReadReport
from crawler.pipelines.errors import SkippedReport


class YearsPipeline:
    """Keeps the years asked for, and reports that state none."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> YearsPipeline:
        """Build it as Scrapy does."""
        return cls(crawler)

    def process_item(self, item: ReadReport) -> ReadReport:
        """Give the report, or drop it as skipped."""
        years: frozenset[int] | None = getattr(self.crawler.spider, "years", None)
        if years is not None and item.report.year is not None and item.report.year not in years:
            raise SkippedReport(item.report.year)
        return item
