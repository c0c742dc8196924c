"""Single shapes of real pages: what is lost, cut, doubled or added."""

import pytest

from extractors.documents import read_document
from extractors.tables.read import TablesReading, read_tables

HEADER_2019 = "第二十条第（五）项\n信息内容\n上一年项目数量\n本年增/减\n处理决定数量\n"
HEADER_3 = (
    "(本列数据的勾稽关系为:第一项加第二项之和,等于第三项加第四项之和) | 申请人情况 | ||||||||\n"
    "自然人 | 法人或其他组织 | 总计 | |||||||\n商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | |||||\n"
)


def read(text: str) -> TablesReading:
    return read_tables(list(enumerate(read_document(text.encode()).blocks)))


def cells(*texts: str) -> str:
    return "<tr>" + "".join(f"<td>{text}</td>" for text in texts) + "</tr>"


def codes(reading: TablesReading) -> list[str]:
    return [finding.code for finding in reading.findings if finding.code != "table.incomplete"]


def test_decrease_in_words_is_negative():
    reading = read(HEADER_2019 + "行政许可\n37215\n减2626\n30200\n其他对外管理服务事项\n1\n+2\n3\n")
    assert reading.tables["t2_art20_5"]["admin_license"] == {
        "prior_year_items": 37215,
        "change_this_year": -2626,
        "decisions": 30200,
    }
    assert [(mark.raw, mark.status) for mark in reading.marks] == [("减2626", ["sign"]), ("+2", ["sign"])]


def test_word_in_place_of_a_number_is_a_cell():
    reading = read(HEADER_2019 + "行政许可\n9\n不变\n5\n其他对外管理服务事项\n0\n0\n0\n")
    assert list(reading.tables["t2_art20_5"]["admin_license"].values()) == [9, None, 5]
    assert [(mark.raw, mark.status) for mark in reading.marks] == [("不变", ["text"])]


def test_unit_in_a_cell_is_kept_beside_the_number():
    reading = read(
        HEADER_2019
        + "行政许可\n1\n2\n3\n第二十条第（九）项\n信息内容\n采购项目数量\n采购总金额\n政府集中采购\n27\n4018.6万元\n"
    )
    assert reading.tables["t2_art20_9"]["central_procurement"]["procurement_amount"] == 4018.6
    assert reading.marks[0].unit == "万元"


def test_two_numbers_in_one_cell_are_no_number():
    reading = read(
        "信息内容 | 上一年项目数量 | 本年增/减 | 处理决定数量 |\n行政许可 | 1 | 0 0 | 3 |\n其他对外管理服务事项 | 1 | 2 | 3 |\n"
    )
    assert reading.tables["t2_art20_5"]["admin_license"]["change_this_year"] is None
    assert reading.marks[0].status == ["multiple"]
    assert codes(reading) == ["table.not_a_number"]


def test_header_cut_to_its_first_half_still_counts_as_a_column():
    reading = read(
        "第二十条第(一)项\n| |||\n信息内容\n| 本年新\n| 本年新\n| 对外公开总数量\n|\n规范性文件\n| 0\n| 1 | 2\n|\n"
        "第二十条第(五)项 | |||\n信息内容 | 上一年项目数量 | 本年增/减 | 处理决定数量 |\n行政许可 | 4 | 5 | 6 |\n"
    )
    assert reading.tables["t2_art20_1"] == {
        "normative_documents": {"newly_made": 0, "newly_disclosed": 1, "public_total": 2}
    }
    assert reading.tables["t2_art20_5"]["admin_license"]["decisions"] == 6


def test_surplus_value_under_an_empty_header_is_a_finding():
    header = "结果维持\t结果纠正\t其他结果\t尚未审结\t总计"
    text = (
        "行政复议\t\t\t\t\t行政诉讼\t\t\t\t\t\t\t\t\t\t\n"
        f"{header}\t未经复议直接起诉\t\t\t\t\t复议后起诉\t\t\t\t\t\n"
        f"\t\t\t\t\t{header}\t{header}\t\n" + "\t".join(map(str, range(16))) + "\n"
        "本年新收政府信息公开申请数量\t0\t0\t0\t0\t0\t0\t0\n上年结转政府信息公开申请数量\t0\t0\t0\t0\t0\t0\t0\n"
    )
    reading = read(text)
    assert list(reading.tables["t4_review_litigation"]["cases"].values()) == list(range(15))
    extra = next(finding for finding in reading.findings if finding.code == "table.extra_value")
    assert extra.stated == "15"


