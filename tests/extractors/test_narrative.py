"""Prose against tables, year and outline."""

import pytest

from extractors.narrative import check_narrative, check_outline, narrative_cells
from extractors.report import Finding, Report, Section, StatedCount
from extractors.tables.forms import load_forms

REQUESTS = {"new_received": {"total": 3}, "granted": {"total": 2}, "carried_in": {"total": None}}


def count(key: str, value: float) -> StatedCount:
    return StatedCount(key=key, value=value, unit="件", quote="收到政府信息公开申请")


def narrative(*counts: StatedCount, **tables: dict) -> list[Finding]:
    return list(check_narrative(Report(form="cn_2021", tables=tables, stated_counts=list(counts))))


def test_a_count_that_contradicts_the_table_is_found_where_it_stands():
    (finding,) = narrative(count("new_received", 5), t3_requests=REQUESTS)
    assert (finding.code, finding.severity) == ("narrative.new_received", "warning")
    assert (finding.table, finding.row, finding.column) == ("t3_requests", "new_received", "total")
    assert (finding.stated, finding.computed) == (5, 3)
    assert "收到政府信息公开申请" in finding.message


@pytest.mark.parametrize(
    "stated", [count("new_received", 3), count("carried_in", 1), count("carried_out", 1), count("active_total", 9)]
)
def test_a_count_that_agrees_or_that_no_cell_states_is_silent(stated: StatedCount):
    assert narrative(stated, t3_requests=REQUESTS) == []


def test_lawsuits_are_the_sum_of_both_kinds():
    cases = {"cases": {"litigation_direct_total": 1, "litigation_after_review_total": 2}}
    assert narrative(count("litigation_total", 3), t4_review_litigation=cases) == []
    (finding,) = narrative(count("litigation_total", 0), t4_review_litigation=cases)
    assert (finding.stated, finding.computed) == (0, 3)


def test_the_table_of_2014_is_compared_too():
    (finding,) = narrative(count("active_total", 90), statistics={"active_total": {"value": 98}})
    assert (finding.row, finding.computed) == ("active_total", 98)


def test_every_cell_that_prose_is_compared_with_is_one_of_a_form():
    known = {
        (table.id, row.key, column.key)
        for form in load_forms().values()
        for table in form.tables
        for row in table.rows
        for column in table.data_columns
    }
    assert {cell for choices in narrative_cells().values() for cells in choices for cell in cells} <= known


def prose(*texts: str) -> list[Section]:
    return [Section(number="一", heading="总体情况", text="\n".join(texts))]


def test_a_count_for_another_year_is_found():
    sections = prose("2019年，我镇收到政府信息公开申请3件。")
    (finding,) = check_narrative(Report(year=2020, sections=sections))
    assert (finding.code, finding.stated, finding.computed) == ("narrative.other_year", 2019, 2020)


@pytest.mark.parametrize(
    "text",
    [
        "2019年收到政府信息公开申请3件，2020年收到政府信息公开申请5件。",
        "2020年收到政府信息公开申请3件。",
        "根据2019年修订的条例，收到政府信息公开申请3件。",
        "收到政府信息公开申请3件，较2019年增加1件。",
        "2021年将继续做好政府信息公开工作。",
    ],
)
def test_another_year_in_a_comparison_or_a_plan_is_none(text: str):
    assert list(check_narrative(Report(year=2020, sections=prose(text)))) == []


def outline(sections: list[Section], **tables: dict) -> list[tuple[str, str, str]]:
    report = Report(form="cn_2021", sections=sections, tables=tables)
    return [(finding.code, finding.severity, str(finding.stated)) for finding in check_outline(report)]


def empty(number: str) -> Section:
    return Section(number=number, heading="", text="")


def test_headings_with_nothing_under_them_are_found():
    assert outline([empty("一"), empty("四")]) == [
        ("page.section_empty", "info", "一"),
        ("page.section_empty", "warning", "四"),
    ]


def test_a_heading_over_its_table_is_not_empty():
    assert outline([empty("三")], t3_requests=REQUESTS) == []


def test_a_report_whose_tables_are_all_missing_says_so_once():
    report = Report(sections=[empty("二"), empty("六")], findings=[Finding(code="page.tables_missing", severity="warning", message="")])  # fmt: skip
    assert [finding.stated for finding in check_outline(report)] == ["六"]
