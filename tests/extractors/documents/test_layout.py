"""Words and rules of printed pages become tables and lines."""

import pytest

from extractors.documents import Paragraph, Table
from extractors.documents.layout.layout import lay_out
from extractors.documents.layout.lines import em_of
from extractors.documents.layout.printed import PrintedPage, Rule, Word
from extractors.numbers import DOUBT

EM = 10.0


def word(text: str, x: float, y: float) -> Word:
    """A word of ten points whose upper left corner is (x, y)."""
    width = sum(EM if ord(char) > 255 else EM / 2 for char in text)
    return Word(text, x, y, x + width, y + EM)


def grid(xs, ys, *, without=()) -> list[Rule]:
    """Rules between all places, each its own piece; ``without`` names (x index, y index, direction) of missing ones."""
    rules = []
    for i, x in enumerate(xs):
        for j, y in enumerate(ys):
            if j + 1 < len(ys) and (i, j, "|") not in without:
                rules.append(Rule(x, y, x, ys[j + 1]))
            if i + 1 < len(xs) and (i, j, "-") not in without:
                rules.append(Rule(x, y, xs[i + 1], y))
    return rules


def page(words, rules=(), height=842.0) -> PrintedPage:
    return PrintedPage(595.0, height, list(words), list(rules))


def only_table(*pages: PrintedPage) -> Table:
    (table,) = [block for block in lay_out(pages) if isinstance(block, Table)]
    return table


def texts(*pages: PrintedPage) -> list[str]:
    return [block.text for block in lay_out(pages) if isinstance(block, Paragraph)]


def placed(table: Table):
    return [tuple(cell) for cell in table.cells if cell.text]


XS, YS = (50, 150, 250, 350), (100, 120, 140)


def test_cells_span_where_a_rule_is_missing():
    rules = grid(XS, YS, without={(2, 0, "|"), (0, 1, "-")})
    words = [word("组", 60, 115), word("总标题", 200, 105), word("1", 160, 125), word("2", 260, 125)]
    assert placed(only_table(page(words, rules))) == [
        ("组", 0, 0, 2, 1),
        ("总标题", 0, 1, 1, 2),
        ("1", 1, 1, 1, 1),
        ("2", 1, 2, 1, 1),
    ]


def test_outer_borders_may_be_missing():
    inner = [rule for rule in grid(XS, YS) if not (rule.x0 == rule.x1 and rule.x0 in (50, 350))]
    assert placed(only_table(page([word("甲", 60, 105), word("9", 300, 125)], inner))) == [
        ("甲", 0, 0, 1, 1),
        ("9", 1, 2, 1, 1),
    ]


def test_cells_drawn_one_by_one_share_their_edges():
    rules = []
    for x in (50, 150, 250):
        for y in (100, 120):
            rules += grid((x + 1, x + 99), (y + 1, y + 19))
    table = only_table(page([word("1", 60, 105), word("2", 260, 125)], rules))
    assert (table.height, table.width) == (2, 3)


def test_frame_around_text_is_no_table():
    assert texts(page([word("说明", 60, 105)], grid((50, 350), (100, 140)))) == ["说明"]


def test_underlines_are_no_table():
    assert texts(page([word("共收到申请12件", 60, 105)], [Rule(100, 116, 130, 116)])) == ["共收到申请12件"]


def test_text_that_overflows_its_cell_stays_there():
    table = only_table(page([Word("三、结转下年度继续办理", 45, 105, 170, 115), word("7", 160, 125)], grid(XS, YS)))
    assert placed(table) == [("三、结转下年度继续办理", 0, 0, 1, 1), ("7", 1, 1, 1, 1)]


def test_lines_of_a_cell_are_joined_where_both_sides_are_chinese():
    words = [word("规范性", 60, 102), word("文件", 60, 114), word("12", 160, 102), word("34", 160, 114)]
    table = only_table(page(words, grid(XS, (100, 130, 160))))
    assert [text for text, *_ in placed(table)] == ["规范性文件", "12\n34"]


@pytest.mark.parametrize(
    ("lines", "text"), [(("4018.", "6"), "4018.6"), (("4,", "018"), "4,018"), (("12", "34"), "12\n34")]
)
def test_number_that_breaks_at_its_point_is_one(lines, text):
    words = [word(line, 160, 102 + 12 * number) for number, line in enumerate(lines)]
    assert placed(only_table(page(words, grid(XS, (100, 130, 160))))) == [(text, 0, 1, 1, 1)]