def test_lone_nbsp_line_behind_a_table_is_a_paragraph():
    rows = "一、本年新收政府信息公开申请数量\n0\n0\n0\n二、上年结转政府信息公开申请数量\n0\n0\n四、结转下年度继续办理\n0\n0\n0\n0\n0\n0\n\xa0\n五、问题"
    reading = read("信息内容\n上一年项目数量\n本年增/减\n自然人\n商业企业\n" + rows)
    assert {row.row: len(row.raw) for row in reading.unplaced} == {"new_received": 3, "carried_in": 2, "carried_out": 6}


def test_word_of_the_form_as_a_heading_of_prose_is_no_row():
    reading = read(
        "行政许可\n我局全年办理许可事项。\n" + HEADER_2019 + "行政许可\n1\n2\n3\n其他对外管理服务事项\n0\n0\n0\n"
    )
    assert reading.tables["t2_art20_5"]["admin_license"]["decisions"] == 3
    assert 0 not in reading.consumed


def test_of_a_row_printed_twice_with_other_values_neither_is_believed():
    rows = "行政许可\n1\n2\n{}\n其他对外管理服务事项\n0\n0\n0\n"
    reading = read(HEADER_2019 + rows.format(3) + rows.format(4))
    assert reading.tables["t2_art20_5"]["admin_license"]["decisions"] is None
    assert [row.raw for row in reading.unplaced] == [["1", "2", "3"]]
    assert codes(reading) == ["table.repeated_row", "table.unplaced"]


TABLE_5 = cells("第二十条第（五）项", "", "", "") + cells("信息内容", "上一年项目数量", "本年增/减", "处理决定数量")


@pytest.mark.parametrize(("between", "decisions"), [("<p>附表</p>", None), ("<p>一、总体情况</p><p>本局概况</p>", 3)])
def test_of_a_table_printed_twice_the_first_stands_only_where_another_report_begins(between, decisions):
    first, second = cells("行政许可", "1", "2", "3"), cells("行政许可", "1", "2", "4")
    reading = read(f"<p>一、总体情况</p><table>{TABLE_5}{first}</table>{between}<table>{TABLE_5}{second}</table>")
    assert reading.tables["t2_art20_5"]["admin_license"]["decisions"] == decisions
    assert "table.repeated_row" in codes(reading)


def test_a_row_that_is_blank_stays_so_where_another_report_begins():
    blank, other = cells("行政许可", "", "", ""), cells("行政许可", "1", "2", "4")
    reading = read(
        f"<p>一、总体情况</p><table>{TABLE_5}{blank}</table><p>一、总体情况</p><table>{TABLE_5}{other}</table>"
    )
    assert set(reading.tables["t2_art20_5"]["admin_license"].values()) == {None}


def test_column_that_the_agency_left_out_is_missing_and_the_others_stand():
    header = cells("第二十条第（五）项", "", "") + cells("信息内容", "上一年项目数量", "处理决定数量")
    reading = read(f"<table>{header}{cells('行政许可', '1', '3')}{cells('其他对外管理服务事项', '0', '')}</table>")
    assert reading.tables["t2_art20_5"]["admin_license"] == {"prior_year_items": 1, "decisions": 3}
    assert reading.tables["t2_art20_5"]["other_external_service"] == {"prior_year_items": 0, "decisions": None}
    assert any("change_this_year" in finding.message for finding in reading.findings)


@pytest.mark.parametrize(
    ("label", "read_as"),
    [
        ("本年增", {"prior_year_items": 1, "change_this_year": 7, "decisions": 3}),
        ("本年数量", {"prior_year_items": 1, "decisions": 3}),
    ],
)
def test_column_is_read_by_its_place_only_where_its_label_is_the_forms_misprinted(label, read_as):
    header = cells("第二十条第（五）项", "", "", "") + cells("信息内容", "上一年项目数量", label, "处理决定数量")
    reading = read(
        f"<table>{header}{cells('行政许可', '1', '7', '3')}{cells('其他对外管理服务事项', '0', '0', '0')}</table>"
    )
    assert reading.tables["t2_art20_5"]["admin_license"] == read_as
    assert "table.unknown_column" in codes(reading)


def test_values_under_two_columns_of_which_one_is_not_the_forms_are_not_told_by_their_order():
    header = cells("第二十条第（八）项", "", "") + cells("信息内容", "上一年项目数量", "本年数量")
    reading = read(
        f"<table>{TABLE_5}{cells('行政许可', '1', '2', '3')}</table><table>{header}{cells('行政事业性收费', '4', '5')}</table>"
    )
    assert [(row.row, row.raw) for row in reading.unplaced] == [("admin_fee", ["4", "5"])]
    assert "table.unknown_column" in codes(reading)


