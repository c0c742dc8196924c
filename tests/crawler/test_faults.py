"""One crawl over a simulated portal of each fault: every fault is reported under its own name, and under no other."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from scrapy.exceptions import DownloadTimeoutError, IgnoreRequest

from crawler.books import faults
from crawler.books.faults import name_fault
from crawler.network.errors import ClosedByRobots
from crawler.simulator import Simulator, build_sites, plan_faulty_portals
from crawler.simulator.faults import FAULTS
from tests.crawler.crawling import FAST, scrapy

SETTINGS = ("DOWNLOAD_TIMEOUT=2", "RETRY_TIMES=1", "DOWNLOAD_SLOTS={}")
HARMLESS = {"gone"}
"""Names that a fault may bring along: an endless pager's made-up articles are gone."""


class Crawled:
    """What a crawl over all of them gave."""

    def __init__(self, simulator: Simulator, report: dict[str, Any], items: list[dict[str, Any]]) -> None:
        self.portals = {portal.id: portal for portal in simulator.portals}
        self.log = simulator.log
        self.items = items
        hosts = {re.split(r"//|/", portal.home)[1]: portal.id for portal in simulator.portals}
        self.report = {hosts[told["id"]]: told for told in report["portals"]}

    def reported(self, fault: str) -> set[str]:
        return {name.removeprefix("fault/") for name in self.report[fault]["counts"] if name.startswith("fault/")}

    def missing(self, fault: str) -> int:
        """Reports of a portal that did not come."""
        found = {item["url"] for item in self.items}
        return sum(1 for it in self.portals[fault].truth if it["is_report"] and it["url"] not in found)


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    folder: Path = tmp_path_factory.mktemp("faults")
    with Simulator(build_sites(plan_faulty_portals(FAULTS, range(2021, 2023), seed="faults"))) as simulator:
        urls = ",".join(portal.home for portal in simulator.portals)
        settings = [part for setting in (*SETTINGS, f"RUN_REPORT={folder / 'run.json'}") for part in ("-s", setting)]
        feed = folder / "out.json"
        start = time.monotonic()
        done = scrapy("crawl", "yearly_reports", *FAST, *settings, "-a", f"url={urls}", "-O", str(feed), "-L", "ERROR")
        assert "Traceback" not in done.stderr
        report = json.loads((folder / "run.json").read_text("utf-8"))
        assert time.monotonic() - start < 60
        yield Crawled(simulator, report, json.loads(feed.read_text("utf-8")))


@pytest.mark.parametrize("fault", FAULTS)
def test_fault_is_reported_under_its_own_name(crawled: Crawled, fault: str) -> None:
    expected = {FAULTS[fault].reported} - {""}
    assert crawled.reported(fault) - HARMLESS == expected - HARMLESS
    assert expected <= crawled.reported(fault)


@pytest.mark.parametrize("fault", [name for name, fault in FAULTS.items() if fault.reads])
def test_fault_that_can_be_read_around_costs_no_report(crawled: Crawled, fault: str) -> None:
    assert crawled.missing(fault) == 0
    assert crawled.report[fault]["state"] == "read"


def test_cut_body_costs_its_own_report_only(crawled: Crawled) -> None:
    assert crawled.missing("truncated_gzip") == 1


def test_report_is_fetched_once_whatever_columns_and_twins_name_it(crawled: Crawled) -> None:
    for fault in ("duplicate_columns", "mobile_twins"):
        truths = {truth["url"].rsplit("/", 1)[1] for truth in crawled.portals[fault].truth}
        asked = [request.path.rsplit("/", 1)[1] for request in crawled.log[fault]]
        assert [name for name in asked if name in truths and asked.count(name) > 1] == []


def test_wall_is_met_once_and_its_evidence_kept(crawled: Crawled) -> None:
    for fault in ("wall_412", "wall_521", "wall_493"):
        assert len(crawled.log[fault]) == 2  # robots.txt, the home page
        (met,) = crawled.report[fault]["faults"]
        assert met["evidence"]["status"] == int(fault.removeprefix("wall_"))
        assert met["evidence"]["headers"]
        assert crawled.report[fault]["state"] == "blocked"


def test_tables_that_are_pictures_are_a_finding_and_no_numbers(crawled: Crawled) -> None:
    home = crawled.portals["table_pictures"].home
    items = [item for item in crawled.items if item["url"].startswith(home)]
    assert items
    assert not any(item["tables"] for item in items)
    assert all("page.tables_missing" in {finding["code"] for finding in item["findings"]} for item in items)


def test_wait_that_was_asked_for_is_kept(crawled: Crawled) -> None:
    for fault in ("wait_429", "wait_503"):
        asked = [request.at for request in crawled.log[fault]]
        assert max(later - earlier for earlier, later in pairwise(asked)) >= 1


def test_wait_of_a_day_ends_the_host_for_the_run(crawled: Crawled) -> None:
    paths = [request.path for request in crawled.log["long_wait_429"]]
    assert len([path for path in paths if path == crawled.portals["long_wait_429"].listings[0].split("/", 3)[3]]) <= 1


def test_closed_portal_is_asked_for_nothing(crawled: Crawled) -> None:
    for fault in ("robots_closed", "robots_error"):
        assert {request.path for request in crawled.log[fault]} == {"/robots.txt"}


def test_every_name_has_a_meaning(crawled: Crawled) -> None:
    assert {fault.reported for fault in FAULTS.values()} - {""} <= set(faults.FAULTS)
    assert all(crawled.reported(fault) <= set(faults.FAULTS) for fault in FAULTS)


@pytest.mark.parametrize(
    ("error", "name"),
    [
        (DownloadTimeoutError("late"), "timeout"),
        (IgnoreRequest("max redirections reached"), "redirect_loop"),
        (IgnoreRequest("larger than DOWNLOAD_MAXSIZE"), "too_large"),
        (ClosedByRobots("closed"), "robots_closed"),
        (ConnectionError("gone"), "reset"),
    ],
)
def test_errors_have_names(error: Exception, name: str) -> None:
    assert name_fault(error) == name