def test_characters_below_each_other_are_one_label():
    words = [word(char, 60, 102 + 12 * number) for number, char in enumerate("办理结果")]
    assert placed(only_table(page(words, grid((50, 80, 350), (100, 160, 180)))))[0][0] == "办理结果"


def test_characters_spread_over_a_line_are_one_word():
    assert texts(page([word("报", 60, 100), word("告", 90, 100), word("书", 120, 100)])) == ["报告书"]


def test_wide_gaps_are_tabs():
    assert texts(page([word("行政许可", 60, 100), word("12", 200, 100), word("3", 300, 100)])) == ["行政许可\t12\t3"]


def test_table_goes_on_over_the_page_break():
    first = page([word("甲", 60, 805), word("1", 160, 805), word("- 1 -", 280, 825)], grid(XS, (800, 820)))
    second = page([word("乙", 60, 55), word("2", 160, 55), word("- 2 -", 280, 825)], grid(XS, (50, 70)))
    assert placed(only_table(first, second)) == [
        ("甲", 0, 0, 1, 1),
        ("1", 0, 1, 1, 1),
        ("乙", 1, 0, 1, 1),
        ("2", 1, 1, 1, 1),
    ]


def test_text_between_parts_them():
    first = page([word("甲", 60, 705)], grid(XS, (700, 720)))
    second = page([word("四、行政复议", 60, 55), word("乙", 60, 105)], grid(XS, (100, 120)))
    assert [type(block) for block in lay_out([first, second])] == [Table, Paragraph, Table]


def test_row_that_the_page_break_cuts_is_put_together():
    first = page([word("其他对外管", 60, 805), word("5", 160, 805)], grid(XS, (800, 820)))
    rest = [rule for rule in grid(XS, (50, 70, 90)) if not rule.y0 == rule.y1 == 50]
    second = page([word("理事项", 60, 55), word("乙", 60, 75), word("6", 160, 75)], rest)
    assert placed(only_table(first, second)) == [
        ("其他对外管理事项", 0, 0, 1, 1),
        ("5", 0, 1, 1, 1),
        ("乙", 1, 0, 1, 1),
        ("6", 1, 1, 1, 1),
    ]


def test_cut_row_is_put_together_though_both_parts_are_ruled_off_where_its_label_fills_the_line():
    xs = (50, 120, 250, 350)
    first = page([word("其他对外管", 60, 805), word("5", 160, 805)], grid(xs, (800, 820)))
    second = page([word("理事项", 60, 55), word("乙", 60, 75), word("6", 160, 75)], grid(xs, (50, 70, 90)))
    assert [text for text, *_ in placed(only_table(first, second))] == ["其他对外管理事项", "5", "乙", "6"]


@pytest.mark.parametrize(("last", "label"), [("其他对外管", "2.理事项"), ("其他", "理事项")])
def test_blank_row_of_another_label_is_no_rest(last, label):
    xs = (50, 120, 250, 350)
    first = page([word(last, 60, 805), word("5", 160, 805)], grid(xs, (800, 820)))
    second = page([word(label, 60, 55), word("乙", 60, 75)], grid(xs, (50, 70, 90)))
    assert [text for text, *_ in placed(only_table(first, second))] == [last, "5", label, "乙"]


def test_row_of_its_own_values_is_no_rest_though_no_rule_is_above():
    first = page([word("甲", 60, 805), word("5", 160, 805)], grid(XS, (800, 820)))
    rest = [rule for rule in grid(XS, (50, 70)) if not rule.y0 == rule.y1 == 50]
    second = page([word("乙", 60, 55), word("6", 160, 55)], rest)
    assert only_table(first, second).height == 2


def test_blank_values_on_the_next_page_are_not_filled_from_the_page_before():
    first = page([word("甲", 60, 805), word("5", 160, 805)], grid(XS, (800, 820)))
    second = page([word("乙", 260, 55)], grid(XS, (50, 70)))
    assert ("5", 0, 1, 1, 1) in placed(only_table(first, second))


