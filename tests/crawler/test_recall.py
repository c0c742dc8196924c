"""What is done about a page that the ledger knows."""

from __future__ import annotations

import pytest

from crawler.ledger import PageRecord
from crawler.platforms import PageLink
from crawler.recall import Plan, Recall, conditions

NOW = "2026-11-22T12:00:00Z"
ARTICLE = "http://a.example/art/2020/1/7/art_1_2.html"
OF_MODULE = "http://a.example/module/xxgk/xxgkAnnualReport.jsp?area=11990130000000001A&fbtime=2019"


def known(url: str, run: int) -> PageRecord:
    return PageRecord(
        portal="a.example", address=url, url=url, role="report", first_seen=NOW, asked_at=NOW, run=run, outcome="report",
        holds="report", extractor="1", report="0" * 16, etag='"1"', link_text="2019年年报",
    )  # fmt: skip


def plan(url: str, *, run: int, since_last: bool) -> Plan:
    recall = Recall(7, "1", since_last, NOW, 180, year_of=lambda report: 2019)
    return recall.plan(known(url, run), PageLink(url, "2019年年报"))


@pytest.mark.parametrize(("run", "since_last"), [(7, False), (7, True), (6, True)], ids=["resumed", "both", "since"])
def test_report_that_names_others_is_read_where_another_would_stand(run: int, since_last: bool) -> None:
    assert plan(ARTICLE, run=run, since_last=since_last) is Plan.KEEP
    assert plan(OF_MODULE, run=run, since_last=since_last) is Plan.CHECK


def test_its_links_are_wanted_though_it_be_unchanged() -> None:
    assert conditions(known(ARTICLE, 7)) == {"If-None-Match": '"1"'}
    assert conditions(known(OF_MODULE, 7)) == {}
