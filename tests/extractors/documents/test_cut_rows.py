"""Rows that a page break cuts are put together; what may be two numbers is not read as one of them."""

from extractors.documents.layout.printed import Word
from tests.extractors.documents.test_layout import grid, only_table, page, rows_of, word

XS = (50, 120, 150, 180)
"""A column of labels with room for five characters, and two of values with room for one."""
LABELS = [word("自然", 124, 705), word("企业", 154, 705)]


def top(*words: Word, ys=(700, 720, 740)):
    """The end of a page, under its header."""
    return page([*LABELS, *words], grid(XS, ys))


def rest(*words: Word, ys=(50, 70, 90)):
    """The beginning of the next one, a rule over it."""
    return page([*words, word("乙", 60, 75), word("6", 124, 75)], grid(XS, ys))


def test_number_goes_on_where_its_cell_is_full():
    table = only_table(top(word("甲", 60, 725), word("1234", 124, 725)), rest(word("5", 124, 55)))
    assert rows_of(table)[1:] == [["甲", "12345", ""], ["乙", "6", ""]]


def test_numbers_that_may_be_two_stay_on_two_lines():
    table = only_table(top(word("甲", 60, 725), word("1", 124, 725)), rest(word("4", 124, 55)))
    assert rows_of(table)[1:] == [["甲", "1\n4", ""], ["乙", "6", ""]]


def test_row_that_prints_nothing_is_the_rest_of_the_one_above():
    table = only_table(top(word("甲", 60, 725), word("1", 124, 725)), rest())
    assert rows_of(table)[1:] == [["甲", "1", ""], ["乙", "6", ""]]


def test_blank_row_under_a_header_is_a_row():
    table = only_table(top(ys=(700, 720)), rest())
    assert rows_of(table) == [["", "自然", "企业"], ["", "", ""], ["乙", "6", ""]]


def test_blank_row_between_a_header_and_values_without_labels_is_the_rest_of_the_header():
    first = page([word("自然", 54, 705), *LABELS], grid(XS, (700, 720)))
    second = page([word(str(n), x, 75) for n, x in enumerate((54, 124, 154))], grid(XS, (50, 70, 90)))
    assert rows_of(only_table(first, second)) == [["自然", "自然", "企业"], ["0", "1", "2"]]


def test_header_cells_go_on_beside_others_that_end_at_the_page_break():
    xs = (50, 80, 110, 140, 170)
    first = page(
        [word("总", 54, 705), word("复议后", 84, 705), word("其", 144, 705)], grid((50, 80, 140, 170), (700, 720))
    )
    below = [word("计", 54, 55), word("结果", 84, 55), word("总计", 114, 55), word("他", 144, 55)]
    values = [word(str(n), x + 4, 75) for n, x in enumerate(xs[:-1])]
    table = only_table(first, page([*below, *values], grid(xs, (50, 70, 90))))
    assert rows_of(table) == [["总计", "复议后", "其他"], ["结果", "总计"], ["0", "1", "2", "3"]]


def test_values_of_a_row_whose_label_stands_on_the_page_before():
    table = only_table(top(word("甲", 60, 725), word("1", 124, 725)), rest(word("2", 154, 55)))
    assert rows_of(table)[1:] == [["甲", "1", "2"], ["乙", "6", ""]]


def test_label_goes_on_behind_a_repeated_header():
    again = [it._replace(y0=it.y0 - 650, y1=it.y1 - 650) for it in LABELS]
    first = top(word("其他对外管", 60, 725), word("1", 124, 725))
    second = page([*again, word("理事项", 60, 75)], grid(XS, (50, 70, 90)))
    assert rows_of(only_table(first, second)) == [["", "自然", "企业"], ["其他对外管理事项", "1", ""]]


def test_label_goes_on_where_its_bracket_is_open():
    first = top(word("（六）其（", 60, 725), word("1", 124, 725))
    table = only_table(first, rest(word("六）他", 60, 55)))
    assert rows_of(table)[1:] == [["（六）其（六）他", "1", ""], ["乙", "6", ""]]


def test_row_with_its_own_label_and_values_is_none_that_was_cut():
    first = top(word("行政许可办", 60, 725), word("1", 124, 725), word("2", 154, 725))
    second = rest(word("行政处罚", 60, 55), word("3", 124, 55))
    assert [row[0] for row in rows_of(only_table(first, second))[1:]] == ["行政许可办", "行政处罚", "乙"]


def test_second_lines_of_cells_with_several_numbers_are_in_doubt():
    several = [word("丙", 60, 725), word("1", 134, 722), word("2", 134, 734)]
    last = [word("其他对外管", 60, 755), word("7", 134, 755), word("8", 154, 755)]
    first = page([*LABELS, *several, *last], grid(XS, (700, 720, 750, 770)))
    table = only_table(first, rest(word("理事项", 60, 55), word("9", 134, 55)))
    assert rows_of(table)[2:] == [["其他对外管理事项", "7\n9", "8"], ["乙", "6", ""]]


def test_table_goes_on_where_a_browser_leaves_the_rule_out_beside_a_label_of_many_rows():
    xs = (30, *XS)
    words = [word("组", 34, 705), word("甲", 60, 705), word("1", 124, 705)]
    first = page(words, grid(xs, (700, 720)))
    assert only_table(first, rest(ys=(50, 70, 90))).width == 4
