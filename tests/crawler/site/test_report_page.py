from pathlib import Path
from typing import Any

from crawler.site.addresses import report_page
from crawler.site.tables import tables_of
from tests.crawler.export.sample import report, simulated
from tests.crawler.site.sample import build, page, shown


def opened(tmp_path: Path, **fields: Any) -> Any:
    build(tmp_path / "site", [report("a" * 16, "青禾县云台镇人民政府", 2020, **fields)])
    return page(tmp_path / "site" / report_page("990121", "a" * 16))


def test_tables_hold_every_number_of_the_report() -> None:
    for item in simulated():
        stated = [value for rows in item["tables"].values() for cells in rows.values() for value in cells.values()]
        found = [
            cell.value for table in tables_of(item) for line in table.lines for cell in line.cells if cell is not None
        ]
        assert found == stated


def test_headings_span_as_many_columns_as_there_are() -> None:
    for item in simulated():
        for table in tables_of(item):
            assert {len(line.cells) for line in table.lines} == {table.width}
            under = [sum(h.columns for h in level) for level in table.levels]
            above = [
                sum(h.columns for level in table.levels[:at] for h in level if h.levels > 1) for at in range(len(under))
            ]
            assert [one + other for one, other in zip(under, above, strict=True)] == [table.width] * len(under)


def test_print_stands_beside_what_is_not_the_plain_number(tmp_path: Path) -> None:
    from extractors.report import Mark

    tables = {"t2_art20_9": {"central_procurement": {"procurement_items": None, "procurement_amount": 4018.6}}}
    place = {"table": "t2_art20_9", "row": "central_procurement"}
    marks = [
        Mark(**place, column="procurement_items", raw="—", status=["dash"]),
        Mark(**place, column="procurement_amount", raw="4018.6万元", status=["unit"], unit="万元"),
    ]
    (row,) = opened(tmp_path, tables=tables, marks=marks).xpath("//table[contains(@class, 'printed')]/tbody/tr")
    assert [shown(cell) for cell in row.xpath("td")] == ["横线 原文“—”", "4018.6 万元原文“4018.6万元”"]


def test_null_is_never_shown_as_a_number(tmp_path: Path) -> None:
    from extractors.report import Mark

    marks = [Mark(table="t3_requests", row="granted", column="total", raw="", status=["blank"])]
    tree = opened(tmp_path, tables={"t3_requests": {"granted": {"total": None}}}, marks=marks)
    (cell,) = tree.xpath("//table[contains(@class, 'printed')]//td[@class='number']")
    assert shown(cell) == "空白"


def test_finding_stands_at_its_cell(tmp_path: Path) -> None:
    from extractors.report import Finding

    place = {"table": "t3_requests", "row": "granted", "column": "total"}
    finding = Finding(
        code="check.t3_flow", severity="error", message="10 = 11 does not hold", stated=10, computed=11, **place
    )
    tree = opened(tmp_path, tables={"t3_requests": {"granted": {"total": 10}}}, findings=[finding])
    assert tree.xpath("//td[@class='number']/a/@href") == ["#f1"]
    assert "左边为 10，右边为 11" in shown(tree.get_element_by_id("f1"))


def test_field_stands_beside_its_source(tmp_path: Path) -> None:
    from extractors.report import Evidence

    tree = opened(tmp_path, evidence={"year": Evidence(source="title", quote="2020年度")})
    (row,) = (row for row in tree.xpath("//table[@class='facts']/tbody/tr") if shown(row[0]) == "报告年度")
    assert [shown(cell) for cell in row] == ["报告年度", "2020", "标题", "2020年度"]


def test_original_page_is_linked(tmp_path: Path) -> None:
    tree = opened(tmp_path, url="https://www.qinghe.example/a.html")
    assert tree.xpath("//p[@class='links']/a/@href") == ["https://www.qinghe.example/a.html"]


def test_unplaced_rows_keep_their_print_order(tmp_path: Path) -> None:
    from extractors.report import Unplaced

    tree = opened(tmp_path, unplaced=[Unplaced(table="t3_requests", row="granted", raw=["0", "3", "0"])])
    (row,) = tree.xpath("//section[@aria-labelledby='unplaced']//li")
    assert shown(row) == "（一）予以公开: 0 | 3 | 0"
