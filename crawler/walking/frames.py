"""Frames: what a page repeats of the page that led to it, and menus, which are no answer to where its own list is."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from scrapy.http import TextResponse

from crawler.network.redirects import parent_of
from crawler.platforms import PageLink, Platform
from crawler.urls import page_key
from crawler.walking.columns import is_document, is_entry, load_words
from crawler.walking.leads import Leads
from extractors.text import squeeze


@dataclass(frozen=True, slots=True)
class _Shown:
    """What one page links, as hashes of addresses: eight bytes each, for there are many pages."""

    leads: array[int] = field(default_factory=lambda: array("q"))
    """Columns, and pages on the way to them."""
    documents: array[int] = field(default_factory=lambda: array("q"))
    """What might be taken for an entry of a list only because it is no folder."""


class Frames:
    """Remembers what the pages of a crawl link. Almost every page of a portal carries its menu, and that names the disclosure columns."""

    def __init__(self) -> None:
        self._shown: defaultdict[str, dict[str, _Shown]] = defaultdict(dict)

    def own(self, portal: str, response: TextResponse, leads: Leads, platform: Platform) -> Leads:
        """Leads of a page without those of its frame: its parent and what that showed too, itself, menus in a column."""
        parent, shown = parent_of(response) or "", self._shown[portal]
        above = shown.get(page_key(parent), _Shown())
        shown[page_key(response.url)] = _Shown(
            _hashes((*leads.columns, *leads.ways)), _hashes(filter(is_document, leads.links))
        )
        known, documents = frozenset(above.leads), frozenset(above.documents)
        around = (platform.identity(response.url), platform.identity(parent))
        words = load_words()
        menu = words["gateways"] | words["sitemaps"] if leads.in_column else frozenset()

        def is_own(link: PageLink) -> bool:
            return hash(link.url) not in known and platform.identity(link.url) not in around

        return replace(
            leads,
            reports=tuple(link for link in leads.reports if is_entry(link) or hash(link.url) not in documents),
            columns=tuple(filter(is_own, leads.columns)),
            ways=tuple(link for link in leads.ways if is_own(link) and squeeze(link.text) not in menu),
        )

    def leave(self, portal: str) -> None:
        """Forget a portal that is done."""
        self._shown.pop(portal, None)


def _hashes(links: Iterable[PageLink]) -> array[int]:
    return array("q", (hash(link.url) for link in links))