def test_pipes_that_fill_up_a_row_are_no_cells_of_it():
    """Where one blank cell spans six columns, nothing says in which column the value behind it stands."""
    rows = "一、本年新收政府信息公开申请数量 | | 4 | |||||||\n二、上年结转政府信息公开申请数量 | | 5 | |||||||\n"
    broken = rows.replace(" | ", " |\n").replace("|\n| 4", "|\n4").replace("|\n| 5", "|\n5")
    for text in (rows, broken):
        reading = read(HEADER_3 + text)
        assert [row.raw for row in reading.unplaced] == [["4"], ["5"]]


def test_word_among_the_values_of_a_row_that_is_too_wide_is_another_label():
    """Where a row is parted into kinds of its own, the name of the kind moves its values out of their columns."""
    rows = "| 行政许可 | 1 | 2 | 3 |\n| 其他对外管理服务事项 | 行政检查 | 4 | 5 | 6 |\n| 行政确认 | 7 | 8 | 9 |\n"
    reading = read("| 第二十条第（五）项 |\n| 信息内容 | 上一年项目数量 | 本年增/减 | 处理决定数量 |\n" + rows)
    assert [(row.row, row.raw) for row in reading.unplaced] == [("other_external_service", ["行政检查", "4", "5", "6"])]


def test_tabs_before_cells_that_pipes_cut_are_indentation():
    text = "信息内容  | \n\t\t上一年项目数量  | \n\t\t本年增/减  | \n\t\t处理决定数量  | \n\t\n行政许可  | \n\t\t1  | \n\t\t2  | \n\t\t3\n   | \n\t\n"
    reading = read(
        "第二十条第（五）项  | \n\t\n" + text + "其他对外管理服务事项  | \n\t\t4  | \n\t\t5  | \n\t\t6\n   | \n\t\n"
    )
    assert list(reading.tables["t2_art20_5"]["admin_license"].values()) == [1, 2, 3]


def test_blank_line_of_pipes_behind_a_row_is_a_row_of_its_own():
    text = "第二十条第(九)项 |\n信息内容 | 采购项目数量 | 采购总金额 |\n政府集中采购 | 5 | 6 |\n| | | |\n"
    reading = read(HEADER_3 + "一、本年新收政府信息公开申请数量 | 1 | 0 | 0 | 0 | 0 | 0 | 1 | ||\n" + text)
    assert list(reading.tables["t2_art20_9"]["central_procurement"].values()) == [5, 6]


def test_blank_cell_over_several_columns_is_blank_in_each():
    header = "<tr><td>申请人情况</td><td>自然人</td><td>商业企业</td><td>科研机构</td><td>社会公益组织</td><td>法律服务机构</td><td>其他</td><td>总计</td></tr>"
    row = "<tr><td>一、本年新收政府信息公开申请数量</td><td colspan=6></td><td>4</td></tr>"
    reading = read(
        f"<table>{header}{row}<tr><td>二、上年结转政府信息公开申请数量</td><td colspan=5></td><td colspan=2>5</td></tr></table>"
    )
    assert list(reading.tables["t3_requests"]["new_received"].values()) == [None] * 6 + [4]
    assert [(row.row, row.raw) for row in reading.unplaced] == [("carried_in", ["5"])]
    assert {tuple(mark.status) for mark in reading.marks if mark.row == "new_received"} == {("blank",)}


def test_bold_print_of_markdown_is_no_part_of_a_label():
    rows = "**第二十条第（五）项**\n**信息内容**| **上一年项目数量**| **本年增/减**| **处理决定数量**\n**行政许可**| 1| 2| 3\n"
    reading = read(rows + "**其他对外管理服务事项**| 0| 0| 0\n")
    assert list(reading.tables["t2_art20_5"]["admin_license"].values()) == [1, 2, 3]


def test_picture_in_place_of_a_number_is_null_and_marked():
    reading = read(f"<table>{TABLE_5}{cells('行政许可', '1', '<img src=2.png>', '3')}</table>")
    assert list(reading.tables["t2_art20_5"]["admin_license"].values()) == [1, None, 3]
    assert [(mark.column, mark.status) for mark in reading.marks] == [("change_this_year", ["text"])]
    assert "table.not_a_number" in codes(reading)


def test_unknown_row_of_a_grid_is_reported_with_its_values():
    reading = read(
        "<table>"
        + cells("第二十条第（五）项", "", "", "")
        + cells("信息内容", "上一年项目数量", "本年增/减", "处理决定数量")
        + cells("行政许可", "1", "2", "3")
        + cells("行政裁决", "7", "8", "9")
        + "</table>"
    )
    unknown = next(finding for finding in reading.findings if finding.code == "table.unknown_row")
    assert "行政裁决" in unknown.message
    assert unknown.stated == "行政裁决 7 8 9"


