from pathlib import Path
from typing import Any

from tests.crawler.export.sample import report
from tests.crawler.site.sample import build, only, page, shown

AGENCY = "青禾县云台镇人民政府"


def received(number: float | None) -> dict[str, Any]:
    return {"t3_requests": {"new_received": {"total": number}}}


def opened(tmp_path: Path, *items: dict[str, Any]) -> Any:
    build(tmp_path / "site", items)
    return page(only(tmp_path / "site", "agency/*/*.html"))


def cells(tree: Any, name: str) -> list[str]:
    (row,) = (row for row in tree.xpath("//section[@aria-labelledby='series']//tbody/tr") if shown(row[0]) == name)
    return [shown(cell) for cell in row[2:]]


def test_gap_is_no_zero(tmp_path: Path) -> None:
    tree = opened(
        tmp_path,
        report("a", AGENCY, 2019, tables=received(0)),
        report("b", AGENCY, 2021, tables=received(None)),
        report("c", AGENCY, 2022, tables=received(7)),
    )
    assert cells(tree, "新收申请") == ["0", "·", "·", "7"]
    (chart,) = tree.xpath("//svg")
    assert len(chart.xpath(".//rect")) == 2  # zero has a number and no height
    assert chart.get("aria-label").endswith("2019 0; 2020 无报告; 2021 未载; 2022 7")


def test_change_of_form_is_marked(tmp_path: Path) -> None:
    tree = opened(
        tmp_path,
        report("a", AGENCY, 2020, tables=received(3)),
        report("b", AGENCY, 2021, tables=received(4)) | {"form": "cn_2021"},
    )
    (chart,) = tree.xpath("//svg")
    assert len(chart.xpath(".//line[@stroke-dasharray]")) == 1
    assert {"2019 年格式", "2021 年格式"} <= set(chart.xpath(".//tspan[@class='zh']/text()"))


def test_what_is_zero_in_every_year_is_named_and_not_drawn(tmp_path: Path) -> None:
    tree = opened(
        tmp_path, report("a", AGENCY, 2020, tables=received(0)), report("b", AGENCY, 2021, tables=received(0))
    )
    assert not tree.xpath("//svg")
    assert cells(tree, "新收申请") == ["0", "0"]


def test_number_in_another_unit_is_a_gap_that_says_so(tmp_path: Path) -> None:
    fees = {"t2_art20_9": {"central_procurement": {"procurement_amount": 5}}}
    from extractors.report import Mark

    mark = Mark(
        table="t2_art20_9",
        row="central_procurement",
        column="procurement_amount",
        raw="5元",
        status=["unit"],
        unit="元",
    )
    tree = opened(tmp_path, report("a", AGENCY, 2020, tables=fees | received(1), marks=[mark]))
    assert cells(tree, "政府集中采购总金额（元）") == ["5"]


def test_other_editions_are_listed_and_not_counted(tmp_path: Path) -> None:
    tree = opened(
        tmp_path,
        report("a", AGENCY, 2020, tables=received(3), published="2021-01-05"),
        report("b", AGENCY, 2020, tables=received(4), published="2021-03-05"),
    )
    assert cells(tree, "新收申请") == ["4"]
    assert "另一版本" in shown(tree.xpath("//section[@aria-labelledby='reports']")[0])
    assert "两份报告数字不同" in shown(tree.xpath("//section[@aria-labelledby='between']")[0])


def test_chart_names_its_source(tmp_path: Path) -> None:
    tree = opened(tmp_path, report("a", AGENCY, 2020, tables=received(3)))
    assert f"来源：{AGENCY}" in shown(tree.xpath("//figcaption")[0])
