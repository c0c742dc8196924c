"""What reports lack, by form."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from crawler.watching.reports import counts_of, coverage, unknown_labels
from extractors.report import Contact, Finding, Report
from extractors.tables.forms import load_forms

FORM = load_forms()["cn_2021"]


def report(**changes: object) -> dict[str, Any]:
    return asdict(Report(url="http://a.example/1.html", sha256="0" * 64, media_type="text/html", **changes))  # type: ignore[arg-type]


def test_each_field_and_table_that_a_report_lacks_is_counted() -> None:
    first = FORM.tables[0].id
    counts = counts_of(
        report(form="cn_2021", agency="松汀镇人民政府", tables={first: {"x": {"y": 1}}}, contact=Contact())
    )
    assert counts["form/cn_2021"] == 1
    assert counts["lacking/cn_2021/contact"] == counts["lacking/cn_2021/year"] == 1
    assert "lacking/cn_2021/agency" not in counts
    assert {key.rsplit("/")[2] for key in counts if "/cn_2021/" in key} >= {table.id for table in FORM.tables[1:]}
    assert f"lacking/cn_2021/{first}" not in counts


def test_report_without_a_form_is_counted_as_such() -> None:
    assert counts_of(report())["form/no_form"] == 1


def test_label_that_the_form_has_not_is_counted() -> None:
    finding = Finding(code="table.unknown_row", severity="warning", message="the form has no row 'x'", table="t3")
    one = report(form="cn_2021", year=2021, contact=Contact(phones=["0878-6082790"]), findings=[finding])
    assert unknown_labels(counts_of(one)) == {"t3: the form has no row 'x'": 1}


def test_share_is_of_those_of_the_same_form() -> None:
    counts = {"form/cn_2021": 4, "lacking/cn_2021/contact": 1, "form/cn_2014": 2, "lacking/cn_2014/signed": 2}
    assert coverage(counts) == {"cn_2021": {"reports": 4, "contact": 0.75}, "cn_2014": {"reports": 2, "signed": 0.0}}
