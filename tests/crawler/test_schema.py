from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest
from itemadapter import ItemAdapter
from jsonschema import Draft202012Validator

from crawler.items import AnnualReport
from crawler.schema import item_schema
from extractors.report import Contact, Division, Evidence, Finding, Mark, Period, Section, StatedCount, Unplaced

BASE: dict[str, Any] = {"id": "0" * 16, "report_key": None, "portal": None, "fetched_at": None}


def errors(item: AnnualReport, **replaced: Any) -> list[str]:
    data = {**ItemAdapter(item).asdict(), **replaced}
    return [error.message for error in Draft202012Validator(item_schema()).iter_errors(data)]


def full() -> AnnualReport:
    return AnnualReport(
        **BASE,
        agency_level="township",
        division=Division(code="990121101", name="岚江省松汀县松汀镇", table="2023"),
        period=Period(start="2020-01-01", end="2020-12-31"),
        contact=Contact(phones=["0789-5550000"]),
        sections=[Section(number="一", heading="总体情况", text="")],
        tables={"t3_requests": {"new_received": {"total": 0, "natural_person": None, "legal": 1.5}}},
        marks=[Mark(table="t3_requests", row="new_received", column="natural_person", raw="", status=["blank"])],
        unplaced=[Unplaced(table="t3_requests", row="granted", raw=["0"])],
        stated_counts=[StatedCount(key="active_total", value=98, unit="条", quote="98条")],
        findings=[Finding(code="check.x", severity="error", message="", stated=10, computed=11.5)],
        evidence={"year": Evidence(source="title", quote="2020年")},
    )


def test_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(item_schema())


@pytest.mark.parametrize("item", [AnnualReport(**BASE), full()], ids=["empty", "full"])
def test_items_validate(item: AnnualReport) -> None:
    assert errors(item) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"year": "2020"},
        {"agency_level": "village"},
        {"tables": {"t": {"r": {"c": "12"}}}},
        {"division": {"code": "990121"}},
        {"findings": [{"code": "x"}]},
        {"extra": 1},
    ],
)
def test_wrong_items_do_not_validate(wrong: dict[str, Any]) -> None:
    assert errors(full(), **wrong)


def test_every_key_is_required_and_described() -> None:
    schema = item_schema()
    names = {f.name for f in fields(AnnualReport)}
    assert set(schema["required"]) == names == set(schema["properties"])
    assert all(prop.get("description") for prop in schema["properties"].values())


def test_identity_comes_first_in_every_feed() -> None:
    assert [f.name for f in fields(AnnualReport)][:5] == ["id", "report_key", "portal", "fetched_at", "url"]
