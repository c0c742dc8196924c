"""``scrapy`` on another day: ``python -m benchmarks.week.on_day 2026-03-02T17:00:00Z crawl …``.

The clock of ledger, items, archive and run's report goes on from that moment; delays and time limits are as ever.
"""

from __future__ import annotations

import sys
from datetime import datetime, tzinfo
from typing import Self

import scrapy.extensions.corestats
from scrapy.cmdline import execute

import crawler.archive.writer
import crawler.clock
from crawler.clock import parse_utc


def set_clock(moment: datetime) -> None:
    """Let it be that moment now, wherever a crawl asks for the time."""
    ahead = moment - datetime.now(moment.tzinfo)

    class Clock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            return super().now(tz) + ahead

    for module in (crawler.clock, crawler.archive.writer, scrapy.extensions.corestats):
        module.datetime = Clock  # type: ignore[attr-defined]


if __name__ == "__main__":
    time, *command = sys.argv[1:]
    set_clock(parse_utc(time))
    execute(["scrapy", *command])