def test_spans_that_drift_from_the_header_are_read_by_position():
    def spanned(*spans: tuple[str, int]) -> str:
        return "<tr>" + "".join(f"<td colspan={width}>{text}</td>" for text, width in spans) + "</tr>"

    reading = read(
        "<table>"
        + spanned(("第二十条第（五）项", 5))
        + spanned(("信息内容", 1), ("上一年项目数量", 1), ("本年增/减", 2), ("处理决定数量", 1))
        + spanned(("行政许可", 1), ("11", 2), ("12", 1), ("13", 1))
        + spanned(("其他对外管理服务事项", 1), ("21", 1), ("22", 2), ("23", 1))
        + "</table>"
    )
    assert list(reading.tables["t2_art20_5"]["admin_license"].values()) == [11, 12, 13]
    assert list(reading.tables["t2_art20_5"]["other_external_service"].values()) == [21, 22, 23]


def test_swapped_columns_follow_the_header():
    reading = read(
        "<table><tr><td>信息内容<td>处理决定数量<td>上一年项目数量<td>本年增/减</tr>"
        "<tr><td>行政许可<td>3<td>1<td>2</tr><tr><td>其他对外管理服务事项<td>6<td>4<td>5</tr></table>"
    )
    assert reading.tables["t2_art20_5"]["admin_license"] == {
        "prior_year_items": 1,
        "change_this_year": 2,
        "decisions": 3,
    }


def test_prose_without_a_form_gives_no_tables():
    reading = read("全年主动公开政府信息98条。\n行政许可 3 件，行政处罚 2 件。")
    assert reading.form is None
    assert reading.tables == {}


def test_local_table_keeps_dash_and_blank_apart():
    reading = read(
        "指 标 |\n累计数 |\n2012年发生数 | |\n人员配置 |\n1.从事信息公开工作人员数 |\n- |\n2 |\n其中:⑴专职人员数 |\n- |\n1 | |\n"
        "⑵兼职人员数 |\n|\n1 | |\n学习培训 |\n2.举办培训次数 |\n|\n|\n3.参加培训人次数 |\n|\n4 | |\n"
    )
    assert reading.form == "jl_jilin_city_2012"
    assert reading.tables["statistics"]["jl_staff"] == {"cumulative": None, "in_year": 2}
    status = {(mark.row, mark.column): mark.status for mark in reading.marks}
    assert status["jl_staff", "cumulative"] == ["dash"]
    assert status["jl_staff_part", "cumulative"] == ["blank"]
    assert status["jl_training_runs", "in_year"] == ["blank"]


def test_national_table_of_2014_prints_its_units_in_a_column():
    reading = read(
        "<table>"
        + cells("统计指标", "单位", "统计数")
        + cells("一、主动公开情况", "——", "——")
        + cells("（一）主动公开政府信息数", "条", "98")
        + cells("其中：主动公开规范性文件数", "条", "3")
        + cells("四、行政复议数量", "件", "2")
        + cells("（二）被依法纠错数", "件", "1")
        + cells("五、行政诉讼数量", "件", "4")
        + cells("（二）被依法纠错数", "件", "")
        + "</table>"
    )
    assert reading.form == "cn_2014"
    assert {row: columns["value"] for row, columns in reading.tables["statistics"].items()} == {
        "active_total": 98,
        "active_normative": 3,
        "review_total": 2,
        "review_corrected": 1,
        "litigation_total": 4,
        "litigation_corrected": None,
    }


def test_header_in_another_unit_is_a_finding_and_the_number_stands():
    reading = read(
        "第二十条第（一）项\n信息内容\n本年制发件数\n本年废止件数\n现行有效件数\n规章\n0\n0\n0\n行政规范性文件\n0\n0\n0\n"
        "第二十条第（八）项\n信息内容\n本年收费金额（单位：元）\n行政事业性收费\n4200\n"
    )
    assert reading.tables["t2_art20_8"]["admin_fee"]["fee_amount_wan_yuan"] == 4200
    assert codes(reading) == ["table.header_unit"]


def test_the_forms_unit_in_traditional_characters_is_no_other_unit():
    reading = read(
        "第二十條第（一）項\n信息內容\n本年制發件數\n本年廢止件數\n現行有效件數\n規章\n0\n0\n0\n行政規範性文件\n0\n0\n0\n"
        "第二十條第（八）項\n信息內容\n本年收費金額（單位：萬元）\n行政事業性收費\n4200\n"
    )
    assert reading.tables["t2_art20_8"]["admin_fee"]["fee_amount_wan_yuan"] == 4200
    assert codes(reading) == []


