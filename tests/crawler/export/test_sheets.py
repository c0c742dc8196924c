from __future__ import annotations

import pytest

from crawler.export.codes import FINDING_CODES, finding_code_rows
from crawler.export.every import CODEBOOKS, FEED_SHEETS, OF_MANY_REPORTS, SHEETS, choose_sheets
from crawler.export.labels import load_english
from crawler.export.sheets import Sheet
from extractors.tables.forms import load_forms
from tests.crawler.export.sample import T3, cell_count, finding, item, rows, simulated

PROSE = 12
"""Reports on 2018, which have no table."""
BY_ID = pytest.mark.parametrize("sheet", SHEETS.values(), ids=lambda sheet: sheet.name)


@BY_ID
def test_columns_have_codes_of_their_own_and_labels_in_both_languages(sheet: Sheet) -> None:
    assert len(set(sheet.codes)) == len(sheet.codes)
    assert all(column.chinese and column.english for column in sheet.columns)
    assert set(sheet.key) <= set(sheet.codes)


@BY_ID
def test_rows_are_as_wide_as_the_columns_and_hold_what_these_say(sheet: Sheet) -> None:
    kinds = {"string": str, "integer": int, "number": (int, float)}
    for each in simulated():
        for row in sheet.rows(each):
            for column, value in zip(sheet.columns, row, strict=True):
                assert value is None or isinstance(value, kinds[column.kind]), column.code


@BY_ID
def test_key_names_one_row(sheet: Sheet) -> None:
    keys = [tuple(row[code] for code in sheet.key) for row in rows(sheet.name, simulated())]
    assert not sheet.key or len(set(keys)) == len(keys)


def test_every_table_row_and_column_of_every_form_has_an_english_label_and_there_are_no_others() -> None:
    known: dict[str, tuple[set[str], set[str]]] = {}
    for form in load_forms().values():
        for table in form.tables:
            own_rows, own_columns = known.setdefault(table.id, (set(), set()))
            own_rows |= {row.key for row in table.rows}
            own_columns |= set(table.data_keys)
    english = {table: (set(text["rows"]), set(text["columns"])) for table, text in load_english().items()}
    assert english == known


def test_reports_have_a_row_each_and_cells_one_for_each_printed_cell() -> None:
    assert len(rows("reports", simulated())) == len(simulated())
    assert len(rows("cells", simulated())) == cell_count(simulated())
    assert sum(row["cells"] for row in rows("reports", simulated())) == cell_count(simulated()) - PROSE


def test_cell_has_labels_in_both_languages() -> None:
    each = item(form="cn_2019", tables={T3: {"granted": {"legal_other": 3}}})
    (row,) = rows("cells", [each])
    assert (row["row_label"], row["row_en"]) == ("（一）予以公开", "granted")
    assert (row["column_label"], row["column_en"]) == ("法人或其他组织 / 其他", "organisations: other")
    assert row["table_en"] == "Applications for government information"


def test_wide_has_the_same_columns_whatever_the_reports_hold() -> None:
    codes = SHEETS["wide"].codes
    assert "t3_requests.new_received.total" in codes
    assert "statistics.active_total.value" in codes
    assert all(tuple(row) == codes for row in rows("wide", [item(), *simulated()]))


def test_wide_holds_every_cell() -> None:
    for each, row in zip(simulated(), rows("wide", simulated()), strict=True):
        for table, lines in each["tables"].items():
            for line, cells in lines.items():
                for column, value in cells.items():
                    assert row[f"{table}.{line}.{column}"] == value


def test_wide_says_which_numbers_are_in_another_unit() -> None:
    place = {"table": "t2_art20_9", "row": "central_procurement", "column": "procurement_amount"}
    mark = {**place, "raw": "3元", "status": ["unit"], "unit": "元"}
    tables = {"t2_art20_9": {"central_procurement": {"procurement_items": 1, "procurement_amount": 3}}}
    (row,) = rows("wide", [item(form="cn_2019", tables=tables, marks=[mark])])
    assert row["other_units"] == "t2_art20_9.central_procurement.procurement_amount=元"


def test_contacts_have_a_row_only_where_something_is_stated() -> None:
    contact = {
        "office": None, "address": None, "postcode": None, "phones": ["0999-1", "0999-2"], "fax": None, "emails": [],
        "website": None,
    }  # fmt: skip
    (row,) = rows("contacts", [item("a", contact=contact), item("b")])
    assert (row["id"], row["phones"], row["emails"]) == ("a", "0999-1; 0999-2", None)


def test_sides_of_a_finding_are_text() -> None:
    (row,) = rows("findings", [item(findings=[finding("x.y", stated=0.1, computed="2020")])])
    assert (row["number"], row["stated"], row["computed"]) == (1, "0.1", "2020")


def test_finding_says_in_chinese_what_it_is_about_and_where() -> None:
    place = {"table": T3, "row": "granted", "column": "total"}
    (row,) = rows("findings", [item(form="cn_2019", findings=[finding("table.not_a_number", stated="0 0", **place)])])
    assert row["place_label"] == "收到和处理政府信息公开申请情况 / （一）予以公开 / 总计"
    assert row["message_zh"] == "印作“0 0”"
    (row,) = rows("findings", [item(form="cn_2019", findings=[finding("table.incomplete", table=T3)])])
    assert row["place_label"] == "收到和处理政府信息公开申请情况"
    (row,) = rows("findings", [item(form="cn_2019", findings=[finding("check.t3_flow", table=T3, column="total")])])
    assert row["place_label"] == "收到和处理政府信息公开申请情况 / 总计"


def test_codes_of_findings_are_explained_in_both_languages() -> None:
    explained = [dict(zip(FINDING_CODES.codes, row, strict=True)) for row in finding_code_rows()]
    assert len({row["code"] for row in explained}) == len(explained)
    assert all(all(row.values()) and "`" not in row["meaning_zh"] for row in explained)


def test_with_the_panel_come_its_findings_and_the_codebooks() -> None:
    names = [sheet.name for sheet in choose_sheets(["panel"], one=False, has_coverage=False)]
    assert names == ["panel", "panel_findings", "indicators", "finding_codes"]
    assert [sheet.name for sheet in choose_sheets(["panel"], one=True, has_coverage=False)] == ["panel"]


def test_all_is_everything_that_the_source_has() -> None:
    every = {sheet.name for sheet in choose_sheets(["all"], one=False, has_coverage=False)}
    assert every == set(SHEETS) - {"coverage"}
    assert {sheet.name for sheet in FEED_SHEETS} & OF_MANY_REPORTS <= CODEBOOKS.keys()
