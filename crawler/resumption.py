"""Which run a crawl is: a new one, or one that was broken off."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from scrapy.settings import BaseSettings

from crawler.clock import format_utc, parse_utc, utc_now
from crawler.ledger import Ledger, Run
from extractors.fingerprint import extractor_fingerprint


def begin_run(ledger: Ledger, spider: Any, settings: BaseSettings) -> Run:
    """Begin a run, or go on with the last one of the same scope where that is unfinished and not too old.

    Its scope are the spider's arguments and the extractor: what another one has read would be read again.
    """
    now = utc_now()
    oldest = parse_utc(now) - timedelta(days=settings.getfloat("RESUME_DAYS", 7))
    scope = {"arguments": spider.arguments, "extractor": extractor_fingerprint()}
    return ledger.begin(scope, now, resume_from=format_utc(oldest))
