"""What redirects made of a request."""

from __future__ import annotations

from urllib.parse import urlsplit

from scrapy import Request


def asked_address(request: Request | None) -> str:
    """Address that a request began with, before any redirect."""
    return str(request.meta.get("redirect_urls", [request.url])[0]) if request is not None else "-"


def has_moved(request: Request | None) -> bool:
    """Whether redirects led to another path or query; to another host or scheme alone is still the same page."""
    if request is None:
        return False
    first, last = urlsplit(asked_address(request)), urlsplit(request.url)
    return (first.path, first.query) != (last.path, last.query)


def loops(request: Request) -> bool:
    """Whether redirects led to where they had been."""
    return request.url in request.meta.get("redirect_urls", [])
