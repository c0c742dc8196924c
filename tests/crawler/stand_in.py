"""Stands in for the extractors where a test is about the crawl alone."""

from __future__ import annotations

import hashlib
import os
import signal
import sys

from crawler.items import AnnualReport, ReportPage, make_item
from crawler.pipelines.errors import RejectedPage
from extractors.report import Rejection, Report


class EveryPageIsAReport:
    """Takes each page that prints a report's heading; breaks on one that says so."""

    def process_item(self, item: ReportPage) -> AnnualReport:
        if b"BREAK" in item.body:
            raise RuntimeError("asked to break")
        if "总体情况".encode() not in item.body:
            raise RejectedPage(Rejection(reason="other", message="no heading of a report"))
        digest = hashlib.sha256(item.body).hexdigest()
        return make_item(item, Report(url=item.url, sha256=digest, title=item.hints.link_text))


class BreaksItsProcess:
    """Ends the process that reads a page that says so, as a bug of a C library would; the others are read as ever."""

    def process_item(self, item: ReportPage) -> ReportPage:
        if b"BREAK" in item.body:
            os.kill(os.getpid(), signal.SIGSEGV)
        return item


class StopsForEver(EveryPageIsAReport):
    """Says that it stops at a page that tells it to, and does."""

    def process_item(self, item: ReportPage) -> AnnualReport:
        if b"STOP" in item.body:
            print("stopped", file=sys.stderr, flush=True)
            signal.pause()
        return super().process_item(item)
