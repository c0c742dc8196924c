"""The last run, as far as its report tells of it."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

from crawler.books.outcome import CrawlOutcome
from crawler.watching.alarms import Alarm, Counts, found

logger = logging.getLogger(__name__)

_OF_NUMBERS = frozenset(("nothing", "dropped"))
"""Kinds that end when reports are no longer missed, be it that they are there, be it that they have been gone for long."""
_TOLD_ONCE = frozenset(("field", "label"))
"""Kinds about a change between two runs: they ring in the run that meets it, and not in the next."""


def read_last(path: Path | None) -> Mapping[str, Any]:
    """The last run's report; empty where there is none, or none that can be read."""
    if path is None or not path.is_file():
        return {}
    try:
        data = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        logger.warning("The last run's report can't be read, so nothing is compared with it: %s", error)
        return {}
    return data if isinstance(data, dict) and isinstance(data.get("portals"), list) else {}


def last_counts(report: Mapping[str, Any]) -> dict[str, Counts]:
    """Counts by portal of a run's report."""
    return {portal["id"]: portal["counts"] for portal in report.get("portals", ())}


def dated(alarms: Iterable[Alarm], last: Mapping[str, Any], begun_at: str) -> list[Alarm]:
    """Alarms of this run with the beginning of the run since which they ring: this one's, unless the last report has them."""
    since = {alarm.place: alarm.since for alarm in alarms_of(last, "alarms")}
    return [replace(alarm, since=since.get(alarm.place) or begun_at) for alarm in alarms]


def unsettled(last: Mapping[str, Any], alarms: Sequence[Alarm], outcome: CrawlOutcome) -> list[Alarm]:
    """Alarms of the last run that ring on, since this one was ended before it could tell."""
    return [] if outcome.finished else _gone_by(last, alarms, outcome)


def recovered(last: Mapping[str, Any], alarms: Sequence[Alarm], outcome: CrawlOutcome) -> list[Alarm]:
    """Alarms of the last run that ring no more, since all is well with their portal.

    Not if it is no portal of this run, or if another alarm rings for it.
    """
    troubled = {alarm.portal for alarm in alarms if alarm.portal}
    before = last_counts(last)
    grown = {it.id for it in outcome.portals.values() if found(it.counts) > found(before.get(it.id, {}))}
    return [
        alarm
        for alarm in (_gone_by(last, alarms, outcome) if outcome.finished else ())
        if alarm.portal not in troubled and (alarm.kind not in _OF_NUMBERS or alarm.portal in grown)
    ]


def alarms_of(last: Mapping[str, Any], key: Literal["alarms", "recovered"]) -> list[Alarm]:
    """Those of a run's report: that rang, or that had recovered."""
    return [Alarm(**alarm) for alarm in last.get(key, ())]


def _gone_by(last: Mapping[str, Any], alarms: Sequence[Alarm], outcome: CrawlOutcome) -> list[Alarm]:
    """Alarms of the last run that this one, which has their portal, too, does not ring; but for those that are told once."""
    ringing = {alarm.place for alarm in alarms}
    return [
        alarm
        for alarm in alarms_of(last, "alarms")
        if alarm.place not in ringing
        and alarm.kind not in _TOLD_ONCE
        and (alarm.portal is None or alarm.portal in outcome.portals)
    ]
