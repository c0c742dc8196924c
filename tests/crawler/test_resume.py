"""Runs that are broken off, and the next start, which goes on."""

from __future__ import annotations

import resource
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

import pytest

from crawler.ledger import Ledger
from crawler.simulator import Simulator, build_sites, plan_faulty_portals, plan_portals
from crawler.simulator.site import Handler, Request, Response, Site
from tests.crawler.crawling import FAST, PROJECT, Run, begin, environment, scrapy, scrapy_command
from tests.crawler.fault_server import Answer, Pages, listing, report, serve
from tests.crawler.forks import Fork
from tests.crawler.shared_host import SHARED

OLD_FEED = "the feed of the last run"


@dataclass
class Broken:
    """What there is after a run was broken off, and the run that went on."""

    killed: Fork
    feed_meanwhile: str
    settled: set[str]
    """Pages of reports that were done with before."""
    asked_after: set[str]
    resumed: Run
    undisturbed: Run
    run_count: int


def arguments(simulator: Simulator, ledger: Path | None, feed: Path) -> tuple[str, ...]:
    urls = ",".join(portal.home for portal in simulator.portals)
    kept = f"LEDGER={ledger or ''}"
    return ("crawl", "yearly_reports", "-a", f"url={urls}", *FAST, "-s", kept, "-O", str(feed))


def hang(site: Site) -> Callable[[], None]:
    """Have only one report of a portal come to its end, the first that is asked for; what is given puts the others right."""
    whole = {path: site.pages[path] for path, truth in site.truths if truth["is_report"]}
    answered = count()

    def dripping(page: Handler) -> Handler:
        def drip(request: Request) -> Response:
            answer = page(request)
            return replace(answer, wire="drip") if next(answered) else answer

        return drip

    site.pages |= {path: dripping(page) for path, page in whole.items()}
    return lambda: site.pages.update(whole)


