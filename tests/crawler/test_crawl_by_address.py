"""Portals that the registry does not know, given by their home page: every report, no near miss, few requests."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from crawler.simulator import ServedPortal, Simulator, build_sites, plan_portals
from crawler.simulator.compare import compare
from crawler.simulator.plan import MORE_VARIANTS, VARIANTS
from tests.crawler.crawling import FAST, scrapy
from tests.crawler.test_paging import NAMED, UNNAMED

DEALT = VARIANTS + MORE_VARIANTS
PLACES = [place for place, (family, _) in enumerate(DEALT) if place >= len(VARIANTS) and family in NAMED + UNNAMED]


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Simulator, list[dict]]]:
    """One crawl of one portal of each."""
    plans = plan_portals(len(DEALT), range(2015, 2022), seed="address")
    with Simulator(build_sites(plans[place] for place in PLACES)) as simulator:
        feed = tmp_path_factory.mktemp("crawl") / "out.json"
        homes = ",".join(portal.home for portal in simulator.portals)
        run = scrapy("crawl", "yearly_reports", *FAST, "-a", f"url={homes}", "-O", str(feed), timeout=120)
        assert run.returncode == 0, run.stderr[-3000:]
        yield simulator, json.loads(feed.read_text("utf-8"))


@pytest.fixture(params=range(len(PLACES)), ids=[f"{DEALT[place][0]}-{place}" for place in PLACES])
def portal(request: pytest.FixtureRequest, crawled: tuple[Simulator, list[dict]]) -> ServedPortal:
    return crawled[0].portals[request.param]


def test_items_equal_the_truth(crawled: tuple[Simulator, list[dict]], portal: ServedPortal) -> None:
    result = compare([item for item in crawled[1] if item["url"].startswith(portal.home)], portal.truth)
    assert (result.misses, result.found, result.taken) == ([], result.reports, 0)


def test_no_more_is_asked_for_than_needed(crawled: tuple[Simulator, list[dict]], portal: ServedPortal) -> None:
    simulator, _ = crawled
    reports = sum(entry["is_report"] for entry in portal.truth)
    folders = len(portal.listings) - 1
    assert len(simulator.log[portal.id]) <= 1.3 * reports + 20 + 3 * folders
