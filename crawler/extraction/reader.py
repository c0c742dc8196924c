"""Reads pages beside the reactor: a bounded number at once, in processes that hostile bytes may break."""

from __future__ import annotations

import asyncio
import signal
from operator import attrgetter
from weakref import WeakKeyDictionary

from scrapy import signals
from scrapy.crawler import Crawler

from crawler.extraction.page import AskedPage, PageOutcome, extract_page
from crawler.extraction.process import EndedProcess, Limits, ReadingProcess
from extractors.report import Rejection

_THERE = 4
"""Pages that are with each process: the one that it reads, and others, so that it need not wait for a crawl that is busy."""
_AHEAD = 16
"""Pages that may wait for each process before the crawl fetches no more: enough that none of them stands still."""
_readers: WeakKeyDictionary[Crawler, PageReader] = WeakKeyDictionary()


class PageReader:
    """One for a crawl. Without ``processes`` pages are read at once, and here."""

    def __init__(self, processes: int = 0, limits: Limits | None = None) -> None:
        self._processes = [ReadingProcess(limits or Limits()) for _ in range(processes)]
        self._places = asyncio.Semaphore(_THERE * processes)
        self._waiting = 0

    @classmethod
    def of(cls, crawler: Crawler) -> PageReader:
        """The reader of a crawl, the same for all its parts."""
        if crawler not in _readers:
            _readers[crawler] = reader = cls(crawler.settings.getint("EXTRACTION_PROCESSES"))
            crawler.signals.connect(reader.close, signal=signals.spider_closed)
        return _readers[crawler]

    @property
    def is_full(self) -> bool:
        """Whether so many pages wait that the crawl should fetch no more for now."""
        return bool(self._processes) and self._waiting >= _AHEAD * len(self._processes)

    async def read(self, asked: AskedPage) -> PageOutcome:
        """What a page becomes; one that breaks its reader is rejected.

        :exc:`~crawler.extraction.process.FailedReading` for an error of ours, or what that raises where there are no processes.
        """
        if not self._processes:
            return extract_page(asked)
        self._waiting += 1
        try:
            async with self._places:
                # The first of those that are free, so that no more are started than are needed.
                return await _read(min(self._processes, key=attrgetter("asked")), asked)
        finally:
            self._waiting -= 1

    async def close(self) -> None:
        """End the processes; to be called when no page is read any more."""
        for process in self._processes:
            await process.end()


async def _read(process: ReadingProcess, asked: AskedPage) -> PageOutcome:
    """Read a page, once more where its process was killed: that need not be the page's fault."""
    try:
        try:
            return await process.read(asked)
        except EndedProcess as ended:
            if ended.status != -signal.SIGKILL:
                raise
            return await process.read(asked)
    except EndedProcess as ended:
        return PageOutcome(_rejection(asked, ended.status))


def _rejection(asked: AskedPage, status: int) -> Rejection:
    """Why a page gives nothing that ended its reader."""
    if status == -signal.SIGPROF:
        return Rejection(reason="too_large", message="needs more computing time than a page may", url=asked.url)
    how = signal.Signals(-status).name if status < 0 else f"status {status}"
    return Rejection(reason="unreadable", message=f"broke its reader: {how}", url=asked.url)
