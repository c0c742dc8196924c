"""What the last run's alarms are to this one: ringing since then, well again, or neither."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from crawler.books.outcome import CrawlOutcome, PortalOutcome
from crawler.watching.alarms import Alarm
from crawler.watching.last import dated, recovered, unsettled

MONDAY, TUESDAY = "2026-03-02T01:00:00Z", "2026-03-03T01:00:00Z"


def rang(*kinds: str, reports: int = 0, portal: str | None = "songting") -> dict[str, Any]:
    """Report of Monday's run."""
    alarms = [Alarm(kind, portal, None, "", since=MONDAY).as_dict() for kind in kinds]
    return {"alarms": alarms, "portals": [{"id": portal, "counts": {"reports": reports}}]}


def outcome(*, reports: int = 9, portal: str = "songting", finished: bool = True) -> CrawlOutcome:
    return CrawlOutcome({portal: PortalOutcome(portal, portal, True, Counter(reports=reports))}, finished=finished)


def kinds(alarms: list[Alarm]) -> list[str]:
    return [alarm.kind for alarm in alarms]


def test_alarm_that_rang_in_the_last_run_rings_since_then() -> None:
    alarms = [Alarm("blocked", "songting", None, "now"), Alarm("blocked", "yunbu", None, "now")]
    assert [alarm.since for alarm in dated(alarms, rang("blocked"), TUESDAY)] == [MONDAY, TUESDAY]


@pytest.mark.parametrize("kind", ["blocked", "failed", "nothing", "dropped", "expected", "rejected"])
def test_alarm_that_rings_no_more_has_recovered(kind: str) -> None:
    assert kinds(recovered(rang(kind), [], outcome())) == [kind]


def test_alarm_of_the_whole_run_has_recovered() -> None:
    assert kinds(recovered(rang("interrupted", portal=None), [], outcome())) == ["interrupted"]


def test_nothing_has_recovered_where_another_alarm_rings() -> None:
    assert recovered(rang("failed"), [Alarm("nothing", "songting", None, "")], outcome(reports=0)) == []


def test_portal_that_is_crawled_no_more_has_not_recovered() -> None:
    assert recovered(rang("nothing"), [], outcome(portal="yunbu")) == []


@pytest.mark.parametrize("kind", ["nothing", "dropped"])
def test_reports_that_are_only_no_longer_missed_have_not_recovered(kind: str) -> None:
    assert recovered(rang(kind, reports=3), [], outcome(reports=3)) == []


@pytest.mark.parametrize("kind", ["field", "label"])
def test_change_that_was_told_once_has_not_recovered(kind: str) -> None:
    assert recovered(rang(kind, portal=None), [], outcome()) == []


def test_interrupted_run_settles_nothing() -> None:
    """What it did not come to may ring on: it has not recovered, and the next run does not tell it anew."""
    last, now = rang("nothing"), outcome(reports=0, finished=False)
    assert recovered(last, [], now) == []
    assert [(alarm.kind, alarm.since) for alarm in unsettled(last, [], now)] == [("nothing", MONDAY)]
    assert unsettled(last, [], outcome(reports=0)) == []
