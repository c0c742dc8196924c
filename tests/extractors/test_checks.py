"""Identities and prose against the tables: findings, never changed values."""

import copy

from extractors.checks import run_checks
from extractors.report import Evidence, Report, StatedCount
from tests.extractors.shapes import Sample


def report(form: str = "cn_2021", seed: int = 3, source: str = "grid") -> Report:
    sample = Sample(form, seed)
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
    found = {(f.code, f.row, f.column, f.severity) for f in made.findings if f.code.startswith("check.")}
    assert found == {
        ("check.t3_flow", None, "total", "error"),
        ("check.t3_row_total", "new_received", None, "error"),
    }
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


def test_money_is_added_exactly():
    made = Report(form="cn_2014", tables={"statistics": {}})
    run_checks(made)
    assert made.findings == []


def test_prose_against_table():
    made = report()
    stated = made.tables["t3_requests"]["new_received"]["total"]
    made.stated_counts = [StatedCount(key="new_received", value=stated + 5, unit="件", quote="收到申请")]
    run_checks(made)
    (finding,) = made.findings
    assert (finding.code, finding.stated, finding.computed) == ("narrative.new_received", stated + 5, stated)


def test_prose_that_agrees_or_has_no_table_is_silent():
    made = Report(stated_counts=[StatedCount(key="new_received", value=5, unit="件", quote="")])
    run_checks(made)
    assert made.findings == []