def wait_for(condition: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "the crawl did not come so far"
        time.sleep(0.05)


@pytest.fixture(scope="module", params=[signal.SIGKILL, signal.SIGTERM], ids=["killed", "ended"])
def broken(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broken]:
    folder = tmp_path_factory.mktemp("broken")
    ledger, feed = folder / "ledger.sqlite", folder / "out.json"
    feed.write_text(OLD_FEED)
    years = range(2019, 2022)
    faulty = plan_faulty_portals(["wrong_charset"], years, seed="broken")
    sites = build_sites([*plan_portals(3, years, seed="broken"), *faulty])
    with Simulator(sites) as simulator:
        put_right = hang(sites[-1])
        with begin(*arguments(simulator, ledger, feed)) as process:
            wait_for(lambda: portals_done(ledger) >= 2 and any(sites[-1].host in url for url in pages_settled(ledger)))
            process.send_signal(request.param)
            put_right()
            process.wait(60)
        meanwhile = feed.read_text("utf-8")
        settled = pages_settled(ledger)
        for log in simulator.log.values():
            log.clear()
        done = scrapy(*arguments(simulator, ledger, feed), timeout=120)
        asked = {f"http://{each.headers['host']}{each.path}" for log in simulator.log.values() for each in log}
        alone = scrapy(*arguments(simulator, None, folder / "alone.json"), timeout=120)
        with Ledger.open(ledger) as opened:
            runs = len(opened.runs())
        yield Broken(
            process,
            meanwhile,
            settled,
            asked,
            Run(done.returncode, done.stdout, done.stderr, feed),
            Run(alone.returncode, alone.stdout, alone.stderr, folder / "alone.json"),
            runs,
        )


def portals_done(ledger: Path) -> int:
    if not ledger.exists():
        return 0
    with Ledger.open(ledger) as opened:
        runs = opened.runs(1)
        return len(opened.portals_done(runs[0])) if runs else 0


def pages_settled(ledger: Path) -> set[str]:
    with Ledger.open(ledger) as opened, opened.reading() as connection:
        return set(connection.exec_driver_sql("select url from page where holds = 'report'").scalars())


def test_run_that_was_broken_off_fails_and_leaves_the_old_feed(broken: Broken) -> None:
    assert broken.killed.returncode != 0
    assert broken.feed_meanwhile == OLD_FEED


def test_next_start_goes_on_and_its_feed_holds_every_report_once(broken: Broken) -> None:
    assert broken.resumed.status == 0, broken.resumed.err[-2000:]
    assert broken.run_count == 1
    assert sorted(map(timeless, broken.resumed.items)) == sorted(map(timeless, broken.undisturbed.items))


def test_what_was_done_is_not_asked_for_again(broken: Broken) -> None:
    assert broken.settled
    assert not broken.settled & broken.asked_after


def test_table_counts_what_was_done_before(broken: Broken) -> None:
    for portal, row in broken.undisturbed.rows.items():
        shown = ("pages", "reports", "rejected", "faults", "state")
        assert {key: broken.resumed.rows[portal][key] for key in shown} == {key: row[key] for key in shown}


def timeless(item: dict[str, object]) -> str:
    return repr({**item, "fetched_at": None})


def test_second_run_on_one_ledger_is_refused(tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.sqlite"
    with Ledger.open(ledger) as held, Simulator(build_sites(plan_portals(1, range(2021, 2022), seed="x"))) as simulator:
        held.begin({}, "2026-11-22T08:00:00Z")
        done = scrapy(*arguments(simulator, ledger, tmp_path / "out.json"))
        asked = [request for log in simulator.log.values() for request in log]
    assert done.returncode == 2
    assert "another run has it" in done.stderr
    assert asked == []


def test_full_disk_ends_the_crawl_loses_nothing_and_the_next_start_goes_on(tmp_path: Path) -> None:
    ledger, feed = tmp_path / "ledger.sqlite", tmp_path / "out.json"
    with Simulator(build_sites(plan_portals(2, range(2019, 2022), seed="full"))) as simulator:
        command = scrapy_command(*arguments(simulator, ledger, feed))
        full = subprocess.run(
            command, cwd=PROJECT, env=environment(), capture_output=True, encoding="utf-8", timeout=120, check=False,
            preexec_fn=small_files,
        )  # fmt: skip
        assert full.returncode == 1
        assert "The crawl ends, since the ledger can't be written" in full.stderr
        assert "LOST" not in full.stderr
        assert not feed.exists()
        done = scrapy(*arguments(simulator, ledger, feed), timeout=120)
        reports = sum(entry["is_report"] for portal in simulator.portals for entry in portal.truth)
    assert done.returncode == 0
    assert len(Run(0, "", "", feed).items) == reports


def small_files() -> None:
    """What a full disk does: no file can grow beyond some bytes, enough for the tables of the ledger but not for its rows."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (250_000, 250_000))


def test_page_that_two_portals_name_is_read_for_the_first_also_when_the_run_is_resumed(tmp_path: Path) -> None:
    ledger, feed, column = tmp_path / "ledger.sqlite", tmp_path / "out.json", "/zfxxgknb/"
    with serve({"/nb/1.html": report()}, SHARED) as shared:
        names_it = listing({f"{shared.home}nb/1.html": "松汀镇人民政府2020年政府信息公开工作年度报告"})
        late: Pages = {column: Answer(wire="hang")}
        with serve({column: names_it}, "127.64.0.1") as first, serve(late, "127.64.0.2") as second:
            urls = ",".join(server.home[:-1] + column for server in (first, second))
            settings = ("-s", "SPIDER_MODULES=shared_host", "-s", f"LEDGER={ledger}", *FAST)
            command = ("crawl", "yearly_reports", "-a", f"url={urls}", *settings, "-O", str(feed))
            with begin(*command):
                wait_for(lambda: portals_done(ledger) == 1)
            late[column] = names_it
            done = scrapy(*command, timeout=120)
            run = Run(done.returncode, done.stdout, done.stderr, feed)
    assert [item["url"] for item in run.items] == [f"http://{SHARED}:{shared.port}/nb/1.html"]
    assert run.rows[f"127.64.0.2:{second.port}"]["faults"] == "shared 1"
