"""No cell is read as another's: pages whose markup, years, rows or units are not what the form's would be."""

import dataclasses
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors import Report, extract
from extractors.documents import read_document
from extractors.report import Finding
from extractors.tables.read import TablesReading, read_tables
from tests.extractors import shapes

CAPTION = "<tr><td colspan=4>第二十条第（五）项</td></tr>"
COLUMNS = ("上一年项目数量", "本年增/减", "处理决定数量")


def read(body: str, year: int | None = None) -> TablesReading:
    return read_tables(list(enumerate(read_document(body.encode()).blocks)), year)


def report(body: str, year: int = 2020) -> Report:
    page = f"<h1>青禾县云溪镇人民政府{year}年政府信息公开工作年度报告</h1><p>一、总体情况</p><p>本镇工作有序。</p>"
    found = extract(f"{page}<p>二、主动公开政府信息情况</p>{body}<p>三、其他</p><p>无。</p>".encode())
    assert isinstance(found, Report)
    return found


def row(*texts: str) -> str:
    return "<tr>" + "".join(f"<td>{text}</td>" for text in texts) + "</tr>"


def table(*rows: str) -> str:
    return f"<table>{''.join(rows)}</table>"


TABLE_1 = table(
    "<tr><td colspan=4>第二十条第（一）项</td></tr>",
    row("信息内容", "本年新制作数量", "本年新公开数量", "对外公开总数量"),
    row("规章", "1", "2", "3"),
    row("规范性文件", "4", "5", "6"),
)


def licence(reading: TablesReading | Report) -> list[object] | None:
    cells = reading.tables.get("t2_art20_5", {}).get("admin_license")
    return None if cells is None else list(cells.values())


def codes(findings: list[Finding]) -> set[str]:
    return {finding.code for finding in findings}


# --- markup whose spans are wrong ------------------------------------------------------------------------------------


@settings(max_examples=150, deadline=None)
@given(
    form=st.sampled_from(["cn_2019", "cn_2021", "cn_2014"]),
    edit=st.sampled_from(["wider", "narrower", "taller", "lower", "emptied", "lost", "blank before", "blank behind"]),
    seed=st.integers(0, 100_000),
    blanks=st.sampled_from([0.0, 0.0, 0.3]),
)
def test_one_wrong_cell_in_the_markup_moves_no_number(form, edit, seed, blanks):
    sample = shapes.Sample(form, 7, blanks=blanks, distinct=True)
    rng = Random(seed)
    tables = sample.tables()
    _, chosen = rng.choice(tables)
    line = rng.choice(chosen)
    place = rng.randrange(len(line))
    span = line[place]
    line[place : place + 1] = {
        "wider": [dataclasses.replace(span, colspan=span.colspan + 1)],
        "narrower": [dataclasses.replace(span, colspan=max(span.colspan - 1, 1))],
        "taller": [dataclasses.replace(span, rowspan=span.rowspan + 1)],
        "lower": [dataclasses.replace(span, rowspan=max(span.rowspan - 1, 1))],
        "emptied": [dataclasses.replace(span, text="")],
        "lost": [],
        "blank before": [shapes.Span(""), span],
        "blank behind": [span, shapes.Span("")],
    }[edit]
    reading = read(shapes._html(tables))
    wrong = {
        (table_id, row_key, column): value
        for table_id, rows in reading.tables.items()
        for row_key, cells in rows.items()
        for column, value in cells.items()
        if value is not None and value != sample.truth.get((table_id, row_key, column))
    }
    assert wrong == {}


