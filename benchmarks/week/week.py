"""The week: each day's portals, its crawl, and what must hold of what it left."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from crawler.outcome import ALARMED, ALL_READ, PARTLY_READ

from benchmarks.week.crawls import LEDGER, Ended, scheduled
from benchmarks.week.stories import DAYS, LAST_YEAR, OF_TROUBLE, Look, Story, stories_of
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


@dataclass(slots=True)
class _Kept:
    """What the ledger must hold of one report: its truths one after the other, as they were read."""

    editions: list[Any] = field(default_factory=list)


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
        self.kept: dict[str, _Kept] = {}
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
        names = {portal.home.removeprefix("http://").rstrip("/"): name for name, portal in crawled.items()}
        rings = {(look.rings, name) for name, look in looks.items() if look.rings}
        new, over = rings - self.rang, {place for place in self.rang - rings if place[1] in crawled}
        self.rang = rings
        truth = [entry for portal in crawled.values() for entry in portal.truth]
        reports = [entry for entry in truth if entry["is_report"]]
        for entry in reports:
            kept = self.kept.setdefault(entry["url"], _Kept())
            if not kept.editions or kept.editions[-1]["tables"] != entry["tables"]:
                kept.editions.append(entry)
        day = Day(number, ended, len(new), len(over), len(rings), len(reports))
        bad = any(look.state not in ("read", "closed") for look in looks.values())
        status = ALARMED if new and (number > 1 or not bad) else PARTLY_READ if bad else ALL_READ
        day.wrong += _differ("exit status", {str(status)}, {str(ended.status)})
        states = {f"{names[it['id']]}: {it['state']}" for it in ended.report["portals"]}
        day.wrong += _differ("state", {f"{name}: {look.state}" for name, look in looks.items()}, states)
        day.wrong += _differ("ringing", rings, _places(ended.report["alarms"], names))
        day.wrong += _differ("told", new, _places((it for post in ended.told for it in post["alarms"]), names))
        recovered = (it for post in ended.told for it in post["recovered"])
        day.wrong += _differ("recovered", over, _places(recovered, names))
        day.wrong += [f"told for nothing: {post['text']}" for post in ended.told if not new and not over]
        day.wrong += [f"feed: {miss}" for miss in compare(ended.feed, truth).misses]
        day.wrong += self._of_ledger(ledger)
        return day

    def _of_ledger(self, path: Path) -> Iterator[str]:
        """What the ledger holds otherwise than it must."""
        with Ledger.open(path) as ledger:
            items = {item["url"]: item for item in ledger.items()}
            editions = {kept.id: kept.editions for item in items.values() for kept in ledger.history(item["id"])}
            for url, kept in self.kept.items():
                if url not in items:
                    yield f"ledger: {url} is not there"
                    continue
                held = len(editions[items[url]["id"]])
                if held != len(kept.editions):
                    yield f"ledger: {held} editions of {url}, not {len(kept.editions)}"
                yield from (f"ledger: {miss}" for miss in compare([items[url]], [kept.editions[-1]]).misses)
            yield from (f"ledger: {url} is of no report" for url in items.keys() - self.kept.keys())


def _places(alarms: Any, names: dict[str, str]) -> set[Place]:
    return {(alarm["kind"], names.get(alarm["portal"], alarm["portal"])) for alarm in alarms}


def _differ(what: str, expected: set[Any], seen: set[Any]) -> Iterator[str]:
    yield from (f"{what}: {each} is missing" for each in sorted(expected - seen))
    yield from (f"{what}: {each} is wrong" for each in sorted(seen - expected, key=str))
