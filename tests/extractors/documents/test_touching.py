"""Cells that touch are parted as the forms word their labels, and a number only in a column of others."""

from itertools import pairwise

import pytest

from extractors.documents.layout.touching import Columns, Text, cells_of

VALUES = Columns([Text("12", 100, 110)], near=0.5)
WORDS = Columns([Text("12", 100, 110), Text("企业", 70, 90), Text("机构", 90, 110), Text("仍不", 80, 100)], near=0.5)


def cells(*texts, x=0):
    """The cells of a word made of these pieces, each character 10 wide."""
    pieces = []
    for text in texts:
        pieces.append(Text(text, x, x + 10 * len(text)))
        x += 10 * len(text)
    starts = [*cells_of(pieces, VALUES, WORDS), len(texts)]
    return ["".join(texts[start:end]) for start, end in pairwise(starts)]


@pytest.mark.parametrize(
    ("pieces", "parted"),
    [
        (["（三）不予公开", "1.", "属于国家秘密"], ["（三）不予公开", "1.属于国家秘密"]),
        (["自然人", "法人或其他组织"], ["自然人", "法人或其他组织"]),
        (["商业企业", "科研机构", "社会公", "法律服", "其他"], ["商业企业", "科研机构", "社会公", "法律服", "其他"]),
        (["主动公开信息数", "条"], ["主动公开信息数", "条"]),
        (["2.", "其他法律行政法规"], ["2.其他法律行政法规"]),
        (["甲", "乙"], ["甲乙"]),
        (["本年度", "其他", "工作"], ["本年度其他工作"]),
    ],
)
def test_labels_that_touch_are_cells(pieces, parted):
    assert cells(*pieces) == parted


def test_further_lines_of_labels_are_cells_in_columns_of_words():
    assert cells("企业", "机构", x=70) == ["企业", "机构"]
    assert cells("企业", "机构", x=63) == ["企业机构"]


def test_rest_of_a_label_ends_in_front_of_one_with_a_number_of_its_own():
    assert cells("理结果", "（二）部分公") == ["理结果", "（二）部分公"]
    assert cells("理结果", "部分公") == ["理结果部分公"]


def test_number_behind_a_label_is_a_value_in_a_column_of_others():
    assert cells("规章", "3", x=80) == ["规章", "3"]
    assert cells("规章", "3", x=85) == ["规章3"]


@pytest.mark.parametrize("dash", ["-", "—", "/"])
def test_dash_behind_a_label_is_none_of_its_marks(dash):
    assert cells("3.", "补正后申请内容仍不明确", dash, x=-30) == ["3.补正后申请内容仍不明确", dash]


def test_slash_inside_a_label_stays():
    assert cells("本年增", "/", x=70) == ["本年增/"]
