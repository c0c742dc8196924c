"""The soak: one crawl left alone, the same one again for what has changed, and one that is killed until it ends by itself."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.soak.crawls import OLD_FEED, Crawls, Ended
from benchmarks.soak.findings import look, read_feed
from benchmarks.soak.moments import FEED, Moment, deal_moments
from benchmarks.soak.portals import build_portals, renew
from benchmarks.soak.promises import Promise, judge, judge_again, judge_memory, judge_replay
from crawler.simulator import Simulator

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is soaked, and how."""

    portals: int
    kills: int
    years: Sequence[int]
    minutes: float
    """What it may take at most."""
    seed: str = "soak"
    timeout: int = 20
    """``DOWNLOAD_TIMEOUT``, seconds: what hangs must end, and no healthy portal may seem to hang on a busy machine."""
    readers: int = 2
    """``EXTRACTION_PROCESSES``."""


@dataclass(frozen=True, slots=True)
class Life:
    """One process."""

    name: str
    """Of the moment at which it was to be killed."""
    ended: Ended

    def __str__(self) -> str:
        memory = self.ended.memory
        return (
            f"{self.name}: status {self.ended.status}, {memory.requests} requests, {self.ended.seconds} s, "
            f"peak {memory.peak:.0f} MB"
        )


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of a soak."""

    lives: list[Life]
    promises: list[Promise]


def soak(folder: Path, plan: Plan, tell: Tell) -> Outcome:
    """Do it all in a folder; each process is told of when it has ended. Errors are those of :meth:`Crawls.run`."""
    deadline = time.monotonic() + 60 * plan.minutes
    sites, *fresh = (build_portals(plan.portals, plan.years, plan.seed) for _ in range(3))
    with Simulator(sites) as simulator:
        hosts = {urlsplit(portal.home).hostname or "": portal.id for portal in simulator.portals}
        crawls = Crawls(folder / "alone", simulator, plan.timeout, deadline, plan.readers)
        alone = _live(crawls, "left alone", tell)
        found = look(crawls.folder, hosts)
        renew(sites, fresh[0])
        again = _live(crawls, "since=last", tell, "-a", "since=last")
        after = look(crawls.folder, hosts)
        renew(sites, fresh[1])
        killed = Crawls(folder / "killed", simulator, plan.timeout, deadline, plan.readers)
        lives, touched = _kill(killed, deal_moments(plan.kills, alone.ended.memory.requests, plan.seed), tell)
    remains = look(killed.folder, hosts)
    killed.replay("again.json")
    made = sum(life.ended.was_killed for life in lives)
    promises = [
        Promise("kills", made == plan.kills, f"{made} of {plan.kills}"),
        Promise("old feed untouched until the end", not touched, ", ".join(touched) or f"{len(lives)} starts"),
        *judge(found, remains, alone.ended, [life.ended for life in lives]),
        judge_replay(read_feed(killed.folder), read_feed(killed.folder, "again.json")),
        judge_again(found, after),
        judge_memory("all new", alone.ended),
        judge_memory("since=last", again.ended),
    ]
    return Outcome([alone, again, *lives], promises)


def _live(crawls: Crawls, name: str, tell: Tell, *arguments: str, moment: Moment | None = None) -> Life:
    life = Life(name, crawls.run(moment, *arguments))
    tell(str(life))
    return life


def _kill(crawls: Crawls, moments: Sequence[Moment], tell: Tell) -> tuple[list[Life], list[str]]:
    """Crawl until a process ends by itself. Beside the processes, those after which the feed was not as it should be."""
    lives: list[Life] = []
    touched: list[str] = []
    for moment in (*moments, None):
        name = "to its end" if moment is None else moment.name
        lives.append(_live(crawls, f"{len(lives) + 1} {name}", tell, moment=moment))
        if not lives[-1].ended.was_killed:
            break
        if moment is not None and not _is_whole(crawls.folder, old=not moment.has_feed):
            touched.append(lives[-1].name)
    return lives, touched


def _is_whole(folder: Path, *, old: bool) -> bool:
    """Whether the feed is the old one, or else a new one to its end."""
    if old:
        return (folder / FEED).read_text("utf-8") == OLD_FEED
    return bool(read_feed(folder))
