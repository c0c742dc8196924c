"""The one crawl: from a portal's home page or listings to every page that may be an annual report."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import replace
from typing import Any

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import JsonResponse, Response, TextResponse
from scrapy.settings import BaseSettings
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from crawler.columns import Choice, choose_links, is_annual_column, is_article, is_prose
from crawler.faults import name_fault
from crawler.items import ReportPage
from crawler.ledger import Ledger
from crawler.middlewares.errors import Blocked, RefusedRequest
from crawler.offer import offer_page
from crawler.placeholders import says_empty, stands_in
from crawler.platforms import PageLink, Platform, platforms, recognise
from crawler.platforms.answers import AnswerError
from crawler.platforms.base import MAX_LINKS
from crawler.portals import Portal
from crawler.redirects import has_moved, loops
from crawler.selection import select
from crawler.urls import bare_host, endpoint, page_key
from crawler.visit import Role, Visit
from crawler.ways import choose_ways
from crawler.years import is_out_of_range

MAX_DEPTH = 4
"""Columns from the start down: home page, disclosure, annual reports, townships, year."""
MAX_GATEWAYS = 4
"""Pages on the way to a column of reports: disclosure, its directory, an agency's own one, its menu."""
MAX_WAYS = 300
"""Such pages of one portal: its townships and departments."""
MAX_REPORTS = 5_000
"""Pages of one portal that may be reports; a county with 30 townships has some hundreds."""
_LISTING = 3
"""Dated entries that make a listing of a page with prose."""
_GONE = frozenset((404, 410))


