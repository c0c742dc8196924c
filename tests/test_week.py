"""Four days of scheduled crawls: what the long week is told of (``benchmarks/week``), small enough for every run of the tests."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

from benchmarks.week.week import Plan, Week

pytestmark = pytest.mark.skipif(find_spec("warcio") is None, reason="needs the group archive")


def test_four_days_of_portals_that_publish_correct_fail_and_come_back(tmp_path: Path) -> None:
    troubles = ("publishes_badly", "down_a_day", "says_empty", "halved_for_good")
    days = Week(Plan(portals=3, troubles=troubles, days=4, years=3)).run(tmp_path, print)
    assert [line for day in days for line in day.wrong] == []
    assert [(day.ended.status, day.told, day.recovered) for day in days] == [(0, 0, 0), (4, 1, 0), (4, 2, 0), (0, 0, 1)]
