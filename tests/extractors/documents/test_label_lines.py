"""Lines printed one behind the other are put together as the forms word their labels."""

import pytest

from extractors.documents.layout.label_lines import cells_of_labels
from extractors.documents.layout.printed import Rule, Word

EM = 10.0


def lines(*texts, x=0.0):
    return [
        Word(text, x, 12.0 * number, x + EM * len(text), 12.0 * number + EM, number)
        for number, text in enumerate(texts)
    ]


def cells(words, rules=()):
    return ["".join(word.text for word in cell) for cell in cells_of_labels(words, EM, rules)]


@pytest.mark.parametrize(
    ("printed", "found"),
    [
        (["行政事业性收费", "第二十条第（九）项"], ["行政事业性收费", "第二十条第（九）项"]),
        (["（二）部分公开", "（区分处理的，只计这一情形", "）"], ["（二）部分公开（区分处理的，只计这一情形）"]),
        (
            ["4.保护第三方", "合法权益", "5.属于三类内", "部事务信息"],
            ["4.保护第三方合法权益", "5.属于三类内部事务信息"],
        ),
        (["方合法权益", "5.属于三类内", "部事务信息"], ["方合法权益", "5.属于三类内部事务信息"]),
        (["4.保护第三方合法权益", "5.属于三"], ["4.保护第三方合法权益", "5.属于三"]),
        (["4.", "无", "正当理由大量反复申请"], ["4.无正当理由大量反复申请"]),
        (["公共信息查阅点数", "★", "电子信息数★"], []),
        (["甲项工作", "规章"], []),
    ],
)
def test_lines_are_cells_where_all_are_labels_of_the_forms(printed, found):
    assert cells(lines(*printed)) == found


def test_mark_behind_a_space_is_a_part_of_its_label():
    label, mark, unit = lines("其中:对本部门首次处理不满意的行政申诉数", "*", "件")
    beside = [mark._replace(x0=205, x1=210, y0=0, y1=10), unit._replace(x0=300, x1=310, y0=0, y1=10)]
    assert cells([label, *beside]) == [label.text + "*", "件"]


def test_lines_stand_as_far_apart_as_their_characters_are_high():
    high = [word._replace(y0=26.0 * n, y1=26.0 * n + 12) for n, word in enumerate(lines("（二）部分", "公开"))]
    assert cells(high) == ["（二）部分公开"]


def test_no_cell_goes_on_over_a_rule():
    printed = lines("行政规范性", "文件")
    assert cells(printed) == ["行政规范性文件"]
    assert cells(printed, [Rule(0, 11, 100, 11)]) == []
