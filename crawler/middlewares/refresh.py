"""Follows ``<meta http-equiv="refresh">``, which portals use between an old address and a new one."""

from __future__ import annotations

from scrapy import Request
from scrapy.downloadermiddlewares.redirect import MetaRefreshMiddleware
from scrapy.http import Response

_HEAD = 4 * 4_096
"""Bytes in which Scrapy's looks for it: so many characters, of four bytes at most."""


class RefreshMiddleware(MetaRefreshMiddleware):
    """Scrapy's own, without decoding a whole page whose head has nothing of the kind."""

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """Give the response back, or a request for where it leads."""
        head = response.body[:_HEAD].replace(b"\0", b"")  # UTF-16 has one beside each letter
        return super().process_response(request, response) if b"refresh" in head.lower() else response
