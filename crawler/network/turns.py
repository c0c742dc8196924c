"""Whose turn it is: a portal that is slow, hangs or lists a thousand reports takes no place that another one needs."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.core.downloader import Downloader as ScrapyDownloader
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.pqueues import DownloaderAwarePriorityQueue, DownloaderInterface
from twisted.internet.defer import Deferred

from crawler.browser.showing import SHELL
from crawler.extraction.reader import PageReader
from crawler.urls import bare_host

_SLOT = "download_slot"
_AT_ONCE = 2
"""Requests of one server that are handed out: the one that is sent, and the next, which waits for its delay."""


class FairQueue(DownloaderAwarePriorityQueue):
    """Hands out requests by turns, a few of each server at a time.

    Scrapy's own queue hands out ``CONCURRENT_REQUESTS``, even if all are for one server that never answers, and looks at every
    server for each request. What waits here can still be overtaken: listings come before reports.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._turns = self._downloader_interface = Turns(self.crawler)
        self._turns.downloader.watchers.append(self._heed)
        for slot in self.pqueues:
            self._heed(slot)

    def push(self, request: Request) -> None:
        """Take a request, under the slot of its server."""
        slot = request.meta[_SLOT] = slot_of(request)
        super().push(request)
        self._heed(slot)

    def pop(self) -> Request | None:
        """Give a request of the server whose turn it is, if there is any."""
        request: Request | None = super().pop()
        if request is not None:
            self._heed(request.meta[_SLOT])
        return request

    def _heed(self, slot: str) -> None:
        """Take note of how many of a server's requests are out, if any of them waits here."""
        self._turns.put(slot, self._turns.downloader.out[slot] if slot in self.pqueues else _AT_ONCE)


class Turns(DownloaderInterface):
    """Servers whose requests wait, told apart by how many of theirs are out.

    Next is one with the fewest; among those, the one that has been such for the longest.
    """

    downloader: Downloader

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._waiting: list[OrderedDict[str, None]] = [OrderedDict() for _ in range(_AT_ONCE)]

    def put(self, slot: str, out: int) -> None:
        """A server has so many requests out; with :data:`_AT_ONCE` it has no turn."""
        for number, slots in enumerate(self._waiting):
            if number == out:
                slots.setdefault(slot)
            else:
                slots.pop(slot, None)

    def stats(self, possible_slots: Iterable[str]) -> list[tuple[int, str]]:
        """The one server whose turn it is, if there is any: what Scrapy chooses from."""
        return next(([(out, next(iter(slots)))] for out, slots in enumerate(self._waiting) if slots), [])


class Downloader(ScrapyDownloader):
    """Scrapy's downloader, which also knows how many requests of each server were handed out and have not come back.

    Scrapy's own count begins when robots.txt has been read.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.out: Counter[str] = Counter()
        self.watchers: list[Callable[[str], None]] = []
        """They are told of each server whose number has changed."""
        self._pages = PageReader.of(crawler)

    def needs_backout(self) -> bool:
        """Whether no request is to be sent for now: also where pages wait to be read, which would only fill the memory."""
        return self._pages.is_full or super().needs_backout()

    def fetch(self, request: Request) -> Deferred[Response | Request]:  # type: ignore[override]
        """Fetch as Scrapy does."""
        slot = slot_of(request)
        self._count(slot, 1)
        fetched: Deferred[Response | Request] = super().fetch(request)
        return fetched.addBoth(self._came_back, slot)

    def _came_back(self, outcome: Any, slot: str) -> Any:
        self._count(slot, -1)
        return outcome

    def _count(self, slot: str, change: int) -> None:
        self.out[slot] += change
        if not self.out[slot]:
            del self.out[slot]
        for watcher in self.watchers:
            watcher(slot)


def slot_of(request: Request) -> str:
    """Name of the queue that a request waits in: its server's.

    A page in the browser waits in one of its own: while it is shown, what its script asks for passes through its host's.
    """
    # Not by Scrapy's own function, whose cache would keep the parts of every address that waits.
    host = bare_host((urlsplit(request.url).hostname or "").rstrip("."))
    return f"{host} browser" if SHELL in request.meta else host
