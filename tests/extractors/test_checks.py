"""A form's identities: findings, never changed values."""

import copy
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.checks import run_checks
from extractors.report import Evidence, Finding, Report
from extractors.tables.forms import load_forms
from tests.extractors.shapes import Sample


def breaches(made: Report) -> list[Finding]:
    return [finding for finding in made.findings if finding.code.startswith("check.")]


def report(form: str = "cn_2021", seed: int = 3, source: str = "grid", blanks: float = 0.0) -> Report:
    sample = Sample(form, seed, blanks=blanks)
    made = Report(form=form)
    for (table, row, column), value in sample.truth.items():
        made.tables.setdefault(table, {}).setdefault(row, {})[column] = value
        made.evidence[f"tables.{table}"] = Evidence(source=source, quote="")
    return made


def test_consistent_figures_give_no_finding():
    for form in ("cn_2019", "cn_2021"):
        for seed in range(20):
            made = report(form, seed)
            run_checks(made)
            assert [f.code for f in made.findings if f.code.startswith("check.")] == []
            assert made.checks.failed == 0
            assert made.checks.held > 30


def test_planted_error_is_found_where_it_is_and_changes_nothing():
    made = report()
    made.tables["t3_requests"]["new_received"]["total"] += 1
    before = copy.deepcopy(made.tables)
    run_checks(made)
    found = {(f.code, f.table, f.row, f.column, f.severity) for f in breaches(made)}
    assert found == {
        ("check.t3_flow", "t3_requests", None, "total", "error"),
        ("check.t3_row_total", "t3_requests", "new_received", None, "error"),
    }
    assert made.checks.failed == 2
    flow = next(f for f in made.findings if f.code == "check.t3_flow")
    assert flow.stated == flow.computed + 1
    assert made.tables == before


def test_breach_in_flattened_text_is_only_a_doubt():
    made = report(source="stream")
    made.tables["t4_review_litigation"]["cases"]["review_total"] += 1
    run_checks(made)
    assert [(f.code, f.severity) for f in made.findings] == [("check.t4_review_total", "warning")]


def test_blank_cell_makes_an_identity_not_evaluable():
    made = report()
    whole = copy.deepcopy(made)
    run_checks(whole)
    made.tables["t3_requests"]["granted"]["total"] = None
    run_checks(made)
    assert made.checks.failed == 0
    assert made.checks.not_evaluable == whole.checks.not_evaluable + 2  # its row, and its column's results
    assert made.checks.held == whole.checks.held - 2


def test_a_finding_names_the_figures_of_both_sides():
    made = report()
    row = made.tables["t4_review_litigation"]["cases"]
    row |= {"review_upheld": 2, "review_corrected": 1, "review_other": 0, "review_pending": 0, "review_total": 4}
    run_checks(made)
    (finding,) = breaches(made)
    assert (finding.row, finding.stated, finding.computed) == ("cases", 4, 3)
    assert finding.message == (
        "review_total 4 = review_upheld 2 + review_corrected 1 + review_other 0 + review_pending 0 (3) does not hold"
    )


def message(form: str, table: str, cells: dict[str, dict[str, float | None]], source: str = "grid") -> str:
    """What the one finding says of a table that prints these cells."""
    made = Report(form=form, tables={table: cells})
    made.evidence[f"tables.{table}"] = Evidence(source=source, quote="")
    run_checks(made)
    (finding,) = breaches(made)
    return finding.message


def test_a_message_gives_large_figures_and_fractions_as_they_are():
    cells = {"dx_requests": {"period": 12345678}, "dx_req_letter": {"period": 1234567.25}}
    cells |= {f"dx_req_{way}": {"period": 0} for way in ("in_person", "fax", "email", "online", "other")}
    assert message("gs_dingxi", "statistics", cells) == (
        "dx_requests 12345678 = dx_req_letter 1234567.25 (1234567.25) does not hold"
    )


