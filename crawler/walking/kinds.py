"""What kind of page an answer is, as far as its way to us tells."""

from __future__ import annotations

from collections.abc import Sequence

from scrapy.http import JsonResponse, TextResponse

from crawler.network.redirects import has_moved
from crawler.platforms import PageLink
from crawler.urls import page_key
from crawler.visit import Role, Visit
from crawler.walking.columns import is_entry, is_prose
from crawler.walking.leads import Leads
from crawler.walking.placeholders import stands_in

_LISTING = 3
"""Dated entries that make a listing of a page with prose."""


def is_markup(response: TextResponse) -> bool:
    """Whether a response can hold links: a text file can't, whatever its header claims, nor can data nobody asked for."""
    if isinstance(response, JsonResponse):
        return False
    content_type = (response.headers.get("Content-Type") or b"").lower()
    return not content_type.startswith(b"text/plain") or b"<html" in response.body[:2048].lower()


def is_single(response: TextResponse, visit: Visit, new: Sequence[PageLink]) -> bool:
    """Whether a page is one article although links of its frame lead to reports; ``new`` are those not seen before."""
    if visit.role == "report" and (len(new) < 2 or (visit.link is not None and visit.link.date)):
        return True  # what a listing dates is an article, not a folder
    return sum(1 for link in new if link.date or link.article) < _LISTING and is_prose(response)


def strayed(response: TextResponse, visit: Visit, leads: Leads, known_as: Role | None) -> tuple[str, str] | None:
    """What came in place of a page of a listing: its name in :data:`crawler.books.faults.FAULTS`, and what to say of it.

    ``known_as``: the role in which the page that came has been asked for before.
    """
    if not response.body.strip():
        return "empty_page", "empty page"
    moved = has_moved(response.request)
    away = moved and is_led_away(response.url, visit, known_as)
    if visit.role != "pager" or (not away and (leads.columns or any(map(is_entry, leads.reports)))):
        return None
    if (kind := stands_in(response)) is not None:
        return kind, f"is a page of the kind {kind}"
    return ("misled", f"leads to {response.url}, which is no page of a listing") if moved else None


def is_led_away(url: str, visit: Visit, known_as: Role | None) -> bool:
    """Whether a further page of a listing leads back to the home page or to another on the way to the listing."""
    return visit.role == "pager" and known_as in ("start", "gateway") and page_key(url) != page_key(visit.chain)
