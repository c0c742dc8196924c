"""Workers at one crawl, each a process: every portal is read once, and no host is asked by two, whatever becomes of one."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from crawler.ledger import Ledger
from crawler.sharing.board import Board
from crawler.simulator import Simulator, build_sites, plan_portals
from crawler.simulator.site import Request, Site
from tests.crawler.crawling import Run, begin, scrapy
from tests.crawler.forks import Fork
from tests.crawler.test_resume import hang, timeless, wait_for

LEASE = 6.0
"""Seconds, of a worker that is to lose its portals; until then it must get its turns, also on a busy machine."""
UNTIL_THE_OTHER_IS_THERE = 10.0
"""Of one that stands still until another has begun, and whose portals that one waits for."""
LONG_LEASE = 20.0
"""Of one that is to keep them."""


@dataclass
class Crawl:
    """What workers share."""

    simulator: Simulator
    sites: list[Site]
    ledger: str
    redis: str
    folder: Path

    def arguments(self, name: str, *more: str) -> tuple[str, ...]:
        urls = ",".join(portal.home for portal in self.simulator.portals)
        settings = {"DOWNLOAD_DELAY": 0.1, "DOWNLOAD_TIMEOUT": 120, "RETRY_TIMES": 0, "USER_AGENT": name}
        settings |= {"EXTRACTION_PROCESSES": 0, "RUN_REPORT": self.folder / f"{name}.run.json"}
        given = [part for key, value in settings.items() for part in ("-s", f"{key}={value}")]
        feed = self.folder / f"{name}.json"
        return ("crawl", "yearly_reports", "-a", f"url={urls}", *given, "-O", str(feed), *more)

    @contextmanager
    def worker(self, name: str, at_once: int = 2, lease: float = LONG_LEASE) -> Iterator[Fork]:
        """A worker that says its name to the hosts."""
        settings = {"SHARED": self.redis, "SHARED_LEASE": lease, "PORTALS_AT_ONCE": at_once, "LEDGER": self.ledger}
        given = [part for key, value in settings.items() for part in ("-s", f"{key}={value}")]
        with begin(*self.arguments(name, *given), log=self.folder / f"{name}.log") as process:
            yield process

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text("utf-8")

    def items(self, name: str) -> list[str]:
        return sorted(map(timeless, Run(0, "", "", self.folder / f"{name}.json").items))

    @property
    def hosts(self) -> list[str]:
        return [f"{site.host}:{self.simulator.port}" for site in self.sites]

    def read(self, name: str) -> dict[str, tuple[str, int]]:
        """Of each portal its state and its reports, as the worker's report of the run has them."""
        told = json.loads((self.folder / f"{name}.run.json").read_text("utf-8"))
        return {portal["id"]: (portal["state"], portal["counts"]["reports"]) for portal in told["portals"]}

    def asked(self, name: str) -> list[Request]:
        """What a worker has asked any host for."""
        logs = list(self.simulator.log.values())
        return [each for log in logs for each in list(log) if each.headers["user-agent"] == name]

    def portals_of(self, name: str) -> set[str]:
        return {
            id_ for id_, log in self.simulator.log.items() if name in {it.headers["user-agent"] for it in list(log)}
        }

    def settled(self) -> set[str]:
        with Ledger.open(self.ledger) as opened, opened.reading() as connection:
            return set(connection.exec_driver_sql("select url from page where holds = 'report'").scalars())

    def states(self) -> list[str]:
        with Ledger.open(self.ledger) as opened:
            return [run.state for run in opened.runs()]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawl]:
    """Without ledger and Redis; one process that shares with nobody has crawled it."""
    sites = build_sites(plan_portals(4, range(2019, 2022), seed="workers"))
    with Simulator(sites) as simulator:
        crawl = Crawl(simulator, sites, "", "", tmp_path_factory.mktemp("alone"))
        done = scrapy(*crawl.arguments("alone", "-s", "LEDGER="), timeout=120)
        assert done.returncode == 0, done.stderr[-2000:]
        yield crawl


@pytest.fixture
def alone(served: Crawl) -> list[str]:
    """Its items."""
    return served.items("alone")


@pytest.fixture
def crawl(served: Crawl, postgres, empty_redis: str, tmp_path: Path) -> Crawl:
    for log in served.simulator.log.values():
        log.clear()
    return replace(served, ledger=postgres.empty_database(), redis=empty_redis, folder=tmp_path)


def test_two_workers_read_every_portal_once_and_each_has_the_whole_feed(crawl: Crawl, alone: list[str]) -> None:
    with crawl.worker("first", lease=60) as first:
        wait_for(lambda: crawl.asked("first"))
        first.send_signal(signal.SIGSTOP)  # for less than its lease: until there is another one
        with crawl.worker("second") as second:
            wait_for(lambda: crawl.asked("second"))
            first.send_signal(signal.SIGCONT)
            statuses = [first.wait(120), second.wait(120)]
    assert statuses == [0, 0], crawl.log("first")[-3000:] + crawl.log("second")[-3000:]
    assert not crawl.portals_of("first") & crawl.portals_of("second")
    assert crawl.portals_of("first") | crawl.portals_of("second") == {site.id for site in crawl.sites}
    assert crawl.states() == ["finished"]
    assert crawl.items("first") == crawl.items("second") == alone
    assert crawl.read("first") == crawl.read("second") == dict.fromkeys(crawl.hosts, ("read", 6))


