"""Watches a run: measures its health, rings its alarms, writes the run's report, tells the webhook."""

from __future__ import annotations

import json
import logging
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from time import monotonic
from typing import Any

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Response

from crawler.books.books import Books
from crawler.books.outcome import CrawlOutcome
from crawler.clock import format_utc
from crawler.items import AnnualReport
from crawler.keeping.keeping import Keeping
from crawler.logs.log import goes_to_a_file, tell_folded
from crawler.pipelines.errors import UnchangedReport
from crawler.portals import Portal
from crawler.signals import portal_begun, portal_done, report_kept
from crawler.terminal import printable
from crawler.watching.alarms import FOUND, Alarm, Counts, Threshold, load_thresholds, ring
from crawler.watching.health import exit_status, health, portal_health
from crawler.watching.last import alarms_of, dated, last_counts, read_last, recovered, unsettled
from crawler.watching.reports import counts_of, unknown_labels
from crawler.watching.telling import message_of
from crawler.watching.webhook import WebhookFailed, post
from crawler.wholefile import WholeFile

logger = logging.getLogger(__name__)

_MAX_EXAMPLES = 3
"""Addresses that are kept of an unknown label."""
_MAX_LABELS = 1_000
"""Labels whose addresses are kept."""


class RunReport:
    """Watches a crawl that fetches reports; ``RUN_REPORT`` names the file, ``ALARM_WEBHOOK`` the address."""

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        self.crawler = crawler
        self.path = Path(settings["RUN_REPORT"]) if settings.get("RUN_REPORT") else None
        self.webhook: str = settings.get("ALARM_WEBHOOK") or ""
        self.thresholds = load_thresholds(settings.get("ALARMS"))
        self.new: list[Alarm] = []
        """Alarms that did not ring in the last run."""
        self.status: int | None = None
        """Exit status, when it is known."""
        self.finished = True
        self.last = read_last(self.path)
        self.before: Mapping[str, Counts] = {}
        self.most: Mapping[str, int] | None = None
        self.examples: defaultdict[str, list[str]] = defaultdict(list)
        self._begun: dict[str, float] = {}
        self._seconds: dict[str, float] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RunReport:
        """Build it as Scrapy does. :exc:`~extractors.errors.ConfigError` for thresholds that are wrong."""
        if not crawler.settings.getbool("FETCH_REPORTS", True):
            raise NotConfigured
        report = cls(crawler)
        for receiver, signal in (
            (report.spider_opened, signals.spider_opened),
            (report.portal_begun, portal_begun),
            (report.portal_done, portal_done),
            (report.item_scraped, signals.item_scraped),
            (report.item_dropped, signals.item_dropped),
            (report.report_kept, report_kept),
            (report.spider_closed, signals.spider_closed),
            (report.engine_stopped, signals.engine_stopped),
        ):
            crawler.signals.connect(receiver, signal=signal)
        return report

    def spider_opened(self) -> None:
        """Take what the last run had counted: from the ledger, else from its report, which still lies there."""
        keeping = Keeping.of(self.crawler)
        if keeping is None:
            self.before = last_counts(self.last)
        else:
            self.before = keeping.ledger.previous(keeping.run, FOUND)
            runs = self.thresholds.get("dropped", Threshold()).runs
            self.most = keeping.ledger.most(keeping.run, FOUND, runs)

    def portal_begun(self, portal: str) -> None:
        """Begin to measure the time that a portal takes."""
        self._begun[portal] = monotonic()

    def portal_done(self, portal: str) -> None:
        """Stop measuring it."""
        if portal in self._begun:
            self._seconds[portal] = round(monotonic() - self._begun[portal], 1)

    def item_scraped(self, item: Any, response: Response | None) -> None:
        """Count what a report lacks, and what of it is unknown."""
        if isinstance(item, AnnualReport) and response is not None and "portal" in response.meta:
            self._count(response.meta["portal"], item.plain, str(item.url))

    def report_kept(self, item: Mapping[str, Any], portal: str) -> None:
        """Count the same of a report that was not read again, unless its portal's counts were restored."""
        if portal not in self._books.restored:
            self._count(portal, item, item["url"])

    def item_dropped(self, response: Response | None, exception: BaseException) -> None:
        """Count a report that only the feed leaves out, since it has not changed."""
        if isinstance(exception, UnchangedReport) and response is not None:
            self._books.count(response.meta["portal"], "kept_back")

    def spider_closed(self, reason: str) -> None:
        """Remember whether the crawl came to its end."""
        self.finished = reason == "finished"

    async def engine_stopped(self) -> None:
        """Conclude, when everything is counted."""
        spider, stats = self.crawler.spider, self.crawler.stats
        if getattr(spider, "books", None) is None or stats is None:
            return
        tell_folded()
        portals: dict[str, Portal] = getattr(spider, "portals", {})
        outcome = CrawlOutcome.from_stats(stats.get_stats(), portals.values(), finished=self.finished)
        begun_at = format_utc(stats.get_value("start_time"))
        alarms, well = self._alarms(outcome, portals, begun_at)
        known = {alarm.place for alarm in alarms_of(self.last, "alarms")}
        self.new = [alarm for alarm in alarms if alarm.place not in known]
        _log(alarms, self.new, well)
        told = health(outcome, stats.get_stats(), alarms, well, self._status(outcome), self.examples)
        report = told | {"portals": self._portals(portals, outcome)}
        if (unwritten := self._write(report)) is not None:
            self.new.append(replace(unwritten, since=begun_at))
            alarms.append(self.new[-1])
            report |= {"exit_status": self._status(outcome), "alarms": [alarm.as_dict() for alarm in alarms]}
        news, over = self.new, well
        if self.last.get("untold"):  # the webhook did not take what the last run had to tell
            news, over = alarms, [*well, *alarms_of(self.last, "recovered")]
        if news or over:
            await self._tell(message_of(report, news, over), report)

    def _status(self, outcome: CrawlOutcome) -> int:
        self.status = exit_status(outcome, self.new, is_first=not self.last)
        return self.status

    def _alarms(
        self, outcome: CrawlOutcome, portals: Mapping[str, Portal], begun_at: str
    ) -> tuple[list[Alarm], list[Alarm]]:
        """Those that ring, each with since when, and those of the last run of which all is well again."""
        expected = {portal.id: portal.expect_min for portal in portals.values() if portal.expect_min}
        rung = ring(outcome, self.before, self.thresholds, expected, self.most)
        alarms = [*dated(rung, self.last, begun_at), *unsettled(self.last, rung, outcome)]
        return alarms, recovered(self.last, alarms, outcome)

    @property
    def _books(self) -> Books:
        books: Books = self.crawler.spider.books  # type: ignore[union-attr]
        return books

    def _count(self, portal: str, item: Mapping[str, Any], url: str) -> None:
        counts = counts_of(item)
        for what, n in counts.items():
            self._books.count(portal, what, n)
        for label in unknown_labels(counts):
            if label in self.examples or len(self.examples) < _MAX_LABELS:
                self.examples[label] = [*self.examples[label], url][:_MAX_EXAMPLES]

    def _portals(self, portals: dict[str, Portal], outcome: CrawlOutcome) -> list[dict[str, Any]]:
        return [
            told | portal_health(outcome, told["id"], self._seconds.get(told["id"]))
            for told in portal_reports(portals, outcome, self._books)
        ]

    def _write(self, report: Mapping[str, Any]) -> Alarm | None:
        """Put the run's report in its place; where that fails, an alarm: the one that lies there is the last run's."""
        if self.path is None:
            return None
        try:
            with WholeFile(self.path) as whole:
                whole.file.write(json.dumps(report, ensure_ascii=False, indent=1).encode() + b"\n")
        except OSError as error:
            reason = f"the run's report could not be written: {error.strerror or error}"
            alarm = Alarm("feed", None, "RUN_REPORT", reason)
            logger.error("ALARM %s", alarm)
            return alarm if alarm.kind in self.thresholds else None
        return None

    async def _tell(self, message: Mapping[str, Any], report: Mapping[str, Any]) -> None:
        """Tell the webhook, and whoever sees what the command prints while its log goes to a file."""
        assert self.crawler.stats is not None
        if goes_to_a_file():
            print(*map(printable, message["text"].splitlines()), sep="\n", file=sys.stderr)
        if not self.webhook:
            return
        try:
            await post(self.webhook, message, self.crawler.settings.getfloat("ALARM_WEBHOOK_TIMEOUT", 20.0))
        except WebhookFailed as error:
            self.crawler.stats.inc_value("webhook/failed")
            logger.warning("The webhook did not take the alarms: %s", error)
            self._write({**report, "untold": True})


def _log(alarms: Iterable[Alarm], new: Sequence[Alarm], well: Iterable[Alarm]) -> None:
    for alarm in alarms:
        extra = {"portal": alarm.portal, "kind": f"alarm {alarm.kind} {alarm.about}"}
        if alarm in new:
            logger.warning("ALARM %s", alarm, extra=extra)
        else:
            logger.info("Rings since %s: %s", alarm.since, alarm, extra=extra)
    for alarm in well:
        logger.info("Recovered: %s", alarm, extra={"portal": alarm.portal})


def portal_reports(portals: dict[str, Portal], outcome: CrawlOutcome, books: Books) -> list[dict[str, Any]]:
    """Of each portal what the run met, in the order of the portals."""
    return [
        {
            "id": portal.id,
            "name": portal.name,
            "state": outcome.portals[portal.id].state,
            "counts": dict(sorted(outcome.portals[portal.id].counts.items())),
            **(books.restored.get(portal.id) or books.findings[portal.id].as_dict(portal)),
        }
        for portal in portals.values()
    ]
