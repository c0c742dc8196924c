"""Whose turn it is: a portal that is slow, hangs or lists a thousand reports takes no place that another one needs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from scrapy import Request
from scrapy.pqueues import DownloaderAwarePriorityQueue, DownloaderInterface
from scrapy.utils.httpobj import urlparse_cached

from crawler.browser.showing import SHELL
from crawler.urls import bare_host

_SLOT = "download_slot"
_AT_ONCE = 2
"""Requests of one server that are handed out: the one that is sent, and the next, which waits for its delay."""


class FairQueue(DownloaderAwarePriorityQueue):
    """Scrapy's own hands out requests until ``CONCURRENT_REQUESTS`` are, be they all of one server that answers none.

    What is left here can still be overtaken: listings come before reports.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._downloader_interface = _Downloader(self.crawler)

    def push(self, request: Request) -> None:
        """Take a request, under the slot of its server."""
        request.meta[_SLOT] = slot_of(request)
        super().push(request)


def slot_of(request: Request) -> str:
    """Name of the queue that a request waits in: its server's.

    A page in the browser has one beside its host's, where what it asks for must find a way while it is shown.
    """
    host = bare_host((urlparse_cached(request).hostname or "").rstrip("."))
    return f"{host} browser" if SHELL in request.meta else host


class _Downloader(DownloaderInterface):
    """Counts what was handed out from that moment on; Scrapy's count begins when robots.txt has been read."""

    def stats(self, possible_slots: Iterable[str]) -> list[tuple[int, str]]:
        """Slots that may have another request, each with how many of its requests are out."""
        out = Counter(request.meta.get(_SLOT) for request in self.downloader.active)
        return [(out[slot], slot) for slot in possible_slots if out[slot] < _AT_ONCE]
