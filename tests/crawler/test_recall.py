"""What is asked for again of what earlier runs have read, and when."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from crawler.clock import format_utc, parse_utc
from crawler.keeping.recall import Plan, Recall, conditions
from crawler.ledger import PageRecord
from crawler.platforms import PageLink
from crawler.visit import Visit

NOW = "2026-11-22T08:00:00Z"
READER = "0123456789abcdef"
OF_MODULE = "http://www.songting.gov.cn/module/xxgk/xxgkAnnualReport.jsp?area=11990130000000001A&fbtime=2019"
KNOWN = PageRecord(
    portal="songting", address="www.songting.gov.cn/a.html", url="http://www.songting.gov.cn/a.html", role="report", run=1,
    first_seen="2024-01-01T00:00:00Z", asked_at="2026-11-15T08:00:00Z", outcome="report", holds="report", report="0" * 16,
    sha256="a" * 64, extractor=READER, link_text="松汀县2020年政府信息公开工作年度报告", link_date="2021-01-20", agency=None,
)  # fmt: skip
LINK = PageLink(KNOWN.url, KNOWN.link_text or "", date=KNOWN.link_date)
VISIT = Visit("songting", "report", link=LINK)


def plan(
    known: PageRecord | None = KNOWN,
    visit: Visit = VISIT,
    *,
    year: int = 2020,
    now: str = NOW,
    reader: str = READER,
    since_last: bool = True,
) -> Plan:
    recall = Recall(2, since_last, now, 180, 365, year_of=lambda report: year)
    return recall.plan(known, visit, reader)


def test_report_of_a_closed_year_stands() -> None:
    assert plan() is Plan.KEEP


def test_report_of_the_last_year_is_checked() -> None:
    assert plan(year=2025) is Plan.CHECK


@pytest.mark.parametrize(
    "visit",
    [
        replace(VISIT, link=replace(LINK, text="松汀县2020年政府信息公开工作年度报告（更正）")),
        replace(VISIT, link=replace(LINK, date="2021-03-01")),
        replace(VISIT, link=replace(LINK, agency="松汀县教育局")),
        replace(VISIT, agency="松汀县教育局"),
    ],
)
def test_page_of_which_its_listing_says_something_else_is_read_again(visit: Visit) -> None:
    assert plan(visit=visit) is Plan.ASK


def test_what_another_reader_has_read_is_read_again() -> None:
    assert plan(reader="fedcba9876543210") is Plan.ASK


def test_page_whose_document_did_not_come_is_checked_in_the_next_run() -> None:
    document = {"url": "http://www.songting.gov.cn/a.pdf", "etag": None, "last_modified": None, "sha256": None}
    assert plan(replace(KNOWN, documents=[document])) is Plan.CHECK


def test_page_that_was_read_once_and_failed_last_is_asked_for() -> None:
    assert plan(replace(KNOWN, outcome="gone", failures=3)) is Plan.ASK


@pytest.mark.parametrize("year", [2020, 2025])
def test_every_page_is_read_anew_once_in_its_days_whatever_its_server_says(year: int) -> None:
    """Runs each week for ten years, with a server that always answers that nothing has changed."""
    asked = []
    known, now = replace(KNOWN, asked_at=NOW), parse_utc(NOW)
    for _ in range(520):
        now += timedelta(weeks=1)
        done = plan(known, year=year, now=format_utc(now))
        if done is Plan.ASK:
            asked.append(now)
        if done is not Plan.KEEP:
            known = replace(known, asked_at=format_utc(now))
    assert len(asked) in (9, 10)
    assert max(later - before for before, later in pairwise(asked)) <= timedelta(days=372)


def test_clock_that_was_wrong_once_hides_no_page_for_ever() -> None:
    assert plan(replace(KNOWN, asked_at="2099-01-01T00:00:00Z")) is Plan.ASK


@pytest.mark.parametrize(("run", "since_last"), [(2, False), (2, True), (1, True)], ids=["resumed", "both", "since"])
def test_report_that_names_others_is_read_where_another_would_stand(run: int, since_last: bool) -> None:
    known = replace(KNOWN, run=run)
    assert plan(known, since_last=since_last) is Plan.KEEP
    assert plan(replace(known, url=OF_MODULE), since_last=since_last) is Plan.CHECK


def test_its_links_are_wanted_though_it_be_unchanged() -> None:
    known = replace(KNOWN, etag='"1"')
    assert conditions(known) == {"If-None-Match": '"1"'}
    assert conditions(replace(known, url=OF_MODULE)) == {}
