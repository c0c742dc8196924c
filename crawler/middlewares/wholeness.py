"""Refuses compressed bodies that are cut off: Scrapy would give what there is, and half a report looks like a whole one."""

from __future__ import annotations

import zlib

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.http import Response

from crawler.network.errors import Truncated

_WINDOWS = {b"gzip": 31, b"x-gzip": 31}
_PIECE = 1 << 16


class WholenessMiddleware:
    """Between the downloader and decompression; asks again as for any broken connection, then gives up."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.largest = crawler.settings.getint("DOWNLOAD_MAXSIZE")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> WholenessMiddleware:
        """Build it as Scrapy does."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response | Request:
        """Give the response back, or another request for it. :exc:`~crawler.network.errors.Truncated`."""
        encoding = (response.headers.get("Content-Encoding") or b"").strip().lower()
        window = _WINDOWS.get(encoding)
        largest = request.meta.get("download_maxsize", self.largest)
        if window is None or request.method == "HEAD" or is_whole(response.body, largest, window):
            return response
        spider = self.crawler.spider
        again = get_retry_request(request, spider=spider, reason="truncated") if spider is not None else None
        if again is None:
            raise Truncated(f"the body of {len(response.body)} bytes ends before its end")
        return again


def is_whole(body: bytes, largest: int, window: int = 31) -> bool:
    """Whether a gzip stream has its end, or unpacks to more than ``largest`` bytes: what unpacks it says so, too.

    Memory does not grow with what it unpacks to, and time with ``largest`` only.

    >>> import gzip
    >>> is_whole(gzip.compress(b"whole"), 9), is_whole(gzip.compress(b"whole")[:-3], 9), is_whole(b"", 9)
    (True, False, True)
    """
    unpack, left = zlib.decompressobj(window), largest
    try:
        for start in range(0, len(body), _PIECE):
            piece = body[start : start + _PIECE]
            while piece and not unpack.eof:
                left -= len(unpack.decompress(piece, _PIECE))
                piece = unpack.unconsumed_tail
                if left < 0:
                    return True
    except zlib.error:
        return False
    return unpack.eof or not body  # an empty body is an empty page, and that has a name of its own
