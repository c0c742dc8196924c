"""The one crawl: from a portal's home page or listings to every page that may be an annual report."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response, TextResponse
from scrapy.settings import BaseSettings
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from crawler.columns import choose_links, is_annual_column, is_article, is_prose
from crawler.items import ReportPage
from crawler.middlewares.errors import RefusedRequest
from crawler.outcome import stat_key
from crawler.platforms import PageLink, Platform, platforms, recognise
from crawler.platforms.base import MAX_LINKS
from crawler.portals import Portal
from crawler.selection import select
from crawler.urls import bare_host, canonical_url, endpoint
from crawler.visit import Role, Visit
from crawler.years import is_out_of_range
from extractors.report import Hints

MAX_DEPTH = 4
"""Columns from the start down: home page, disclosure, annual reports, townships, year."""
MAX_GATEWAYS = 2
MAX_REPORTS = 5_000
"""Pages of one portal that may be reports; a county with 30 townships has some hundreds."""
_LISTING = 3
"""Dated entries that make a listing of a page with prose."""
_GONE = frozenset((404, 410))
_AGENCY_ENDINGS = ("人民政府", "办事处", "委员会", "管委会", "局", "办公室")


class YearlyReportsSpider(Spider):
    """Fetches and yields; what a page says is for the pipelines.

    Arguments (``-a``): ``portals``, ``province``, ``years``, ``url``.
    """

    name = "yearly_reports"

    def __init__(self, **arguments: str) -> None:
        super().__init__()
        selection = select(arguments)
        self.portals: dict[str, Portal] = selection.portals
        self.years = selection.years
        self._asked: dict[str, dict[str, Role]] = {id_: {} for id_ in self.portals}
        self._too_deep: dict[str, set[str]] = {id_: set() for id_ in self.portals}
        self._listed: dict[str, set[str]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> YearlyReportsSpider:
        """Build it as Scrapy does, with the delays that portals on this machine set for themselves."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        _set_delays(crawler.settings, spider.portals)
        crawler.signals.connect(spider.dropped, signal=signals.request_dropped)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """Begin with each portal's addresses."""
        for portal in self.portals.values():
            for url in portal.urls:
                self._asked[portal.id][canonical_url(url)] = "start"
                yield self._request(Request(url, dont_filter=True), Visit(portal.id, "start"))

    def parse(self, response: Response, visit: Visit) -> Iterator[Request | ReportPage]:
        """Find out what a page is and go on from there."""
        portal, asked = self.portals[visit.portal], self._asked[visit.portal]
        if visit.role != "report":
            asked.setdefault(canonical_url(response.url), visit.role)
        elif _moved(response.request) and asked.get(canonical_url(response.url), "report") != "report":
            self._missed(visit, "failed", response.request, f"leads back to the listing {response.url}")
            return
        if not isinstance(response, TextResponse) or not _is_markup(response):
            yield self._page(response, visit, None)
            return
        platform = platforms()[portal.platform] if portal.platform else recognise(response)[0]
        if visit.role != "pager" and is_article(response, platform):
            yield self._page(response, visit, platform)
            return
        yield from self._follow(response, visit, platform)

    def failed(self, failure: Failure) -> Iterator[Request]:
        """Count a request that gave no page, under the reason why; where another way is known, try that."""
        request: Request = failure.request  # type: ignore[attr-defined]
        visit: Visit = request.cb_kwargs["visit"]
        if "instead" in request.meta:
            yield from self._instead(request, visit)
            return
        error = failure.value
        counted = error.counted_as if isinstance(error, RefusedRequest) else "failed"
        reason = str(error) or type(error).__name__
        if isinstance(error, HttpError):
            reason = f"status {error.response.status}"
            # A link to a page that is gone is the portal's own dead end; its start and its pagers are not.
            if error.response.status in _GONE and visit.role not in ("start", "pager"):
                counted = "gone"
        self._missed(visit, counted, request, reason)

    def dropped(self, request: Request) -> None:
        """Count a report whose redirect ends where another's did: Scrapy asks for a page once, and says nothing."""
        visit: Visit | None = request.cb_kwargs.get("visit")
        if visit is None or visit.role != "report" or not _moved(request):
            return
        if self._asked[visit.portal].get(canonical_url(request.url)) != "report":
            self._missed(visit, "failed", request, "leads to a page that is no report of its own")

    def closed(self, reason: str) -> None:
        """Count the columns that lay too deep, unless another way led to them."""
        for portal, addresses in self._too_deep.items():
            for address in sorted(addresses - self._asked[portal].keys()):
                self._count(portal, "cut")
                self.logger.warning("%s: cut %s: deeper than %d columns", portal, address, MAX_DEPTH)

    def _follow(self, response: TextResponse, visit: Visit, platform: Platform) -> Iterator[Request | ReportPage]:
        """Go on from a page that is no article: its reports, its columns, its next page, or else the page itself."""
        portal = self.portals[visit.portal]
        in_column = visit.in_column or is_annual_column(response)
        choice = choose_links(platform.links(response), response.url, in_column=in_column, allows=portal.allows)
        if platform.holds_more(response):
            self._count(visit.portal, "cut")
            self.logger.warning("%s: cut %s: more than %d links", visit.portal, response.url, MAX_LINKS)
        asked = self._asked[visit.portal]
        new = [link for link in choice.reports if canonical_url(link.url) not in asked]
        if visit.role != "pager" and _is_single(response, visit, new):
            yield self._page(response, visit, platform)
            return
        if not response.body.strip():
            if "instead" in response.meta:
                yield from self._instead(response.request, visit)
            else:
                self._missed(visit, "failed", response.request, "empty page")
            return
        if visit.role != "pager" and not (choice.reports or choice.columns or choice.gateways):
            if visit.role != "gateway":
                yield self._page(response, visit, platform)
            return
        self._count(visit.portal, "listings")
        if visit.role == "start" and is_prose(response):
            yield self._page(response, visit, platform)  # somebody named this very page: it may be both
        agency = _own_agency(visit)
        for link in choice.reports:
            yield from self._ask(visit, "report", link, in_column=in_column, agency=agency)
        for role, links in (("column", choice.columns), ("gateway", choice.gateways)):
            for link in links:
                yield from self._ask(visit, role, link, in_column=in_column or role == "column", agency=agency)  # type: ignore[arg-type]
        if choice.reports or visit.role == "pager":
            yield from self._next_pages(response, visit, platform, choice.reports, in_column=in_column, agency=agency)

    def _ask(
        self, visit: Visit, role: Role, link: PageLink, *, in_column: bool, agency: str | None
    ) -> Iterator[Request]:
        """Request for a linked page, once in the crawl of its portal and only within the bounds."""
        onward = visit.towards(role, link, in_column=in_column, agency=agency)
        asked, address = self._asked[visit.portal], canonical_url(link.url)
        if address in asked or (role == "gateway" and onward.depth > MAX_GATEWAYS):
            return
        if onward.depth > MAX_DEPTH:
            self._too_deep[visit.portal].add(address)
            return
        asked[address] = role
        if role == "report":
            if is_out_of_range(self.years, link.text, link.date):
                self._count(visit.portal, "skipped")
                return
            if not self._within(visit.portal, "asked", MAX_REPORTS):
                return
        yield self._request(Request(link.url), onward)

    def _next_pages(
        self,
        response: TextResponse,
        visit: Visit,
        platform: Platform,
        shown: tuple[PageLink, ...],
        *,
        in_column: bool,
        agency: str | None,
    ) -> Iterator[Request]:
        """Requests for the following pages, until two in a row showed nothing that the pages before them did not."""
        chain = visit.chain or response.url
        known = self._listed.setdefault(chain, set())
        before = len(known)
        known |= {link.url for link in shown}
        barren = len(known) == before
        if barren and (visit.barren or "instead" in response.meta):
            yield from self._instead(response.request, visit)
            return
        onward = visit.next_page(chain, in_column=in_column, agency=agency, barren=barren)
        for request in platform.next_pages(response):
            portal = self.portals[visit.portal]
            if portal.allows(request.url) and self._within(visit.portal, "paged", portal.max_pages):
                yield self._request(request, onward)

    def _instead(self, request: Request | None, visit: Visit) -> Iterator[Request]:
        """The other way to a page of a listing, if its platform named one."""
        if request is not None and "instead" in request.meta:
            yield self._request(Request(request.meta["instead"]), visit)

    def _request(self, request: Request, visit: Visit) -> Request:
        return request.replace(
            callback=self.parse,
            errback=self.failed,
            cb_kwargs={"visit": visit},
            meta={**request.meta, "portal": visit.portal},
            priority=0 if visit.role == "report" else 10,  # listings first: they show early how much there is
        )

    def _page(self, response: Response, visit: Visit, platform: Platform | None) -> ReportPage:
        """Offer a page to the pipelines, with what the way to it says."""
        portal, link = self.portals[visit.portal], visit.link
        self._count(visit.portal, "pages")
        header = response.headers.get("Content-Type")
        own = visit.role == "report" and link is not None
        return ReportPage(
            url=response.url,
            body=response.body,
            content_type=header.decode("latin-1") if header else None,
            portal=portal,
            hints=Hints(
                agency=portal.agency,
                division=portal.division,
                body=(*portal.body, *(platform.body if platform else ())),
                link_text=link.text if link and own else None,
                listing_date=link.date if link and own else None,
                listing_agency=(link.agency if link and own else None) or visit.agency,
            ),
            fetched_at=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        )

    def _within(self, portal: str, what: str, bound: int) -> bool:
        """Count one more of something that is bounded; false, and counted, beyond the bound."""
        key = stat_key(portal, what)
        assert self.crawler.stats is not None
        if self.crawler.stats.get_value(key, 0) >= bound:
            self._count(portal, "cut")
            return False
        self.crawler.stats.inc_value(key)
        return True

    def _missed(self, visit: Visit, counted: str, request: Request | None, reason: str) -> None:
        """Count and say that a page could not be read, and whether a listing or a report is missing for it."""
        self._count(visit.portal, counted)
        if visit.role == "report":
            self._count(visit.portal, f"report_{counted}")
        elif counted != "gone" and (counted != "offsite" or visit.role == "start"):
            self._count(visit.portal, f"listing_{counted}")
        self.logger.warning("%s: %s %s: %s", visit.portal, counted, _asked_address(request), reason)

    def _count(self, portal: str, what: str) -> None:
        assert self.crawler.stats is not None
        self.crawler.stats.inc_value(stat_key(portal, what))


