"""Why a request was not made, or its answer not taken. Each ends in the request's errback and is counted there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from scrapy.exceptions import IgnoreRequest


class RefusedRequest(IgnoreRequest):
    """Base; ``counted_as`` is the column of the summary."""

    counted_as: ClassVar[str] = "failed"
    fault: str = "bad_status"
    """Its name in :data:`crawler.books.faults.FAULTS`."""


class Offsite(RefusedRequest):
    """The address lies outside of the portal's hosts: a link, or a redirect."""

    counted_as = "offsite"
    fault = "offsite"


class ClosedByRobots(RefusedRequest):
    """robots.txt closes the address to us."""

    counted_as = "closed"
    fault = "robots_closed"


class RobotsUnavailable(RefusedRequest):
    """robots.txt could not be read, which RFC 9309 takes as closed for now."""

    fault = "robots_unavailable"


class TooSlow(RefusedRequest):
    """robots.txt asks for a longer delay than a run can keep."""

    fault = "crawl_delay"


class Truncated(RefusedRequest):
    """A compressed body ends before its end; half a report is none."""

    fault = "truncated"


class NotKept(RefusedRequest):
    """The archive can't take the answer; the crawl ends."""

    fault = "not_kept"


class NotArchived(RefusedRequest):
    """A replay's archive lacks the answer, or tells why there was none: then under the name that it had."""

    def __init__(self, fault: str, message: str) -> None:
        super().__init__(message)
        self.fault = fault


class NeedsBrowser(RefusedRequest):
    """Only a browser shows the listing, and there is none."""

    fault = "needs_browser"


class NotShown(RefusedRequest):
    """The browser broke off over the listing."""

    fault = "not_shown"


class Resting(RefusedRequest):
    """The host asked for a longer wait than a run can give: it rests."""

    def __init__(self, fault: str, message: str) -> None:
        super().__init__(message)
        self.fault = fault


class Blocked(RefusedRequest):
    """A wall answered instead of the portal; ``wall`` names it, ``evidence`` is what it answered."""

    counted_as = "blocked"

    def __init__(
        self, wall: str, message: str, *, fault: str = "wall", evidence: Mapping[str, object] | None = None
    ) -> None:
        super().__init__(f"{wall}: {message}")
        self.wall = wall
        self.fault = fault
        self.evidence = evidence
