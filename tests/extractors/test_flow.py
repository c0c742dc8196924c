"""Paragraphs out of lines, and texts as they are searched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.flow import flatten, line_width, paragraphs, sentences

TEXTS = st.text(alphabet="电话：０８７８-5550101 地　址（），。；\u200b\n聯繫ab.@", max_size=80)


@given(st.lists(TEXTS, max_size=12))
def test_paragraphs_lose_nothing(lines: list[str]):
    assert "".join(paragraphs(lines)) == "".join(line.strip() for line in lines)


@given(TEXTS)
def test_every_character_of_a_flat_text_has_its_place_in_the_print(text: str):
    flat = flatten(text)
    assert len(flat.places) == len(flat.text)
    assert list(flat.places) == sorted(set(flat.places))
    assert flatten(flat.original(0, len(flat.text))).text == flat.text


def test_white_space_goes_except_between_numbers():
    assert flatten("电 话： 0878  5550101 转 8 号").text == "电话:0878 5550101转8号"


def test_the_print_of_a_span_is_as_printed():
    flat = flatten("聯 繫：青禾縣　聽泉街６號")
    assert flat.original(flat.text.index("青"), len(flat.text)) == "青禾縣　聽泉街６號"


def test_a_full_line_that_ends_a_sentence_is_a_paragraph():
    lines = ["全镇各项公开工作有序推进，群众满意度提高。", "如有疑问，请与党政办公室联系，电话：0878-", "5550101。"]
    assert list(paragraphs(lines)) == [lines[0], lines[1] + lines[2]]


def test_a_number_broken_at_its_hyphen_is_joined_on_either_side():
    assert list(paragraphs(["短行。", "电话：0878-", "5550101。"])) == ["短行。", "电话：0878-5550101。"]
    lines = ["全镇各项公开工作有序推进，群众满意度提高，电话0878", "-5550101。"]
    assert list(paragraphs(lines)) == ["".join(lines)]


def test_a_number_on_the_line_below_its_label_is_joined():
    assert list(paragraphs(["短行。", "联系电话：", "0878-5550101"])) == ["短行。", "联系电话：0878-5550101"]
    assert list(paragraphs(["情况如下：", "1.加强领导。"])) == ["情况如下：", "1.加强领导。"]


def test_lines_of_a_document_without_a_width_are_not_joined():
    lines = ["地址：青禾县松陂镇听泉街6号，邮编675302，电话5550101，邮箱a@mail.example", "公开内容不够全面。"]
    assert list(paragraphs(lines, line_width([*lines, "短行。"]))) == lines


PRINTED = "本镇全年各项公开工作有序推进并且群众满意度不断提高今后将继续努力做好" * 4


def wrapped(width: int) -> list[str]:
    return [PRINTED[start : start + width] for start in range(0, len(PRINTED), width)]


@pytest.mark.parametrize("width", [22, 28, 30])
@pytest.mark.parametrize(
    "longer",
    [
        ["岚江省霁州市青禾县文化广播电视和旅游局（县文物局）2020年政府信息公开工作年度报告"],
        ["一、本年新收政府信息公开申请数量和上年结转的数量\t3\t0\t0\t0\t0\t0\t3"],
        ["二、申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其申请 0 0 0 0 0 0 0"] * 30,
    ],
)
def test_the_width_is_the_commonest_whatever_titles_and_rows_are_longer(width: int, longer: list[str]):
    lines = [*longer, *wrapped(width)]
    assert line_width(lines) == width
    assert list(paragraphs(wrapped(width), line_width(lines))) == [PRINTED]
    assert list(paragraphs([*longer, "短行。", *wrapped(width)]))[-1] == PRINTED


def test_lines_with_digits_are_longer_at_the_same_width():
    lines = ["一" * 28, "一" * 28, "一" * 24 + "2" * 9, "一" * 28, "一" * 20 + "20201231" * 2]
    assert 28 <= line_width(lines) <= 33


def test_paragraphs_longer_than_the_commonest_line_have_no_width():
    lines = ["松陂镇听泉街六号的一层大厅", "一" * 20, "二" * 20, "三" * 90 + "。"]
    assert line_width(lines) > 90


def test_a_mark_that_begins_no_line_belongs_to_the_one_above():
    assert list(paragraphs(["见网站（http:", "//www.qinghe.example）", "；下载。"])) == [
        "见网站（http://www.qinghe.example）；下载。"
    ]


def test_a_numbered_line_begins_a_paragraph():
    lines = ["全镇各项公开工作有序推进，群众满意度提高", "（二）依申请公开。"]
    assert list(paragraphs(lines)) == lines


def test_sentences_end_at_semicolons_too():
    assert sentences("收到申请3件；无复议。") == ["收到申请3件", "无复议"]
