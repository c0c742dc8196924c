"""Each alarm rings when it should and not otherwise."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from crawler.books.outcome import CrawlOutcome, PortalOutcome
from crawler.watching.alarms import Alarm, load_thresholds, ring
from extractors.errors import ConfigError

Counts = dict[str, int]
THRESHOLDS = load_thresholds()


@dataclass
class Case:
    """One portal (or a whole run) now and in its last run, and the kinds that ring."""

    now: Counts
    before: Counts | None = None
    rings: tuple[str, ...] = ()
    expect: int = 0
    finished: bool = True
    failed_feeds: int = 0
    about: list[str] = field(default_factory=list)


FINE = {"listings": 2, "pages": 40, "reports": 30, "rejected/notice": 10}
FORM = {"form/cn_2021": 100}
CASES = {
    "all is well": Case(FINE, FINE),
    "first run": Case(FINE),
    "first run of a portal without reports": Case({"listings": 1}),
    "more than before": Case(FINE | {"reports": 60}, FINE),
    # expected
    "fewer than the record expects": Case(FINE, expect=31, rings=("expected",)),
    "as many as the record expects": Case(FINE, expect=30),
    "years that were not asked for count as seen": Case(FINE | {"reports": 5, "skipped": 25}, FINE, expect=30),
    "reports that only the feed lacks count as seen": Case(FINE | {"reports": 5, "kept_back": 25}, FINE),
    "reports that were read for another portal this time count as seen": Case(
        {"listings": 1, "pages": 3, "fault/shared": 3}, {"reports": 3}
    ),
    # nothing, dropped
    "nothing where there was something": Case({"listings": 1}, {"reports": 1}, ("nothing",)),
    "nothing where there was nothing": Case({"listings": 1}, {"listings": 1}),
    "column that says it is empty": Case({"listings": 1, "fault/empty_column": 1}, {"reports": 9}, ("dropped",)),
    "column of few reports that says it is empty": Case({"listings": 1, "fault/empty_column": 1}, {"reports": 4}),
    "one column says it is empty, another hides": Case(
        {"listings": 1, "fault/empty_column": 1, "listing_failed": 1, "failed": 1}, {"reports": 9}, ("nothing",)
    ),
    "a fifth is gone": Case(FINE | {"reports": 24}, FINE),
    "more than a fifth is gone": Case(FINE | {"reports": 23}, FINE, ("dropped",)),
    "one of four is gone": Case({"pages": 3, "reports": 3}, {"reports": 4}),
    "interrupted run": Case({"pages": 1, "reports": 1}, FINE, ("interrupted",), expect=9, finished=False),
    # shares
    "a tenth blocked": Case({"pages": 18, "reports": 18, "blocked": 2}),
    "more than a tenth blocked": Case({"pages": 17, "reports": 17, "blocked": 3}, rings=("blocked",)),
    "one of three blocked": Case({"pages": 2, "reports": 2, "blocked": 1}),
    "wall at the first page": Case({"blocked": 1}, rings=("blocked",)),
    "a fifth failed": Case({"pages": 16, "reports": 16, "failed": 4}),
    "more than a fifth failed": Case({"pages": 15, "reports": 15, "failed": 5}, rings=("failed",)),
    "nothing answers": Case({"failed": 1}, rings=("failed",)),
    "nothing answers where there was something": Case({"failed": 1}, FINE, ("failed",), expect=9),
    "links that are gone": Case({"pages": 16, "reports": 16, "gone": 30}),
    "most are no reports": Case({"pages": 20, "reports": 7, "rejected/notice": 13}, rings=("rejected",)),
    "most of few are no reports": Case({"pages": 3, "rejected/notice": 3}),
    "page lost to an error of ours": Case(FINE | {"lost": 1}, rings=("lost",)),
    "feed not written": Case(FINE, failed_feeds=1, rings=("feed",)),
    # what reports show
    "field that was never there": Case(FORM | {"lacking/cn_2021/contact": 90}, FORM | {"lacking/cn_2021/contact": 90}),
    "field that has fallen": Case(
        FORM | {"lacking/cn_2021/contact": 10}, FORM | {"lacking/cn_2021/contact": 4}, ("field",), about=["cn_2021.contact"]
    ),
    "field that has fallen a little": Case(FORM | {"lacking/cn_2021/contact": 9}, FORM | {"lacking/cn_2021/contact": 4}),
    "field that has risen": Case(FORM, FORM | {"lacking/cn_2021/contact": 50}),
    "few reports": Case({"form/cn_2014": 49, "lacking/cn_2014/agency": 49}, {"form/cn_2014": 49}),
    "form that is new": Case(FORM | {"form/cn_2026": 90, "lacking/cn_2026/agency": 90}, FORM),
    "table that has fallen": Case(
        FORM | {"lacking/cn_2021/t3_requests": 20}, FORM, ("field",), about=["cn_2021.t3_requests"]
    ),
    "label that is new": Case(FORM | {"unknown/t3: no row 'x'": 5}, FORM, ("label",), about=["t3: no row 'x'"]),
    "label that is new and rare": Case(FORM | {"unknown/t3: no row 'x'": 4}, FORM),
    "label that is known": Case(FORM | {"unknown/t3: no row 'x'": 9}, FORM | {"unknown/t3: no row 'x'": 1}),
    "label on a first run": Case(FORM | {"unknown/t3: no row 'x'": 9}),
    "label after a run that did not look": Case(FORM | {"unknown/t3: no row 'x'": 9}, {"reports": 0}),
}  # fmt: skip


def rung(case: Case) -> list[Alarm]:
    portal = PortalOutcome("songting", "松汀县", True, Counter(case.now))
    outcome = CrawlOutcome({"songting": portal}, failed_feeds=case.failed_feeds, finished=case.finished)
    before = {} if case.before is None else {"songting": case.before}
    return ring(outcome, before, THRESHOLDS, {"songting": case.expect})


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_alarm_rings_when_it_should(case: Case) -> None:
    alarms = rung(case)
    assert sorted(alarm.kind for alarm in alarms) == sorted(case.rings)
    assert not case.about or [alarm.about for alarm in alarms] == case.about


def test_every_kind_rings_in_some_case() -> None:
    assert {kind for case in CASES.values() for kind in case.rings} == set(THRESHOLDS)


def test_kind_that_is_left_out_never_rings() -> None:
    outcome = CrawlOutcome({}, finished=False)
    assert [alarm.kind for alarm in ring(outcome, {}, THRESHOLDS)] == ["interrupted"]
    assert ring(outcome, {}, {}) == []


def test_portal_that_is_new_beside_others_is_compared_with_nothing() -> None:
    portals = {id_: PortalOutcome(id_, id_, True, Counter(listings=1)) for id_ in ("old", "new")}
    alarms = ring(CrawlOutcome(portals), {"old": {"reports": 3}}, THRESHOLDS)
    assert [(alarm.kind, alarm.portal) for alarm in alarms] == [("nothing", "old")]


def test_reports_are_missed_by_what_the_last_runs_had_at_most() -> None:
    outcome = CrawlOutcome({"songting": PortalOutcome("songting", "松汀县", True, Counter(reports=4))})
    before = {"songting": {"reports": 4}}
    assert ring(outcome, before, THRESHOLDS, most={"songting": 5}) == []
    (alarm,) = ring(outcome, before, THRESHOLDS, most={"songting": 9})
    assert str(alarm) == "dropped: songting 松汀县: 4 reports, and before 9"


def test_alarm_names_what_went_wrong_most_often() -> None:
    counts = Counter({"listings": 1, "fault/gone": 3, "fault/timeout": 5})
    outcome = CrawlOutcome({"songting": PortalOutcome("songting", "songting", True, counts)})
    (alarm,) = ring(outcome, {"songting": {"reports": 9}}, THRESHOLDS)
    assert str(alarm) == "nothing: songting: no report, and before 9 (timeout, gone)"


def test_fields_are_not_compared_with_those_of_portals_that_gave_none_now() -> None:
    """Of two portals the one with all contacts is down: the other's have not become fewer."""
    lacking = {"reports": 60, "form/cn_2021": 60, "lacking/cn_2021/contact": 30}
    full = {"reports": 60, "form/cn_2021": 60}
    now = {"down": {"failed": 1}, "up": lacking}
    outcome = CrawlOutcome({id_: PortalOutcome(id_, id_, True, Counter(counts)) for id_, counts in now.items()})
    assert [alarm.kind for alarm in ring(outcome, {"down": full, "up": lacking}, THRESHOLDS)] == ["failed"]


def test_fields_are_compared_over_the_portals_of_both_runs() -> None:
    """Other portals print other things: that is no change."""
    lacking = {"form/cn_2021": 100, "lacking/cn_2021/contact": 100}
    portals = {id_: PortalOutcome(id_, id_, True, Counter(counts)) for id_, counts in (("a", FORM), ("b", lacking))}
    assert ring(CrawlOutcome(portals), {"a": FORM, "c": FORM}, THRESHOLDS) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[nonsense]", "no kind of alarm"),
        ("[dropped]\nshare = 0.1", "must say min, runs, share"),
        ("[lost]\nmin = -1", "no number"),
        ("[lost]\nmin = true", "no number"),
        ("lost = 1", "must say"),
        ("[lost", "file"),
    ],
)
def test_thresholds_that_are_wrong_are_named(text: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "alarms.toml").write_text(text)
    with pytest.raises(ConfigError, match=message):
        load_thresholds(tmp_path / "alarms.toml")
