"""What is asked for: every page of a portal once, and only within the bounds."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.http import TextResponse

from crawler.books.books import Books
from crawler.browser.showing import LISTING
from crawler.platforms import PageLink, Platform, is_in_module
from crawler.portals import Portal
from crawler.urls import page_key
from crawler.visit import Role, Visit
from crawler.walking.columns import names_report
from crawler.walking.leads import Leads
from crawler.walking.sitemaps import MAX_BYTES, MAX_FILES
from crawler.years import is_out_of_range, stated_year

if TYPE_CHECKING:
    from crawler.keeping.keeping import Keeping

MAX_DEPTH = 4
"""Columns from the start down: home page, disclosure, annual reports, townships, year."""
MAX_GATEWAYS = 4
"""Pages on the way to a column of reports: disclosure, its directory, an agency's own one, its menu."""
MAX_WAYS = 300
"""Such pages of one portal: its townships and departments."""
MAX_REPORTS = 5_000
"""Pages of one portal that may be reports; a county with 30 townships has some hundreds."""

MAX_TWINS = 3
"""Further addresses of one report that are kept, for when the first one fails."""


class Frontier:
    """Decides what a crawl asks for. Its requests have their visit, portal and priority; the spider adds who takes the answers.

    Whatever it leaves out is counted in the ``books``, which the spider sets when the crawl begins.
    """

    books: Books
    keeping: Keeping | None = None
    """What earlier crawls left, if there is a ledger."""
    fetches_reports: bool = True
    """False where only columns are walked, and reports counted (``scrapy portals``)."""
    max_requests: int
    """Budget of a portal whose record sets none."""

    def __init__(self, portals: Mapping[str, Portal], years: frozenset[int] | None) -> None:
        self.portals = portals
        self.years = years
        self._asked: dict[str, dict[str, Role]] = {id_: {} for id_ in portals}
        self._too_deep: dict[str, set[str]] = {id_: set() for id_ in portals}
        self._twins: dict[str, dict[str, list[str]]] = {id_: {} for id_ in portals}
        self._listed: dict[str, dict[str, set[str]]] = {id_: {} for id_ in portals}
        self._left: dict[str, array[int]] = {}

    def starts(self, portal: str) -> Iterator[Request]:
        """A portal's own addresses."""
        for url in self.portals[portal].urls:
            self._asked[portal][page_key(url)] = "start"
            yield visiting(Request(url, dont_filter=True), Visit(portal, "start"))

    def came_to(self, visit: Visit, address: str) -> None:
        """Note an address that a visit led to, perhaps by redirects: it need not be asked for again."""
        self._asked[visit.portal].setdefault(address, visit.role)

    def asked_beside(self, portal: str, url: str) -> str | None:
        """Another portal of the crawl that a page has been asked for."""
        key = page_key(url)
        now = (id_ for id_, asked in self._asked.items() if id_ != portal and key in asked)
        before = (id_ for id_, hashes in self._left.items() if _holds(hashes, hash(key)))
        return next(chain(now, before), None)

    def asked_as(self, portal: str, url: str) -> Role | None:
        """As what a page has been asked for; ``None`` if it hasn't."""
        return self._asked[portal].get(page_key(url))

    def unseen(self, portal: str, links: Iterable[PageLink], platform: Platform) -> list[PageLink]:
        """Links to pages that have not been asked for; of twins, all."""
        return [link for link in links if platform.identity(link.url) not in self._asked[portal]]

    def led(self, visit: Visit, leads: Leads, platform: Platform) -> Iterator[Request]:
        """Requests for what a page leads to."""
        agency, in_column = visit.own_agency, leads.in_column
        for link in leads.reports:
            yield from self.ask(visit, "report", link, platform, in_column=in_column, agency=agency)
        for link in leads.columns:
            yield from self.ask(visit, "column", link, platform, in_column=True, agency=agency)
        for link in leads.ways:
            yield from self.ask(visit, "gateway", link, platform, in_column=False, agency=agency)

    def lost(self, visit: Visit, leads: Leads, platform: Platform) -> Iterator[Visit]:
        """Reports and columns that a page names off the portal's hosts, as visits, each once.

        A column of ours lists our reports. Beside columns of its own a page may well name those of other sites.
        """
        asked = self._asked[visit.portal]
        for link in leads.refused:
            role: Role = "report" if names_report(link) else "column"
            if (address := platform.identity(link.url)) in asked:
                continue
            asked[address] = role
            others = not leads.in_column if role == "report" else leads.columns or (leads.in_column and leads.reports)
            if not others and not (role == "report" and is_out_of_range(self.years, link.text, link.date)):
                yield visit.towards(role, link, in_column=leads.in_column, agency=visit.own_agency)

    def ask(
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
        asked, address = self._asked[visit.portal], platform.identity(link.url)
        if address in asked:
            if role == "report" and link.url not in asked and asked[address] == "report":
                self._keep_twin(visit.portal, link.url, address)
            return
        if self._is_full(visit.portal, role):
            self.books.count(visit.portal, "cut")  # and forgotten: a portal may list links without end
            return
        onward = visit.towards(role, link, in_column=in_column, agency=agency)
        if link.listing:
            onward = replace(onward, family=platform.name)
        if role == "gateway" and not self._is_near(onward, link.url):
            return
        if onward.depth > MAX_DEPTH:
            self._too_deep[visit.portal].add(address)
            return
        asked[address] = asked[page_key(link.url)] = asked[link.url] = role
        request = Request(link.url, meta={"identity": address})
        if role == "report":
            if not self._is_wanted(visit.portal, link):
                if self.keeping is not None:
                    self.keeping.listed(visit.portal, address, link)
                return
            if self.keeping is not None and not self.keeping.prepare(request, onward):
                return
        if self.affords(visit.portal, link.url):
            yield visiting(request, onward)

    def next_pages(self, response: TextResponse, visit: Visit, leads: Leads, platform: Platform) -> Iterator[Request]:
        """Requests for the following pages, until two in a row showed nothing that the pages before them did not."""
        first = visit.chain or response.url
        known = self._listed[visit.portal].setdefault(first, set())
        before = len(known)
        known |= {link.url for link in leads.listed}
        barren = len(known) == before
        if barren and (visit.barren or "instead" in response.meta):
            if known and "instead" not in response.meta:
                self.books.note(visit.portal, "repeating_pager", response.url)
            yield from self.instead(response.request, visit)
            return
        onward = visit.next_page(
            first, family=platform.name, in_column=leads.in_column, agency=visit.own_agency, barren=barren
        )
        if LISTING in response.meta and response.meta[LISTING].further:
            return  # the browser has been there
        for request in platform.next_pages(response):
            if self._may_page(visit.portal, request.url):
                yield visiting(request, onward)

    def has_listed(self, portal: str, first: str) -> bool:
        """Whether any page of a listing showed an entry; ``first`` is the first of them."""
        return bool(self._listed[portal].get(first))

    def instead(self, request: Request | None, visit: Visit) -> Iterator[Request]:
        """The other way to a page of a listing, if its platform named one."""
        if request is not None and "instead" in request.meta:
            yield visiting(Request(request.meta["instead"]), visit)

    def sitemaps(self, visit: Visit, addresses: Iterable[str]) -> Iterator[Request]:
        """Requests for sitemaps, a few of a portal."""
        asked = self._asked[visit.portal]
        for url in addresses:
            left = MAX_FILES - sum(role == "sitemap" for role in asked.values())
            if (
                left > 0
                and url not in asked
                and self.portals[visit.portal].allows(url)
                and self.affords(visit.portal, url)
            ):
                asked[url] = "sitemap"
                yield visiting(Request(url, meta={"download_maxsize": MAX_BYTES}), visit)

    def twin(self, request: Request, visit: Visit) -> Request | None:
        """Another address of a report whose first one failed, if any is left."""
        identity = request.meta.get("identity", "")
        twins = self._twins[visit.portal].get(identity)
        return visiting(Request(twins.pop(), meta={"identity": identity}), visit) if twins else None

    def affords(self, portal: str, url: str) -> bool:
        """Count one more request of a portal's budget; false, and counted as cut, beyond it."""
        budget = self.portals[portal].max_requests or self.max_requests
        return self.books.within(portal, "requests", budget, fault="cut_requests", url=url)

    def leave(self, portal: str) -> None:
        """Count the columns that lay too deep, unless another way led to them, and forget the portal but for its addresses."""
        for address in sorted(self._too_deep[portal] - self._asked[portal].keys()):
            self.books.cut(portal, "cut_depth", address, f"deeper than {MAX_DEPTH} columns")
        self._left[portal] = array("q", sorted(map(hash, self._asked[portal])))
        for memory in (self._asked, self._too_deep, self._twins, self._listed):
            memory[portal].clear()

    def _keep_twin(self, portal: str, url: str, address: str) -> None:
        twins = self._twins[portal].setdefault(address, [])
        if len(twins) < MAX_TWINS:
            self._asked[portal][url] = "report"
            self.books.note(portal, "twin", url)
            twins.append(url)

    def _is_full(self, portal: str, role: Role) -> bool:
        """Whether a bound of the portal has been met, beyond which nothing of this kind is asked for."""
        met = ("cut_requests", "cut_reports") if role == "report" else ("cut_requests",)
        return any(self.books.has_met(portal, fault) for fault in met)

    def _is_near(self, onward: Visit, url: str) -> bool:
        """Whether a page on the way to columns is within the bounds of those."""
        return onward.way <= MAX_GATEWAYS and self.books.within(
            onward.portal, "ways", MAX_WAYS, fault="cut_ways", url=url
        )

    def _is_wanted(self, portal: str, link: PageLink) -> bool:
        """Whether a page that may be a report is to be fetched, by its year, the bound and what the crawl is for."""
        if is_out_of_range(self.years, link.text, link.date):
            self.books.count(portal, "skipped")
            return False
        within = self.books.within(portal, "asked", MAX_REPORTS, fault="cut_reports", url=link.url)
        return within and (self.fetches_reports or _holds_menu(link))

    def _may_page(self, portal: str, url: str) -> bool:
        """Whether a further page of a listing is within its portal's hosts and bounds."""
        bound = self.portals[portal].max_pages
        return (
            self.portals[portal].allows(url)
            and not self._is_full(portal, "report")
            and self.books.within(portal, "paged", bound, fault="cut_pages", url=url)
            and self.affords(portal, url)
        )


def _holds(hashes: array[int], hashed: int) -> bool:
    place = bisect_left(hashes, hashed)
    return place < len(hashes) and hashes[place] == hashed


def _holds_menu(link: PageLink) -> bool:
    """Whether a page is one of a module's that name all others, and the first one of its unit: the years are in its menu."""
    return is_in_module(link.url) and stated_year(link.text) is None


def visiting(request: Request, visit: Visit) -> Request:
    """A request that carries its visit; listings first: they show early how much there is."""
    return request.replace(
        cb_kwargs={"visit": visit},
        meta={**request.meta, "portal": visit.portal},
        priority=0 if visit.role == "report" else 10,
    )
