"""The week: each day's portals, its crawl, and what must hold of what it left."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path
from typing import Any

from benchmarks.week.crawls import LEDGER, Ended, scheduled
from benchmarks.week.memory import of_coverage, of_ledger
from benchmarks.week.stories import DAYS, LAST_YEAR, OF_TROUBLE, Look, Story, stories_of
from crawler.books.outcome import ALARMED, ALL_READ, PARTLY_READ
from crawler.ledger import Ledger
from crawler.simulator import ServedPortal, Simulator, plan_named_portals, plan_portals
from crawler.simulator.compare import compare
from crawler.simulator.plan import Portal

Tell = Callable[[str], None]
Place = tuple[str, str]
"""Kind of an alarm, story of its portal."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Which week."""

    portals: int
    """Healthy ones of all families, beside one for each story of trouble."""
    troubles: Sequence[str] = tuple(OF_TROUBLE)
    days: int = DAYS
    years: int = 4
    """On which agencies report."""
    seed: str = "week"


@dataclass(slots=True)
class Day:
    """What was seen of one day, and what of it was wrong."""

    number: int
    ended: Ended
    told: int
    """Alarms that the webhook was told."""
    recovered: int
    ringing: int
    reports: int
    """That the feed must have."""
    wrong: list[str] = field(default_factory=list)


class Week:
    """Portals with their stories, and the books that are kept beside the crawl's."""

    def __init__(self, plan: Plan) -> None:
        years = range(LAST_YEAR + 1 - plan.years, LAST_YEAR + 1)
        planned = [
            *plan_named_portals(plan.troubles, years, plan.seed),
            *plan_portals(plan.portals, years, plan.seed),
        ]
        self.days = plan.days
        self.portals: dict[str, Portal] = {portal.id: portal for portal in planned}
        self.stories: dict[str, Story] = stories_of(self.portals)
        self.sites = {name: Look().build(portal) for name, portal in self.portals.items()}
        self.read: dict[str, list[dict[str, Any]]] = {}
        """Address of each report → its truths, one after another, as they were there to be read."""
        self.rang: set[Place] = set()

    def run(self, folder: Path, tell: Tell) -> list[Day]:
        """Crawl every day, into a folder."""
        days = []
        with Simulator(list(self.sites.values())) as simulator, scheduled(folder) as crawls:
            for number in range(1, self.days + 1):
                self._dress(number)
                crawled = {it.id: it for it in simulator.portals if self.stories[it.id].is_crawled(number)}
                ended = crawls.crawl(number, [portal.home for portal in crawled.values()])
                days.append(self._judge(number, ended, crawled, folder / LEDGER))
                tell(str(days[-1].wrong) if days[-1].wrong else f"day {number}: {ended.seconds} s")
        return days

    def _dress(self, day: int) -> None:
        """Let each site be as its story says."""
        for name, site in self.sites.items():
            new = self.stories[name].look(day).build(self.portals[name])
            site.pages, site.truths, site.listings = new.pages, new.truths, new.listings

    def _judge(self, number: int, ended: Ended, crawled: dict[str, ServedPortal], ledger: Path) -> Day:
        looks = {name: self.stories[name].look(number) for name in crawled}
        rings = {(look.rings, name) for name, look in looks.items() if look.rings}
        new, over = rings - self.rang, {place for place in self.rang - rings if place[1] in crawled}
        self.rang = rings
        truth = [entry for portal in crawled.values() for entry in portal.truth]
        day = Day(number, ended, len(new), len(over), len(rings), sum(entry["is_report"] for entry in truth))
        day.wrong += _of_watch(ended, looks, _names_of(crawled), rings, new, over)
        bad = any(look.state not in ("read", "closed") for look in looks.values())
        tells = new and (number > 1 or not bad)  # in a first run everything is new
        status = ALARMED if tells else PARTLY_READ if bad else ALL_READ
        day.wrong += _differ("exit status", {status}, {ended.status})
        day.wrong += [f"feed: {miss}" for miss in compare(ended.feed, truth).misses]
        self._note(truth)
        unread = sum(look.unread for look in looks.values())
        with Ledger.open(ledger) as kept:
            day.wrong += [*of_ledger(kept, self.read), *of_coverage(kept, unread)]
        return day

    def _note(self, truth: Iterable[dict[str, Any]]) -> None:
        """Remember what there was to be read."""
        for entry in filter(itemgetter("is_report"), truth):
            editions = self.read.setdefault(entry["url"], [entry])
            if editions[-1]["tables"] != entry["tables"]:
                editions.append(entry)


def _names_of(portals: dict[str, ServedPortal]) -> dict[str, str]:
    """Id of each portal in the crawl → its story's name."""
    return {portal.home.removeprefix("http://").rstrip("/"): name for name, portal in portals.items()}


def _of_watch(
    ended: Ended, looks: dict[str, Look], names: dict[str, str], rings: set[Place], new: set[Place], over: set[Place]
) -> Iterator[str]:
    """What report and webhook say otherwise than they must."""
    states = {f"{names[it['id']]}: {it['state']}" for it in ended.report["portals"]}
    yield from _differ("state", {f"{name}: {look.state}" for name, look in looks.items()}, states)
    yield from _differ("ringing", rings, _places(ended.report["alarms"], names))
    yield from _differ("told", new, _places((it for post in ended.told for it in post["alarms"]), names))
    yield from _differ("recovered", over, _places((it for post in ended.told for it in post["recovered"]), names))
    if len(ended.told) != bool(new or over):
        yield f"webhook: {len(ended.told)} messages"


def _places(alarms: Iterable[dict[str, Any]], names: dict[str, str]) -> set[Place]:
    return {(alarm["kind"], names.get(alarm["portal"], alarm["portal"])) for alarm in alarms}


def _differ(what: str, expected: AbstractSet[Any], seen: AbstractSet[Any]) -> Iterator[str]:
    yield from (f"{what}: {each} is missing" for each in sorted(expected - seen))
    yield from (f"{what}: {each} is wrong" for each in sorted(seen - expected))
