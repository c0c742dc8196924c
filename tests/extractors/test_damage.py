"""Single marks of damage in flattened text, and what they make doubtful."""

from random import Random

import pytest

from extractors.documents import read_document
from extractors.tables.read import TablesReading, read_tables
from tests.extractors import damage, shapes

HEADER = "第二十条第（五）项\n信息内容\n上一年项目数量\n本年增/减\n处理决定数量\n"
SIX = "第二十条第（六）项\n信息内容\n上一年项目数量\n本年增/减\n处理决定数量\n"


def read(text: str) -> TablesReading:
    return read_tables(list(enumerate(read_document(text.encode()).blocks)))


def unplaced(reading: TablesReading) -> list[str]:
    return [row.row for row in reading.unplaced]


def rows(*numbers: list[int]) -> list[str]:
    labels = ["行政许可", "其他对外管理服务事项", "行政处罚", "行政强制"]
    return ["\n".join([label, *map(str, row)]) + "\n" for label, row in zip(labels, numbers, strict=True)]


def test_where_rows_lose_and_gain_cells_none_is_believed():
    license_, other, penalty, coercion = rows([1, 2, 3], [4, 5], [6, 7, 8, 8], [9, 10, 11])
    reading = read(HEADER + license_ + other + SIX + penalty + coercion)
    assert unplaced(reading) == ["admin_license", "other_external_service", "admin_penalty", "admin_coercion"]


def test_row_behind_which_a_label_is_lost_is_unplaced():
    reading = read(
        "本年制发件数\n科研机构\n社会公益组织\n自然人\n商业企业\n总计\n一、本年新收政府信息公开申请数量\n1\n2\n3\n4\n5\n6\n7\n（二）部分公开\n1\n1\n1\n1\n1\n1\n1\n"
    )
    assert "new_received" in unplaced(reading)


def test_label_that_the_form_does_not_know_ends_a_row_too():
    rest = "".join(f"{label}\n条\n7\n" for label in ("主动公开规范性文件数", "制发规范性文件总数"))
    reading = read(
        f"统计指标\n单位\n统计数\n主动公开政府信息数\n条\n98\n其中：本地指标\n条\n5\n{rest}1.政府公报公开政府信息数\n条\n3\n"
    )
    assert reading.tables["statistics"]["active_total"] == {"value": 98}


def test_row_without_the_unit_that_all_others_print_is_unplaced():
    labels = [
        "主动公开政府信息数",
        "主动公开规范性文件数",
        "制发规范性文件总数",
        "1.政府公报公开政府信息数",
        "2.政府网站公开政府信息数",
    ]
    lines = [line for label in labels for line in (label, "条", "5")]
    lines.remove("条")
    reading = read("\n".join(["统计指标", "单位", "统计数", *lines, "3.政务微博公开政府信息数", "条", "1"]))
    assert "active_total" in unplaced(reading)
    assert reading.tables["statistics"]["active_normative"] == {"value": 5}


def test_label_printed_twice_is_one_row():
    license_, other, penalty, coercion = rows([1, 2, 3], [4, 5, 6], [7, 8, 9], [10, 11, 12])
    reading = read(HEADER + "行政许可\n" + license_ + other + SIX + penalty + coercion)
    assert reading.tables["t2_art20_5"]["admin_license"] == {
        "prior_year_items": 1,
        "change_this_year": 2,
        "decisions": 3,
    }


def test_bracket_that_nothing_closes_swallows_no_lines():
    label = "主动公开政府信息数（不同渠道和方"
    lines = f"统计指标\n单位\n统计数\n{label}\n条\n98\n主动公开规范性文件数\n条\n3\n制发规范性文件总数\n件\n4\n"
    reading = read(lines + "1.政府公报公开政府信息数\n条\n5\n")
    assert {row: cells["value"] for row, cells in reading.tables["statistics"].items()}["active_normative"] == 3
    assert reading.tables["statistics"]["active_total"]["value"] in (98, None)


def test_same_wording_in_two_groups_needs_the_head_of_the_second():
    lines = ["行政复议数量", "维持具体行政行为数", "被依法纠错数", "被依法纠错数", "其他情形数", "行政诉讼数量"]
    text = "\n".join(f"{label} | 件 | {number} |" for number, label in enumerate(lines, 10))
    reading = read("统计指标 | 单位 | 统计数 |\n" + text)
    assert "litigation_corrected" not in reading.tables["statistics"]
    assert reading.tables["statistics"]["review_other"]["value"] in (14, None)


def test_full_row_with_a_blank_between_its_values_is_two_rows_in_one():
    text = "一、本年新收政府信息公开申请数量 |\n1 |\n2 |\n3 |\n| ||\n5 |\n6 |\n7 |\n8 |\n"
    reading = read(
        "本年制发件数 |\n自然人 |\n商业企业 |\n总计 |\n" + text + "二、上年结转政府信息公开申请数量 |\n" + "0 |\n" * 7
    )
    assert "new_received" in unplaced(reading)


@pytest.mark.parametrize("shape", shapes.CELL_A_LINE, ids=lambda shape: shape.__name__)
@pytest.mark.parametrize("harm", [damage.page_breaks, damage.page_numbers], ids=lambda harm: harm.__name__)
def test_page_breaks_between_rows_cost_nothing(shape, harm):
    sample = shapes.Sample("cn_2021", 5, blanks=0.3, distinct=True)
    reading = read(damage.damaged(shape(sample), harm, Random(1)))
    assert reading.unplaced == []


def test_rows_that_came_through_whole_are_told_from_those_that_did_not():
    lines = ["label", "1", "2", "label", "3", "4", "end"]
    kept = [damage.Printed(line, index) for index, line in enumerate(lines) if index != 4]
    assert damage.whole_rows([range(3), range(3, 6)], kept) == [True, False]
    doubled = [*kept[:2], damage.Printed("1", None, sound=False), *kept[2:]]
    assert damage.whole_rows([range(3)], doubled) == [False]
