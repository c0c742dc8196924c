"""Rows out of the order in which a program prints cells: label lines first, then the values beside their first line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.documents.layout.layout import lay_out
from extractors.documents.layout.printed import PrintedPage, Word
from extractors.documents.layout.printing_order import UNKNOWN, Printing, rows_in_order
from extractors.documents.layout.room import is_full
from extractors.documents.model import Table
from extractors.documents.paper.pdf_words import Char, words_of

EM = 10.0
LEADING = 12.0
LABEL, FIRST, STEP = 50.0, 200.0, 60.0
"""Left edge of labels; of the first column of values; from one to the next."""
HEADER = [["指标"], ["甲数"], ["乙数"], ["丙数"]]


def printed(rows, top=100.0):
    """Words of rows, each cell at the top of its row, in the order in which an office program prints them."""
    words, y = [], top
    for row in rows:
        for column, lines in enumerate(row):
            x = LABEL if column == 0 else FIRST + (column - 1) * STEP
            for number, text in enumerate(lines):
                at = y + number * LEADING
                words.append(Word(text, x, at, x + EM * len(text), at + EM, len(words) + 1))
        y += LEADING * max(map(len, row))
    return [word for word in words if word.text]


def texts(rows):
    return [["".join(word.text for word in cell) for cell in row.cells] for row in rows]


def table_of(*pages):
    (table,) = [b for b in lay_out([PrintedPage(500, 800, page) for page in pages]) if isinstance(b, Table)]
    return [[cell.text for cell in table.cells if cell.row == row and cell.text] for row in range(table.height)]


labels = st.lists(st.text("甲乙丙丁", min_size=8, max_size=8), min_size=1, max_size=3)
values = st.lists(st.integers(0, 9999).map(lambda value: [str(value)]), min_size=1, max_size=3)
tables = st.lists(st.builds(lambda label, row: [label, *row], labels, values), min_size=1, max_size=8)


@given(tables)
def test_rows_printed_cell_by_cell_are_found_again(rows):
    found = rows_in_order(printed(rows), EM, (), Printing(by_cell=True, at_top=True))
    assert texts(found) == [["".join(cell) for cell in row] for row in rows]


@given(tables)
def test_words_printed_line_by_line_prove_nothing(rows):
    words = sorted(printed(rows), key=lambda word: (word.y0, word.x0))
    words = [word._replace(order=number) for number, word in enumerate(words)]
    assert rows_in_order(words, EM, (), UNKNOWN) == []


@given(tables)
def test_words_of_unknown_order_make_no_rows(rows):
    words = [word._replace(order=0) for word in printed(rows)]
    assert len(words) < 2 or rows_in_order(words, EM, (), Printing(by_cell=True)) == []


def test_values_belong_to_the_first_line_of_a_label_however_close_the_rows():
    rows = [HEADER, [["甲项工作开展", "情况"], ["1"], ["2"], ["3"]], [["乙项工作开展", "情况"], ["4"], ["5"], ["6"]]]
    assert table_of(printed(rows))[1:] == [["甲项工作开展情况", "1", "2", "3"], ["乙项工作开展情况", "4", "5", "6"]]


def test_row_without_values_is_apart_from_the_label_below_it():
    rows = [
        HEADER,
        [["甲项工作开展", "情况"], ["1"], ["2"], ["3"]],
        [["乙项"], [], [], []],
        [["丙项"], ["4"], ["5"], ["6"]],
    ]
    assert table_of(printed(rows))[1:] == [["甲项工作开展情况", "1", "2", "3"], ["乙项"], ["丙项", "4", "5", "6"]]


def test_rows_without_values_are_apart_where_their_column_has_room():
    words = printed([[["甲项工作开展"], ["1"]], [["乙项"], []], [["丙项"], []], [["丁项工作开展"], ["2"]]])
    rows = texts(rows_in_order(words, EM, (), Printing(by_cell=True, at_top=True)))
    assert rows[-1] == ["丁项工作开展", "2"]


def test_value_does_not_go_on_as_text():
    words = printed([[["甲项工作开展", "情况"], ["1"]], [[], ["乙项"]]])
    assert texts(rows_in_order(words, EM, (), UNKNOWN)) == [["甲项工作开展情况", "1"], ["乙项"]]


def test_label_that_a_page_break_cuts_is_one():
    first = [HEADER, [["甲项工作开展", "情况"], ["1"], ["2"], ["3"]], [["乙项工作开展"], ["4"], ["5"], ["6"]]]
    second = [[["的数量"], [], [], []], [["丙项"], ["7"], ["8"], ["9"]]]
    assert table_of(printed(first, 700), printed(second))[2:] == [
        ["乙项工作开展的数量", "4", "5", "6"],
        ["丙项", "7", "8", "9"],
    ]


def test_header_that_a_page_break_cuts_is_one():
    head = [[["指标"], ["甲项"], ["乙项"], ["丙项"]]]
    rest = [[[], ["数量"], ["数量"], ["数量"]], [["丁项工作开展", "情况"], ["1"], ["2"], ["3"]]]
    rows = table_of(printed(head, 780), printed(rest))
    assert rows == [["指标", "甲项数量", "乙项数量", "丙项数量"], ["丁项工作开展情况", "1", "2", "3"]]


@pytest.mark.parametrize(("below", "total"), [(["5"], "13\n9"), (["14", "8"], "139")])
def test_number_that_a_page_break_cuts_is_none_but_where_its_column_wraps_another(below, total):
    head = [[["指标"], ["甲数"], ["乙数"], ["丙"]], [["甲项工作开展情况"], ["1"], ["2"], ["13"]]]
    rest = [[[], [], [], ["9"]], [["乙项工作开展", "情况"], ["3"], ["4"], below]]
    assert table_of(printed(head, 756), printed(rest))[1] == ["甲项工作开展情况", "1", "2", total]


def test_lines_of_a_number_are_no_rows_where_narrow_digits_leave_room():
    rows = [[["指标"], ["甲"], ["丙"]], [["甲项工作开展", "情况"], ["8"], ["3", "1", "2"]], [["乙项"], ["4"], ["11"]]]
    words = [word._replace(x1=word.x0 + 5.5 * len(word.text)) if "1" in word.text else word for word in printed(rows)]
    assert table_of(words)[1:] == [["甲项工作开展情况", "8", "312"], ["乙项", "4", "11"]]


def test_label_that_stands_out_over_blank_cells_stays_a_label():
    long = "甲项工作开展情况的数量及变化，"
    rows = [HEADER, [[long, "情况"], [], ["2"], ["3"]], [["乙项"], ["4"], ["5"], ["6"]]]
    words = [word._replace(x1=word.x1 + 1) if word.text == long else word for word in printed(rows)]
    assert table_of(words)[1:] == [[f"{long}情况", "2", "3"], ["乙项", "4", "5", "6"]]


def test_line_is_full_where_no_line_of_its_column_is_longer():
    line, longer = Word("甲乙", 0, 0, 20, 10, 1), Word("甲乙丙丁", 0, 12, 40, 22, 2)
    assert is_full(line, [line], EM)
    assert not is_full(line, [line, longer], EM)


def test_line_over_several_columns_tells_nothing_of_the_room_in_one():
    line, beside, over = Word("甲乙", 0, 0, 20, 10, 1), Word("丙", 30, 0, 40, 10, 2), Word("丁" * 5, 0, 20, 50, 30, 3)
    assert is_full(line, [line, beside, over], EM)


def char(text, x, baseline, piece, order):
    return Char(text, x, baseline - 10, x + 10, baseline, baseline, piece, order)


def test_words_between_which_another_line_is_printed_are_cells():
    chars = [char("甲", 0, 10, 1, 1), char("乙", 0, 22, 2, 2), char("丙", 10, 10, 3, 3)]
    assert [word.text for word in words_of(chars, ())] == ["甲", "丙", "乙"]


def test_numbers_of_two_pieces_beside_each_other_are_two_words():
    chars = [char("2", 0, 10, 1, 1), char("8", 10, 10, 1, 2), char("1", 22, 10, 2, 3)]
    assert [word.text for word in words_of(chars, ())] == ["28", "1"]


def test_numbers_of_two_pieces_that_nearly_touch_are_two_words():
    chars = [char("3", 0, 10, 1, 1), char("0", 10, 10, 1, 2), char("1", 20.5, 10, 2, 3)]
    assert [word.text for word in words_of(chars, ())] == ["30", "1"]


def test_pieces_of_one_number_adjoin():
    chars = [char("3", 0, 10, 1, 1), char("0", 10, 10, 1, 2), char("1", 20.1, 10, 2, 3)]
    assert [word.text for word in words_of(chars, ())] == ["301"]


def test_numbers_that_one_piece_prints_with_a_space_are_one_cell():
    chars = [char("0", 0, 10, 1, 1), char(" ", 10, 10, 1, 2), char("0", 15, 10, 1, 3)]
    assert [word.text for word in words_of(chars, ())] == ["0 0"]


def test_digits_printed_one_by_one_stay_together():
    chars = [char("2", 0, 10, 1, 1), char("8", 10, 10, 2, 2), char("1", 20, 10, 3, 3)]
    assert [word.text for word in words_of(chars, ())] == ["281"]
