from __future__ import annotations

import io

import pytest
from rich.console import Console

from crawler.books.outcome import CrawlOutcome
from crawler.commands.crawl import sample_hint
from crawler.extensions.summary import print_summary
from crawler.portals import SAMPLE_GROUP, Portal

READ = {"listings": 2, "pages": 5, "reports": 4, "rejected/notice": 1}
NAMES = ("a", "b")


def outcome(a: dict[str, int], b: dict[str, int] | None = None, **more: int) -> CrawlOutcome:
    counted = {"a": a} if b is None else {"a": a, "b": b}
    stats = {f"portals/{portal}/{what}": n for portal, counts in counted.items() for what, n in counts.items()}
    portals = [Portal(id=id_, name=f"{id_}县", urls=(f"http://{id_}.example/",)) for id_ in counted]
    return CrawlOutcome.from_stats(stats | more, portals)


@pytest.mark.parametrize(
    ("counts", "state"),
    [
        (READ, "read"),
        ({"listings": 1}, "read"),
        ({"closed": 1, "listing_closed": 1}, "closed"),
        ({"listings": 1, "closed": 2, "report_closed": 2}, "closed"),
        ({**READ, "closed": 1, "report_closed": 1}, "read"),
        ({"failed": 1, "listing_failed": 1}, "failed"),
        ({**READ, "failed": 1, "listing_failed": 1}, "failed"),
        ({**READ, "failed": 1, "report_failed": 1}, "partly failed"),
        ({"listings": 1, "failed": 3, "report_failed": 3}, "failed"),
        ({**READ, "offsite": 1, "report_offsite": 1}, "partly failed"),
        ({**READ, "offsite": 1, "column_offsite": 1}, "partly failed"),
        ({**READ, "offsite": 1, "way_offsite": 1}, "read"),
        ({"listings": 1, "offsite": 1, "column_offsite": 1}, "failed"),
        ({"listings": 1, "offsite": 1, "way_offsite": 1}, "failed"),
        ({**READ, "gone": 1}, "read"),
        ({"listings": 1, "gone": 1}, "failed"),
        ({**READ, "blocked": 1, "report_blocked": 1}, "partly blocked"),
        ({"listings": 1, "blocked": 1, "report_blocked": 1}, "blocked"),
        ({**READ, "blocked": 1, "listing_blocked": 1}, "blocked"),
        ({"blocked": 1, "listing_blocked": 1}, "blocked"),
        ({"offsite": 1, "listing_offsite": 1}, "failed"),
        ({**READ, "cut": 1}, "cut short"),
        ({}, "failed"),
    ],
)
def test_state_of_a_portal(counts: dict[str, int], state: str) -> None:
    assert outcome(counts).portals["a"].state == state


FAILED = {"failed": 1, "listing_failed": 1}


@pytest.mark.parametrize(
    ("made", "status"),
    [
        (outcome(READ, {"listings": 1}), 0),
        (outcome(READ, {"closed": 1, "listing_closed": 1}), 0),
        (outcome(FAILED), 1),
        (outcome(FAILED, FAILED), 1),
        (outcome(READ, FAILED), 3),
        (outcome({**READ, "failed": 1, "report_failed": 1}), 3),
        (outcome({**READ, "blocked": 1, "report_blocked": 1}), 3),
        (outcome({**READ, "gone": 1}), 0),
        (outcome({**READ, **FAILED}), 3),
        (outcome({**READ, "lost": 1}, FAILED), 1),
        (outcome(READ, **{"feedexport/failed_count/WholeFileStorage": 1}), 1),
    ],
)
def test_exit_status(made: CrawlOutcome, status: int) -> None:
    assert made.exit_status == status


def test_interrupted_crawl_is_not_a_success() -> None:
    made = outcome(READ)
    made.finished = False
    assert made.exit_status == 1


def printed(made: CrawlOutcome, lost: list[str], *, terminal: bool, width: int = 160) -> str:
    out = io.StringIO()
    print_summary(made, lost, Console(file=out, force_terminal=terminal, width=width, color_system=None))
    return out.getvalue()


def test_summary_shows_reasons_and_what_is_not_verified() -> None:
    text = printed(outcome(READ), [], terminal=False)
    assert "a a县 *" in text
    assert "1 (notice 1)" in text
    assert "* not verified" in text


REASONS = {f"rejected/{reason}": 1 for reason in ("notice", "listing", "other_report", "guide", "other")}


def test_narrow_terminal_has_the_reasons_below_the_table() -> None:
    text = printed(outcome({**READ, **REASONS, "gone": 2}), [], terminal=True, width=80)
    heading, row = (line for line in text.splitlines() if "state" in line or "a县" in line)
    assert heading.split() == ["portal", "listings", "pages", "reports", "state"]
    assert row.split() == ["a", "a县", "*", "2", "5", "4", "read"]
    (reasons,) = (line for line in text.replace("\n", " ").split("a: ")[1:])
    assert reasons.startswith("rejected 5 (guide 1, listing 1, notice 1, other 1, other_report 1); failed 0, gone 2")


def test_wide_terminal_has_it_all_in_the_table() -> None:
    assert "rejected" in printed(outcome(READ), [], terminal=True).split("state")[0]


def test_text_of_pages_cannot_move_the_cursor() -> None:
    text = printed(outcome(READ), ["http://a.example/\x1b[2J\u202e"], terminal=True)
    assert "\x1b[2J" not in text
    assert "\u202e" not in text


@pytest.mark.parametrize(
    ("group", "counts", "hinted"),
    [
        (SAMPLE_GROUP, {"failed": 1, "listing_failed": 1}, True),
        (SAMPLE_GROUP, READ, False),
        (None, {"failed": 1}, False),
    ],
)
def test_samples_that_nobody_serves_are_told_from_portals_that_are_down(
    group: str | None, counts: dict[str, int], hinted: bool
) -> None:
    portal = Portal(id="a", name="a县", urls=("http://a.example/",), group=group)
    hint = sample_hint(outcome(counts), {"a": portal})
    assert ("scrapy simulate --sample" in (hint or "")) == hinted
