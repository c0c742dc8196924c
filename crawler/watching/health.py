"""Health of a run as plain data: what came, what did not, what it cost, what rang."""

from __future__ import annotations

import resource
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from crawler.books.outcome import ALARMED, ALL_READ, PARTLY_READ, CrawlOutcome
from crawler.clock import format_utc
from crawler.watching.alarms import Alarm, shares_of, total
from crawler.watching.reports import coverage, unknown_labels

_MAX_LABELS = 100
"""Labels that are listed, the most frequent first."""


def health(
    outcome: CrawlOutcome,
    stats: Mapping[str, Any],
    alarms: Iterable[Alarm],
    recovered: Iterable[Alarm],
    status: int,
    examples: Mapping[str, Sequence[str]],
) -> dict[str, Any]:
    """What is said of the whole run; ``examples`` are addresses by unknown label. docs/operations.md describes each key."""
    counts = total(portal.counts for portal in outcome.portals.values())
    labels = unknown_labels(counts).most_common(_MAX_LABELS)
    detail = ("form/", "lacking/", "unknown/", "fault/")
    return {
        "finished": outcome.finished,
        "exit_status": status,
        "begun_at": _time(stats, "start_time"),
        "ended_at": _time(stats, "finish_time"),
        "seconds": round(float(stats.get("elapsed_time_seconds") or 0), 1),
        "requests": int(stats.get("downloader/request_count") or 0),
        "bytes": int(stats.get("downloader/response_bytes") or 0),
        "memory_peak": peak_memory(),
        "counts": {what: n for what, n in sorted(counts.items()) if not what.startswith(detail)},
        "faults": {what.removeprefix("fault/"): n for what, n in sorted(counts.items()) if what.startswith("fault/")},
        "forms": coverage(counts),
        "unknown_labels": [{"label": it, "times": n, "urls": list(examples.get(it, ()))} for it, n in labels],
        "alarms": [alarm.as_dict() for alarm in alarms],
        "recovered": [alarm.as_dict() for alarm in recovered],
    }


def exit_status(outcome: CrawlOutcome, new: Sequence[Alarm], *, is_first: bool) -> int:
    """That of the run: whether an alarm began to ring.

    A first run, or one that nobody watches, has nothing to tell new alarms by: portals that could not be read weigh more.
    """
    status = outcome.exit_status
    return ALARMED if new and (status == ALL_READ or (status == PARTLY_READ and not is_first)) else status


def portal_health(outcome: CrawlOutcome, portal: str, seconds: float | None) -> dict[str, Any]:
    """What is said of one portal, beside its state, its counts and what was found there."""
    return {"shares": shares_of(outcome.portals[portal]), "seconds": seconds}


def peak_memory() -> int:
    """Bytes of memory that this process has had at most; that of document readers and of the browser is theirs."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def _time(stats: Mapping[str, Any], key: str) -> str | None:
    time = stats.get(key)
    return format_utc(time) if time is not None else None
