"""What must hold of a crawl that was killed, beside the one that was left alone."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.soak.crawls import Ended
from benchmarks.soak.findings import Findings, timeless
from crawler.simulator.faults import FAULTS

_HARMLESS = {"gone"}
"""Names that a fault may bring along: an endless pager's made-up articles are gone."""
_SHOWN = 3
_LONG = 400
_STEEPEST = 1.0
"""Megabytes in 1,000 requests beyond which memory is not called flat."""


@dataclass(frozen=True, slots=True)
class Promise:
    """One of them; ``detail`` says what was seen."""

    name: str
    held: bool
    detail: str


def judge(alone: Findings, killed: Findings, undisturbed: Ended, ends: Sequence[Ended]) -> Iterator[Promise]:
    """Compare what two crawls left behind. ``ends`` are those of the processes of the second, the last of which ended it."""
    yield from _of_items(alone, killed)
    yield from _of_portals(alone, killed)
    runs = [(run.state, run.resumed) for run in killed.runs]
    yield Promise("one run", len(runs) == 1 and runs[0][0] == "finished", f"(state, times resumed): {runs}")
    statuses = (undisturbed.status, ends[-1].status)
    yield Promise("same exit status", statuses[0] == statuses[1], f"{statuses[0]} and {statuses[1]}")
    orphans = sum(end.orphans for end in ends)
    yield Promise("no process is left", not orphans, f"{orphans} left")
    yield from _of_files(alone, killed)


def judge_again(first: Findings, second: Findings) -> Promise:
    """See whether a crawl for what has changed, where nothing has, gives what the first one gave."""
    return _of("since=last: same items", _differences(first.items, second.items), f"{len(second.items)} items")


def judge_replay(feed: Sequence[Mapping[str, Any]], again: Sequence[Mapping[str, Any]]) -> Promise:
    """See whether the archive of the killed crawl gives its feed.

    A page that was asked for again after a kill stands in the archive several times. The feed keeps the moment of the first answer
    if nothing had changed since, the archive gives one of them: ``fetched_at`` is not compared, but counted.
    """
    ours, theirs = ({item["id"]: item for item in items} for items in (feed, again))
    differences = _differences(*({key: timeless(item) for key, item in items.items()} for items in (ours, theirs)))
    later = sum(ours[key]["fetched_at"] != theirs[key]["fetched_at"] for key in ours.keys() & theirs.keys())
    return _of("the archive gives the feed", differences, f"{len(again)} items, {later} at another moment")


def judge_memory(name: str, ended: Ended) -> Promise:
    """See whether a process grows with what it reads."""
    memory = ended.memory
    slope = "too short to tell" if memory.slope is None else f"{memory.slope:+.2f} MB in 1,000 requests"
    flat = memory.slope is None or memory.slope <= _STEEPEST
    return Promise(f"{name}: memory flat", flat, f"{memory.requests} requests, peak {memory.peak:.0f} MB, {slope}")


def _of_items(alone: Findings, killed: Findings) -> Iterator[Promise]:
    yield _of("same items", _differences(alone.items, killed.items), f"{len(killed.items)} items")
    yield _of("none twice in the feed", _several(killed.feed), f"{len(killed.feed)} items")
    yield _of("ledger holds the feed", _differences(killed.items, killed.kept), f"{len(killed.kept)} reports")
    yield _of("none twice in the ledger", _several(killed.editions), f"{len(killed.editions)} editions")


def _of_portals(alone: Findings, killed: Findings) -> Iterator[Promise]:
    faults = alone.faults()
    faulty = [name for name in FAULTS if name in faults]
    wrong = [f"{name}: {faults[name]}" for name in faulty if not _is_named(name, faults[name])]
    yield _of("every fault under its name", wrong, f"{len(faulty)} faults")
    counted = sum(sum(each.values()) for each in killed.faults().values())
    yield _of("same faults", _differences(faults, killed.faults()), f"{counted} counted")
    yield _of("same counts", _differences(alone.counts(), killed.counts()), f"{len(killed.told)} portals")
    yield _of("same states, columns, evidence", _differences(alone.surveys(), killed.surveys()), "of each of them")


def _of_files(alone: Findings, killed: Findings) -> Iterator[Promise]:
    yield _of("no file is left over", sorted(killed.files - alone.files), f"{len(killed.files)} files")
    still_open = [path.name for path in killed.archives if not path.name.endswith(".warc.gz")]
    yield _of("no archive file is open", still_open, f"{len(killed.archives)} files")
    command = [sys.executable, "-m", "warcio.cli", "check", *map(str, killed.archives)]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    said = checked.stdout + checked.stderr
    yield Promise("warcio check", not checked.returncode, said[-_LONG:] if checked.returncode else "passed")
    angry = [path.name for path in (*alone.logs, *killed.logs) if "Traceback" in path.read_text("utf-8", "replace")]
    yield _of("no traceback", angry, f"{len(alone.logs) + len(killed.logs)} logs")


def _is_named(fault: str, met: Mapping[str, int]) -> bool:
    expected = {FAULTS[fault].reported} - {""}
    return met.keys() - _HARMLESS == expected - _HARMLESS and expected <= met.keys()


def _several(names: Sequence[str]) -> list[str]:
    return [f"{name}: {n} times" for name, n in Counter(names).items() if n > 1]


def _differences(ours: Mapping[str, object], theirs: Mapping[str, object]) -> list[str]:
    """Where two tables are not the same."""
    keys = sorted(key for key in ours.keys() | theirs.keys() if ours.get(key) != theirs.get(key))
    return [f"{key}: {_short(ours.get(key))}, then {_short(theirs.get(key))}" for key in keys]


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) < _LONG else f"{len(text)} characters"


def _of(name: str, wrong: Sequence[str], good: str) -> Promise:
    return Promise(name, not wrong, f"{len(wrong)}: {'; '.join(wrong[:_SHOWN])}" if wrong else good)
