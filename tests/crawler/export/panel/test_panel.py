from __future__ import annotations

from typing import Any

import pytest

from crawler.export.panel.indicators import codebook_rows, load_indicators
from crawler.export.panel.rollups import stated_scope
from extractors.tables.forms import load_forms
from tests.crawler.export.panel.sample import findings, panel
from tests.crawler.export.sample import T3, finding, item, report, simulated

NAME = "云台镇人民政府"


def applications(**rows: float | None) -> dict[str, Any]:
    """Table 三 with the totals of its rows."""
    return {T3: {row: {"total": value} for row, value in rows.items()}}


def test_panel_has_one_row_for_each_agency_and_year() -> None:
    found = panel(simulated())
    keys = [(row["series"], row["year"]) for row in found]
    assert len(keys) == len(set(keys)) == len(simulated())
    by_id = {each["id"]: each for each in simulated()}
    for row in found:
        printed = by_id[row["id"]]["tables"].get(T3, {}).get("new_received", {}).get("total")
        assert row["requests_received"] == printed


def test_every_form_gives_the_panel_something() -> None:
    assert {form for indicator in load_indicators() for form in indicator.cells} == set(load_forms())


def test_report_without_agency_or_year_is_a_finding() -> None:
    found = findings([item("a", agency=NAME), item("b", year=2020)])
    assert [(row["id"], row["code"]) for row in found] == [("a", "panel.unidentified"), ("b", "panel.unidentified")]


# --- editions ---


def edition(id_: str, received: int = 1, **fields: Any) -> dict[str, Any]:
    return report(id_, NAME, 2020, **{"tables": applications(new_received=received), **fields})


UNREAD = finding("page.document_unread")


@pytest.mark.parametrize(
    ("counts", "other", "rule"),
    [
        ({"tables": {}}, {"published": "2022-01-01", "findings": [UNREAD]}, "whole"),
        ({"published": "2021-03-01T08:00:00"}, {"published": "2021-01-31", "title": "年度报告（更正）"}, "published"),
        ({"fetched_at": "2021-03-01T08:00:00Z"}, {"published": "2021-01-31"}, "published"),
        ({"published": "2021-01-31", "title": "年度报告（更正）"}, {"published": "2021-01-31"}, "corrected"),
        ({}, {}, "id"),
    ],
)
def test_edition_that_counts(counts: dict[str, Any], other: dict[str, Any], rule: str) -> None:
    for items in ([edition("b", **counts), edition("a", **other)], [edition("a", **other), edition("b", **counts)]):
        (row,) = panel(items)
        assert (row["id"], row["edition_rule"], row["other_editions"]) == ("b", rule, "a")


def test_editions_that_state_other_numbers_are_a_finding() -> None:
    found = findings([edition("a", 3, published="2021-01-01"), edition("b", 4, published="2021-02-01")])
    assert [(row["code"], row["place"], row["stated"], row["computed"]) for row in found] == [
        ("panel.editions_differ", "requests_received", 4, 3)
    ]
    assert findings([edition("a", 3), edition("b", 3)]) == []


# --- indicators ---


def measured(code: str, form: str, tables: dict[str, Any], **fields: Any) -> tuple[Any, Any]:
    (row,) = panel([report("a", NAME, 2020, form=form, tables=tables, **fields)])
    return row[code], row["left_out"]


def test_one_meaning_is_one_indicator_over_all_forms() -> None:
    assert measured("requests_received", "cn_2021", applications(new_received=7)) == (7, None)
    assert measured("requests_received", "cn_2014", {"statistics": {"requests_received": {"value": 7}}}) == (7, None)
    jilin = {"statistics": {"jl_requests": {"cumulative": 9, "in_year": 7}}}
    assert measured("requests_received", "jl_jilin_city_2012", jilin) == (7, None)


def test_what_only_resembles_it_is_an_indicator_of_its_own() -> None:
    tables = {"statistics": {"reply_granted": {"value": 5}}}
    assert measured("granted", "cn_2014", tables)[0] is None
    assert measured("granted_2014", "cn_2014", tables)[0] == 5


def test_rows_that_a_later_form_parts_are_added_up() -> None:
    later = applications(other_no_correction=1, other_fee_unpaid=0, other_misc=2)
    assert measured("other_outcomes", "cn_2021", later)[0] == 3
    assert measured("other_outcomes", "cn_2019", applications(other_processing=3))[0] == 3


def test_sum_of_cells_of_which_one_is_blank_is_null() -> None:
    assert measured("other_outcomes", "cn_2021", applications(other_no_correction=1, other_misc=None))[0] is None


FEES = {"t2_art20_8": {"admin_fee": {"fee_amount_wan_yuan": 52000}}}
HEADER = finding("table.header_unit", table="t2_art20_8", stated="元")


def test_number_in_another_unit_is_left_out_and_named() -> None:
    assert measured("fee_amount_wan_yuan", "cn_2021", FEES) == (52000, None)
    assert measured("fee_amount_wan_yuan", "cn_2021", FEES, findings=[HEADER]) == (None, "fee_amount_wan_yuan=元")


def test_zero_is_zero_in_any_unit() -> None:
    tables = {"t2_art20_9": {"central_procurement": {"procurement_items": 0, "procurement_amount": 0}}}
    assert measured("procurement_amount_yuan", "cn_2019", tables) == (0, None)


