"""The one crawl: from a portal's home page or listings to every page that may be an annual report."""

from __future__ import annotations

from asyncio import get_running_loop
from collections.abc import AsyncIterator, Iterable, Iterator
from itertools import islice
from typing import Any

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Response
from scrapy.robotstxt import ProtegoRobotParser, RobotParser
from twisted.python.failure import Failure

from crawler.books.books import Books
from crawler.books.faults import LASTING, name_fault
from crawler.items import ReportPage
from crawler.keeping.keeping import Keeping
from crawler.keeping.rechecks import DOCUMENT, KNOWN, is_same, next_document, page_anew
from crawler.network.delays import set_delays
from crawler.pipelines.errors import UnfinishedReport
from crawler.portals import Portal
from crawler.selection import select
from crawler.sharing.lease import Lease
from crawler.signals import portal_begun, portal_done
from crawler.spiders.admission import Admission
from crawler.visit import Visit
from crawler.walking.frontier import Frontier
from crawler.walking.sitemaps import MAX_FILES
from crawler.walking.walk import Walk

_SHOWN_URL = 200


class YearlyReportsSpider(Spider):
    """Fetches and yields, portal by portal; what a page is and leads to is the walk's, what it says the pipelines'.

    Arguments (``-a``): ``portals``, ``province``, ``years``, ``url``, ``since``.
    """

    name = "yearly_reports"
    books: Books
    longest_url: int
    keeping: Keeping | None = None
    """The ledger of the crawl, if it has one."""
    lease: Lease | None = None
    """How long the hosts of its portals are this worker's, where others share the crawl."""

    def __init__(self, **arguments: str) -> None:
        super().__init__()
        selection = select(arguments)
        self.arguments = arguments
        self.portals: dict[str, Portal] = selection.portals
        self.years = selection.years
        self.since_last = selection.since_last
        self.frontier = Frontier(self.portals, self.years)
        self.walk = Walk(self.portals, self.frontier)
        self.admission = Admission(self.portals)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> YearlyReportsSpider:
        """Build it as Scrapy does, with the delays that portals on this machine set for themselves."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        set_delays(crawler.settings, spider.portals.values())
        spider.frontier.fetches_reports = crawler.settings.getbool("FETCH_REPORTS", True)
        spider.frontier.max_requests = crawler.settings.getint("PORTAL_MAX_REQUESTS", 1_000_000)
        spider.longest_url = crawler.settings.getint("URLLENGTH_LIMIT", 2_000)
        spider.admission.at_once = crawler.settings.getint("PORTALS_AT_ONCE", 1_000)
        for receiver, signal in (
            (spider.opened, signals.spider_opened),
            (spider.heard_robots, signals.robots_parsed),
            (spider.dropped, signals.request_dropped),
            (spider.item_ended, signals.item_scraped),
            (spider.item_ended, signals.item_dropped),
            (spider.item_ended, signals.item_error),
            (spider.idle, signals.spider_idle),
        ):
            crawler.signals.connect(receiver, signal=signal)
        return spider

    def opened(self) -> None:
        """Open the books: there are no statistics before."""
        assert self.crawler.stats is not None
        self.books = self.frontier.books = Books(self.portals, self.crawler.stats, self.logger)

    def keep_by(self, keeping: Keeping) -> None:
        """Have what is read kept by a ledger, and ask it before a portal is asked."""
        self.keeping = self.frontier.keeping = self.books.keeping = keeping

    def share_by(self, lease: Lease) -> None:
        """Read those portals only that :meth:`take` names, and ask them for nothing once the lease has run out."""
        self.lease = lease
        self.admission = Admission((), self.admission.at_once)

    def take(self, portals: Iterable[str]) -> None:
        """Read further portals, when it is their turn."""
        self.admission.add(portals)
        self._crawl(self._admitted())

    async def start(self) -> AsyncIterator[Request]:
        """Begin with the addresses of the portals whose turn it is."""
        for request in self._admitted():
            yield request

    def parse(self, response: Response, visit: Visit) -> Iterator[Request | ReportPage]:
        """Go on from an answer."""
        try:
            for onward in self._read(response, visit):
                if isinstance(onward, Request):
                    yield from self._ours([onward])
                else:
                    self.admission.sent(visit.portal)
                    yield onward
        finally:
            self._ended(visit.portal)

    def failed(self, failure: Failure) -> Iterator[Request]:
        """Go on from a request that gave no page."""
        request: Request = failure.request  # type: ignore[attr-defined]
        visit: Visit = request.cb_kwargs["visit"]
        assert failure.value is not None
        try:
            if DOCUMENT in request.meta:
                yield from self._ours(self._unchecked(failure.value, request, visit))
            else:
                yield from self._ours(self.walk.other_way(failure.value, request, visit))
        finally:
            self._ended(visit.portal)

    def dropped(self, request: Request) -> None:
        """Go on from a request that Scrapy does not send, since it asks for a page once: one made twice, or a redirect."""
        visit: Visit | None = request.cb_kwargs.get("visit")
        if visit is not None:
            self.walk.dropped(request, visit)
            self._ended(visit.portal)

    def item_ended(self, response: Response | None, exception: BaseException | None = None) -> None:
        """A page has passed the pipelines, or fell out of them; a portal of which one is unfinished is not done."""
        if response is not None and not isinstance(exception, UnfinishedReport):
            # Not at once: others still have to hear of the item.
            get_running_loop().call_soon(self._ended, response.meta["portal"])

    def heard_robots(self, robotparser: RobotParser, request: Request) -> None:
        """Keep what robots.txt says of sitemaps."""
        if isinstance(robotparser, ProtegoRobotParser) and request.meta.get("portal") in self.portals:
            named = self.books.findings[request.meta["portal"]].sitemaps
            named += islice(robotparser.rp.sitemaps, MAX_FILES)

    def idle(self) -> None:
        """Nothing is under way: go on, should a portal still hold a place because an end of something was not heard of."""
        left_over = self.admission.admitted
        if left_over:
            self.books.stats.inc_value("portals_left_over", len(left_over))
        further = [request for portal in left_over for request in self._next_after(portal)]
        self._crawl(further)
        if further:
            raise DontCloseSpider

    def closed(self, reason: str) -> None:
        """Conclude what was interrupted."""
        for portal in self.admission.admitted:
            self.walk.conclude(portal)

    def _read(self, response: Response, visit: Visit) -> Iterator[Request | ReportPage]:
        """What a page gives, with the ledger told of it; what the ledger knows to be unchanged is not read again."""
        if self.keeping is None:
            yield from self.walk.read(response, visit)
            return
        if KNOWN in response.meta and is_same(response):
            document = next_document(response, visit, self.settings)
            if document is None:
                self.keeping.unchanged(response, visit)
            else:
                yield document
            yield from self.walk.beside(response, visit)
            return
        if DOCUMENT in response.meta:
            assert response.request is not None
            yield page_anew(response.request, visit)
            return
        offers = False
        for onward in self.walk.read(response, visit):
            if isinstance(onward, ReportPage):
                offers, onward.visit = True, self.keeping.visit_of(response, visit)
            yield onward
        if not offers:
            self.keeping.read_listing(response, visit)

    def _unchecked(self, error: BaseException, request: Request, visit: Visit) -> Iterator[Request]:
        """Go on from a document that could not be checked: one that is lost changes its report, any other leaves it as it is."""
        assert self.keeping is not None
        fault = name_fault(error)
        if fault in LASTING:
            yield page_anew(request, visit)
        else:
            self.books.note(visit.portal, fault, request.url, str(error) or type(error).__name__)
            self.keeping.stand(request.meta[KNOWN])

    def _admitted(self) -> Iterator[Request]:
        """First requests of the portals whose turn it is."""
        for portal in self.admission.admit():
            if self.keeping is not None and self.keeping.has_done(portal):
                self.admission.leave(portal)
                continue
            self._tell(portal_begun, portal=portal)
            yield from self._ours(self.frontier.starts(portal))

    def _ended(self, portal: str) -> None:
        """Something sent for a portal has come to its end."""
        if self.admission.ended(portal):
            self._crawl(self._next_after(portal))

    def _next_after(self, portal: str) -> Iterator[Request]:
        """Requests for when nothing of a portal is under way: its last resort, else those of the portals that take its place."""
        if further := list(self._ours(self.walk.last_resort(portal))):
            yield from further
            return
        self.walk.conclude(portal)
        self._tell(portal_done, portal=portal)
        self.admission.leave(portal)
        yield from self._admitted()

    def _crawl(self, requests: Iterable[Request]) -> None:
        assert self.crawler.engine is not None
        for request in requests:
            self.crawler.engine.crawl(request)

    def _tell(self, signal: object, **facts: object) -> None:
        self.crawler.signals.send_catch_log(signal, spider=self, **facts)

    def _ours(self, requests: Iterable[Request]) -> Iterator[Request]:
        """Have the answers come here."""
        for request in requests:
            portal, length = request.meta["portal"], len(request.url)
            if length > self.longest_url:
                self.books.cut(portal, "cut_url", request.url[:_SHOWN_URL], f"an address of {length} characters")
                continue
            self.admission.sent(portal)
            yield request.replace(callback=self.parse, errback=self.failed)
