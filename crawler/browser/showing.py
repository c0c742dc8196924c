"""What the spider asks of the browser, and gets."""

from __future__ import annotations

from dataclasses import dataclass, field

from scrapy import Request
from scrapy.http import TextResponse

SHELL, LISTING = "shell", "listing"
"""Keys of a request's ``meta``: the page to be shown, and what came of it (a :class:`Listing`)."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """What a page's script asked for and did not get."""

    request: Request
    error: Exception
    data: bool
    """Whether records were asked for, which may be entries of the list; else a script."""


@dataclass(slots=True)
class Listing:
    """What came of showing a page, beside its markup."""

    further: list[str] = field(default_factory=list)
    """Markup of the further pages of its list."""
    cut: bool = False
    """Whether more would have followed."""
    refused: list[Refusal] = field(default_factory=list)


def showing_request(response: TextResponse) -> Request:
    """Request that shows a page which has been fetched; that page itself is not asked for again."""
    shell = {"body": response.body, "encoding": response.encoding}
    assert response.request is not None
    parent = response.request.headers.get("Referer")
    headers = {"Referer": parent} if parent else {}
    # It would be shown in vain again, and where its script leads is no page that has been fetched.
    meta = {SHELL: shell, "dont_retry": True, "dont_redirect": True}
    return Request(response.url, headers=headers, meta=meta, dont_filter=True)