class YearlyReportsSpider(Spider):
    """Fetches and yields; what a page says is for the pipelines.

    Arguments (``-a``): ``portals``, ``province``, ``years``, ``url``.
    """

    name = "yearly_reports"
    ledger: Ledger
    fetches_reports: bool = True
    """False where only columns are walked, and reports counted (``scrapy portals``)."""
    max_requests: int
    """Budget of a portal whose record sets none."""

    def __init__(self, **arguments: str) -> None:
        super().__init__()
        selection = select(arguments)
        self.portals: dict[str, Portal] = selection.portals
        self.years = selection.years
        self._asked: dict[str, dict[str, Role]] = {id_: {} for id_ in self.portals}
        self._too_deep: dict[str, set[str]] = {id_: set() for id_ in self.portals}
        self._twins: dict[str, dict[str, list[Request]]] = {id_: {} for id_ in self.portals}
        self._listed: dict[str, set[str]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> YearlyReportsSpider:
        """Build it as Scrapy does, with the delays that portals on this machine set for themselves."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        _set_delays(crawler.settings, spider.portals)
        spider.fetches_reports = crawler.settings.getbool("FETCH_REPORTS", True)
        spider.max_requests = crawler.settings.getint("PORTAL_MAX_REQUESTS", 1_000_000)
        crawler.signals.connect(spider.opened, signal=signals.spider_opened)
        crawler.signals.connect(spider.dropped, signal=signals.request_dropped)
        return spider

    def opened(self) -> None:
        """Open the books: there are no statistics before."""
        assert self.crawler.stats is not None
        self.ledger = Ledger(self.portals, self.crawler.stats, self.logger)

    async def start(self) -> AsyncIterator[Request]:
        """Begin with each portal's addresses."""
        for portal in self.portals.values():
            for url in portal.urls:
                self._asked[portal.id][page_key(url)] = "start"
                yield self._request(Request(url, dont_filter=True), Visit(portal.id, "start"))

    def parse(self, response: Response, visit: Visit) -> Iterator[Request | ReportPage]:
        """Find out what a page is and go on from there."""
        asked = self._asked[visit.portal]
        if visit.role != "report":
            asked.setdefault(page_key(response.url), visit.role)
        elif has_moved(response.request) and asked.get(page_key(response.url), "report") != "report":
            reason = f"leads back to the listing {response.url}"
            self.ledger.missed(visit, "failed", "misled", response.request, reason)
            return
        if not isinstance(response, TextResponse) or (visit.family is None and not _is_markup(response)):
            yield from self._page(response, visit, None)
            return
        platform = self._platform(response, visit)
        try:
            response = platform.as_page(response)
        except AnswerError as error:
            self.ledger.missed(visit, "failed", "bad_answer", response.request, str(error))
            return
        if visit.role != "report":
            asked.setdefault(platform.identity(response.url), visit.role)
        if visit.role != "pager" and is_article(response, platform):
            yield from self._page(response, visit, platform)
            beside = replace(visit, role="column")  # a menu's entries lie no deeper than the page that shows it
            siblings = platform.siblings(response)
            if new := {platform.identity(link.url) for link in siblings} - asked.keys():
                self._note_column(response, visit, len(new))
            for link in siblings:
                yield from self._ask(beside, "report", link, platform, in_column=True)
            return
        yield from self._follow(response, visit, platform)

    def failed(self, failure: Failure) -> Iterator[Request]:
        """Count a request that gave no page, under the reason why; where another way is known, try that."""
        request: Request = failure.request  # type: ignore[attr-defined]
        visit: Visit = request.cb_kwargs["visit"]
        if "instead" in request.meta:
            yield from self._instead(request, visit)
            return
        identity = request.meta.get("identity", "")
        if visit.role == "report" and (twins := self._twins[visit.portal].get(identity)):
            yield self._request(twins.pop().replace(meta={"identity": identity}), visit)
            return
        error = failure.value
        assert error is not None
        counted = error.counted_as if isinstance(error, RefusedRequest) else "failed"
        reason = str(error) or type(error).__name__
        if isinstance(error, HttpError):
            reason = f"status {error.response.status}"
            # A link to a page that is gone is the portal's own dead end; its start and its pagers are not.
            if error.response.status in _GONE and visit.role not in ("start", "pager"):
                counted = "gone"
        evidence = error.evidence if isinstance(error, Blocked) else None
        self.ledger.missed(visit, counted, name_fault(error, request), request, reason, evidence)

    def dropped(self, request: Request) -> None:
        """Count a redirect to where the crawl has been: Scrapy asks for a page once, and says nothing.

        A listing's may be another way to the same page; a report's to a page that is no report of its own is a loss, and
        one to itself is a loop.
        """
        visit: Visit | None = request.cb_kwargs.get("visit")
        if visit is None:
            return
        if loops(request):
            self.ledger.missed(visit, "failed", "redirect_loop", request, "redirects to itself")
        elif (
            visit.role == "report"
            and has_moved(request)
            and self._asked[visit.portal].get(page_key(request.url)) != "report"
        ):
            self.ledger.missed(visit, "failed", "misled", request, "leads to a page that is no report of its own")

    def closed(self, reason: str) -> None:
        """Count the columns that lay too deep, unless another way led to them, and the portals that have moved."""
        for id_, addresses in self._too_deep.items():
            for address in sorted(addresses - self._asked[id_].keys()):
                self.ledger.cut(id_, "cut_depth", address, f"deeper than {MAX_DEPTH} columns")
        for portal in self.portals.values():
            found = self.ledger.findings[portal.id]
            if found.moved_from(portal.platform):
                self.ledger.note(portal.id, "family_changed", portal.urls[0], f"{portal.platform} → {found.family}")
                self.logger.warning("%s: its record says %s, its pages %s", portal.id, portal.platform, found.family)

    def _platform(self, response: TextResponse, visit: Visit) -> Platform:
        """Family of a page: that of the listing it continues, else the record's, unless only another one shows."""
        if visit.family is not None:
            return platforms()[visit.family]
        recorded, findings = self.portals[visit.portal].platform, self.ledger.findings[visit.portal]
        likely = platforms()[recorded or findings.family]
        if visit.role == "report" and likely.is_article(response.url):
            return likely  # most pages are such: to ask every family takes as long as to read the report
        found, evidence = recognise(response)
        if visit.role != "report":
            findings.saw_family(found.name, evidence, in_column=visit.in_column)
        if visit.role == "start":
            findings.saw_home(response)
        if recorded is not None and (not evidence or platforms()[recorded].recognise(response)):
            return platforms()[recorded]
        return found

    def _follow(self, response: TextResponse, visit: Visit, platform: Platform) -> Iterator[Request | ReportPage]:
        """Go on from a page that is no article: its reports, its columns, its next page, or else the page itself."""
        portal = self.portals[visit.portal]
        in_column = visit.in_column or is_annual_column(response)
        links = platform.links(response)
        choice = choose_links(links, visit.chain or response.url, in_column=in_column, allows=portal.allows)
        if platform.holds_more(response):
            self.ledger.cut(visit.portal, "cut_links", response.url, f"more than {MAX_LINKS} links")
        asked = self._asked[visit.portal]
        new = [link for link in choice.reports if platform.identity(link.url) not in asked]
        shell = in_column and visit.role != "pager" and platform.is_shell(response)
        if visit.role not in ("pager", "gateway") and not shell and _is_single(response, visit, new):
            yield from self._page(response, visit, platform)
            return
        if not response.body.strip():
            if "instead" in response.meta:
                yield from self._instead(response.request, visit)
            else:
                self.ledger.missed(visit, "failed", "empty_page", response.request, "empty page")
            return
        ways = self._ways(links, response.url, visit, choice, in_column=in_column)
        if visit.role != "pager" and not (shell or choice.reports or choice.columns or ways):
            yield from self._barren(response, visit, platform, in_column=in_column)
            return
        self.ledger.count(visit.portal, "listings")
        if in_column or choice.reports:
            self._note_column(response, visit, len({platform.identity(link.url) for link in new}))
        if visit.role == "start" and is_prose(response):
            yield from self._page(response, visit, platform)  # somebody named this very page: it may be both
        agency = visit.own_agency
        for link in choice.reports:
            yield from self._ask(visit, "report", link, platform, in_column=in_column, agency=agency)
        for link in choice.columns:
            yield from self._ask(visit, "column", link, platform, in_column=True, agency=agency)
        for link in ways:
            yield from self._ask(visit, "gateway", link, platform, in_column=False, agency=agency)
        listed = (*choice.reports, *choice.columns) if in_column else choice.reports
        if listed or shell or visit.role == "pager":
            yield from self._next_pages(response, visit, platform, listed, in_column=in_column, agency=agency)

    def _barren(
        self, response: TextResponse, visit: Visit, platform: Platform, *, in_column: bool
    ) -> Iterator[Request | ReportPage]:
        """Judge a page that lists nothing: an empty column says so; any other may be a report itself, or hides its list."""
        if visit.role in ("start", "column") and (stand_in := stands_in(response)) is not None:
            counted = "gone" if stand_in == "soft_404" and visit.role == "column" else "failed"
            self.ledger.missed(visit, counted, stand_in, response.request, f"is a page of the kind {stand_in}")
        elif visit.role == "gateway":
            return
        elif in_column and visit.role != "report" and says_empty(response):
            self.ledger.count(visit.portal, "listings")
            self.ledger.note(visit.portal, "empty_column", response.url)
            self._note_column(response, visit, 0)
        elif in_column and visit.role != "report" and not is_prose(response):
            reason = "lists nothing and does not say that it is empty"
            self.ledger.missed(visit, "silent", "silent_column", response.request, reason)
        else:
            yield from self._page(response, visit, platform)

    def _ways(
        self, links: Sequence[PageLink], url: str, visit: Visit, choice: Choice, *, in_column: bool
    ) -> tuple[PageLink, ...]:
        """Gateways of a page; a listing that somebody named, or its further pages, are all that is wanted."""
        if visit.role in ("pager", "report") or (visit.role == "start" and in_column):
            return choice.gateways
        ways = choose_ways(links, url, at_home=visit.role == "start", allows=self.portals[visit.portal].allows)
        known = {link.url for link in (*choice.reports, *choice.columns)}
        return tuple({link.url: link for link in (*choice.gateways, *ways) if link.url not in known}.values())

    def _note_column(self, response: TextResponse, visit: Visit, reports: int) -> None:
        """Note a column's page, by its first page and the text of the link to it."""
        link = visit.link.text if visit.link is not None and visit.role == "column" else None
        parent = response.request.headers.get("Referer") if response.request is not None else None
        self.ledger.findings[visit.portal].saw_column(
            visit.chain or response.url,
            link or response.xpath("//title/text()").get() or "",
            reports,
            parent.decode("latin-1") if parent else None,
        )

    def _ask(
        self,
        visit: Visit,
        role: Role,
        link: PageLink,
        platform: Platform,
        *,
        in_column: bool,
        agency: str | None = None,
    ) -> Iterator[Request]:
        """Request for a linked page, once in the crawl of its portal and only within the bounds."""
        onward = visit.towards(role, link, in_column=in_column, agency=agency)
        if link.listing:
            onward = replace(onward, family=platform.name)
        asked, address = self._asked[visit.portal], platform.identity(link.url)
        if address in asked:
            if role == "report" and link.url not in asked and asked[address] == "report":
                asked[link.url] = "report"
                self.ledger.note(visit.portal, "twin", link.url)
                self._twins[visit.portal].setdefault(address, []).append(Request(link.url))
            return
        if role == "gateway" and (
            onward.way > MAX_GATEWAYS
            or not self.ledger.within(visit.portal, "ways", MAX_WAYS, fault="cut_ways", url=link.url)
        ):
            return
        if onward.depth > MAX_DEPTH:
            self._too_deep[visit.portal].add(address)
            return
        asked[address] = asked[page_key(link.url)] = asked[link.url] = role
        if role == "report":
            if is_out_of_range(self.years, link.text, link.date):
                self.ledger.count(visit.portal, "skipped")
                return
            if not self.ledger.within(visit.portal, "asked", MAX_REPORTS, fault="cut_reports", url=link.url):
                return
            if not self.fetches_reports:
                return
        if self._affords(visit.portal, link.url):
            yield self._request(Request(link.url, meta={"identity": address}), onward)

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
            if known and "instead" not in response.meta:
                self.ledger.note(visit.portal, "repeating_pager", response.url)
            yield from self._instead(response.request, visit)
            return
        onward = visit.next_page(chain, family=platform.name, in_column=in_column, agency=agency, barren=barren)
        for request in platform.next_pages(response):
            portal = self.portals[visit.portal]
            if (
                portal.allows(request.url)
                and self.ledger.within(visit.portal, "paged", portal.max_pages, fault="cut_pages", url=request.url)
                and self._affords(visit.portal, request.url)
            ):
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

    def _page(self, response: Response, visit: Visit, platform: Platform | None) -> Iterator[ReportPage]:
        """Offer a page to the pipelines, with what the way to it says."""
        portal, link = self.portals[visit.portal], visit.link
        self.ledger.count(visit.portal, "pages")
        if not self.fetches_reports:
            if link is not None:
                self.ledger.findings[visit.portal].saw_column(response.url, link.text, 1, None)
            return
        yield offer_page(response, visit, portal, platform)

    def _affords(self, portal: str, url: str) -> bool:
        """Count one more request of a portal's budget; false, and counted as cut, beyond it."""
        budget = self.portals[portal].max_requests or self.max_requests
        return self.ledger.within(portal, "requests", budget, fault="cut_requests", url=url)


def _is_markup(response: TextResponse) -> bool:
    """Whether a response can hold links: a text file can't, whatever its header claims, nor can data nobody asked for."""
    if isinstance(response, JsonResponse):
        return False
    content_type = (response.headers.get("Content-Type") or b"").lower()
    return not content_type.startswith(b"text/plain") or b"<html" in response.body[:2048].lower()


def _is_single(response: TextResponse, visit: Visit, new: Sequence[PageLink]) -> bool:
    """Whether a page is one article although links of its frame lead to reports; ``new`` are those not seen before."""
    if visit.role == "report" and (len(new) < 2 or (visit.link is not None and visit.link.date)):
        return True  # what a listing dates is an article, not a folder
    return sum(1 for link in new if link.date or link.article) < _LISTING and is_prose(response)


def _set_delays(settings: BaseSettings, portals: dict[str, Portal]) -> None:
    slots = settings.getdict("DOWNLOAD_SLOTS")
    for portal in portals.values():
        if portal.delay is not None:
            for url in portal.urls:
                slots.setdefault(bare_host(endpoint(url)[0]), {"delay": portal.delay, "jitter": 0.0, "concurrency": 1})
    settings.set("DOWNLOAD_SLOTS", slots, priority="spider")
