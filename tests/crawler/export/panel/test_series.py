from __future__ import annotations

from typing import Any

import pytest

from tests.crawler.export.panel.sample import panel, series
from tests.crawler.export.sample import item, report

COUNTY = {"code": "990121", "name": "岚江省霁州市青禾县", "table": "2023"}


def township(id_: str, name: str, year: int, code: str, **fields: Any) -> dict[str, Any]:
    return report(
        id_, name, year, division={"code": code, "name": f"{COUNTY['name']}{name[:3]}", "table": "2023"}, **fields
    )


@pytest.mark.parametrize(
    "name",
    [
        "青禾县云台镇人民政府",
        "云台镇",
        "岚江省霁州市青禾县云台镇人民政府",
        "霁州市青禾县云台镇政府",
        "云台镇人民政府党政办公室",
    ],
)
def test_names_that_differ_in_county_and_organ_are_one_agency(name: str) -> None:
    found = panel([report("a", "云台镇人民政府", 2020), report("b", name, 2021, agency_level="township")])
    assert [row["series"] for row in found] == ["990121/云台镇"] * 2
    assert {row["agency_rule"] for row in found} == {"name"}


def test_autonomous_prefecture_is_left_out_in_its_short_form_too() -> None:
    division = {**COUNTY, "name": "岚江省霁水彝族自治州青禾县"}
    names = ["霁水彝族自治州青禾县民政局", "霁水州青禾县民政局", "青禾县民政局"]
    items = [report(name, name, 2020 + place, division=division) for place, name in enumerate(names)]
    assert series(items) == {"990121/民政局": [2020, 2021, 2022]}


def test_newest_name_names_the_series() -> None:
    found = panel([report("b", "云台镇人民政府", 2021), report("a", "青禾县云台镇人民政府", 2020)])
    assert {row["series_agency"] for row in found} == {"云台镇人民政府"}
    assert [row["agency"] for row in found] == ["青禾县云台镇人民政府", "云台镇人民政府"]


@pytest.mark.parametrize("name", ["青禾县人民政府", "青禾县", "青禾县政府", "霁州市青禾县人民政府", "青禾市人民政府"])
def test_government_of_the_county_is_one_agency_also_when_the_county_became_a_city(name: str) -> None:
    items = [report("a", name, 2019, agency_level="county"), report("b", "青禾县人民政府", 2020, agency_level="county")]
    assert series(items) == {"990121/人民政府": [2019, 2020]}


def test_office_of_the_government_stays_apart_from_it() -> None:
    items = [report("a", "青禾县人民政府", 2019), report("b", "青禾县人民政府办公室", 2020)]
    assert len(series(items)) == 2


def test_one_code_is_one_township() -> None:
    found = panel(
        [township("a", "云台镇人民政府", 2019, "990121104"), township("b", "凤台镇人民政府", 2020, "990121104")]
    )
    assert [row["series"] for row in found] == ["990121/凤台镇"] * 2
    assert [row["agency_rule"] for row in found] == ["division", "name"]


def test_names_that_report_on_one_year_are_two_agencies() -> None:
    items = [
        township("a", "云台乡人民政府", 2019, "990121204"),
        township("b", "云台镇人民政府", 2019, "990121104"),
        township("c", "云台镇人民政府", 2020, "990121104"),
    ]
    assert len(series(items)) == 2


def test_town_does_not_become_a_township() -> None:
    items = [township("a", "云台镇人民政府", 2019, "990121104"), township("b", "云台乡人民政府", 2020, "990121204")]
    assert len(series(items)) == 2


def test_department_under_its_new_name_goes_on() -> None:
    found = panel([report("a", "青禾县环境保护局", 2018), report("b", "青禾县生态环境局", 2019)])
    assert [(row["series"], row["agency_rule"]) for row in found] == [
        ("990121/生态环境局", "reform"),
        ("990121/生态环境局", "name"),
    ]


def test_merged_departments_stay_apart_and_are_named() -> None:
    items = [
        report("a", "青禾县工商行政管理局", 2018),
        report("b", "青禾县食品药品监督管理局", 2018),
        report("c", "青禾县市场监督管理局", 2019),
    ]
    found = {row["series"]: row["predecessors"] for row in panel(items)}
    assert found == {
        "990121/工商行政管理局": None,
        "990121/食品药品监督管理局": None,
        "990121/市场监督管理局": "工商行政管理局; 食品药品监督管理局",
    }


def test_two_predecessors_of_one_name_are_joined_with_none() -> None:
    items = [
        report("a", "青禾县农业局", 2016),
        report("b", "青禾县农牧局", 2017),
        report("c", "青禾县农业农村局", 2019),
    ]
    assert len(series(items)) == 3


def test_agencies_of_two_counties_are_never_one() -> None:
    other = {"code": "990122", "name": "岚江省霁州市松汀县", "table": "2023"}
    items = [report("a", "太平镇人民政府", 2020), report("b", "太平镇人民政府", 2021, division=other)]
    assert len(series(items)) == 2


def test_without_a_division_names_are_compared_within_the_portal() -> None:
    items = [item("a", agency="云台镇人民政府", year=2020), item("b", agency="云台镇人民政府", year=2021)]
    assert series([*items, item("c", agency="云台镇人民政府", year=2022, portal="other")]) == {
        "qinghe/云台镇": [2020, 2021],
        "other/云台镇": [2022],
    }


def test_report_without_a_division_is_of_the_one_county_of_its_portal_and_says_so() -> None:
    items = [report("a", "青禾县云台镇人民政府", 2020), item("b", agency="青禾县云台镇人民政府", year=2021)]
    assert [(row["series"], row["agency_rule"]) for row in panel(items)] == [
        ("990121/云台镇", "name"),
        ("990121/云台镇", "portal"),
    ]
    other = report(
        "c", "凤台镇人民政府", 2020, division={"code": "990122", "name": "岚江省霁州市松汀县", "table": "2023"}
    )
    assert "?青禾县/青禾县云台镇" in series([*items, other])


def test_series_do_not_depend_on_the_order_of_items() -> None:
    items = [
        report("a", "云台乡人民政府", 2019),
        report("b", "云台镇人民政府", 2020),
        report("c", "青禾县农业局", 2018),
        report("d", "青禾县农业农村局", 2019),
    ]
    assert panel(items) == panel(items[::-1])