def test_running_heads_and_page_numbers_are_dropped():
    pages = [
        page([word("青禾县年报汇编", 200, 30), word(f"第{n}段正文。", 60, 400), word(str(n), 290, 810)])
        for n in range(1, 4)
    ]
    assert texts(*pages) == ["第1段正文。", "第2段正文。", "第3段正文。"]


def test_number_in_the_margin_that_does_not_count_the_pages_stays():
    assert texts(page([word("正文。", 60, 400), word("12", 290, 810)])) == ["正文。", "12"]


@pytest.mark.parametrize("numbers", [("9", "2", "5"), ("1 9", "2 4", "3 3"), ("140", "7", "1200")])
def test_numbers_at_one_height_of_many_pages_stay_where_they_do_not_count_them(numbers):
    pages = [page([word(number, 290, 30), word("正文。", 60, 400)]) for number in numbers]
    assert texts(*pages) == [text for number in numbers for text in (number, "正文。")]


@pytest.mark.parametrize("numbers", [(1, 2, 3), (13, 14, 15), (1, 2, 3, 1, 2)])
def test_numbers_that_count_the_pages_are_dropped_wherever_they_begin(numbers):
    pages = [page([word("正文。", 60, 400), word(str(number), 290, 810)]) for number in numbers]
    assert texts(*pages) == ["正文。"] * len(numbers)


def test_values_that_rise_with_the_pages_count_none_where_they_do_not_begin_with_one():
    pages = [page([word("正文。", 60, 400), word(str(number), 290, 810)]) for number in (1, 2, 3, 0, 1)]
    assert texts(*pages) == ["正文。"] * 3 + ["正文。", "0", "正文。", "1"]


def test_two_columns_of_prose_are_read_one_behind_the_other():
    left = [word("左栏的文字一行又一行又一行", 50, 100 + 15 * n) for n in range(6)]
    right = [word("右栏的文字一行又一行又一行", 310, 100 + 15 * n) for n in range(6)]
    read = texts(page([*left, *right]))
    assert [line[0] for line in read] == ["左"] * 6 + ["右"] * 6


def test_cells_printed_from_side_to_side_are_no_columns_of_prose():
    cells = [["左栏的文字一行又一行又一行", "右栏的文字一行又一行又一行"]] * 6
    words = [word(text, 50 + 260 * n, 100 + 15 * line) for line, row in enumerate(cells) for n, text in enumerate(row)]
    label = [word("甲项工作开展", 50, 220), word("情况", 50, 232), word("1", 310, 220), word("2", 400, 220)]
    ordered = [it._replace(order=number) for number, it in enumerate([*words, *label])]
    assert texts(page(ordered))[0] == "左栏的文字一行又一行又一行\t右栏的文字一行又一行又一行"


def test_table_of_the_forms_that_prints_no_value_is_one():
    header = [word("信息内容", 50, 120), word("本年收费金额（单位：万元）", 250, 120)]
    table = only_table(page([word("第二十条第（八）项", 50, 100), *header, word("行政事业性收费", 50, 140)]))
    assert (table.height, table.width) == (3, 3)
    assert ("行政事业性收费", 2, 1, 1, 1) in placed(table)


def test_line_of_labels_at_the_head_of_pages_is_no_running_head():
    pages = [[word("申请人情况", 250, 40), word(f"第{n}段正文。", 60, 400)] for n in range(3)]
    assert texts(*map(page, pages)).count("申请人情况") == 3


def test_height_of_lines_is_that_of_letters_where_most_words_are_dashes():
    dashes = [Word("—", 100 + 20 * n, 104, 110 + 20 * n, 109) for n in range(9)]
    assert em_of([word("新收", 50, 100), *dashes]) == EM


def test_table_on_a_page_of_two_columns_is_none_of_them():
    words = [word("左栏的文字一行又一行又一行", 50, 100 + 15 * n) for n in range(6)]
    words += [word("右栏的文字一行又一行又一行", 310, 100 + 15 * n) for n in range(6)]
    words += [word(text, 150 + 70 * n, 220) for n, text in enumerate(("自然人", "企业", "其他", "总计"))]
    for row, label in enumerate(("新收申请", "上年结转")):
        words += [word(label, 50, 240 + 20 * row), *(word("7", 155 + 70 * n, 240 + 20 * row) for n in range(4))]
    assert only_table(page(words)).height == 3