def test_a_message_leaves_the_zeros_of_long_sums_out_and_counts_what_is_not_stated():
    cells = {"dx_requests": {"period": 1}, "dx_req_fax": {"period": 2}, "dx_req_email": {"period": 0}}
    assert message("gs_dingxi", "statistics", cells) == "dx_requests 1 = dx_req_fax 2 + 4 not stated (2) does not hold"
    cells = {"dx_requests": {"period": 1}}
    cells |= {f"dx_req_{way}": {"period": 0} for way in ("in_person", "fax", "email", "online", "letter", "other")}
    assert message("gs_dingxi", "statistics", cells) == "dx_requests 1 = … (0) does not hold"


def test_a_message_of_five_terms_shows_the_others_only_and_one_of_four_all():
    cells = {"jl_disclosed_by_content": {"cumulative": 5}, "jl_c_normative": {"cumulative": 4}}
    cells |= {f"jl_c_{what}": {"cumulative": 0} for what in ("plans", "public_funds", "staffing", "other")}
    assert message("jl_jilin_city_2012", "statistics", cells).endswith("= jl_c_normative 4 (4) does not hold")


def test_a_message_says_where_our_own_reading_may_be_at_fault():
    cells = {"cases": {"review_total": 4, "review_upheld": 5, "review_corrected": None}}
    said = message("cn_2021", "t4_review_litigation", cells, source="stream")
    assert said == (
        "review_total 4 = review_upheld 5 + 3 not stated (5) does not hold; "
        "cells were placed without a grid, so the reading may be at fault"
    )


def test_what_a_form_only_suggests_is_info_and_no_doubt_about_our_reading():
    cells = {"replies": {"value": 3}, "requests_closed": {"value": 2}}
    made = Report(form="cn_2014", tables={"statistics": cells})
    run_checks(made)
    (finding,) = (finding for finding in made.findings if finding.code.startswith("expected."))
    assert (finding.severity, finding.message) == ("info", "replies 3 = requests_closed 2 does not hold")


@pytest.mark.parametrize(("change", "held", "failed"), [(-3, 1, 0), (-4, 0, 1), (None, 0, 0)])
def test_a_sum_that_must_not_be_negative(change: int | None, held: int, failed: int):
    cells = {"admin_license": {"prior_year_items": 3, "change_this_year": change}}
    made = Report(form="cn_2019", tables={"t2_art20_5": cells})
    run_checks(made)
    assert (made.checks.held, made.checks.failed) == (held, failed)
    assert [finding.message for finding in made.findings] == [
        "prior_year_items 3 + change_this_year -4 (-1) >= 0 does not hold"
    ] * failed


def test_stated_parts_on_the_left_that_are_more_than_the_right_contradict_it_too():
    rows = {"new_received": {"total": 5}, "result_total": {"total": 3}, "carried_out": {"total": 1}}
    assert message("cn_2021", "t3_requests", rows) == (
        "new_received 5 + 1 not stated (5) = result_total 3 + carried_out 1 (4) does not hold"
    )


def test_a_part_that_may_be_negative_leaves_a_sum_with_blanks_open():
    row = {"total": 2, "natural_person": 3, "legal_business": -1, "legal_other": None}
    made = Report(form="cn_2021", tables={"t3_requests": {"granted": row}})
    run_checks(made)
    assert made.checks.failed == 0


@pytest.mark.parametrize(("total", "failed"), [(2, 1), (3, 0), (7, 0)])
def test_stated_parts_that_are_more_than_the_total_contradict_it_though_others_are_blank(total: int, failed: int):
    made = Report(form="cn_2021", tables={"t3_requests": {"granted": {"total": total, "natural_person": 3}}})
    run_checks(made)
    assert (made.checks.failed, len(breaches(made))) == (failed, failed)


def test_a_row_that_is_not_printed_makes_its_identities_not_evaluable():
    made = report()
    del made.tables["t3_requests"]["carried_in"]
    run_checks(made)
    assert made.checks.failed == 0
    assert made.checks.not_evaluable == 7


def test_money_in_fractions_is_added_exactly():
    cells = {"press_conferences_by_head": {"value": 0.3}, "press_conferences": {"value": 0.3}}
    made = Report(form="cn_2014", tables={"statistics": cells})
    run_checks(made)
    assert (made.checks.held, made.checks.failed) == (1, 0)


PROMISED = ("official", "structure")