def test_codebook_says_what_each_indicator_is_made_of() -> None:
    found = [row for row in codebook_rows() if row[0] == "other_outcomes"]
    assert [(row[1], row[5]) for row in found] == [
        (
            "cn_2021",
            "t3_requests.other_no_correction.total + t3_requests.other_fee_unpaid.total + t3_requests.other_misc.total",
        ),
        ("cn_2019", "t3_requests.other_processing.total"),
    ]


def test_every_indicator_says_what_can_be_compared() -> None:
    assert all(indicator.note and indicator.note_zh and indicator.cells for indicator in load_indicators())
    assert len({indicator.code for indicator in load_indicators()}) == len(load_indicators())


# --- years ---


def test_carried_in_must_be_what_last_year_carried_out() -> None:
    before = report("a", NAME, 2020, tables=applications(carried_out=2))
    assert findings([before, report("b", NAME, 2021, tables=applications(carried_in=2))]) == []
    (found,) = findings([before, report("b", NAME, 2021, tables=applications(carried_in=3))])
    assert (found["code"], found["severity"], found["place"]) == ("panel.carry", "warning", f"{T3}.carried_in.total")
    assert (found["stated"], found["computed"], found["id"], found["other_id"]) == (3, 2, "b", "a")


@pytest.mark.parametrize(
    ("year", "carried_in"),
    [(2022, 3), (2021, None)],
    ids=["a year between is missing", "blank"],
)
def test_what_is_not_stated_proves_nothing(year: int, carried_in: int | None) -> None:
    before = report("a", NAME, 2020, tables=applications(carried_out=2))
    assert findings([before, report("b", NAME, year, tables=applications(carried_in=carried_in))]) == []


def test_between_two_names_of_a_series_a_breach_is_a_note() -> None:
    before = report("a", "青禾县农业局", 2018, tables=applications(carried_out=2))
    (found,) = findings([before, report("b", "青禾县农业农村局", 2019, tables=applications(carried_in=3))])
    assert found["severity"] == "info"


def test_report_placed_by_its_portal_has_the_same_name() -> None:
    before = report("a", NAME, 2020, tables=applications(carried_out=2))
    after = report("b", NAME, 2021, division=None, tables=applications(carried_in=3))
    (found,) = findings([before, after])
    assert found["severity"] == "warning"


def documents(**cells: int) -> dict[str, Any]:
    return {"t2_art20_1": {"normative_documents": cells}}


def test_documents_in_force_are_those_of_last_year_plus_issued_minus_repealed() -> None:
    before = report("a", NAME, 2021, form="cn_2021", tables=documents(in_force=10))
    for in_force, codes in ((11, []), (12, ["panel.in_force"])):
        after = documents(issued=3, repealed=2, in_force=in_force)
        found = findings([before, report("b", NAME, 2022, form="cn_2021", tables=after)])
        assert [row["code"] for row in found] == codes


def test_public_total_may_not_grow_by_more_than_was_disclosed() -> None:
    before = report("a", NAME, 2019, tables=documents(public_total=10))
    for total, codes in ((12, []), (9, []), (13, ["panel.public_total"])):
        found = findings([before, report("b", NAME, 2020, tables=documents(newly_disclosed=2, public_total=total))])
        assert [row["code"] for row in found] == codes


def test_items_of_last_year_are_those_that_it_arrived_at() -> None:
    tables = [
        {"t2_art20_5": {"admin_license": {"prior_year_items": prior, "change_this_year": change}}}
        for prior, change in ((40, -3), (38, 0))
    ]
    (found,) = findings([report("a", NAME, 2019, tables=tables[0]), report("b", NAME, 2020, tables=tables[1])])
    assert (found["code"], found["severity"], found["stated"], found["computed"]) == ("panel.items", "info", 38, 37)


# --- a county and its units ---


def county_of(received: int, text: str) -> list[dict[str, Any]]:
    section = {"number": "一", "heading": "总体情况", "text": text}
    whole = report(
        "c",
        "青禾县人民政府",
        2020,
        agency_level="county",
        sections=[section],
        tables=applications(new_received=received),
    )
    units = [
        report(name, name, 2020, tables=applications(new_received=2)) for name in ("云台镇人民政府", "凤台镇人民政府")
    ]
    return [whole, *units]


COMPLETE = "本报告数据汇总了2个乡镇的数据。"


def test_county_that_counts_less_than_its_units_is_a_note() -> None:
    (found,) = findings(county_of(3, COMPLETE))
    assert (found["code"], found["severity"], found["place"]) == ("panel.rollup", "info", "requests_received")
    assert (found["stated"], found["computed"], found["id"]) == (3, 4, "c")


@pytest.mark.parametrize(
    ("received", "text"),
    [(9, COMPLETE), (3, "本报告数据汇总了3个乡镇的数据。"), (3, "本机关收到申请3件。"), (3, "全县有2个乡镇。")],
    ids=["its own office counts too", "a unit has no report", "no scope", "no statement of scope"],
)
def test_without_a_stated_and_complete_scope_nothing_is_said(received: int, text: str) -> None:
    assert findings(county_of(received, text)) == []


def test_scopes_that_differ_are_none() -> None:
    whole, *_ = county_of(3, f"{COMPLETE}本报告数据汇总了5个部门的数据。")
    assert stated_scope(whole) == {}