def test_heading_behind_a_pipe_table_is_not_taken_with_it():
    reading = read(
        "信息内容 | 上一年项目数量 | 本年增/减 | 处理决定数量 |\n行政许可 | 1 | 2 | 3 |\n其他对外管理服务事项 | 1 | 2 | 3 |\n三、收到和处理政府信息公开申请情况\n"
    )
    assert reading.consumed == {0, 1, 2}


HEADER_2021 = "第二十条第（五）项\n信息内容\n本年处理决定数量\n"
BLOCK_6_2021 = "第二十条第（六）项\n信息内容\n本年处理决定数量\n行政处罚\n7\n行政强制\n0\n"


def test_a_row_under_its_header_stands_before_the_same_words_in_prose():
    prose = "全年办理情况如下：\n行政许可\n12件\n行政处罚 45件\n"
    reading = read(prose + HEADER_2021 + "行政许可\n36\n" + BLOCK_6_2021)
    assert reading.tables["t2_art20_5"]["admin_license"] == {"decisions": 36}
    assert reading.tables["t2_art20_6"]["admin_penalty"] == {"decisions": 7}


def test_rows_cut_by_ideographic_spaces():
    header = "第二十条第（一）项\n信息内容　本年制发件数　本年废止件数　现行有效件数\n"
    reading = read(
        header
        + "规章　0　0　1\n行政规范性文件　2　0　9\n1.属于国家秘密　0　0　0　0　0　0　0\n3.其他　1　0　0　0　0　0　1\n"
    )
    assert reading.tables["t2_art20_1"]["rules"] == {"issued": 0, "repealed": 0, "in_force": 1}
    assert reading.tables["t2_art20_1"]["normative_documents"] == {"issued": 2, "repealed": 0, "in_force": 9}


def test_markdown_emphasis_is_no_part_of_a_cell():
    rows = "| 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |\n|---|---|---|---|\n| 规章 | 0 | 0 | **1** |\n"
    reading = read(rows + "| **行政规范性文件** | 2 | *0* | 9 |\n")
    assert reading.tables["t2_art20_1"]["rules"]["in_force"] == 1
    assert reading.tables["t2_art20_1"]["normative_documents"] == {"issued": 2, "repealed": 0, "in_force": 9}
    assert not reading.marks


def test_the_row_of_totals_may_say_合计():
    zeros = "\t0" * 7
    reading = read(
        f"自然人\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t合计\n"
        f"一、本年新收政府信息公开申请数量{zeros}\n二、上年结转政府信息公开申请数量{zeros}\n"
        f"3.其他{zeros}\n（七）合计\t5\t2\t0\t0\t0\t0\t7\n四、结转下年度继续办理{zeros}\n本年制发件数\t1\n"
    )
    assert list(reading.tables["t3_requests"]["result_total"].values()) == [5, 2, 0, 0, 0, 0, 7]


def test_a_whole_table_on_one_line():
    reading = read(
        "第二十条第（一）项 信息内容 本年制发件数 本年废止件数 现行有效件数 规章 0 0 1 行政规范性文件 2 0 9 "
        "第二十条第（六）项 信息内容 本年处理决定数量 行政处罚 7 行政强制 0\n"
    )
    assert reading.tables["t2_art20_1"]["normative_documents"] == {"issued": 2, "repealed": 0, "in_force": 9}
    assert reading.tables["t2_art20_6"]["admin_penalty"] == {"decisions": 7}


def test_a_row_on_the_line_of_a_table_that_prints_too_few_values_is_unplaced():
    reading = read("信息内容 本年制发件数 本年废止件数 现行有效件数 规章 0 1 行政规范性文件 2 0 9\n本年处理决定数量\n")
    assert [(row.row, row.raw) for row in reading.unplaced] == [("rules", ["0", "1"])]


def test_a_number_beside_its_dot_is_a_label_not_a_value():
    zeros = " 0" * 7
    reading = read(
        f"本年制发件数\n规章\n1 .属于国家秘密{zeros} 2 .其他法律行政法规禁止公开{zeros} 3 .危及“三安全一稳定”{zeros}\n"
    )
    assert list(reading.tables["t3_requests"]["denied_state_secret"].values()) == [0] * 7
    assert not reading.unplaced


# --- what a header, a caption or their absence says -------------------------------------------------------------------

ROWS_2021 = cells("规章", "5", "6", "7") + cells("行政规范性文件", "1", "2", "3")
REST_2021 = (
    "<table>"
    + cells("第二十条第（五）项", "")
    + cells("信息内容", "本年处理决定数量")
    + cells("行政许可", "9")
    + "</table>"
)


