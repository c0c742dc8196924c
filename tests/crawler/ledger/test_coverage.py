import tomllib
from importlib.resources import files

import pytest

from crawler.books.faults import FAULTS
from crawler.ledger.pages import READ
from tests.crawler.ledger.samples import make_item, settle

LIUHE, QINGSHI = "平山县柳河镇人民政府", "平山县青石乡人民政府"
TOWNS = {LIUHE: "990101001", QINGSHI: "990101002"}


def publish(ledger, run, agency, year, *, portal="pingshan", division=None, **fields):
    name = f"{agency} {year} {portal}"
    code = division or TOWNS[agency]
    item = make_item(
        id=name, agency=agency, year=year, portal=portal, division={"code": code, "name": "", "table": "2023"}, **fields
    )
    settle(ledger, run, item, address=name, portal=portal)


def name(ledger, run, link_text, outcome="timeout", **visit):
    settle(ledger, run, outcome=outcome, address=f"{link_text} {outcome}", link_text=link_text, **visit)


def states(ledger, **asked):
    return {(row.agency, row.year): row.state for row in ledger.coverage(**asked)}


def test_years_that_siblings_published_are_missing(ledger, run):
    publish(ledger, run, LIUHE, 2020)
    publish(ledger, run, QINGSHI, 2021)
    assert states(ledger) == {
        (LIUHE, 2020): "found", (LIUHE, 2021): "missing", (QINGSHI, 2020): "missing", (QINGSHI, 2021): "found",
    }  # fmt: skip


def test_years_that_nobody_published_are_missing_only_where_they_are_asked_for(ledger, run):
    publish(ledger, run, LIUHE, 2020)
    assert states(ledger) == {(LIUHE, 2020): "found"}
    assert states(ledger, years=[2020, 2021]) == {(LIUHE, 2020): "found", (LIUHE, 2021): "missing"}
    assert states(ledger, years=[2021]) == {(LIUHE, 2021): "missing"}


def test_another_county_is_no_sibling(ledger, run):
    publish(ledger, run, LIUHE, 2020)
    publish(ledger, run, "海北县人民政府", 2021, portal="haibei", division="990102")
    assert states(ledger) == {(LIUHE, 2020): "found", ("海北县人民政府", 2021): "found"}


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        ("timeout", "failed"),
        ("wall", "blocked"),
        ("robots_closed", "blocked"),
        ("rejected", "list_only"),
        ("listed", "list_only"),
    ],
)
def test_a_report_that_a_listing_names_is_covered_by_what_became_of_its_page(ledger, run, outcome, state):
    publish(ledger, run, LIUHE, 2020)
    name(ledger, run, "柳河镇2021年政府信息公开工作年度报告", outcome)
    assert states(ledger) == {(LIUHE, 2020): "found", (LIUHE, 2021): state}


def test_page_that_has_not_changed_is_what_it_was(ledger, run):
    """No report before, and none now: nothing has failed."""
    for outcome in ("rejected", "unchanged"):
        visit = {"address": "a", "link_text": "柳河镇2021年政府信息公开指南", "agency": "柳河镇"}
        settle(ledger, run, outcome=outcome, detail="guide" if outcome == "rejected" else "", **visit)
        (row,) = ledger.coverage()
        assert (row.state, row.detail) == ("list_only", "a: rejected (guide)")


def test_it_says_which_page_and_why(ledger, run):
    name(ledger, run, "柳河镇2021年政府信息公开工作年度报告", "timeout", detail="60 s", agency="柳河镇")
    (row,) = ledger.coverage()
    assert (row.portal, row.agency) == ("pingshan", "柳河镇")
    assert row.detail == "柳河镇2021年政府信息公开工作年度报告 timeout: timeout (60 s)"


def test_a_listing_may_name_the_agency_beside_the_link(ledger, run):
    publish(ledger, run, LIUHE, 2020)
    name(ledger, run, "2021年政府信息公开工作年度报告", agency="柳河镇")
    assert states(ledger)[LIUHE, 2021] == "failed"