def _asked_address(request: Request | None) -> str:
    """Address that a request began with, before any redirect."""
    return str(request.meta.get("redirect_urls", [request.url])[0]) if request is not None else "-"


def _moved(request: Request | None) -> bool:
    """Whether redirects led to another path or query; to another host or scheme alone is still the same page."""
    if request is None:
        return False
    first, last = urlsplit(_asked_address(request)), urlsplit(request.url)
    return (first.path, first.query) != (last.path, last.query)


def _is_markup(response: TextResponse) -> bool:
    """Whether a response can hold links: a text file can't, whatever its header claims."""
    content_type = (response.headers.get("Content-Type") or b"").lower()
    return not content_type.startswith(b"text/plain") or b"<html" in response.body[:2048].lower()


def _is_single(response: TextResponse, visit: Visit, new: Sequence[PageLink]) -> bool:
    """Whether a page is one article although links of its frame lead to reports; ``new`` are those not seen before."""
    if visit.role == "report" and (len(new) < 2 or (visit.link is not None and visit.link.date)):
        return True  # what a listing dates is an article, not a folder
    return sum(1 for link in new if link.date or link.article) < _LISTING and is_prose(response)


def _own_agency(visit: Visit) -> str | None:
    """Agency whose own column a page is, by the text of the link to it."""
    text = visit.link.text if visit.link is not None and visit.role == "column" else ""
    return text if text.endswith(_AGENCY_ENDINGS) and len(text) > 3 else visit.agency


def _set_delays(settings: BaseSettings, portals: dict[str, Portal]) -> None:
    slots = settings.getdict("DOWNLOAD_SLOTS")
    for portal in portals.values():
        if portal.delay is not None:
            for url in portal.urls:
                slots.setdefault(bare_host(endpoint(url)[0]), {"delay": portal.delay, "jitter": 0.0, "concurrency": 1})
    settings.set("DOWNLOAD_SLOTS", slots, priority="spider")
