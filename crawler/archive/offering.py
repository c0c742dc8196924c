"""What the pages of an archive are to the pipelines: whose portal's they are, and what is known of them beside the bytes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from scrapy import Request
from scrapy.http import Response, TextResponse

from crawler.archive.handler import ANSWER
from crawler.archive.index import ArchivedPage
from crawler.archive.notes import noted_page
from crawler.items import ReportPage
from crawler.platforms import recognise
from crawler.portals import Portal
from crawler.urls import site_of
from crawler.visit import Visit
from crawler.walking.offer import offer_page


class ArchivedPortals:
    """Portals of archived pages, by the registry."""

    def __init__(self, registry: Mapping[str, Portal]) -> None:
        self._registry = registry
        self._sites = portals_by_site(registry.values())

    def of(self, page: ArchivedPage) -> Portal:
        """Record of a page's portal; one without record where the registry has none."""
        if page.note is None:
            if (record := self._sites.get(page.site)) is None:
                return Portal(id=page.site, name=page.site, urls=(page.url,), recorded=False)
            return replace(record, agency=None)  # that is said of its listings, and nothing says that they led here
        known = page.note["portal"]
        if known is None:
            return Portal(id=site_of(page.url), name=page.url, urls=(page.url,), recorded=False)
        if known.get("recorded") and known["id"] in self._registry:
            return self._registry[known["id"]]
        return Portal(id=known["id"], name=known["name"], urls=(page.url,), recorded=bool(known.get("recorded")))


def portals_by_site(portals: Iterable[Portal]) -> dict[str, Portal]:
    """The one record of each site; several records of one site are several counties, and none is its portal."""
    found: dict[str, set[str]] = {}
    known = {portal.id: portal for portal in portals}
    for portal in known.values():
        for url in portal.urls:
            found.setdefault(site_of(url), set()).add(portal.id)
    return {site: known[next(iter(ids))] for site, ids in found.items() if len(ids) == 1}


def archived_request(page: ArchivedPage, portal: Portal) -> Request:
    """Request that a page's record answers."""
    # The answer is the page: where it would lead a reader's browser is a page of its own.
    return Request(page.url, meta={ANSWER: page.answer, "portal": portal.id, "dont_redirect": True}, dont_filter=True)


def offer_archived(page: ArchivedPage, response: Response, portal: Portal) -> ReportPage:
    """What the pipelines get: as the crawl had it, or with what the registry and the page itself say."""
    if page.note is not None:
        return noted_page(page.note, response.body, portal)
    platform = recognise(response)[0] if isinstance(response, TextResponse) else None
    return offer_page(response, Visit(portal.id, "start"), portal, platform)
