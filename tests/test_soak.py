"""A short soak: every fault of the simulator, a crawl that is killed at moments of all kinds, and what must hold of it."""

from __future__ import annotations

from importlib.util import find_spec

import pytest

from benchmarks.soak.moments import deal_moments
from benchmarks.soak.soak import Outcome, Plan, soak
from crawler.simulator.faults import FAULTS

pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif(find_spec("warcio") is None, reason="needs the group archive"),
]
KILLS = 4


@pytest.fixture(scope="module")
def soaked(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    plan = Plan(portals=len(FAULTS) + 3, kills=KILLS, years=range(2021, 2022), minutes=20, timeout=10, readers=1)
    return soak(tmp_path_factory.mktemp("soak"), plan, print)  # what is printed is shown where something is broken


def test_crawl_that_is_killed_again_and_again_gives_what_one_left_alone_gives(soaked: Outcome) -> None:
    assert [f"{promise.name}: {promise.detail}" for promise in soaked.promises if not promise.held] == []


def test_moments_leave_the_crawl_unfinished_until_the_last_ones() -> None:
    moments = deal_moments(50, 10_000, "seed")
    assert len(moments) == 50
    assert sum(moment.requests or 0 for moment in moments) < 10_000
    kinds = {moment.name for moment in moments}
    assert {"start-up", "crawling", "ledger opened", "archive file begun", "feed begun", "feed replaced"} <= kinds
