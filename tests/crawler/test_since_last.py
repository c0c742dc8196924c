"""Crawls that go on from what earlier ones have read: what is asked for, what is read, and what the feed holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from crawler.ledger import Ledger
from crawler.simulator import Simulator, build_sites, plan_portals
from crawler.simulator.site import Request, Response, Site, constant
from tests.crawler.crawling import FAST, Run, scrapy

YEARS = range(2022, 2025)
"""In 2026 the years to 2024 are closed: only ``CLOSED_YEARS_DAYS`` has their pages asked for."""
ALL_AGAIN = ("-s", "CLOSED_YEARS_DAYS=0")


@dataclass
class Portals:
    """Portals that are crawled again and again, into one ledger."""

    simulator: Simulator
    sites: list[Site]
    folder: Path

    def crawl(self, *arguments: str, feed: str) -> Run:
        for log in self.simulator.log.values():
            log.clear()
        path = self.folder / feed
        urls = ",".join(portal.home for portal in self.simulator.portals)
        named = ("-a", f"url={urls}", "-s", f"LEDGER={self.folder / 'ledger.sqlite'}")
        done = scrapy("crawl", "yearly_reports", *FAST, *named, *arguments, "-O", str(path), timeout=120)
        return Run(done.returncode, done.stdout, done.stderr, path)

    @property
    def asked(self) -> list[Request]:
        """What the last crawl asked for."""
        return [request for log in self.simulator.log.values() for request in log]

    def reports_of(self, site: Site) -> set[str]:
        return {path for path, truth in site.truths if truth["is_report"]}

    @property
    def last_statistics(self) -> dict[str, Any]:
        with Ledger.open(self.folder / "ledger.sqlite") as ledger:
            return ledger.runs(1)[0].statistics


@pytest.fixture(scope="module")
def portals(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portals]:
    sites = build_sites(plan_portals(6, YEARS, seed="again"))
    with Simulator(sites) as simulator:
        yield Portals(simulator, sites, tmp_path_factory.mktemp("again"))


@pytest.fixture(scope="module")
def first(portals: Portals) -> Run:
    run = portals.crawl(feed="first.json")
    assert run.status == 0, run.err[-3000:]
    assert run.items
    return run


@pytest.fixture(scope="module")
def second(portals: Portals, first: Run) -> tuple[Run, list[Request], dict[str, Any]]:
    run = portals.crawl("-a", "since=last", *ALL_AGAIN, feed="second.json")
    return run, portals.asked, portals.last_statistics


def by_id(run: Run) -> dict[str, dict[str, Any]]:
    return {item["id"]: item for item in run.items}


def test_second_run_gives_the_same_feed(first: Run, second: tuple[Run, list[Request], dict[str, Any]]) -> None:
    assert second[0].status == 0
    assert by_id(second[0]) == by_id(first)


def test_no_report_is_read_again(second: tuple[Run, list[Request], dict[str, Any]]) -> None:
    assert "item_scraped_count" not in second[2]  # what passes the pipelines is counted there


def test_no_page_is_asked_for_twice(second: tuple[Run, list[Request], dict[str, Any]]) -> None:
    asked = [(request.headers["host"], request.path, request.query) for request in second[1]]
    pages = [each for each in asked if each[1] != "/robots.txt"]
    assert len(pages) == len(set(pages))


def test_reports_whose_server_states_a_version_are_asked_for_with_it(
    portals: Portals, second: tuple[Run, list[Request], dict[str, Any]]
) -> None:
    plain = [
        request.path
        for site in portals.sites
        for request in second[1]
        if request.path in portals.reports_of(site)
        and request.path.endswith(".html")
        and request.headers["host"].startswith(f"{site.host}:")
        and "if-none-match" not in request.headers
    ]
    assert plain == []


def test_reports_of_closed_years_are_rarely_asked_for_and_never_forgotten(portals: Portals, first: Run) -> None:
    run = portals.crawl("-a", "since=last", feed="closed.json")
    reports = {path for site in portals.sites for path in portals.reports_of(site)}
    assert not [request.path for request in portals.asked if request.path in reports]
    assert by_id(run) == by_id(first)


def test_changed_cell_is_found_and_shown_as_an_edition(portals: Portals, first: Run) -> None:
    site, item, path = next(
        (site, item, path)
        for site in portals.sites
        for item in first.items
        for path in portals.reports_of(site)
        if item["url"].endswith(path) and f"http://{site.host}:" in item["url"] and path.endswith(".html")
        and item["tables"].get("t3_requests", {}).get("new_received", {}).get("total")
    )  # fmt: skip
    total = item["tables"]["t3_requests"]["new_received"]["total"]
    page = site.pages[path](Request("GET", path, "", {}, b"", at=0.0)).body
    pattern = re.compile(rb"(<td[^>]*>(?:<[^>]*>)*)%d((?:<[^>]*>)*</td>\s*</tr>)" % total)
    site.pages[path] = constant(pattern.sub(rb"\g<1>%d\g<2>" % (total + 1), page, count=1))
    run = portals.crawl("-a", "since=last", *ALL_AGAIN, "-s", "FEED_CHANGES_ONLY=True", feed="changes.json")
    assert [changed["id"] for changed in run.items] == [item["id"]]
    with Ledger.open(portals.folder / "ledger.sqlite") as ledger:
        (kept,) = (kept for kept in ledger.history(item["id"]) if kept.id == item["id"])
    before, after = kept.editions
    assert (before.cause, after.cause) == ("first", "changed")
    changes = {each["path"]: (each["before"], each["after"]) for each in after.difference}
    assert (total, total + 1) in [pair for path, pair in changes.items() if path.startswith("tables.")]


def test_report_whose_document_has_changed_is_read_again(portals: Portals, first: Run) -> None:
    item = next(item for item in first.items if item["document_url"])
    site = next(site for site in portals.sites if f"http://{site.host}:" in item["url"])
    path = "/" + item["document_url"].split("/", 3)[3]
    handler = site.pages[path]
    original = handler(Request("GET", path, "", {}, b"", at=0.0))
    site.pages[path] = constant(original.body + b"\0", original.content_type)
    portals.crawl("-a", "since=last", *ALL_AGAIN, feed="document.json")
    assert portals.last_statistics["item_scraped_count"] == 1
    site.pages[path] = handler


def test_report_whose_document_does_not_come_for_once_stays_as_it_is(portals: Portals, first: Run) -> None:
    item = next(item for item in first.items if item["document_url"])
    site = next(site for site in portals.sites if f"http://{site.host}:" in item["url"])
    path = "/" + item["document_url"].split("/", 3)[3]
    handler = site.pages[path]
    site.pages[path] = lambda request: Response(b"", status=500)
    run = portals.crawl("-a", "since=last", *ALL_AGAIN, "-s", "RETRY_TIMES=0", feed="for-once.json")
    assert "item_scraped_count" not in portals.last_statistics
    (same,) = (each for each in run.items if each["id"] == item["id"])
    assert (same["sections"], same["tables"]) == (item["sections"], item["tables"])
    site.pages[path] = handler
