"""Why a request was not made, or its answer not taken. Each ends in the request's errback and is counted there."""

from __future__ import annotations

from typing import ClassVar

from scrapy.exceptions import IgnoreRequest


class RefusedRequest(IgnoreRequest):
    """Base; ``counted_as`` is the column of the summary."""

    counted_as: ClassVar[str] = "failed"


class Offsite(RefusedRequest):
    """The address lies outside of the portal's hosts: a link, or a redirect."""

    counted_as = "offsite"


class ClosedByRobots(RefusedRequest):
    """robots.txt closes the address to us."""

    counted_as = "closed"


class RobotsUnavailable(RefusedRequest):
    """robots.txt could not be read, which RFC 9309 takes as closed for now."""


class Blocked(RefusedRequest):
    """A wall answered instead of the portal; ``wall`` names it."""

    counted_as = "blocked"

    def __init__(self, wall: str, message: str) -> None:
        super().__init__(f"{wall}: {message}")
        self.wall = wall
