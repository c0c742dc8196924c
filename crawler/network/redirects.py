"""How a request came about and when it was answered: what redirects made of it, and what page linked it."""

from __future__ import annotations

from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response

ARRIVED = "arrived"
"""Key of a request's ``meta``: when its answer was there, as :func:`crawler.clock.utc_now` gives it."""


def asked_address(request: Request | None) -> str:
    """Address that a request began with, before any redirect."""
    return str(request.meta.get("redirect_urls", [request.url])[0]) if request is not None else "-"


def has_moved(request: Request | None) -> bool:
    """Whether redirects led to another path or query; to another host or scheme alone is still the same page."""
    if request is None:
        return False
    first, last = urlsplit(asked_address(request)), urlsplit(request.url)
    return (first.path, first.query) != (last.path, last.query)


def parent_of(response: Response) -> str | None:
    """Address of the page that linked this one; ``None`` where none did."""
    referer = response.request.headers.get("Referer") if response.request is not None else None
    return referer.decode("latin-1") if referer else None


def loops(request: Request) -> bool:
    """Whether redirects led to where they had been."""
    return request.url in request.meta.get("redirect_urls", [])