def read_2021(*rows: str, before: str = "", after: str = REST_2021) -> TablesReading:
    return read(before + "<table>" + cells("第二十条第（一）项", "", "", "") + "".join(rows) + "</table>" + after)


def test_unknown_label_in_a_swapped_header_leaves_rows_unplaced():
    reading = read_2021(cells("信息内容", "现行有效件数", "制发", "本年废止件数"), ROWS_2021)
    assert [row.row for row in reading.unplaced] == ["rules", "normative_documents"]


def test_surplus_column_that_the_form_lacks_does_not_slip_into_a_blank():
    reading = read_2021(
        cells("信息内容", "制发", "本年废止件数", "现行有效件数", "排名"), cells("规章", "5", "", "7", "1")
    )
    assert reading.unplaced[0].raw == ["5", "7", "1"]


def test_labels_of_another_year_or_measure_are_not_taken_for_the_form_s():
    table = "<table>" + cells("第二十条第（六）项", "") + cells("信息内容", "上年项目数", "本年项目数")
    reading = read_2021(
        cells("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
        ROWS_2021,
        after=table + cells("行政处罚", "99", "7") + "</table>",
    )
    assert reading.tables["t2_art20_6"]["admin_penalty"] == {"decisions": None}
    assert reading.unplaced[0].raw == ["99", "7"]


def review(*groups: tuple[str, str | None]) -> str:
    leaf = "".join(f"<td>{text}</td>" for text in ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计"))
    first = "".join(f"<td colspan=5>{top}</td>" for top, _ in groups)
    second = "".join(f"<td colspan=5>{under or ''}</td>" for _, under in groups)
    values = "".join(f"<td>{value}</td>" for value in range(15))
    return f"<table><tr>{first}</tr><tr>{second}</tr><tr>{leaf * 3}</tr><tr>{values}</tr></table>"


def test_repeated_labels_are_told_by_the_heading_above_them():
    groups = [("行政诉讼", "复议后起诉"), ("行政诉讼", "未经复议直接起诉"), ("行政复议", None)]
    reading = read_2021(
        cells("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"), ROWS_2021, after=review(*groups)
    )
    found = reading.tables["t4_review_litigation"]["cases"]
    assert found["litigation_after_review_upheld"] == 0
    assert found["litigation_direct_upheld"] == 5
    assert found["review_total"] == 14


def test_swapped_labels_one_a_line_leave_rows_unplaced():
    reading = read(
        "第二十条第（一）项\n信息内容\n现行有效件数\n本年制发件数\n本年废止件数\n规章\n5\n6\n7\n行政规范性文件\n1\n2\n3\n"
    )
    assert [row.row for row in reading.unplaced] == ["rules", "normative_documents"]


def test_table_of_the_report_s_own_is_not_the_form_s():
    own = "<table>" + cells("公开类别", "数量") + cells("行政许可", "12") + cells("行政处罚公示", "34") + "</table>"
    header = cells("信息内容", "本年制发件数", "本年废止件数", "现行有效件数")
    reading = read_2021(header, ROWS_2021, before=own)
    assert reading.tables["t2_art20_5"]["admin_license"] == {"decisions": 9}
    assert "t2_art20_6" not in reading.tables
    alone = read_2021(header, ROWS_2021, before=own, after="<img src=a.png>")
    assert "t2_art20_5" not in alone.tables
    assert "table.stray_row" in codes(alone)


def test_blank_of_the_form_is_not_filled_from_another_table():
    blank = REST_2021.replace("<td>9</td>", "<td></td>")
    own = "<p>部门汇总</p><table>" + cells("类别", "数量") + cells("行政许可", "12") + "</table>"
    header = cells("信息内容", "本年制发件数", "本年废止件数", "现行有效件数")
    assert read_2021(header, ROWS_2021, after=blank + own).tables["t2_art20_5"]["admin_license"] == {"decisions": None}


def test_page_number_beside_a_form_feed_fills_no_blank():
    reading = read(
        "第二十条第（一）项\n信息内容\n本年制发件数\n本年废止件数\n现行有效件数\n规章\n1\n2\n\f5\f\n行政规范性文件\n1\n2\n3\n"
    )
    assert reading.tables["t2_art20_1"]["rules"] == {"issued": None, "repealed": None, "in_force": None}


def test_value_that_equals_its_row_s_number_is_a_value():
    reading = read(
        "<table>"
        + cells("统计指标", "统计数")
        + cells("1.政府公报公开政府信息数", "1")
        + cells("2.政府网站公开政府信息数", "2")
        + cells("3.政务微博公开政府信息数", "3")
        + cells("4.政务微信公开政府信息数", "4")
        + "</table>"
    )
    assert "table.background_wording" in codes(reading)
    found = {row: columns["value"] for row, columns in reading.tables["statistics"].items()}
    assert found == {"active_gazette": 1, "active_website": 2, "active_weibo": 3, "active_wechat": 4}


def test_footnotes_and_struck_figures_make_no_number():
    reading = read_2021(
        cells("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
        cells("规章", "5<sup>1</sup>", "<del>4</del>3", "7①"),
        cells("行政规范性文件", "一", "1 100", "3"),
    )
    assert list(reading.tables["t2_art20_1"]["rules"].values()) == [None, None, None]
    assert list(reading.tables["t2_art20_1"]["normative_documents"].values()) == [None, 1100, 3]
    assert codes(reading) == ["table.not_a_number"] * 4 + ["table.spaced_number"]


def test_figure_that_is_struck_out_is_null_and_uncertain():
    reading = read_2021(
        cells("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"), cells("规章", "<s>5</s>", "<s>0</s>", "3")
    )
    assert list(reading.tables["t2_art20_1"]["rules"].values()) == [None, None, 3]
    assert [(mark.raw, mark.status) for mark in reading.marks] == [("5", ["uncertain"]), ("0", ["uncertain"])]


def test_running_numbers_before_labels_are_no_values():
    labels = [
        "政府公报公开政府信息数",
        "政府网站公开政府信息数",
        "政务微博公开政府信息数",
        "政务微信公开政府信息数",
        "其他方式公开政府信息数",
    ]
    labels += [
        "回应公众关注热点或重大舆情数",
        "参加或举办新闻发布会总次数",
        "主要负责同志参加新闻发布会次数",
        "政府网站在线访谈次数",
        "主要负责同志参加政府网站在线访谈次数",
        "政策解读稿件发布数",
        "微博微信回应事件数",
        "其他方式回应事件数",
    ]
    lines = [
        line for number, label in enumerate(labels, 6) for line in (str(number), label, "条", str(number * 7 % 40))
    ]
    reading = read("\n".join(["序号", "统计指标", "单位", "统计数", *lines]))
    values = [row["value"] for row in reading.tables["statistics"].values()]
    assert values == [*(n * 7 % 40 for n in range(6, 18)), None]  # nothing says where the last one ends


def test_header_without_its_row_spans_still_counts_its_labels():
    row = "".join(f"<td>{value}</td>" for value in range(7))
    reading = read(
        "<table><tr><td rowspan=3 colspan=3></td><td colspan=7>申请人情况</td></tr>"
        "<tr><td>自然人</td><td colspan=5>法人或其他组织</td><td>总计</td></tr>"
        "<tr><td>商业企业</td><td>科研机构</td><td>社会公益组织</td><td>法律服务机构</td><td>其他</td></tr>"
        f"<tr><td colspan=3>一、本年新收政府信息公开申请数量</td>{row}</tr>"
        f"<tr><td colspan=3>二、上年结转政府信息公开申请数量</td>{row}</tr>"
        f"<tr><td colspan=3>四、结转下年度继续办理</td>{row}</tr><tr><td>本年制发件数</td></tr></table>"
    )
    assert list(reading.tables["t3_requests"]["carried_out"].values()) == list(range(7))


def test_page_that_repeats_itself_is_reported_once():
    reading = read((HEADER_2019 + "行政许可\n1\n2\n3\n其他对外管理服务事项\n0\n0\n0\n") + "行政许可\n7\n8\n9\n" * 50)
    assert codes(reading) == ["table.repeated_row", "table.unplaced"]


def test_traditional_characters_name_the_same_rows():
    reading = read(
        "第二十條第（一）項\n信息內容\n本年製發件數\n本年廢止件數\n現行有效件數\n規章\n0\n0\n0\n行政規範性文件\n1\n2\n3\n"
        "第二十條第（六）項\n信息內容\n本年處理決定數量\n行政處罰\n4\n行政強制\n5\n"
    )
    assert reading.form == "cn_2021"
    assert reading.tables["t2_art20_1"]["normative_documents"] == {"issued": 1, "repealed": 2, "in_force": 3}
    assert reading.tables["t2_art20_6"]["admin_coercion"] == {"decisions": 5}


def test_doubled_line_does_not_complete_a_row_where_blanks_stand_among_values():
    rows = [
        "一、本年新收政府信息公开申请数量\n0\n0\n\xa0\n0\n0\n1\n0\n4",  # six values and a blank, one line doubled
        "二、上年结转政府信息公开申请数量\n0\n0\n0\n",
        "（一）予以公开\n0\n0\n",
        "（二）部分公开\n0\n",
    ]
    reading = read("信息内容\n上一年项目数量\n自然人\n商业企业\n" + "\n".join(rows) + "\n四、结转下年度继续办理\n0\n")
    assert {row.row for row in reading.unplaced} >= {"new_received", "carried_in", "granted"}


def test_value_beside_its_double_is_not_believed_where_another_row_lost_a_line():
    def rows(*values: str) -> str:
        labels = [
            "（一）予以公开",
            "2.其他法律行政法规禁止公开",
            "3.危及“三安全一稳定”",
            "4.保护第三方合法权益",
            "5.属于三类内部事务信息",
        ]
        labels += ["6.属于四类过程性信息", "7.属于行政执法案卷", "8.属于行政查询事项"]
        full = [f"{label}\n1\n2\n3\n4\n5\n6\n21" for label in labels]
        return "\n".join(
            [
                "一、本年新收政府信息公开申请数量\n" + "\n".join(values),
                "二、上年结转政府信息公开申请数量\n1\n2\n3\n4\n5\n6",
                *full,
            ]
        )

    doubled = read(rows("1", "2", "3", "3", "4", "5", "21")).tables["t3_requests"]["new_received"]
    apart = read(rows("1", "2", "3", "4", "5", "6", "21")).tables["t3_requests"]["new_received"]
    assert set(doubled.values()) == {None}
    assert list(apart.values()) == [1, 2, 3, 4, 5, 6, 21]


def test_blank_too_many_in_the_row_without_a_label_is_not_taken_for_a_paragraph_behind_it():
    rows = "".join(
        f"{label}\n1\n2\n3\n4\n5\n6\n21\n" for label in ("一、本年新收政府信息公开申请数量", "（一）予以公开")
    )
    rows += "二、上年结转政府信息公开申请数量\n\xa0\n2\n3\n4\n5\n6\n20\n"
    labels = "结果维持\n结果纠正\n其他结果\n尚未审结\n总计\n"
    header = f"行政复议\n行政诉讼\n{labels}未经复议直接起诉\n复议后起诉\n{labels}{labels}"
    printed = ["\xa0"] * 6 + ["3"] + ["\xa0"] * 8
    exact = read(f"{rows}{header}" + "\n".join(printed) + "\n五、存在的主要问题\n无。\n")
    added = read(f"{rows}{header}" + "\n".join(["\xa0", *printed]) + "\n五、存在的主要问题\n无。\n")
    assert exact.tables["t4_review_litigation"]["cases"]["litigation_direct_corrected"] == 3
    assert set(added.tables["t4_review_litigation"]["cases"].values()) == {None}


def _procurement_under(*labels: str) -> list[str]:
    """Procurement under a header, in the three layouts: markup, pipes, a cell a line."""
    rows = [
        ["第二十条第（八）项"], ["信息内容", "上一年项目数量", "本年增/减"], ["行政事业性收费", "4", "1"],
        ["第二十条第（九）项"], ["信息内容", *labels], ["政府集中采购", "6", "25"],
    ]  # fmt: skip
    return [
        "<table>" + "".join(cells(*row) for row in rows) + "</table>",
        "\n".join(" | ".join(row) + " |" for row in rows),
        "\n".join(text for row in rows for text in row),
    ]


@pytest.mark.parametrize("text", _procurement_under("上一年项目数量", "本年增/减"), ids=["grid", "pipes", "lines"])
def test_values_under_the_labels_of_another_table_are_unplaced(text: str):
    reading = read(text)
    assert list(reading.tables["t2_art20_8"]["admin_fee"].values()) == [4, 1]
    assert list(reading.tables["t2_art20_9"]["central_procurement"].values()) == [None, None]
    assert [row.raw for row in reading.unplaced] == [["6", "25"]]


@pytest.mark.parametrize("text", _procurement_under("采购项目数量", "采购总金额"), ids=["grid", "pipes", "lines"])
def test_values_under_the_labels_of_their_own_table_are_placed(text: str):
    assert list(read(text).tables["t2_art20_9"]["central_procurement"].values()) == [6, 25]


def test_row_before_one_that_few_documents_print_has_a_sure_end():
    header = "第二十条第（一）项\n信息内容 |\n本年新制作数量 |\n本年新公开数量 |\n对外公开总数量 |\n"
    rows = "规章 |\n0 |\n0 |\n0 |\n规范性文件 |\n11 |\n12 |\n13 |\n其他主动公开文件 |\n3 |\n4 |\n5 |\n"
    table = read(f"{header}{rows}第二十条第（五）项\n").tables["t2_art20_1"]
    assert list(table["normative_documents"].values()) == [11, 12, 13]
    assert list(table["other_disclosed_documents"].values()) == [3, 4, 5]