def statistics(form: str, seed: int, blanks: float = 0.0) -> Report:
    """One of the forms with a single table, each total the sum of its parts."""
    rng, (table,) = Random(seed), load_forms()[form].tables
    cells = {row.key: {c.key: rng.randint(0, 40) for c in table.data_columns} for row in table.rows if row.data}
    sums = [identity for identity in load_forms()[form].identities if identity.strength in PROMISED]
    for identity in 4 * sums:  # a total may be a part of another
        for column in table.data_columns:
            cells[identity.left[0]][column.key] = sum(cells[part][column.key] for part in identity.right)
    for row in cells.values():
        row |= {key: None for key in row if rng.random() < blanks}
    return Report(form=form, tables={table.id: cells})


def filled(form: str, seed: int, blanks: float = 0.0) -> Report:
    return report(form, seed, blanks=blanks) if form in ("cn_2019", "cn_2021") else statistics(form, seed, blanks)


FORMS = st.sampled_from(["cn_2019", "cn_2021", "cn_2014", "jl_jilin_city_2012", "gs_dingxi"])


@given(form=FORMS, seed=st.integers(0, 500), blanks=st.sampled_from([0.0, 0.2, 0.7]))
def test_consistent_figures_give_no_breach_whatever_is_blank(form: str, seed: int, blanks: float):
    made = filled(form, seed, blanks)
    run_checks(made)
    assert breaches(made) == []


@given(form=FORMS, seed=st.integers(0, 500), data=st.data())
def test_a_planted_error_is_found_and_named(form: str, seed: int, data: st.DataObject):
    made = filled(form, seed)
    promised = [i for i in load_forms()[form].identities if i.strength in PROMISED]
    identity = data.draw(st.sampled_from(promised))
    table = load_forms()[form].table(identity.table)
    columns, rows = [c.key for c in table.data_columns], [r.key for r in table.rows if r.key in made.tables[table.id]]
    key = data.draw(st.sampled_from(columns if identity.over == "columns" else rows))
    part = data.draw(st.sampled_from([*identity.left, *identity.right]))
    row, column = (part, key) if identity.over == "columns" else (key, part)
    made.tables[table.id][row][column] += data.draw(st.integers(1, 50))
    run_checks(made)
    places = [(f.code, f.table, f.column if identity.over == "columns" else f.row) for f in breaches(made)]
    assert (f"check.{identity.id}", table.id, key) in places


def test_evidence_of_a_table_says_that_its_figures_agree():
    made = report("cn_2021")
    run_checks(made)
    assert made.evidence["tables.t3_requests"].quote.endswith("identities hold")


def test_evidence_of_a_table_with_one_identity_says_so_in_the_singular():
    made = report("cn_2019")
    made.tables = {"t2_art20_8": {"admin_fee": {"prior_year_items": 2, "change_this_year": -2}}}
    made.evidence["tables.t2_art20_8"] = Evidence(source="grid", quote="1 row")
    run_checks(made)
    assert made.evidence["tables.t2_art20_8"].quote == "1 row; 1 identity holds"


def test_each_tables_evidence_counts_its_own_identities():
    made = report("cn_2021")
    made.tables["t2_art20_1"] = {"rules": {"issued": 1}}  # not enough of it to evaluate anything
    run_checks(made)
    said = {name: evidence.quote for name, evidence in made.evidence.items()}
    assert said.pop("tables.t2_art20_1") == ""
    counts = [int(quote.removeprefix("; ").split()[0]) for quote in said.values() if quote]
    assert len(counts) > 1
    assert sum(counts) == made.checks.held


def test_figures_that_do_not_agree_take_nothing_from_the_evidence_of_later_tables():
    made = report("cn_2021")
    made.tables["t3_requests"]["result_total"]["total"] += 1
    run_checks(made)
    assert made.evidence["tables.t4_review_litigation"].quote.endswith("identities hold")


def test_evidence_of_a_table_whose_figures_do_not_agree_says_nothing_of_it():
    made = report("cn_2021")
    made.tables["t3_requests"]["result_total"]["total"] += 1
    run_checks(made)
    assert "hold" not in made.evidence["tables.t3_requests"].quote
