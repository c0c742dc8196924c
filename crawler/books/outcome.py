"""How a crawl ended: what was counted for each portal, the state that follows, and the exit status."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from crawler.portals import Portal

State = Literal["read", "closed", "partly blocked", "partly failed", "blocked", "failed", "cut short"]

ALL_READ, NOTHING_READ, WRONG_USAGE, PARTLY_READ, ALARMED = 0, 1, 2, 3, 4
"""Exit statuses of ``scrapy crawl yearly_reports``. 1 also stands for a lost item or a feed that could not be written, 4 for an
alarm that is new."""

_PREFIX = "portals"


def stat_key(portal: str, what: str) -> str:
    """Name of a statistic of one portal.

    ``what`` is one of ``listings``, ``pages``, ``reports``, ``rejected/<reason>``, ``skipped``, ``blocked``, ``failed``,
    ``offsite``, ``closed``, ``gone``, ``silent``, ``cut``, ``lost``, ``fault/<name>``. Of those that were ``blocked``,
    ``failed``, ``offsite``, ``closed`` or ``silent``, ``listing_<what>`` counts the ones that hid a listing, ``report_<what>`` the reports,
    ``way_<what>`` pages that might have led to a listing; ``column_offsite`` columns that lie on other hosts.
    """
    return f"{_PREFIX}/{portal}/{what}"


@dataclass(slots=True)
class PortalOutcome:
    """What a crawl met at one portal. Counts are pages, but for ``listings``: listing pages read."""

    id: str
    name: str
    verified: bool
    """False for a record that nobody has seen work live."""
    counts: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, portal: Portal, counts: Mapping[str, int]) -> PortalOutcome:
        """Outcome of a portal, from its counts."""
        return cls(portal.id, portal.name, portal.verified or not portal.recorded, Counter(counts))

    @property
    def rejected(self) -> dict[str, int]:
        """Pages that are no report, by reason."""
        prefix = "rejected/"
        return {what.removeprefix(prefix): n for what, n in sorted(self.counts.items()) if what.startswith(prefix)}

    @property
    def faults(self) -> dict[str, int]:
        """What went wrong, by the names of :data:`crawler.books.faults.FAULTS`."""
        prefix = "fault/"
        return {what.removeprefix(prefix): n for what, n in sorted(self.counts.items()) if what.startswith(prefix)}

    @property
    def state(self) -> State:
        """How reading the portal ended. A single page that could not be read changes it, a link to a page that is gone does not."""
        counts, nothing = self.counts, not self.counts["pages"]
        if counts["listing_blocked"] or (counts["report_blocked"] and nothing):
            return "blocked"
        if counts["listing_failed"] or counts["listing_offsite"]:
            return "failed"
        if nothing and (counts["report_failed"] or counts["offsite"] or counts["gone"]):
            return "failed"
        if counts["report_blocked"]:
            return "partly blocked"
        hidden = counts["way_blocked"] or counts["way_failed"] or counts["listing_silent"] or counts["column_offsite"]
        if hidden and nothing and not counts["skipped"]:
            return "blocked" if counts["way_blocked"] else "failed"
        if hidden or counts["report_failed"] or counts["report_offsite"]:
            return "partly failed"
        if (counts["listing_closed"] and not counts["listings"]) or (counts["report_closed"] and nothing):
            return "closed"
        return "cut short" if counts["cut"] else "read" if self.answered else "failed"

    @property
    def answered(self) -> bool:
        """Whether any page of it could be read."""
        return bool(self.counts["listings"] or self.counts["pages"])


@dataclass(slots=True)
class CrawlOutcome:
    """What a whole crawl met."""

    portals: dict[str, PortalOutcome]
    lost: int = 0
    """Items and pages lost to an error of ours."""
    failed_feeds: int = 0
    finished: bool = True
    """False if the crawl was interrupted, or ended by a bound of Scrapy's."""

    @classmethod
    def from_stats(cls, stats: Mapping[str, Any], portals: Iterable[Portal], *, finished: bool = True) -> CrawlOutcome:
        """Collect what was counted under :func:`stat_key`."""
        outcomes = {portal.id: PortalOutcome.of(portal, {}) for portal in portals}
        for key, value in stats.items():
            prefix, _, rest = key.partition("/")
            portal_id, _, what = rest.partition("/")
            if prefix == _PREFIX and portal_id in outcomes:
                outcomes[portal_id].counts[what] += int(value)
        failed_feeds = sum(int(n) for key, n in stats.items() if key.startswith("feedexport/failed_count/"))
        lost = sum(outcome.counts["lost"] for outcome in outcomes.values()) + int(stats.get("lost", 0))
        return cls(outcomes, lost=lost, failed_feeds=failed_feeds, finished=finished)

    @property
    def nothing_read(self) -> bool:
        """Whether portals failed or blocked us, and none gave a page."""
        portals = self.portals.values()
        return bool(portals) and not any(portal.answered or portal.state == "closed" for portal in portals)

    @property
    def exit_status(self) -> int:
        """0 every portal read, 1 nothing read or something lost, 3 portals or pages of them could not be read."""
        if self.lost or self.failed_feeds or not self.finished:
            return NOTHING_READ
        if self.nothing_read:
            return NOTHING_READ
        bad = any(portal.state not in ("read", "closed") for portal in self.portals.values())
        return PARTLY_READ if bad else ALL_READ
