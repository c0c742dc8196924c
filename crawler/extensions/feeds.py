"""Scrapy's feed export, but one broken feed neither empties the others nor leaves half a file."""

from __future__ import annotations

import logging
from typing import Any, Self

from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.extensions.feedexport import FeedExporter, FeedSlot

from crawler.books.outcome import CrawlOutcome
from crawler.items import AnnualReport
from crawler.signals import report_kept

logger = logging.getLogger(__name__)


class WholeFeedExporter(FeedExporter):
    """Gives up a feed whose exporter raises: its partial file goes, the old one stays, the failure is counted."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build it as Scrapy does, and listen for reports that were not read again, too."""
        exporter = super().from_crawler(crawler)
        crawler.signals.connect(exporter.report_kept, signal=report_kept)
        return exporter

    def report_kept(self, item: Any, wanted: bool, spider: Spider) -> None:
        """A report that was not read again belongs in the feeds as much, unless they hold changes only."""
        if wanted:
            self.item_scraped(item, spider)

    def item_scraped(self, item: Any, spider: Spider) -> None:
        """Give the item to each feed by itself, made plain once: exporters would take longer over it than its reading."""
        if isinstance(item, AnnualReport):
            item = item.plain
        waiting, kept = self.slots, []
        try:
            while waiting:
                slot, *waiting = waiting
                self.slots = [slot]
                try:
                    super().item_scraped(item, spider)
                except Exception as error:  # noqa: BLE001  whatever an exporter raises must not reach the other feeds
                    self._give_up(slot, error)
                else:
                    kept += self.slots
        finally:
            self.slots = kept + waiting

    async def close_spider(self, spider: Spider, reason: str = "finished") -> None:
        """Finish the feeds; those of a run that ended before its time, or could read nothing, don't replace older ones."""
        if reason == "finished" and self._nothing_read(spider):
            for slot in self.slots:
                logger.warning("Nothing could be read: %s is as it was", slot.uri)
            self.slots = []
        for slot in self.slots:
            if reason != "finished" and hasattr(slot.storage, "interrupted"):
                slot.storage.interrupted = True
        await super().close_spider(spider)

    async def _close_slot(self, slot: FeedSlot, spider: Spider) -> None:
        try:
            await super()._close_slot(slot, spider)
        except Exception as error:  # noqa: BLE001  as above: the tasks of the other feeds go on
            self._give_up(slot, error)

    def _nothing_read(self, spider: Spider) -> bool:
        """Whether no portal answered, so that there can't be any item."""
        portals = getattr(spider, "portals", None)
        if portals is None:
            return False
        return CrawlOutcome.from_stats(self.crawler.stats.get_stats(), portals.values()).nothing_read

    def _give_up(self, slot: FeedSlot, error: Exception) -> None:
        self.crawler.stats.inc_value(f"feedexport/failed_count/{type(slot.storage).__name__}")
        reason = error.strerror or error if isinstance(error, OSError) else "its exporter failed"
        # An error of the disk says all; one of the exporter is a bug, and its traceback is wanted.
        logger.error("Feed %s is given up: %s", slot.uri, reason, exc_info=not isinstance(error, OSError))
        discard = getattr(slot.storage, "discard", None)
        if discard is not None:
            discard()
