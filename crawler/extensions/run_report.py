"""Writes what a run met at each portal as JSON: state, counts, family, columns, faults with their evidence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from crawler.books import Books
from crawler.outcome import CrawlOutcome
from crawler.portals import Portal
from crawler.wholefile import WholeFile


class RunReport:
    """Listens for the end; only where ``RUN_REPORT`` names a file."""

    def __init__(self, crawler: Crawler, path: Path) -> None:
        self.crawler = crawler
        self.path = path
        self.finished = True

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RunReport:
        """Build it as Scrapy does."""
        name = crawler.settings.get("RUN_REPORT")
        if not name:
            raise NotConfigured
        report = cls(crawler, Path(name))
        crawler.signals.connect(report.spider_closed, signal=signals.spider_closed)
        crawler.signals.connect(report.engine_stopped, signal=signals.engine_stopped)
        return report

    def spider_closed(self, reason: str) -> None:
        """Remember whether the crawl came to its end."""
        self.finished = reason == "finished"

    def engine_stopped(self) -> None:
        """Write, when everything is counted. :exc:`OSError` if that can't be done."""
        spider, stats = self.crawler.spider, self.crawler.stats
        books: Books | None = getattr(spider, "books", None)
        if books is None or stats is None:
            return
        portals: dict[str, Portal] = getattr(spider, "portals", {})
        outcome = CrawlOutcome.from_stats(stats.get_stats(), portals.values(), finished=self.finished)
        data = {"finished": self.finished, "portals": portal_reports(portals, outcome, books)}
        whole = WholeFile(self.path)
        try:
            whole.file.write(json.dumps(data, ensure_ascii=False, indent=1).encode() + b"\n")
            whole.commit()
        except BaseException:
            whole.discard()
            raise


def portal_reports(portals: dict[str, Portal], outcome: CrawlOutcome, books: Books) -> list[dict[str, Any]]:
    """Of each portal what the run met, in the order of the portals."""
    return [
        {
            "id": portal.id,
            "name": portal.name,
            "state": outcome.portals[portal.id].state,
            "counts": dict(sorted(outcome.portals[portal.id].counts.items())),
            **(books.restored.get(portal.id) or books.findings[portal.id].as_dict(portal)),
        }
        for portal in portals.values()
    ]
