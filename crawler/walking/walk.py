"""From page to page of a portal: what each one is, what it offers, and where it leads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from scrapy import Request
from scrapy.http import Response, TextResponse
from scrapy.spidermiddlewares.httperror import HttpError

from crawler.books.books import Books
from crawler.books.faults import name_fault
from crawler.browser.showing import LISTING, Listing, showing_request
from crawler.items import ReportPage
from crawler.network.errors import Blocked, Offsite, RefusedRequest
from crawler.network.redirects import has_moved, loops, parent_of
from crawler.platforms import Platform, platforms, recognise
from crawler.platforms.answers import AnswerError
from crawler.platforms.base import MAX_LINKS
from crawler.portals import Portal
from crawler.urls import page_key
from crawler.visit import Visit
from crawler.walking.columns import is_annual_column, is_article, is_prose
from crawler.walking.frames import Frames
from crawler.walking.frontier import Frontier, visiting
from crawler.walking.kinds import is_led_away, is_markup, is_single, strayed
from crawler.walking.leads import Leads, find_leads
from crawler.walking.offer import offer_page
from crawler.walking.placeholders import says_empty, stands_in
from crawler.walking.shells import needs_browser
from crawler.walking.sitemaps import SitemapError, annual_leads, read_sitemap, sitemap_addresses

_GONE = frozenset((404, 410))


class Walk:
    """Of one crawl. It gives requests with their visit, and pages for the pipelines; who takes the answers is open."""

    def __init__(self, portals: Mapping[str, Portal], frontier: Frontier) -> None:
        self.portals = portals
        self.frontier = frontier
        self.frames = Frames()

    @property
    def books(self) -> Books:
        """The books of the crawl, which there are from its beginning."""
        return self.frontier.books

    def read(self, response: Response, visit: Visit) -> Iterator[Request | ReportPage]:
        """Find out what a page is and go on from there."""
        if visit.role == "sitemap":
            yield from self._follow_sitemap(response, visit)
            return
        if visit.role != "report":
            self.frontier.came_to(visit, page_key(response.url))
        elif has_moved(response.request) and self.frontier.asked_as(visit.portal, response.url) not in (None, "report"):
            reason = f"leads back to the listing {response.url}"
            self.books.missed(visit, "failed", "misled", response.request, reason)
            return
        if not isinstance(response, TextResponse) or (visit.family is None and not is_markup(response)):
            yield from self._page(response, visit, None)
            return
        platform = self.platform_of(response, visit)
        try:
            response = platform.as_page(response)
        except AnswerError as error:
            self.books.missed(visit, "failed", "bad_answer", response.request, str(error))
            return
        if visit.role != "report":
            self.frontier.came_to(visit, platform.identity(response.url))
        if visit.role != "pager" and is_article(response, platform):
            yield from self._page(response, visit, platform)
            yield from self._follow_siblings(response, visit, platform)
            return
        yield from self._follow(response, visit, platform)
        if LISTING in response.meta:
            yield from self._follow_shown(response, response.meta[LISTING], visit, platform)

    def beside(self, response: Response, visit: Visit) -> Iterator[Request]:
        """Where a page leads that need not be read: to the others of its module, if it came at all."""
        if isinstance(response, TextResponse) and response.status == 200:
            platform = self.platform_of(response, visit)
            if platform.module:
                yield from self._follow_siblings(response, visit, platform)

    def other_way(self, error: BaseException, request: Request, visit: Visit) -> Iterator[Request]:
        """The other way to what could not be had, if any is known; else it is counted, under the reason why."""
        if "instead" in request.meta:
            yield from self.frontier.instead(request, visit)
        elif visit.role == "report" and (twin := self.frontier.twin(request, visit)) is not None:
            yield twin
        else:
            self.missed(error, request, visit)

    def last_resort(self, portal: str) -> Iterator[Request]:
        """Sitemaps of a portal whose menus named no column, for when nothing else is left to ask for."""
        found = self.books.findings[portal]
        if not found.columns and self.books.has_read(portal):
            visit = Visit(portal, "sitemap", guessed=not found.sitemaps)
            yield from self.frontier.sitemaps(visit, sitemap_addresses(self.portals[portal].urls, found.sitemaps))

    def conclude(self, portal: str) -> None:
        """Count the columns that lay too deep, unless another way led to them, and see whether the portal has moved."""
        self.frontier.leave(portal)
        self.frames.leave(portal)
        recorded, found = self.portals[portal].platform, self.books.findings[portal]
        if found.moved_from(recorded):
            self.books.note(portal, "family_changed", self.portals[portal].urls[0], f"{recorded} → {found.family}")
            self.books.logger.warning("%s: its record says %s, its pages %s", portal, recorded, found.family)

    def missed(self, error: BaseException, request: Request, visit: Visit) -> None:
        """Count what an error hides."""
        if visit.guessed:
            self.books.logger.debug("%s: nothing at %s: %s", visit.portal, request.url, error)
            return
        counted = error.counted_as if isinstance(error, RefusedRequest) else "failed"
        reason = str(error) or type(error).__name__
        if isinstance(error, HttpError):
            reason = f"status {error.response.status}"
            # A link to a page that is gone is the portal's own dead end; its start and its pagers are not.
            if error.response.status in _GONE and visit.role not in ("start", "pager"):
                counted = "gone"
        evidence = error.evidence if isinstance(error, Blocked) else None
        self.books.missed(visit, counted, name_fault(error), request, reason, evidence)

    def dropped(self, request: Request, visit: Visit) -> None:
        """Count a redirect to where the crawl has been: Scrapy asks for a page once, and says nothing.

        A listing's may be another way to the same page, but not if that is the home page or another on the way; a
        report's to a page that is no report of its own is a loss, and one to itself is a loop. Where two records lead to one
        page, it is read for the first.
        """
        if visit.guessed:
            return
        known_as = self.frontier.asked_as(visit.portal, request.url)
        other = self.frontier.asked_beside(visit.portal, request.url)
        if loops(request):
            self.books.missed(visit, "failed", "redirect_loop", request, "redirects to itself")
        elif other is not None and (known_as is None or not has_moved(request)):
            self.books.note(visit.portal, "shared", request.url, f"is read for {other}")
        elif not has_moved(request):
            return
        elif visit.role == "report" and known_as != "report":
            self.books.missed(visit, "failed", "misled", request, "leads to a page that is no report of its own")
        elif is_led_away(request.url, visit, known_as):
            self.books.missed(visit, "failed", "misled", request, f"leads back to {request.url}")

    def platform_of(self, response: TextResponse, visit: Visit) -> Platform:
        """Family of a page: that of the listing it continues, else the record's, unless only another one shows."""
        if visit.family is not None:
            return platforms()[visit.family]
        recorded, findings = self.portals[visit.portal].platform, self.books.findings[visit.portal]
        likely = platforms()[recorded or findings.family]
        if visit.role == "report" and likely.is_article(response.url):
            return likely  # most pages are such: to ask every family takes as long as to read the report
        found, evidence = recognise(response)
        if visit.role != "report":
            findings.saw_family(found.name, evidence, in_column=visit.in_column or is_annual_column(response))
        if visit.role == "start":
            findings.saw_home(response)
        if recorded is not None and not found.module and (not evidence or platforms()[recorded].recognise(response)):
            return platforms()[recorded]
        return found

    def _follow(self, response: TextResponse, visit: Visit, platform: Platform) -> Iterator[Request | ReportPage]:
        """Go on from a page that is no article: its reports, its columns, its next page, or else the page itself."""
        portal = self.portals[visit.portal]
        leads = find_leads(response, visit, platform, portal.allows)
        lost = self._note_lost(response, visit, leads, platform)
        own = self.frames.own(visit.portal, response, leads, platform)
        if needs_browser(response, visit, portal, platform, own):
            yield from [visiting(showing_request(response), visit)]
            if not (own.reports or own.columns):
                return
        if platform.holds_more(response):
            self.books.cut(visit.portal, "cut_links", response.url, f"more than {MAX_LINKS} links")
        new = self.frontier.unseen(visit.portal, leads.reports, platform)
        if visit.role not in ("pager", "gateway") and not leads.shell and is_single(response, visit, new):
            yield from self._page(response, visit, platform)
            return
        if (stray := strayed(response, visit, leads, self.frontier.asked_as(visit.portal, response.url))) is not None:
            yield from self._in_vain(response, visit, *stray)
            return
        shown: Listing | None = response.meta.get(LISTING)
        if visit.role != "pager" and not (own.lists or own.ways or lost):
            if shown is None or not shown.refused:  # else what its script did not get says why
                yield from self._barren(response, visit, platform, leads)
            return
        self.books.count(visit.portal, "listings")
        if leads.in_column or leads.reports:
            self._note_column(response, visit, len({platform.identity(link.url) for link in new}))
        if visit.role == "start" and is_prose(response):
            yield from self._page(response, visit, platform)  # somebody named this very page: it may be both
        yield from self.frontier.led(visit, leads, platform)
        if leads.listed or leads.shell or visit.role == "pager":
            yield from self.frontier.next_pages(response, visit, leads, platform)

    def _follow_siblings(self, response: TextResponse, visit: Visit, platform: Platform) -> Iterator[Request]:
        """Go on from a report that has a menu of others; its entries lie no deeper than the page that shows it."""
        beside, siblings = replace(visit, role="column"), platform.siblings(response)
        if new := {platform.identity(link.url) for link in self.frontier.unseen(visit.portal, siblings, platform)}:
            self._note_column(response, visit, len(new), article=True)
        for link in siblings:
            yield from self.frontier.ask(beside, "report", link, platform, in_column=True)

    def _follow_shown(
        self, response: TextResponse, listing: Listing, visit: Visit, platform: Platform
    ) -> Iterator[Request | ReportPage]:
        """Go on from what the browser showed beside a page: the further pages of its list, what its script did not get."""
        in_column = visit.in_column or is_annual_column(response)
        onward = visit.next_page(
            response.url, family=platform.name, in_column=in_column, agency=visit.own_agency, barren=False
        )
        bound = self.portals[visit.portal].max_pages
        for markup in listing.further:
            if self.books.within(visit.portal, "paged", bound, fault="cut_pages", url=response.url):
                yield from self._follow(response.replace(body=markup.encode()), onward, platform)
        if listing.cut:
            self.books.cut(visit.portal, "cut_pages", response.url, "more pages than the browser may show")
        in_vain = not self.frontier.has_listed(visit.portal, response.url)
        for refusal in listing.refused:
            if isinstance(refusal.error, Offsite):
                if in_vain:  # where a list came, counters and fonts of other hosts are no matter of it
                    reason = f"the list's script needs {refusal.request.url}, whose host is none of the portal's"
                    self.books.missed(onward, "failed", "offsite", refusal.request, reason)
            elif in_vain or refusal.data:
                self.missed(refusal.error, refusal.request, onward)

    def _follow_sitemap(self, response: Response, visit: Visit) -> Iterator[Request]:
        """Go on from a sitemap: further ones, and what it lists of annual reports."""
        portal = self.portals[visit.portal]
        try:
            entries = read_sitemap(response.body)
        except SitemapError as error:
            if not visit.guessed:
                self.books.missed(visit, "failed", "bad_sitemap", response.request, str(error))
            return
        platform = platforms()[portal.platform or self.books.findings[portal.id].family]
        yield from self.frontier.sitemaps(visit, entries.sitemaps)
        yield from self.frontier.led(visit, annual_leads(entries.pages, portal.allows), platform)

    def _in_vain(self, response: TextResponse, visit: Visit, fault: str, reason: str) -> Iterator[Request]:
        """Try the other way to a page of a listing, if there is one; else count it."""
        if "instead" in response.meta:
            yield from self.frontier.instead(response.request, visit)
        else:
            self.books.missed(visit, "failed", fault, response.request, reason)

    def _barren(
        self, response: TextResponse, visit: Visit, platform: Platform, leads: Leads
    ) -> Iterator[Request | ReportPage]:
        """Judge a page that lists nothing: an empty column says so; any other may be a report itself, or hides its list."""
        if visit.role in ("start", "column") and (stand_in := stands_in(response)) is not None:
            counted = "gone" if stand_in == "soft_404" and visit.role == "column" else "failed"
            self.books.missed(visit, counted, stand_in, response.request, f"is a page of the kind {stand_in}")
        elif visit.role == "gateway":
            return
        elif leads.in_column and visit.role != "report" and says_empty(response):
            self.books.count(visit.portal, "listings")
            self.books.note(visit.portal, "empty_column", response.url)
            self._note_column(response, visit, 0)
        elif leads.in_column and visit.role != "report" and not is_prose(response):
            reason = "lists nothing and does not say that it is empty"
            self.books.missed(visit, "silent", "silent_column", response.request, reason)
            # Menus may name where the column has moved to; their own pages are no reports.
            yield from self.frontier.led(visit, replace(leads, reports=()), platform)
        else:
            yield from self._page(response, visit, platform)

    def _note_lost(self, response: TextResponse, visit: Visit, leads: Leads, platform: Platform) -> bool:
        """Count what a page lists on hosts that are none of the portal's; whether there is any."""
        lost = list(self.frontier.lost(visit, leads, platform))
        for each in lost:
            assert each.link is not None
            reason = f"{response.url} names it on a host that is none of the portal's"
            self.books.missed(each, "offsite", "offsite", Request(each.link.url), reason)
        return bool(lost)

    def _note_column(self, response: TextResponse, visit: Visit, reports: int, *, article: bool = False) -> None:
        """Note a column's page, by its first page and the text of the link to it."""
        link = visit.link.text if visit.link is not None and visit.role == "column" else None
        self.books.findings[visit.portal].saw_column(
            visit.chain or response.url,
            link or response.xpath("//title/text()").get() or "",
            reports,
            parent_of(response),
            page=response.url,
            entrance=not article and (visit.family is None or visit.role == "pager"),  # else an answer to a script
        )

    def _page(self, response: Response, visit: Visit, platform: Platform | None) -> Iterator[ReportPage]:
        """Offer a page to the pipelines, with what the way to it says."""
        portal, link = self.portals[visit.portal], visit.link
        self.books.count(visit.portal, "pages")
        if not self.frontier.fetches_reports:
            if link is not None and visit.role != "report":  # the listing that names it has counted it
                self.books.findings[visit.portal].saw_single(response.url, link.text, parent_of(response))
            return
        yield offer_page(response, visit, portal, platform)