def test_full_lines_go_on_where_paragraphs_are_indented():
    body = "本年度收到政府信息公开申请若干件均已答复完毕"
    words = []
    for number in range(4):
        words += [
            word(body, 70, 100 + 60 * number),
            word(body + "情况", 50, 120 + 60 * number),
            word("较好。", 50, 140 + 60 * number),
        ]
    assert texts(page(words)) == [f"{body}{body}情况较好。"] * 4


def test_rows_without_rules_become_a_table_where_columns_are_clear():
    words = [word(text, 150 + 100 * n, 100) for n, text in enumerate(("自然人", "企业", "总计"))]
    for row, label in enumerate(("新收申请", "上年结转", "予以公开")):
        words += [word(label, 50, 120 + 20 * row), *(word(str(row), 155 + 100 * n, 120 + 20 * row) for n in (0, 2))]
    table = only_table(page(words))
    assert [[cell.text for cell in table.cells if cell.row == row][2:] for row in range(1, 4)] == [
        [str(row), "", str(row)] for row in range(3)
    ]


def test_rows_whose_columns_have_no_labels_stay_lines():
    words = [w for row in range(3) for w in (word("项目", 50, 100 + 20 * row), word("3", 200, 100 + 20 * row))]
    assert texts(page(words)) == ["项目\t3"] * 3


def test_drawing_of_thousands_of_lines_is_no_table():
    rules = [Rule(0, y / 2, 500, y / 2) for y in range(0, 1600, 9)] * 20 + [
        Rule(x, 0, x, 800) for x in range(0, 500, 5)
    ]
    assert lay_out([page([word("图", 60, 105)], rules * 3)])


def rows_of(table: Table):
    return [[cell.text for cell in table.cells if cell.row == row] for row in range(table.height)]


def test_repeated_header_with_a_blank_corner_is_no_rest_of_the_label_above():
    first = page([word("总计", 60, 805), word("5", 160, 805)], grid(XS[:3], (800, 820)))
    second = page([word("件数", 160, 55), word("结转", 60, 75), word("6", 160, 75)], grid(XS[:3], (50, 70, 90)))
    assert rows_of(only_table(first, second)) == [["总计", "5"], ["", "件数"], ["结转", "6"]]


def test_rules_part_rows_that_stand_as_close_as_the_lines_of_their_labels():
    words = [word("件数", 200, 100), word("金额", 300, 100)]
    labels = (("行政许可", "的办理"), ("行政处罚",), ("行政事业性", "收费"))
    rules, y = [Rule(50, 98, 400, 98), Rule(50, 112, 400, 112)], 114
    for number, lines in enumerate(labels):
        words += [word(line, 60, y + 12 * index) for index, line in enumerate(lines)]
        words += [word(str(number), x, y + 6 * (len(lines) - 1)) for x in (205, 305)]
        y += 12 * len(lines)
        rules.append(Rule(50, y - 1, 400, y - 1))
    assert [row[1:] for row in rows_of(only_table(page(words, rules)))[1:]] == [
        ["行政许可的办理", "0", "0"],
        ["行政处罚", "1", "1"],
        ["行政事业性收费", "2", "2"],
    ]


def aligned(labels, top: float, left: float = 50) -> list[Word]:
    """Rows of a label and two values."""
    return [
        it
        for row, label in enumerate(labels)
        for it in (word(label, left, top + 20 * row), *(word(str(row), x, top + 20 * row) for x in (155, 355)))
    ]


HEADER = [word("自然人", 150, 0), word("企业", 250, 0), word("总计", 350, 0)]


def header(y: float) -> list[Word]:
    return [it._replace(y0=it.y0 + y, y1=it.y1 + y) for it in HEADER]


def test_header_that_ends_a_page_is_that_of_the_rows_on_the_next():
    first = page([word("正文。", 60, 400), *header(760)])
    table = only_table(first, page(aligned(["新收", "结转"], 60)))
    assert [row[-3:] for row in rows_of(table)] == [["自然人", "企业", "总计"], ["0", "", "0"], ["1", "", "1"]]
    assert texts(first, page(aligned(["新收", "结转"], 60))) == ["正文。"]


