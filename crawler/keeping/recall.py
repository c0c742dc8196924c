"""What earlier crawls left of a page that may be a report: whether it need be asked for now, and how."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from scrapy.http import Response

from crawler.clock import parse_utc
from crawler.ledger import PageRecord
from crawler.platforms import is_in_module
from crawler.visit import Visit
from crawler.years import stated_year

_BEGINNING = parse_utc("2000-01-01T00:00:00Z")
_LATE = 2
"""A report on a year is published in the next one and corrected then, if ever: the years before last are closed."""


class Plan(Enum):
    """What to do about a page that may be a report."""

    ASK = "ask"
    """As if it were new."""
    CHECK = "check"
    """Ask whether it has changed; if it has not, what the ledger holds stands."""
    KEEP = "keep"
    """Ask for nothing: what the ledger holds stands."""


@dataclass(frozen=True, slots=True)
class Recall:
    """What one crawl knows of earlier ones. Times are as :func:`crawler.clock.utc_now` gives them."""

    run: int
    """What this very run has settled, before it was broken off, is not done again."""
    since_last: bool
    """Whether pages that earlier runs have read are asked for only if they have changed."""
    now: str
    closed_days: int
    """Days after which a page of a closed year is asked for again, on average: they are spread over half of them to one and
    a half."""
    reread_days: int
    """Days after which every page is asked for as if it were new, whatever is said of it: servers may answer that nothing has
    changed when it has, and a document may be read that was not. Each page has its own day for it."""
    year_of: Callable[[str], int | None]
    """Year of a report in the ledger, by its id."""

    def plan(self, known: PageRecord | None, visit: Visit, reader: str) -> Plan:
        """Decide by what the ledger knows of the page and what the listing says today; what another reader has read is read again."""
        if known is None or known.failures or not _was_read(known):
            return Plan.ASK
        finds_others = is_in_module(known.url)
        if known.run == self.run and known.outcome != "listed":
            return Plan.CHECK if finds_others else Plan.KEEP
        if (
            not self.since_last
            or known.extractor != reader
            or _says_otherwise(visit, known)
            or self._is_to_be_reread(known)
        ):
            return Plan.ASK
        if finds_others or _lacks_document(known) or not self._is_closed(known) or self._is_due(known):
            return Plan.CHECK
        return Plan.KEEP

    def _is_closed(self, known: PageRecord) -> bool:
        year = self.year_of(known.report) if known.report else stated_year(known.link_text or "")
        return year is not None and year <= parse_utc(self.now).year - _LATE

    def _is_due(self, known: PageRecord) -> bool:
        if known.asked_at is None:
            return True
        return parse_utc(self.now) - parse_utc(known.asked_at) >= timedelta(
            days=self.closed_days * (0.5 + _place(known))
        )

    def _is_to_be_reread(self, known: PageRecord) -> bool:
        """Whether a page's day has come since it was last asked for."""
        if not self.reread_days or known.asked_at is None:
            return False
        length = timedelta(days=self.reread_days)
        before, now = ((parse_utc(time) - _BEGINNING) / length + _place(known) for time in (known.asked_at, self.now))
        return int(before) != int(now)


def conditions(known: PageRecord) -> dict[str, str]:
    """Headers that ask for a page only if it has changed; none where the page's links are wanted in any case."""
    return {} if is_in_module(known.url) else validators(known.etag, known.last_modified)


def validators(etag: str | None, last_modified: str | None) -> dict[str, str]:
    """Headers that ask for what has changed since.

    >>> validators('"a"', None), validators(None, None)
    ({'If-None-Match': '"a"'}, {})
    """
    both = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    return {name: value for name, value in both.items() if value}


def stated(response: Response, header: str) -> str | None:
    """A header of an answer (``ETag``, ``Last-Modified``)."""
    value = response.headers.get(header)
    return value.decode("latin-1") if value else None


def _was_read(known: PageRecord) -> bool:
    return known.holds is not None and (known.holds == "report" or known.holds.startswith("rejected"))


def _says_otherwise(visit: Visit, known: PageRecord) -> bool:
    """Whether a listing says something else of a page than it did: the item may rest on it."""
    link, agency = visit.link, visit.said_agency
    assert link is not None
    return (link.text, link.date) != (known.link_text, known.link_date) or agency not in (None, known.agency)


def _lacks_document(known: PageRecord) -> bool:
    """Whether a document of a page did not come, and may come another time."""
    return any(document["sha256"] is None for document in known.documents)


def _place(known: PageRecord) -> float:
    """Where a page stands among all: from 0 to below 1, the same at all times."""
    return zlib.crc32(known.address.encode()) / 2**32