@pytest.mark.parametrize(
    "text", ["2021年政府信息公开工作年度报告", "人民政府2021年政府信息公开工作年度报告", "白沙镇2021年年报"]
)
def test_a_page_whose_agency_nothing_says_stands_alone(ledger, run, text):
    publish(ledger, run, LIUHE, 2020)
    publish(ledger, run, QINGSHI, 2020)
    name(ledger, run, text)
    assert states(ledger) == {(LIUHE, 2020): "found", (QINGSHI, 2020): "found", (None, 2021): "failed"}


def test_a_name_that_two_agencies_share_is_neither_ones(ledger, run):
    publish(ledger, run, "平山县城关镇人民政府", 2020, division="990101003")
    publish(ledger, run, "海北县城关镇人民政府", 2020, division="990102003")
    name(ledger, run, "城关镇2021年政府信息公开工作年度报告")
    name(ledger, run, "2021年政府信息公开工作年度报告", agency="城关镇")
    assert [row.state for row in ledger.coverage() if row.agency is None] == ["failed", "failed"]


def test_an_agency_that_only_listings_name_misses_what_its_siblings_published(ledger, run):
    publish(ledger, run, LIUHE, 2020)
    name(ledger, run, "2021年政府信息公开工作年度报告", agency="白沙镇")
    assert states(ledger) == {
        (LIUHE, 2020): "found", (LIUHE, 2021): "missing", ("白沙镇", 2020): "missing", ("白沙镇", 2021): "failed",
    }  # fmt: skip


def test_the_best_of_two_pages_counts(ledger, run):
    publish(ledger, run, LIUHE, 2020)
    name(ledger, run, "柳河镇2020年政府信息公开工作年度报告")
    assert states(ledger) == {(LIUHE, 2020): "found"}


def test_what_was_read_in_part_says_so(ledger, run):
    publish(ledger, run, LIUHE, 2020, findings=[{"code": "page.tables_missing"}])
    publish(ledger, run, LIUHE, 2021, findings=[{"code": "page.document_unread"}])
    assert states(ledger) == {(LIUHE, 2020): "picture_only", (LIUHE, 2021): "document_unread"}


def test_a_corrected_report_is_changed_and_a_reread_one_is_not(ledger, run):
    for year, extractor in ((2020, "1"), (2021, "2")):
        publish(ledger, run, LIUHE, year)
        item = make_item(id=f"{LIUHE} {year} pingshan", year=year, tables={})
        settle(ledger, run, item, address=f"{LIUHE} {year} pingshan", extractor=extractor)
    assert states(ledger) == {(LIUHE, 2020): "changed", (LIUHE, 2021): "found"}


def test_only_the_portals_that_are_asked_for(ledger, run):
    publish(ledger, run, LIUHE, 2020)
    publish(ledger, run, "海北县人民政府", 2021, portal="haibei", division="990102")
    assert states(ledger, portals=["haibei"]) == {("海北县人民政府", 2021): "found"}


def test_agencies_without_a_division_are_siblings_on_their_portal(ledger, run):
    for portal, agency, year in (("a", "甲局", 2020), ("a", "乙局", 2021), ("b", "甲局", 2022)):
        item = make_item(id=f"{portal}{agency}", agency=agency, year=year, portal=portal, division=None)
        settle(ledger, run, item, address=agency, portal=portal)
    rows = {(row.agency, row.year, row.state) for row in ledger.coverage()}
    assert rows == {
        ("甲局", 2020, "found"), ("甲局", 2021, "missing"), ("乙局", 2020, "missing"), ("乙局", 2021, "found"),
        ("甲局", 2022, "found"),
    }  # fmt: skip


def test_every_outcome_that_the_rules_name_is_one():
    rules = tomllib.loads((files("crawler.ledger") / "coverage.toml").read_text("utf-8"))
    assert {outcome for outcomes in rules.values() for outcome in outcomes} <= {*FAULTS, *READ, "listed"}
