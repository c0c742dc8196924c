"""One line on a terminal that says how far the crawl is; nothing where stderr is no terminal."""

from __future__ import annotations

import logging
import sys
from typing import TextIO, cast

from rich.console import Console
from rich.file_proxy import FileProxy
from rich.live import Live
from rich.text import Text
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

_COUNTED = ("listings", "pages", "reports", "failed", "blocked")


class Progress:
    """Redraws itself a few times a second; log lines are printed above it."""

    def __init__(self, crawler: Crawler, console: Console) -> None:
        self.crawler = crawler
        self.live = Live(get_renderable=self._line, console=console, refresh_per_second=4, transient=True)
        self._handler: logging.StreamHandler[TextIO] | None = None
        self._stream: TextIO | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Progress:
        """Build it as Scrapy does, on terminals only."""
        console = Console(file=sys.stderr)
        if not console.is_terminal or console.is_dumb_terminal:
            raise NotConfigured  # without a message, which would be logged as a warning
        progress = cls(crawler, console)
        crawler.signals.connect(progress.start, signal=signals.spider_opened)
        crawler.signals.connect(progress.stop, signal=signals.spider_closed)
        return progress

    def start(self) -> None:
        """Begin to draw."""
        handlers = (each for each in logging.root.handlers if type(each) is logging.StreamHandler)
        if (handler := next(handlers, None)) is not None:
            self._handler = handler
            self._stream = handler.setStream(cast(TextIO, FileProxy(self.live.console, sys.stderr)))
        self.live.start()

    def stop(self) -> None:
        """Remove the line and give the log its stream back."""
        self.live.stop()
        if self._handler is not None and self._stream is not None:
            self._handler.setStream(self._stream)

    def _line(self) -> Text:
        assert self.crawler.stats is not None
        counts = dict.fromkeys(_COUNTED, 0)
        for key, value in list(self.crawler.stats.get_stats().items()):
            what = key.rsplit("/", 1)[-1]
            if key.startswith("portals/") and what in counts:
                counts[what] += value
        portals = len(getattr(self.crawler.spider, "portals", ()))
        return Text(f"{portals} portals · " + " · ".join(f"{what} {n}" for what, n in counts.items()))
