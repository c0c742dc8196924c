"""Tokens and separators of flattened text."""

import pytest

from extractors.tables.match import matchers
from extractors.tables.stream import find_anchors, is_comma_cut, is_separator, tokenise


def test_separator_is_decided_in_linear_time():
    assert not is_separator("--\t\t" * 450 + "x")  # hangs if the expression backtracks


def test_blank_cells_between_pipes_are_tokens_and_line_ends_are_edges():
    tokens = tokenise([(0, "规章 | 0 |  | "), (1, "行政许可 | 1")])
    assert [(token.text, token.blank) for token in tokens] == [
        ("规章", ""),
        ("0", ""),
        ("", "cell"),
        ("", "edge"),
        ("行政许可", ""),
        ("1", ""),
    ]


def test_cells_may_break_over_lines():
    tokens = tokenise([(0, "规范性文件"), (1, "| 0"), (2, "| 3 | 4"), (3, "|"), (4, "行政许可")])
    assert [token.text for token in tokens if not token.blank] == ["规范性文件", "0", "3", "4", "行政许可"]


def test_commas_of_thousands_make_a_row_wider_than_its_neighbours():
    rows = [
        "信息内容,本年制发件数,本年废止件数,现行有效件数",
        "规章,1,2,3",
        "行政规范性文件,4,5,6",
        "行政许可,7,,",
        "行政处罚,8,,",
    ]
    assert is_comma_cut([*rows, "行政强制,101,102,103"])
    assert not is_comma_cut([*rows, "行政强制,1,203,4,5"])


@pytest.mark.parametrize(("form", "label", "found"), [("cn_2019", "行政许可", 1), ("cn_2014", "被依法纠错数", 2)])
def test_label_printed_twice_is_one_line_doubled_unless_two_rows_have_that_wording(form, label, found):
    tokens = tokenise(list(enumerate([label, label, "0"])))
    assert len(find_anchors(tokens, matchers()[form])) == found
