"""The books of a crawl: what is counted for each portal, what was found at it, and what the log says of both."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from logging import LoggerAdapter
from typing import TYPE_CHECKING, Any

from scrapy import Request
from scrapy.statscollectors import StatsCollector

from crawler.books.faults import TOLD_ONCE, Fault
from crawler.books.outcome import stat_key
from crawler.books.survey import Findings
from crawler.network.redirects import asked_address
from crawler.visit import Visit

if TYPE_CHECKING:
    from crawler.keeping.keeping import Keeping

NOTED = "noted"
"""Key of a request's ``meta``: what was noted of its answer, a list of :class:`~crawler.ledger.Note`."""


class Books:
    """What one crawl counts and finds. Each count is also one of Scrapy's statistics, named by :func:`~crawler.books.outcome.stat_key`."""

    def __init__(self, portals: Iterable[str], stats: StatsCollector, logger: LoggerAdapter[Any]) -> None:
        self.stats = stats
        self.logger = logger
        self.findings: dict[str, Findings] = {portal: Findings() for portal in portals}
        self.counts: dict[str, Counter[str]] = defaultdict(Counter)
        """Portal → what was counted there."""
        self.restored: dict[str, Mapping[str, Any]] = {}
        """Portal → what the run had found there before it was broken off, as its report says it."""
        self.keeping: Keeping | None = None

    def open(self, portal: str) -> None:
        """Add a portal that was not known at the beginning: archives name theirs page by page."""
        self.findings[portal] = Findings()

    def count(self, portal: str, what: str, n: int = 1) -> None:
        """Add ``n`` to one of the portal's counts."""
        self.counts[portal][what] += n
        self.stats.inc_value(stat_key(portal, what), n)

    def restore(self, portal: str, counts: Mapping[str, int], findings: Mapping[str, Any]) -> None:
        """Take over what the run had counted and found at a portal before it was broken off."""
        self.restored[portal] = findings
        for what, n in counts.items():
            self.count(portal, what, n)

    def has_read(self, portal: str) -> bool:
        """Whether any page of a portal could be read so far."""
        return any(self.counts[portal][what] for what in ("listings", "pages"))

    def has_met(self, portal: str, fault: str) -> bool:
        """Whether something of that name was met."""
        return self.counts[portal][f"fault/{fault}"] > 0

    def note(
        self, portal: str, fault: str, url: str, detail: str = "", evidence: Mapping[str, object] | None = None
    ) -> None:
        """Count a trouble by its name in :data:`~crawler.books.faults.FAULTS`, and keep where it was met.

        Of those in :data:`~crawler.books.faults.TOLD_ONCE` only the first one is kept.
        """
        if fault not in TOLD_ONCE or not self.has_met(portal, fault):
            self.findings[portal].saw_fault(Fault(fault, url, detail, evidence))
        self.count(portal, f"fault/{fault}")

    def cut(self, portal: str, fault: str, url: str, reason: str) -> None:
        """Count, keep and log that something was left out because of one of our bounds."""
        self.count(portal, "cut")
        self.note(portal, fault, url, reason)
        place = {"portal": portal, "url": url, "kind": fault}
        self.logger.warning("%s: cut %s: %s", portal, url, reason, extra=place)

    def within(self, portal: str, what: str, bound: int, *, fault: str, url: str) -> bool:
        """Count one more of something that is bounded; false, and counted as cut, beyond the bound."""
        if self.counts[portal][what] < bound:
            self.count(portal, what)
            return True
        if self.has_met(portal, fault):
            self.count(portal, "cut")  # said once
        else:
            self.cut(portal, fault, url, f"more than {bound}")
        return False

    def missed(
        self,
        visit: Visit,
        counted: str,
        fault: str,
        request: Request | None,
        reason: str,
        evidence: Mapping[str, object] | None = None,
    ) -> None:
        """Count and say that a page could not be read, and whether a listing or a report is missing for it."""
        self.count(visit.portal, counted)
        if visit.role == "report":
            self.count(visit.portal, f"report_{counted}")
        elif visit.role in ("gateway", "sitemap"):
            self.count(visit.portal, f"way_{counted}")
        elif counted == "offsite" and visit.role == "column":
            self.count(visit.portal, "column_offsite")
        elif counted != "gone":
            self.count(visit.portal, f"listing_{counted}")
        address = asked_address(request)
        if self.keeping is not None:
            self.keeping.missed(visit, request, fault, reason)
        self.note(visit.portal, fault, address, reason, evidence)
        place = {"portal": visit.portal, "url": address, "kind": fault}
        self.logger.warning("%s: %s %s: %s", visit.portal, counted, address, reason, extra=place)
