"""What a crawl tells the ledger, and what it takes from it instead of asking a portal again."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import os
import secrets
import socket
import zlib
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import replace
from typing import Any
from weakref import WeakKeyDictionary

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from sqlalchemy import Connection

from crawler.books.books import NOTED, Books
from crawler.books.outcome import PortalOutcome
from crawler.clock import utc_now
from crawler.keeping.recall import Plan, Recall, conditions, stated
from crawler.keeping.rechecks import DOCUMENT, KNOWN
from crawler.keeping.resumption import last_fed
from crawler.ledger import Change, Ledger, LedgerError, Note, PageRecord, Run
from crawler.ledger import Visit as PageVisit
from crawler.ledger.pages import MAX_ADDRESS
from crawler.ledger.pages import Role as PageRole
from crawler.ledger.writer import LedgerWriter
from crawler.network.redirects import asked_address
from crawler.platforms import PageLink
from crawler.portals import Portal
from crawler.signals import report_kept
from crawler.urls import page_key
from crawler.visit import Visit
from extractors.fingerprint import extractor_fingerprint
from extractors.report import RejectionReason

logger = logging.getLogger(__name__)

_crawls: WeakKeyDictionary[Crawler, Keeping] = WeakKeyDictionary()
_PAGE_ROLES: Mapping[str, PageRole] = {"report": "report", "sitemap": "sitemap"}


class Keeping:
    """The ledger of one crawl. Writes go through one thread, in the order in which they are told."""

    books: Books
    """There from the crawl's beginning."""

    def __init__(self, crawler: Crawler, ledger: Ledger, run: Run, *, leads: bool, since_last: bool) -> None:
        self.crawler = crawler
        self.ledger = ledger
        self.run = run
        self.leads = leads
        """Whether no other worker was at the run when this one came."""
        self.worker = _worker_name() if crawler.settings.get("SHARED") else None
        """This process, among those that share the run."""
        self._last_fed = last_fed(ledger, run) if crawler.settings.getbool("FEED_CHANGES_ONLY") else None
        self.failure: str | None = None
        """Why the ledger could not be written any more."""
        self._writer = LedgerWriter(ledger)
        self._recall = Recall(
            run.id,
            since_last,
            utc_now(),
            crawler.settings.getint("CLOSED_YEARS_DAYS", 180),
            crawler.settings.getint("REREAD_DAYS", 365),
            ledger.year_of,
        )
        self._brought: dict[str, str] = {}
        """Report → the portal that has brought it, in this process."""
        _crawls[crawler] = self

    @classmethod
    def of(cls, crawler: Crawler) -> Keeping | None:
        """That of a crawl, if it has a ledger."""
        return _crawls.get(crawler)

    # --- what need not be asked for ---

    def prepare(self, request: Request, visit: Visit) -> bool:
        """Have a request for a page that may be a report ask for changes only, where the ledger knows the page.

        False: it need not be sent, since what the ledger holds stands, and has been handed on.
        """
        known = self.ledger.page(visit.portal, request.meta["identity"])
        plan = self._recall.plan(known, visit, self.reader(visit.portal))
        if known is None or plan is Plan.ASK:
            return True
        if plan is Plan.CHECK:
            request.meta[KNOWN] = known
            request.meta["handle_httpstatus_list"] = [304]
            request.headers.update(conditions(known))
            return True
        self.stand(known)
        return False

    def stand(self, known: PageRecord) -> None:
        """Let stand what the ledger holds of a page."""
        if known.run != self.run.id:
            self._tell(known.portal, lambda connection: self.ledger.keep(connection, self.run, known, utc_now()))
        self._hand_on(known)

    def has_done(self, portal: str) -> bool:
        """Whether the run is done with a portal, before it was broken off or by another worker; what it found is handed on."""
        done = self.ledger.portal_run(self.run, portal)
        if done is None or done.state != "done":
            return False
        self.books.restore(portal, done.counts, done.findings)
        for item in self.ledger.items(run=self.run, portal=portal):
            if self._is_asked_for(item) and self._brings(item["id"], portal):
                self._send(item, portal)
        return True

    def reader(self, portal: str) -> str:
        """Who reads a portal's pages: the extractor, with what the portal's record tells it."""
        record: Portal = self.crawler.spider.portals[portal]  # type: ignore[union-attr]
        told = (record.agency, record.division, record.body)
        told_in_short = f".{zlib.crc32(repr(told).encode()):08x}" if any(told) else ""
        return extractor_fingerprint() + told_in_short

    # --- what came ---

    def visit_of(self, response: Response, visit: Visit, outcome: str = "report") -> PageVisit:
        """A page as it came, for when it is known what it holds."""
        link = visit.link
        return PageVisit(
            portal=visit.portal,
            address=_address(response.request, response.url),
            url=response.url,
            role=_PAGE_ROLES.get(visit.role, "listing"),
            at=utc_now(),
            outcome=outcome,
            status=response.status,
            sha256=hashlib.sha256(response.body).hexdigest(),
            link_text=link.text if link else None,
            link_date=link.date if link else None,
            agency=visit.said_agency,
            etag=stated(response, "ETag"),
            last_modified=stated(response, "Last-Modified"),
        )

    def read_listing(self, response: Response, visit: Visit) -> None:
        """A page was read that leads to others."""
        outcome = "sitemap" if visit.role == "sitemap" else "listing"
        self._settle(self.visit_of(response, visit, outcome))

    def unchanged(self, response: Response, visit: Visit) -> None:
        """A page is what it was."""
        known: PageRecord = response.meta[KNOWN]
        seen = self.visit_of(response, visit, "unchanged")
        if DOCUMENT in response.meta:  # what it says of itself says nothing of the page
            seen = replace(seen, url=known.url, etag=None, last_modified=None)
        self._settle(seen)
        self._hand_on(known, noted=response.meta.get(NOTED, ()))

    async def report(self, visit: PageVisit, item: Mapping[str, Any]) -> Change | None:
        """Keep a report; gives what became of it when it is safe. :exc:`LedgerError` if it can't be."""
        settled = replace(visit, outcome="report", extractor=self.reader(visit.portal))
        return await asyncio.wrap_future(
            self._tell(visit.portal, lambda connection: self.ledger.settle(connection, self.run, settled, item))
        )

    def is_first(self, report: str, portal: str, url: str) -> bool:
        """Whether no other page has brought a report: it stands in the feeds once. A page of two portals is noted, as the first one's.

        Scrapy asks for a page once, but not for one that need not be asked for.
        """
        first = self._brings(report, portal)
        if self._brought[report] != portal:
            self.books.note(portal, "shared", url, f"is read for {self._brought[report]}")
        return first

    def is_wanted(self, report: str) -> bool:
        """Whether the feeds are to have a report: not one that is as it was, where they hold changes only.

        What a run found that gave no feed, since it was broken off, is a change for the next one that gives one.
        """
        return self._last_fed is None or self.ledger.changed_in(report) > self._last_fed

    def rejected(self, visit: PageVisit, reason: RejectionReason) -> None:
        """A page was read that is no report."""
        self._settle(replace(visit, outcome="rejected", detail=reason, extractor=self.reader(visit.portal)))

    def missed(self, visit: Visit, request: Request | None, fault: str, detail: str) -> None:
        """A page could not be read."""
        role, url = _PAGE_ROLES.get(visit.role, "listing"), asked_address(request)
        self._settle(_unasked(visit.portal, _address(request, url), visit.link, role, url, fault, detail))

    def listed(self, portal: str, address: str, link: PageLink) -> None:
        """A listing names a page that is not asked for."""
        self._settle(_unasked(portal, address, link, "report", link.url, "listed", ""))

    # --- portals ---

    def portal_begun(self, portal: str) -> None:
        """A portal's first requests are about to be sent."""
        self._submit(lambda connection: self.ledger.portal_begun(connection, self.run, portal, utc_now(), self.worker))

    def portal_done(self, outcome: PortalOutcome, findings: Mapping[str, Any]) -> None:
        """Nothing more is to be asked of a portal in this run."""
        state, counts = outcome.state, dict(outcome.counts)
        self._tell(
            outcome.id,
            lambda connection: self.ledger.portal_done(
                connection, self.run, outcome.id, state, counts, findings, utc_now()
            ),
        )

    async def written(self) -> None:
        """Wait until all that was told so far is safe. :exc:`LedgerError` if it can't be."""
        await asyncio.wrap_future(self._submit(lambda connection: None))

    def close(self) -> None:
        """Write what waits."""
        self._writer.close()

    def _hand_on(self, known: PageRecord, noted: Sequence[Note] = ()) -> None:
        """Count what the ledger holds of a page, but for what was ``noted`` just now, and give its report to the feeds."""
        self.books.count(known.portal, "pages")
        for note in known.noted:
            if note not in noted:
                self.books.note(known.portal, **note)
        if known.report is None:
            assert known.holds is not None
            self.books.count(known.portal, known.holds)  # rejected/<reason>
            return
        item = self.ledger.item(known.report)
        if not self._is_asked_for(item):
            self.books.count(known.portal, "skipped")
            return
        if not self.is_first(known.report, known.portal, known.url):
            return
        self.books.count(known.portal, "reports")
        self.books.count(known.portal, "unchanged")
        self._send(item, known.portal)

    def _brings(self, report: str, portal: str) -> bool:
        """Note whose page brings a report; false if another page has brought it."""
        known = report in self._brought
        self._brought.setdefault(report, portal)
        return not known

    def _is_asked_for(self, item: Mapping[str, Any]) -> bool:
        """Whether a report is on a year of the crawl, or states none."""
        years: frozenset[int] | None = self.crawler.spider.years  # type: ignore[union-attr]
        return years is None or item["year"] is None or item["year"] in years

    def _send(self, item: Mapping[str, Any], portal: str) -> None:
        wanted = self.is_wanted(item["id"])
        self.crawler.signals.send_catch_log(
            report_kept, item=item, portal=portal, wanted=wanted, spider=self.crawler.spider
        )

    def _settle(self, visit: PageVisit) -> None:
        if len(visit.address) > MAX_ADDRESS:
            return  # no crawl asks for it, and the books have it: a page may name addresses without end
        self._tell(visit.portal, lambda connection: self.ledger.settle(connection, self.run, visit))

    def _tell(self, portal: str, operation: Callable[[Connection], Any]) -> Future[Any]:
        """Have something written of a portal, as long as it is this worker's."""
        worker = self.worker
        if worker is None:
            return self._submit(operation)

        def fenced(connection: Connection) -> Any:
            self.ledger.check_worker(connection, self.run, portal, worker)
            return operation(connection)

        return self._submit(fenced)

    def _submit(self, operation: Callable[[Connection], Any]) -> Future[Any]:
        future: Future[Any] = self._writer.submit(operation)
        loop = asyncio.get_running_loop()
        future.add_done_callback(lambda done: self._look(done, loop))
        return future

    def _look(self, done: Future[Any], loop: asyncio.AbstractEventLoop) -> None:
        """In the writer's thread: see whether a write failed; of one that was called off nobody waits to hear."""
        error = None if done.cancelled() else done.exception()
        if error is not None and not loop.is_closed():
            loop.call_soon_threadsafe(self._fail, error)

    def _fail(self, error: BaseException) -> None:
        """End the crawl where nothing can be kept any more: the next start goes on from what was."""
        if not isinstance(error, LedgerError):  # an error of ours, about one page: the others are none the worse
            logger.error("the ledger could not keep a page", exc_info=error)
            self.books.stats.inc_value("lost")
            return
        if self.failure is not None:
            return
        self.failure = str(error)
        logger.error("The crawl ends, since the ledger can't be written: %s", error)
        assert self.crawler.engine is not None
        self._closing = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason="ledger_failed"))


def _worker_name() -> str:
    """One that no other process has, also none of another machine with the same name."""
    return f"{socket.gethostname()} process {os.getpid()} {secrets.token_hex(4)}"


def _unasked(
    portal: str, address: str, link: PageLink | None, role: PageRole, url: str, outcome: str, detail: str
) -> PageVisit:
    """A page that did not come."""
    return PageVisit(
        portal=portal,
        address=address,
        url=url,
        role=role,
        at=utc_now(),
        outcome=outcome,
        detail=detail,
        link_text=link.text if link else None,
        link_date=link.date if link else None,
        agency=link.agency if link else None,
    )


def _address(request: Request | None, url: str) -> str:
    """Canonical address of what was asked for."""
    if request is None:
        return page_key(url)
    return str(request.meta.get("identity") or page_key(asked_address(request)))
