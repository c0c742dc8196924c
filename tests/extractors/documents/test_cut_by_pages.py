"""Rows over page breaks: repeated headers go, and what a break cuts is one cell again."""

import pytest

from extractors.documents.layout.cut_by_pages import rows_over_pages
from extractors.documents.layout.printed import Word

EM = 10.0
X = {"group": 0.0, "label": 80.0, "first": 300.0, "second": 340.0}
HEADER = {"label": ["信息内容"], "first": ["其他"], "second": ["总计"]}


def page(*rows, top=0.0):
    """Rows of cells: column → lines."""
    made, y = [], top
    for row in rows:
        cells = []
        for column, lines in row.items():
            x = X[column]
            cells.append([Word(t, x, y + 12 * n, x + EM * len(t), y + 12 * n + EM) for n, t in enumerate(lines)])
        made.append(cells)
        y += 12 * max(map(len, row.values()))
    return made


def texts(*pages, at_top=True):
    rows = rows_over_pages([page(*rows, top=1000.0 * n) for n, rows in enumerate(pages)], EM, at_top=at_top)
    return [["/".join(word.text for word in cell) for cell in row] for row in rows]


def test_header_of_the_table_is_read_once():
    rows = [HEADER, {"label": ["规章"], "first": ["1"]}], [HEADER, {"label": ["行政规范性文件"], "first": ["2"]}]
    assert texts(*rows) == [["信息内容", "其他", "总计"], ["规章", "1"], ["行政规范性文件", "2"]]


def test_same_header_below_another_caption_is_another_table():
    first = [{"label": ["第二十条第（五）项"]}, HEADER, {"label": ["行政许可"], "first": ["1"]}]
    rows = texts([*first, {"label": ["第二十条第（六）项"]}], [HEADER, {"label": ["行政处罚"], "first": ["2"]}])
    assert rows[-2:] == [["信息内容", "其他", "总计"], ["行政处罚", "2"]]


def test_blank_rows_that_are_printed_twice_are_no_header():
    rows = [{"label": ["被依法纠错数"], "first": ["件"]}, {"label": ["行政诉讼数量"], "first": ["件"], "second": ["3"]}]
    again = [
        {"label": ["被依法纠错数"], "first": ["件"]},
        {"label": ["举报投诉数量"], "first": ["件"], "second": ["4"]},
    ]
    assert len(texts(rows, again)) == 4


@pytest.mark.parametrize("between", [[], [HEADER]], ids=["at once", "behind the header"])
def test_label_that_the_break_cuts_is_one(between):
    rows = [HEADER, {"label": ["7.属于行政"], "first": ["1"]}], [*between, {"label": ["执法案卷"]}]
    assert texts(*rows)[1:] == [["7.属于行政/执法案卷", "1"]]


def test_label_with_its_own_number_is_no_other_row():
    rows = [{"label": ["2.其他"], "first": ["1"]}], [{"label": ["法律行政法规禁止公开"]}]
    assert texts(*rows) == [["2.其他/法律行政法规禁止公开", "1"]]


def test_label_of_a_group_goes_on_beside_a_new_row():
    rows = [{"group": ["（三）不予"], "label": ["1.属于国家秘密"], "first": ["1"]}]
    below = [{"group": ["公开"], "label": ["3.危及“三安全一稳定”"], "first": ["2"]}]
    assert texts(rows, below) == [["（三）不予/公开", "1.属于国家秘密", "1"], ["3.危及“三安全一稳定”", "2"]]


def test_values_in_the_middle_of_their_cells_follow_the_label():
    rows = [{"label": ["7.属于行政"]}], [{"label": ["执法案卷"], "first": ["1"]}]
    assert texts(*rows, at_top=False) == [["7.属于行政/执法案卷", "1"]]


def test_two_labels_of_the_forms_are_two_rows():
    rows = [{"label": ["规章"], "first": ["1"]}], [{"label": ["行政规范性文件"]}]
    assert texts(*rows) == [["规章", "1"], ["行政规范性文件"]]


def gap(*pages):
    """Ems between the two lines of the last value."""
    rows = rows_over_pages([page(*rows, top=1000.0 * n) for n, rows in enumerate(pages)], EM, at_top=True)
    above, below = rows[-1][-1]
    return (below.y0 - above.y1) / EM


def test_digits_without_a_label_go_on_where_the_column_wraps_numbers():
    rows = [{"label": ["规章"], "first": ["1", "4"]}, {"label": ["（七）总计"], "first": ["1"], "second": ["8"]}]
    assert texts(rows, [{"first": ["0"]}, {"first": ["3"]}])[1:] == [["（七）总计", "1/0/3", "8"]]
    assert gap([rows[0], {"label": ["（七）总计"], "first": ["1"]}], [{"first": ["0"]}]) == 0


def test_digits_without_a_label_are_a_number_of_their_own_where_no_other_wraps():
    assert gap([{"label": ["（七）总计"], "first": ["1"]}], [{"first": ["0"]}]) > 1


def test_rest_of_a_number_stands_under_it_though_a_header_is_between():
    rows = [HEADER, {"label": ["7.属于行政"], "first": ["1"]}], [HEADER, {"label": ["执法案卷"], "first": ["2"]}]
    assert texts(*rows)[1:] == [["7.属于行政/执法案卷", "1/2"]]
    assert gap(*rows) == 0