def test_portals_of_a_killed_worker_are_another_ones_and_nothing_is_lost_or_twice(
    crawl: Crawl, alone: list[str]
) -> None:
    own = crawl.sites[:2]
    put_right = [hang(site) for site in own]
    with crawl.worker("killed", lease=LEASE) as killed:
        wait_for(lambda: any(crawl.sites[0].host in url for url in crawl.settled()))
        with crawl.worker("other") as other:
            wait_for(lambda: crawl.asked("other"))
            killed.kill()
            killed.wait()
            for each in put_right:
                each()
            settled = crawl.settled()
            assert other.wait(120) == 0, crawl.log("other")[-3000:]
    asked = {f"http://{each.headers['host']}{each.path}" for each in crawl.asked("other")}
    assert not settled & asked
    assert_no_host_is_asked_by_two(crawl, "killed", "other")
    assert {site.id for site in own} == crawl.portals_of("killed") <= crawl.portals_of("other")
    assert crawl.states() == ["finished"]
    assert crawl.items("other") == alone


def test_worker_that_stood_still_too_long_asks_for_nothing_more(crawl: Crawl, alone: list[str]) -> None:
    with crawl.worker("late", lease=LEASE) as late:
        wait_for(lambda: len(crawl.asked("late")) > 6)  # the next ones wait for their turns
        late.send_signal(signal.SIGSTOP)
        with crawl.worker("other") as other:
            assert other.wait(120) == 0, crawl.log("other")[-3000:]
        before = len(crawl.asked("late"))
        late.send_signal(signal.SIGCONT)
        assert late.wait(60) == -signal.SIGKILL  # by itself
    assert len(crawl.asked("late")) == before
    assert "has lost its portals" in crawl.log("late")
    assert_no_host_is_asked_by_two(crawl, "late", "other")
    assert crawl.states() == ["finished"]
    assert crawl.items("other") == alone


def test_worker_that_is_ended_leaves_the_rest_to_the_others(crawl: Crawl, alone: list[str]) -> None:
    with crawl.worker("ended", lease=UNTIL_THE_OTHER_IS_THERE) as ended:
        wait_for(lambda: crawl.asked("ended"))
        ended.send_signal(signal.SIGSTOP)
        with crawl.worker("other") as other:
            wait_for(lambda: crawl.asked("other"))
            ended.terminate()
            ended.send_signal(signal.SIGCONT)
            assert [ended.wait(60), other.wait(120)] == [1, 0], crawl.log("other")[-3000:]
    assert not (crawl.folder / "ended.json").exists()
    assert crawl.states() == ["finished"]
    assert crawl.items("other") == alone


def test_run_whose_workers_were_all_killed_is_gone_on_with(crawl: Crawl, alone: list[str]) -> None:
    with crawl.worker("first", lease=LEASE):
        wait_for(lambda: len(crawl.settled()) > 0)
    settled = crawl.settled()
    with crawl.worker("next") as next_:
        assert next_.wait(120) == 0, crawl.log("next")[-3000:]
    assert not settled & {f"http://{each.headers['host']}{each.path}" for each in crawl.asked("next")}
    assert_no_host_is_asked_by_two(crawl, "first", "next")
    assert crawl.states() == ["finished"]
    assert crawl.items("next") == alone


def test_redis_that_loses_its_memory_ends_the_worker(crawl: Crawl) -> None:
    from redis import Redis

    with crawl.worker("worker", lease=LEASE) as worker:
        wait_for(lambda: crawl.asked("worker"))
        with Redis.from_url(crawl.redis) as client:
            client.flushall()
        assert worker.wait(60) == -signal.SIGKILL
    assert "has lost its portals" in crawl.log("worker")
    assert crawl.states() == ["running"]  # the next start goes on


def test_redis_that_another_crawl_uses_is_told_and_nothing_is_asked(crawl: Crawl) -> None:
    other = Board(crawl.redis, "another run", "another worker", 600)
    assert other.lay(["a"]) == 0
    assert other.join()
    with crawl.worker("worker", lease=2) as worker:  # it waits for two leases
        assert worker.wait(60) == 1
    other.close()
    assert "workers of another run are at it" in crawl.log("worker")
    assert crawl.asked("worker") == []


def test_worker_does_not_join_a_run_of_one_process(crawl: Crawl) -> None:
    with Ledger.open(crawl.ledger) as alone:
        alone.begin({}, "2026-11-22T08:00:00Z")
        with crawl.worker("worker") as worker:
            assert worker.wait(60) == 1
    assert "another run has it" in crawl.log("worker")
    assert crawl.asked("worker") == []


def assert_no_host_is_asked_by_two(crawl: Crawl, gone: str, other: str) -> None:
    """A host is asked by the worker that took over when the lease has run out, which began with a turn of the one before."""
    for log in crawl.simulator.log.values():
        last = max((it.at for it in log if it.headers["user-agent"] == gone), default=0.0)
        next_ = min((it.at for it in log if it.headers["user-agent"] == other), default=last + LEASE)
        assert next_ - last >= LEASE / 2
