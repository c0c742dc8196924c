"""Which run a crawl is: a new one, or one that was broken off."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from scrapy.settings import BaseSettings

from crawler.books.outcome import NOTHING_READ
from crawler.clock import format_utc, parse_utc, utc_now
from crawler.ledger import Ledger, Run
from extractors.fingerprint import extractor_fingerprint

_RUNS = 10_000
"""Runs that are looked at, the latest first."""


def begin_run(ledger: Ledger, spider: Any, settings: BaseSettings) -> tuple[Run, bool]:
    """Begin a run, or go on with the last one of the same scope where that is unfinished and not too old.

    Where ``SHARED`` says so, join one that other workers are at; gives too whether this process is the run's first, or only,
    one. Its scope are the spider's arguments and the extractor: what another one has read would be read again.
    """
    now = utc_now()
    oldest = parse_utc(now) - timedelta(days=settings.getfloat("RESUME_DAYS", 7))
    scope = {"arguments": spider.arguments, "extractor": extractor_fingerprint()}
    if settings.get("SHARED"):
        return ledger.share(scope, now, resume_from=format_utc(oldest))
    return ledger.begin(scope, now, resume_from=format_utc(oldest)), True


def last_fed(ledger: Ledger, run: Run) -> int:
    """Number of the last run before this one that gave its feeds: with the same arguments, if any such did; 0 if none did."""
    before = [
        each
        for each in ledger.runs(_RUNS)
        if each.id < run.id and each.state == "finished" and each.exit_status != NOTHING_READ
    ]
    same = [each for each in before if _asked_for(each) == _asked_for(run)]
    return max((each.id for each in same or before), default=0)


def _asked_for(run: Run) -> dict[str, str]:
    """What a run was to crawl, whether anew or since the last."""
    arguments: dict[str, str] = json.loads(run.scope).get("arguments", {})
    return {name: value for name, value in arguments.items() if name != "since"}