def test_header_that_pages_repeat_is_no_running_head():
    pages = [page([*header(60), *aligned(["新收", "结转"], 80)]) for _ in range(3)]
    assert rows_of(only_table(*pages))[0][-3:] == ["自然人", "企业", "总计"]


def test_running_head_of_three_words_is_dropped_where_prose_follows():
    head = [word("青禾县", 60, 30), word("年报汇编", 200, 30), word("内部", 400, 30)]
    pages = [page([*head, word(f"第{n}段正文。", 60, 400)]) for n in range(3)]
    assert texts(*pages) == ["第0段正文。", "第1段正文。", "第2段正文。"]


def test_one_row_goes_on_on_the_next_page():
    table = only_table(page([*header(740), *aligned(["新收", "结转"], 760)]), page(aligned(["办结"], 60)))
    assert rows_of(table)[-1][-4:] == ["办结", "0", "", "0"]


def test_number_at_the_head_of_a_page_leaves_the_one_above_in_doubt():
    first = page([*header(740), *aligned(["新收", "结转"], 760), word("12", 255, 780)])
    table = only_table(first, page([word("9", 265, 60), *aligned(["办结"], 75)]))
    assert rows_of(table)[-1][-3:] == ["1", "12\n9", "1"]


def test_number_behind_a_repeated_header_leaves_the_one_above_in_doubt():
    first = page([*header(740), *aligned(["新收", "结转"], 760), word("12", 255, 780)])
    table = only_table(first, page([*header(60), word("9", 265, 75), *aligned(["办结"], 90)]))
    assert rows_of(table)[-1][-3:] == ["1", "12\n9", "1"]


def test_digits_under_a_number_leave_it_in_doubt_where_no_table_is_made():
    words = [word("总计", 50, 100), word("1", 155, 100), word("30", 250, 100), word("9", 155, 112)]
    assert texts(page([*words, word("其他", 50, 130), word("4", 155, 130)])) == [
        f"总计\t1{DOUBT}\t30",
        "9",
        "其他\t4",
    ]


def test_two_numbers_in_a_cell_leave_the_others_in_their_columns():
    words = [*header(100), *aligned(["新收", "结转"], 120), word("3", 160 + 4, 120)]
    assert [row[-3:] for row in rows_of(only_table(page(words)))[1:]] == [["0\n3", "", "0"], ["1", "", "1"]]


def test_rows_of_small_print_are_ruled_on_a_page_of_large_text():
    prose = [Word(f"正文{n}", 60, 200 + 40 * n, 140, 220 + 40 * n) for n in range(20)]
    small = [word("甲", 60, 102), word("1", 160, 102), word("2", 260, 102)]
    table = only_table(page([*small, *prose], grid(XS, (100, 114))))
    assert rows_of(table) == [["甲", "1", "2"]]


def test_lone_values_of_a_row_are_no_page_numbers():
    words = [*header(700), *aligned(["新收"], 720)]
    words += [word("需要另行", 50, 774), word("0", 355, 780), word("制作", 50, 786)]
    words += [word("补正后", 50, 804), word("0", 355, 810), word("不明确", 50, 816)]
    assert [row[-1] for row in rows_of(only_table(page(words), page([word("正文。", 60, 400)])))] == [
        "总计",
        "0",
        "0",
        "0",
    ]


def test_columns_as_wide_as_each_other_hold_what_stands_beside_their_label():
    words = [word(text, x, 100) for text, x in (("自然人", 165), ("企业", 270), ("其他", 370), ("总计", 470))]
    for row, label in enumerate(("新收申请", "上年结转")):
        words += [word(label, 50, 120 + 20 * row), word("7", 435, 120 + 20 * row)]
    assert [row[-4:] for row in rows_of(only_table(page(words)))[1:]] == [["", "", "", "7"]] * 2


def test_value_between_labels_of_columns_of_unknown_width_is_in_none():
    words = [word(text, x, 100) for text, x in (("自然人", 165), ("企业", 220), ("其他", 370), ("总计", 470))]
    for row, label in enumerate(("新收申请", "上年结转")):
        words += [word(label, 50, 120 + 20 * row), word("7", 435, 120 + 20 * row)]
    assert texts(page(words))[1:] == ["新收申请\t7", "上年结转\t7"]
