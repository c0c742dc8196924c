"""Refuses compressed bodies that are cut off: Scrapy would give what there is, and half a report looks like a whole one."""

from __future__ import annotations

import zlib

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.http import Response

from crawler.middlewares.errors import Truncated

_WINDOWS = {b"gzip": 31, b"x-gzip": 31}
_PIECE = 1 << 16


class WholenessMiddleware:
    """Between the downloader and decompression; asks again as for any broken connection, then gives up."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> WholenessMiddleware:
        """Build it as Scrapy does."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response | Request:
        """Give the response back, or another request for it. :exc:`~crawler.middlewares.errors.Truncated`."""
        encoding = (response.headers.get("Content-Encoding") or b"").strip().lower()
        window = _WINDOWS.get(encoding)
        if window is None or request.method == "HEAD" or is_whole(response.body, window):
            return response
        spider = self.crawler.spider
        again = get_retry_request(request, spider=spider, reason="truncated") if spider is not None else None
        if again is None:
            raise Truncated(f"the body of {len(response.body)} bytes ends before its end")
        return again


def is_whole(body: bytes, window: int = 31) -> bool:
    """Whether a gzip stream has its end. Memory does not grow with what it unpacks to.

    >>> import gzip
    >>> is_whole(gzip.compress(b"whole")), is_whole(gzip.compress(b"whole")[:-3]), is_whole(b"")
    (True, False, True)
    """
    if not body:
        return True  # an empty body is an empty page, and that has a name of its own
    unpack = zlib.decompressobj(window)
    rest = body
    try:
        while rest and not unpack.eof:
            unpack.decompress(rest, _PIECE)
            rest = unpack.unconsumed_tail
    except zlib.error:
        return False
    return unpack.eof
