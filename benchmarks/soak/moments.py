"""At which moments a crawl is killed: by what it does and how much it has asked for, never by a clock."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

FEED, LEDGER, ARCHIVE = "feed.json", "ledger.sqlite", "archive"
_START = 12_000
"""Audit events from the beginning of a process to its first requests, and some."""


@dataclass(frozen=True, slots=True)
class Moment:
    """The ``count``-th ``event`` that names ``part``, and ``after`` more of any kind; or after so many ``requests``, if that is sooner."""

    name: str
    event: str = ""
    """An audit event of Python's; empty: only requests count."""
    part: str = ""
    count: int = 1
    after: int = 0
    requests: int | None = None
    has_feed: bool = False
    """Whether the new feed is in its place by then."""


def deal_moments(kills: int, requests: int, seed: str) -> list[Moment]:
    """Choose the moments of so many kills of a crawl that needs so many requests when it is left alone.

    All but those at the end leave it unfinished: together they let fewer requests pass than it needs.
    """
    rng = Random(f"{seed}/moments")
    ends = _ends(rng)[: max(1, kills // 4)]
    bounds = _shares(kills - len(ends), int(0.9 * requests), rng)
    return [*(_underway(place, bound, rng) for place, bound in enumerate(bounds)), *ends]


def _underway(place: int, requests: int, rng: Random) -> Moment:
    """Two of three kills at any request, the others while something is begun or put in its place."""
    special = (
        Moment("start-up", "any", count=rng.randint(1, _START), requests=requests),
        Moment("ledger opened", "sqlite3.connect", LEDGER, rng.randint(1, 3), rng.randint(0, 40), requests),
        Moment("archive file begun", "open", ".warc.gz.open", rng.randint(1, 2), rng.randint(0, 5), requests),
        Moment("archive file named", "os.rename", ".warc.gz.open", rng.randint(1, 2), rng.randint(0, 5), requests),
        Moment("archive locked", "sqlite3.connect", "digests.sqlite", rng.randint(1, 2), rng.randint(0, 5), requests),
        Moment("feed begun", "open", f".{FEED}.", 1, rng.randint(0, 5), requests),
    )
    return special[place // 3 % len(special)] if place % 3 == 2 else Moment("crawling", requests=requests)


def _ends(rng: Random) -> list[Moment]:
    return [
        Moment("feed finished", "os.rename", FEED),
        Moment("feed replaced", "os.rename", FEED, after=1, has_feed=True),
        Moment("report begun", "open", ".run.json.", has_feed=True),
        Moment("report written", "os.rename", "run.json", after=1, has_feed=True),
        Moment("closing", "os.rename", FEED, after=rng.randint(2, 12), has_feed=True),
    ]


def _shares(count: int, total: int, rng: Random) -> list[int]:
    """Random numbers from 1 that sum up to ``total`` at most."""
    weights = [rng.expovariate(1) for _ in range(count)]
    return [1 + int((total - count) * weight / sum(weights)) for weight in weights]
