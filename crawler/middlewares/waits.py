"""Waits as long as a host asks for with 429 or 503, the whole host and not one request; too long a wait ends it."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.http import Response

from crawler.network.errors import Resting
from crawler.urls import site_of

_NAMES = {429: "too_many_requests", 503: "unavailable"}


class WaitMiddleware:
    """Before Scrapy's retries, which ask again at once.

    ``RETRY_AFTER_DEFAULT`` seconds where a 429 names none (a 503 without is retried as any other fault),
    ``RETRY_AFTER_MAX`` seconds at most: a host that wants a longer wait rests for the run.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.default = crawler.settings.getfloat("RETRY_AFTER_DEFAULT")
        self.bound = crawler.settings.getfloat("RETRY_AFTER_MAX")
        self.resting: dict[str, Resting] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> WaitMiddleware:
        """Build it as Scrapy does."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Make no further request to a host that wants to be left alone for longer than we wait."""
        resting = self.resting.get(site_of(request.url))
        if resting is not None:
            raise Resting(resting.fault, f"{resting}; the host rests for this run")

    def process_response(self, request: Request, response: Response) -> Response | Request:
        """Give the response back, or the same request again, for when the host may be asked."""
        if response.status not in _NAMES:
            return response
        seconds = seconds_asked(response.headers.get("Retry-After"))
        if seconds is None and response.status == 503:
            return response
        seconds = self.default if seconds is None else seconds
        if seconds > self.bound:
            resting = Resting(_NAMES[response.status], f"status {response.status}, asks for {seconds:.0f} s")
            self.resting[site_of(request.url)] = resting
            raise resting
        spider = self.crawler.spider
        reason = f"status {response.status}"
        again = get_retry_request(request, spider=spider, reason=reason) if spider is not None else None
        if again is None:
            return response
        self._hold(request, seconds)
        return again

    def _hold(self, request: Request, seconds: float) -> None:
        """Let the host's queue wait: its next request leaves when the delay since the last one is over."""
        engine = self.crawler.engine
        slot = engine.downloader.slots.get(request.meta.get("download_slot", "")) if engine is not None else None
        if slot is not None:
            slot.delay = max(slot.delay, 0.001)  # without any delay the queue never looks at the clock
            slot.lastseen = max(slot.lastseen, monotonic() + seconds)


def seconds_asked(header: bytes | None) -> float | None:
    """Seconds that a ``Retry-After`` asks for, as a number or as a date; ``None`` for none or neither.

    >>> seconds_asked(b"120"), seconds_asked(b"soon"), seconds_asked(b"Wed, 21 Oct 2015 07:28:00 GMT")
    (120.0, None, 0.0)
    """
    text = (header or b"").decode("latin-1").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        date = parsedate_to_datetime(text)
    except ValueError:
        return None
    if date.tzinfo is None:
        date = date.replace(tzinfo=UTC)
    return max((date - datetime.now(UTC)).total_seconds(), 0.0)
