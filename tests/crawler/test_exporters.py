from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from crawler.export.cells import CELLS
from crawler.exporters.cells import CellsCsvExporter
from crawler.items import AnnualReport
from extractors.report import Division, Finding, Mark, Unplaced

T3 = "t3_requests"


def item(**fields: Any) -> AnnualReport:
    base: dict[str, Any] = {
        "id": "0" * 16,
        "report_key": None,
        "portal": None,
        "fetched_at": None,
        "url": "http://a.example/1",
        "agency": "松汀镇人民政府",
        "division": Division(code="990121101", name="岚江省松汀县松汀镇", table="2023"),
        "year": 2020,
        "form": "cn_2019",
    }
    return AnnualReport(**{**base, **fields})


def exported(*items: AnnualReport) -> bytes:
    file = io.BytesIO()
    exporter = CellsCsvExporter(file, encoding="utf-8", indent=0, fields_to_export=None)
    exporter.start_exporting()
    for each in items:
        exporter.export_item(each)
    exporter.finish_exporting()
    return file.getvalue()


def rows(*items: AnnualReport) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(exported(*items).decode("utf-8-sig"))))


def test_one_row_for_each_cell_with_its_labels() -> None:
    (row,) = rows(item(tables={T3: {"new_received": {"total": 12}}}))
    assert row["value"] == "12"
    assert (row["table"], row["row"], row["column"]) == (T3, "new_received", "total")
    assert row["table_label"] == "收到和处理政府信息公开申请情况"
    assert "新收" in row["row_label"]
    assert row["column_label"].endswith("总计")


def test_blank_is_empty_and_zero_is_zero() -> None:
    cells = {"natural_person": None, "total": 0}
    marks = [Mark(table=T3, row="new_received", column="natural_person", raw="", status=["blank"])]
    blank, zero = rows(item(tables={T3: {"new_received": cells}}, marks=marks))
    assert (blank["value"], blank["status"]) == ("", "blank")
    assert (zero["value"], zero["status"]) == ("0", "")


def test_unit_printed_with_the_value_wins_over_the_form() -> None:
    table = "t2_art20_9"
    mark = Mark(
        table=table,
        row="central_procurement",
        column="procurement_amount",
        raw="12.5万元",
        status=["unit"],
        unit="万元",
    )
    (row,) = rows(item(tables={table: {"central_procurement": {"procurement_amount": 12.5}}}, marks=[mark]))
    assert (row["value"], row["unit"], row["raw"]) == ("12.5", "万元", "12.5万元")


FEES, PROCUREMENT = "t2_art20_8", "t2_art20_9"
FEE = {FEES: {"admin_fee": {"fee_amount_wan_yuan": 52000}}}


def header_unit(stated: str, table: str = FEES) -> Finding:
    return Finding(code="table.header_unit", severity="warning", message="", table=table, stated=stated)


def test_unit_printed_in_the_header_wins_over_the_form() -> None:
    (row,) = rows(item(tables=FEE, form="cn_2021", findings=[header_unit("元")]))
    assert (row["value"], row["unit"]) == ("52000", "元")


def test_unit_of_a_header_is_that_of_its_own_table() -> None:
    (row,) = rows(item(tables=FEE, form="cn_2021", findings=[header_unit("元", PROCUREMENT)]))
    assert row["unit"] == "万元"


def test_headers_that_contradict_leave_no_unit() -> None:
    (row,) = rows(item(tables=FEE, form="cn_2021", findings=[header_unit("元"), header_unit("亿元")]))
    assert row["unit"] == ""


def test_unplaced_row_shows_what_was_printed() -> None:
    unplaced = [Unplaced(table=T3, row="new_received", raw=["0", "0", "1"])]
    mark = Mark(table=T3, row="new_received", column="total", raw="", status=["unplaced"])
    (row,) = rows(item(tables={T3: {"new_received": {"total": None}}}, marks=[mark], unplaced=unplaced))
    assert (row["value"], row["raw"], row["status"]) == ("", "0 | 0 | 1", "unplaced")


def test_unplaced_row_without_cells_has_a_row_too() -> None:
    (row,) = rows(item(unplaced=[Unplaced(table=T3, row="new_received", raw=["0", "1"])]))
    assert (row["row"], row["column"], row["raw"]) == ("new_received", "", "0 | 1")


def test_row_without_a_label_of_its_own_has_that_of_its_table() -> None:
    (row,) = rows(item(tables={"t4_review_litigation": {"cases": {"review_upheld": 0}}}))
    assert row["row_label"] == row["table_label"] == "政府信息公开行政复议、行政诉讼情况"


def test_report_without_tables_is_not_missing() -> None:
    (row,) = rows(item(form=None))
    assert (row["agency"], row["table"], row["value"]) == ("松汀镇人民政府", "", "")


def test_text_that_a_spreadsheet_would_run_is_marked_as_text() -> None:
    mark = Mark(table=T3, row="new_received", column="total", raw="-12件", status=["unit"], unit="件")
    (row,) = rows(item(agency="=1+1", tables={T3: {"new_received": {"total": -12}}}, marks=[mark]))
    assert (row["agency"], row["raw"], row["value"]) == ("'=1+1", "'-12件", "-12")


@pytest.mark.parametrize("text", ["@x", "＝1+1", "＋1+1", "－1件", "＠x", " =1+1", "\u3000=1", "\n=1", "\tx", "--"])
def test_text_that_runs_is_marked_however_it_is_written(text: str) -> None:
    (row,) = rows(item(agency=text))
    assert row["agency"] == f"'{text}"


@pytest.mark.parametrize("text", ["-", "－", "松汀镇", " 松汀镇"])
def test_text_that_runs_nowhere_stands_as_printed(text: str) -> None:
    (row,) = rows(item(agency=text))
    assert row["agency"] == text


def test_spreadsheet_mark_stands_once_and_heading_even_without_items() -> None:
    assert exported() == b"\xef\xbb\xbf" + ",".join(CELLS.codes).encode() + b"\r\n"
    assert exported(item(), item()).count(b"\xef\xbb\xbf") == 1


def test_cell_that_the_form_does_not_know_keeps_its_keys() -> None:
    (row,) = rows(item(tables={"other": {"x": {"y": 1}}}))
    assert (row["table"], row["value"], row["table_label"]) == ("other", "1", "")
