"""Scrapy's feed export, but one broken feed neither empties the others nor leaves half a file."""

from __future__ import annotations

import logging
from typing import Any

from scrapy import Spider
from scrapy.extensions.feedexport import FeedExporter, FeedSlot

logger = logging.getLogger(__name__)


class WholeFeedExporter(FeedExporter):
    """Gives up a feed whose exporter raises: its partial file goes, the old one stays, the failure is counted."""

    def item_scraped(self, item: Any, spider: Spider) -> None:
        """Give the item to each feed by itself."""
        kept: list[FeedSlot] = []
        for slot in self.slots:
            self.slots = [slot]
            try:
                super().item_scraped(item, spider)
            except Exception:  # noqa: BLE001  whatever an exporter raises must not reach the other feeds
                self._give_up(slot)
            else:
                kept += self.slots
        self.slots = kept

    async def close_spider(self, spider: Spider, reason: str = "finished") -> None:
        """Finish the feeds; those of a run that ended before its time don't replace older ones."""
        for slot in self.slots:
            if reason != "finished" and hasattr(slot.storage, "interrupted"):
                slot.storage.interrupted = True
        await super().close_spider(spider)

    async def _close_slot(self, slot: FeedSlot, spider: Spider) -> None:
        try:
            await super()._close_slot(slot, spider)
        except Exception:  # noqa: BLE001  as above: the tasks of the other feeds go on
            self._give_up(slot)

    def _give_up(self, slot: FeedSlot) -> None:
        logger.exception("Feed %s is given up: its exporter failed", slot.uri)
        discard = getattr(slot.storage, "discard", None)
        if discard is not None:
            discard()
        self.crawler.stats.inc_value(f"feedexport/failed_count/{type(slot.storage).__name__}")
