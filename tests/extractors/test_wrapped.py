"""Labels wrapped around their numbers, as PDF converters print them."""

import pytest

from extractors.documents import read_document
from extractors.tables.match import matchers
from extractors.tables.read import read_tables
from extractors.tables.wrapped import join_wrapped

MATCHER = matchers()["cn_2021"]
VALUES = "1  0  0  0  0  0  1"


def joined(*lines: str) -> list[str]:
    return [text for _, text in join_wrapped(list(enumerate(lines)), MATCHER)[0]]


@pytest.mark.parametrize(
    "lines",
    [
        (f"二、上年结转政府信  {VALUES}", "息公开申请数量"),
        ("二、上年结转政府", f"信息公开申请数量  {VALUES}"),
        ("二、上年结转", f"政府信息  {VALUES}", "公开申请数量"),
        (f"  二、上年结转政府信   {VALUES}", "  息公开申请", "  数量"),
    ],
)
def test_label_is_made_whole_on_the_line_of_its_values(lines):
    assert joined(*lines) == [f"二、上年结转政府信息公开申请数量  {VALUES}"]


def test_labels_in_front_of_the_wrapped_one_stay():
    assert joined(f"（四）无法提供  1.本机关不掌握相  {VALUES}", "关政府信息") == [
        f"（四）无法提供  1.本机关不掌握相关政府信息  {VALUES}"
    ]


def test_explanation_in_brackets_is_taken_up_whole():
    lines = ("（二）部分公开（区分处理", f"的，只计这一情形，不计其  {VALUES}", "他情形）")
    assert joined(*lines) == [f"（二）部分公开（区分处理的，只计这一情形，不计其他情形）  {VALUES}"]


@pytest.mark.parametrize(
    "lines",
    [
        ("2.重复申请", f"3.要求提供公开出版物  {VALUES}"),
        (f"2.重复申请  {VALUES}", "3.要求提供公开出版物"),
        (f"去年收到的申请  {VALUES}", "以及其他"),
        ("行政处罚案件。", f"政强制  {VALUES}"),
        (f"二、上年结转政府信  {VALUES}", f"息公开申请数量  {VALUES}"),
    ],
)
def test_lines_that_make_no_label_of_the_form_stay_as_they_are(lines):
    assert joined(*lines) == ["  ".join(line.split("  ")) for line in lines]


def test_lines_taken_up_are_consumed_with_their_row():
    text = (
        "三、收到和处理政府信息公开申请情况\n自然人  商业企业  科研机构  社会公益组织  法律服务机构  其他  总计\n"
        "一、本年新收政府信  4  3  0  0  0  0  7\n息公开申请数量\n二、上年结转政府信  1  0  0  0  0  0  1\n息公开申请数量\n"
        "（一）予以公开  1  0  0  0  0  0  1\n四、结转下年度继续办理  0  0  0  0  0  0  0\n\n四、政府信息公开行政复议"
    )
    reading = read_tables(list(enumerate(read_document(text.encode()).blocks)))
    assert reading.tables["t3_requests"]["new_received"]["total"] == 7
    assert {3, 5} <= reading.consumed