def test_header_whose_spans_slipped_is_read_in_the_order_of_its_labels():
    head = (
        "<tr><td rowspan=3>申请人情况</td><td colspan=7>申请人情况</td></tr>"
        "<tr><td rowspan=2>自然人</td><td colspan=4>法人或其他组织</td><td rowspan=2>总计</td></tr>"
        + row("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
    )
    rows = row("一、本年新收政府信息公开申请数量", *map(str, range(11, 18))) + row(
        "二、上年结转政府信息公开申请数量", *map(str, range(21, 28))
    )
    tables = read(TABLE_1 + table(head, rows)).tables["t3_requests"]
    assert list(tables["new_received"].values()) == [11, 12, 13, 14, 15, 16, 17]


def test_columns_of_other_labels_are_not_read_by_their_place():
    rows = [row("信息内容", "网站", "微信", "公报"), row("行政许可", "1", "2", "3")]
    reading = read(TABLE_1 + table(CAPTION, *rows))
    assert licence(reading) == [None, None, None]


# --- figures of another year -----------------------------------------------------------------------------------------


def test_column_of_another_year_is_left_out():
    columns = [f"{year}年{column}" for column in COLUMNS for year in (2019, 2020)]
    rows = row("信息内容", *columns) + row("行政许可", *map(str, range(1, 7)))
    found = report(TABLE_1 + table(CAPTION, rows))
    assert licence(found) == [2, 4, 6]
    assert "table.other_year" in codes(found.findings)


def test_headings_over_columns_say_of_which_year_they_are():
    years = "<tr><td></td><td colspan=3>2020年</td><td colspan=3>2019年</td></tr>"
    rows = row("信息内容", *COLUMNS, *COLUMNS) + row("行政许可", *map(str, range(1, 7)))
    assert licence(report(TABLE_1 + table(CAPTION, years, rows))) == [1, 2, 3]


@pytest.mark.parametrize("beside", ["2019年", "上年", "去年同期"])
def test_rows_of_another_year_are_left_out(beside):
    header = row("年份", "信息内容", *COLUMNS)
    rows = row(beside, "行政许可", "7", "8", "9") + row("2020年", "行政许可", "1", "2", "3")
    found = report(TABLE_1 + table(CAPTION, header, rows))
    assert licence(found) in ([1, 2, 3], [None] * 3, None)


def test_only_column_is_another_years():
    rows = row("信息内容", *(f"2019年{column}" for column in COLUMNS)) + row("行政许可", "1", "2", "3")
    found = report(TABLE_1 + table(CAPTION, rows))
    assert licence(found) in (None, [None, None, None])
    assert "table.other_year" in codes(found.findings)


def test_years_own_labels_are_the_forms():
    rows = row("信息内容", *(f"2020年{column}" for column in COLUMNS)) + row("行政许可", "1", "2", "3")
    found = report(TABLE_1 + table(CAPTION, rows))
    assert licence(found) == [1, 2, 3]
    assert "table.other_year" not in codes(found.findings)


def test_explanation_may_name_the_year_before():
    rows = row("信息内容", "上一年项目数量（指2019年事项数）", *COLUMNS[1:]) + row("行政许可", "1", "2", "3")
    assert licence(report(TABLE_1 + table(CAPTION, rows))) == [1, 2, 3]


def test_row_of_section_four_may_be_last_years():
    labels = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    head = (
        "<tr><td></td><td colspan=5>行政复议</td><td colspan=5>未经复议直接起诉</td><td colspan=5>复议后起诉</td></tr>"
    )
    rows = row("年份", *labels * 3) + row("上年", *["9"] * 15) + row("本年", *["1"] * 15)
    cells = report(TABLE_1 + table(head, rows)).tables["t4_review_litigation"]["cases"]
    assert set(cells.values()) == {1}


def test_unknown_label_among_the_columns_of_a_text_leaves_its_rows_unplaced():
    text = (
        "第二十条第（一）项\n信息内容\n本年新制作数量\n本年新公开数量\n对外公开总数量\n规章\n1\n2\n3\n规范性文件\n4\n5\n6\n"
        "第二十条第（五）项\n信息内容\n上年处理决定数量\n上一年项目数量\n本年增/减\n处理决定数量\n行政许可\n1\n2\n3\n"
    )
    reading = read(text)
    assert licence(reading) == [None, None, None]
    assert list(reading.tables["t2_art20_1"]["rules"].values()) == [1, 2, 3]


# --- other rows, other units -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("label", ["行政许可撤销", "行政许可备案数", "行政许可（其中：不予许可）", "行政许可（上年）"])
def test_label_that_begins_like_a_rows_is_another_row(label):
    rows = row("信息内容", *COLUMNS) + row(label, "1", "2", "3") + row("其他对外管理服务事项", "4", "5", "6")
    reading = read(TABLE_1 + table(CAPTION, rows))
    assert licence(reading) is None
    assert "table.unknown_row" in codes(reading.findings)


@pytest.mark.parametrize("label", ["行政许可事项", "行政许可数量", "行政许可（件）"])
def test_word_for_numbers_behind_a_label_makes_no_other_row(label):
    rows = row("信息内容", *COLUMNS) + row(label, "1", "2", "3") + row("其他对外管理服务事项", "4", "5", "6")
    reading = read(TABLE_1 + table(CAPTION, rows))
    assert licence(reading) == [1, 2, 3]
    near = [finding.stated for finding in reading.findings if finding.code == "table.near_label"]
    assert near == [label] * (not label.endswith("）"))


@pytest.mark.parametrize("first", [("", "", ""), ("1", "2", "3")])
def test_row_printed_blank_and_filled_is_not_believed(first):
    header = row("信息内容", *COLUMNS)
    prints = [first, ("1", "2", "3") if not first[0] else ("", "", "")]
    tables = [table(CAPTION, header, row("行政许可", *values)) for values in prints]
    reading = read(TABLE_1 + "".join(tables))
    assert licence(reading) == [None, None, None]
    assert "table.repeated_row" in codes(reading.findings)


@pytest.mark.parametrize("label", ["本年收费金额（单位：千元）", "本年收费金额（人民币元）", "本年收费金额（以元计）"])
def test_header_that_names_another_unit_is_a_finding(label):
    caption = "<tr><td colspan=2>第二十条第（八）项</td></tr>"
    licences = (
        "<tr><td colspan=2>第二十条第（五）项</td></tr>" + row("信息内容", "本年处理决定数量") + row("行政许可", "1")
    )
    body = table(licences, caption, row("信息内容", label), row("行政事业性收费", "365"))
    rules = table(row("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"), row("规章", "0", "0", "0"))
    reading = read(rules + body)
    assert "table.header_unit" in codes(reading.findings)


@pytest.mark.parametrize("printed", ["3万", "24%"])
def test_scale_in_a_cell_is_a_finding(printed):
    rows = row("信息内容", *COLUMNS) + row("行政许可", "1", "2", printed) + row("其他对外管理服务事项", "4", "5", "6")
    assert "table.scaled_number" in codes(read(TABLE_1 + table(CAPTION, rows)).findings)


def test_identity_that_fails_under_labels_not_the_forms_is_no_error():
    columns = ["自然人", "企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
    rows = row("", *columns) + row("一、本年新收政府信息公开申请数量", "1", "2", "3", "4", "5", "6", "99")
    found = report(TABLE_1 + table(rows, row("二、上年结转政府信息公开申请数量", *["0"] * 7)))
    checks = [finding for finding in found.findings if finding.code == "check.t3_row_total"]
    assert [finding.severity for finding in checks] == ["warning"]


def test_thousands_apart_by_one_space_are_one_number_where_cells_are_wider_apart():
    lines = ["第二十条第（五）项", "信息内容  上一年项目数量  本年增/减  处理决定数量"]
    lines += ["行政许可  12 345  6  7", "其他对外管理服务事项  8  9  10", "行政处罚  1  2  3"]
    reading = read(TABLE_1 + "<p>" + "</p><p>".join(lines).replace("  ", "&#12288;&#12288;") + "</p>")
    assert licence(reading) == [12345, 6, 7]


@pytest.mark.parametrize("columns", ["2019年\n2020年", "上年\n本年", "累计\n处理决定数量"])
def test_years_in_place_of_a_text_tables_columns_leave_its_rows_unplaced(columns):
    text = (
        "第二十条第（一）项\n信息内容\n本年制发件数\n本年废止件数\n现行有效件数\n规章\n1\n2\n3\n行政规范性文件\n4\n5\n6\n"
        f"第二十条第（五）项\n信息内容\n{columns}\n行政许可\n111\n第二十条第（六）项\n信息内容\n本年处理决定数量\n行政处罚\n19\n"
    )
    assert licence(read(text, 2020)) == [None]


def test_columns_that_are_years_are_not_read_by_their_place():
    years = row("年份", *(f"{year}年" for year in range(2014, 2021)))
    found = report(TABLE_1 + table(years, row("一、本年新收政府信息公开申请数量", *map(str, range(1, 8)))))
    assert set(found.tables["t3_requests"]["new_received"].values()) == {None}


@pytest.mark.parametrize("label", ["处理决定数量（%）", "处理决定数量（万件）"])
def test_column_that_counts_in_another_scale_is_a_finding(label):
    rows = row("信息内容", *COLUMNS[:2], label) + row("行政许可", "1", "2", "3")
    assert "table.header_unit" in codes(read(TABLE_1 + table(CAPTION, rows)).findings)


@pytest.mark.parametrize(("printed", "read_as"), [(("1", "2", "3"), [1, 2, 3]), (("1", "", "3"), [None, None, None])])
def test_spare_cell_at_a_rows_end_is_harmless_only_where_no_blank_may_have_moved_the_others(printed, read_as):
    rows = row("信息内容", *COLUMNS) + row("行政许可", *printed, "") + row("其他对外管理服务事项", "4", "5", "6")
    assert licence(read(TABLE_1 + table(CAPTION, rows))) == read_as
