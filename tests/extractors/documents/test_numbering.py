"""Word's automatic numbering comes out as Word prints it: ECMA-376 part 1, 17.9 (lists) and 17.18.59 (formats)."""

from __future__ import annotations

import time

import pytest
from lxml import etree

from extractors.documents.office.numbering import number_text
from extractors.documents.office.word import read_body

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
OUTLINE = (("chineseCountingThousand", "%1、"), ("chineseCountingThousand", "（%2）"), ("decimal", "%3."))
"""Levels of a report: 一、 （一） 1."""


def lvl(place: int, style: str, text: str, *more: str, start: int = 1, suffix: str = "nothing") -> str:
    return (
        f'<w:lvl w:ilvl="{place}"><w:start w:val="{start}"/><w:numFmt w:val="{style}"/>{"".join(more)}'
        f'<w:suff w:val="{suffix}"/><w:lvlText w:val="{text}"/></w:lvl>'
    )


def abstract(*levels: str, number: int = 7, more: str = "") -> str:
    return f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="multilevel"/>{more}{"".join(levels)}</w:abstractNum>'


def num(number: int, *overrides: str, of: int = 7) -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{of}"/>{"".join(overrides)}</w:num>'


def override(level: int, within: str) -> str:
    return f'<w:lvlOverride w:ilvl="{level}">{within}</w:lvlOverride>'


def start(number: int) -> str:
    return f'<w:startOverride w:val="{number}"/>'


def outline(*more: str) -> str:
    """A list of the three levels that reports have, as list 1."""
    return abstract(*(lvl(place, *level) for place, level in enumerate(OUTLINE))) + num(1) + "".join(more)


def p(text: str, level: int | None = 0, number: int | None = 1, style: str = "", mark: str = "") -> str:
    """A paragraph of a list; ``None`` where it does not state its level or list."""
    own = "" if level is None else f'<w:ilvl w:val="{level}"/>'
    own += "" if number is None else f'<w:numId w:val="{number}"/>'
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    run = f"<w:r><w:t>{text}</w:t></w:r>" if text else ""
    return f"<w:p><w:pPr>{named}<w:numPr>{own}</w:numPr><w:rPr>{mark}</w:rPr></w:pPr>{run}</w:p>"


def styled(text: str, style: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'


def style(name: str, numbering: str = "", based_on: str = "") -> str:
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    properties = f"<w:pPr><w:numPr>{numbering}</w:numPr></w:pPr>" if numbering else ""
    return f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{name}"/>{base}{properties}</w:style>'


def printed(numbering: str, *paragraphs: str, styles: str = "") -> list[str]:
    """Lines of a document of these paragraphs."""
    parts = (
        ("document", f"<w:body>{''.join(paragraphs)}</w:body>"),
        ("styles", styles),
        ("numbering", numbering),
    )
    root, named, lists = (etree.fromstring(f"<w:{name} {W}>{inner}</w:{name}>") for name, inner in parts)
    return [block.text for block in read_body(root, named, lists)]


# --- counting --------------------------------------------------------------------------------------------------------


def test_each_level_counts_and_begins_anew_under_the_next_of_a_level_above():
    body = [
        p("总体", 0),
        p("主动", 1),
        p("目录", 2),
        p("网站", 2),
        p("申请", 1),
        p("受理", 2),
        p("情况", 0),
        p("其他", 1),
    ]
    assert printed(outline(), *body) == [
        "一、总体", "（一）主动", "1.目录", "2.网站", "（二）申请", "1.受理", "二、情况", "（一）其他",
    ]  # fmt: skip


def test_a_label_holds_the_numbers_of_the_levels_above():
    levels = (lvl(0, "decimal", "%1"), lvl(1, "decimal", "%1.%2"), lvl(2, "lowerLetter", "%1.%2.%3)"))
    body = [p("甲", 0), p("乙", 1), p("丙", 1), p("丁", 2)]
    assert printed(abstract(*levels) + num(1), *body) == ["1甲", "1.1乙", "1.2丙", "1.2.a)丁"]


def test_a_level_above_that_nothing_counted_yet_shows_its_start():
    levels = (lvl(0, "decimal", "%1", start=4), lvl(1, "decimal", "%1.%2"))
    assert printed(abstract(*levels) + num(1), p("甲", 1), p("乙", 1)) == ["4.1甲", "4.2乙"]


@pytest.mark.parametrize(
    ("restart", "numbers"),
    [
        ("", ["1", "2", "1", "1"]),
        ('<w:lvlRestart w:val="0"/>', ["1", "2", "3", "4"]),
        ('<w:lvlRestart w:val="1"/>', ["1", "2", "3", "1"]),
        ('<w:lvlRestart w:val="2"/>', ["1", "2", "1", "1"]),
        ('<w:lvlRestart w:val="9"/>', ["1", "2", "1", "1"]),
    ],
)
def test_a_level_says_under_which_level_it_begins_anew(restart: str, numbers: list[str]):
    levels = (lvl(0, "decimal", ""), lvl(1, "decimal", ""), lvl(2, "decimal", "%3.", restart))
    body = [p("甲", 0), p("乙", 1), p("", 2), p("", 2), p("丙", 1), p("", 2), p("丁", 0), p("", 2)]
    lines = printed(abstract(*levels) + num(1), *body)
    assert [line.removesuffix(".") for line in lines if line.endswith(".")] == numbers


def test_a_level_begins_where_its_start_says_each_time():
    levels = (lvl(0, "decimal", "%1."), lvl(1, "decimal", "%2)", start=5))
    body = [p("甲", 0), p("乙", 1), p("丙", 1), p("丁", 0), p("戊", 1)]
    assert printed(abstract(*levels) + num(1), *body) == ["1.甲", "5)乙", "6)丙", "2.丁", "5)戊"]


def test_text_between_the_paragraphs_of_a_list_does_not_stop_its_count():
    between = "<w:p><w:r><w:t>正文</w:t></w:r></w:p>"
    assert printed(outline(), p("甲"), between, p("乙")) == ["一、甲", "正文", "二、乙"]


def test_lists_of_one_definition_count_on_in_each_other():
    assert printed(outline(num(2)), p("甲"), p("乙", number=2), p("丙")) == ["一、甲", "二、乙", "三、丙"]


def test_lists_of_several_definitions_count_for_themselves():
    other = abstract(lvl(0, "decimal", "%1."), number=8)
    assert printed(other + outline(num(2, of=8)), p("甲"), p("乙", number=2), p("丙")) == ["一、甲", "1.乙", "二、丙"]


# --- what a list states itself ---------------------------------------------------------------------------------------


def test_a_list_with_a_start_of_its_own_begins_there_once():
    lists = outline(num(2, override(0, start(1))))
    body = [p("甲"), p("乙"), p("丙", number=2), p("丁", number=2), p("戊"), p("己", number=2)]
    assert printed(lists, *body) == ["一、甲", "二、乙", "一、丙", "二、丁", "三、戊", "四、己"]


def test_a_level_with_a_start_of_its_own_begins_there_under_every_paragraph_above():
    lists = outline(num(2, override(1, start(3))))
    body = [p("甲", 0, 2), p("乙", 1, 2), p("丙", 1, 2), p("丁", 0, 2), p("戊", 1, 2)]
    assert printed(lists, *body) == ["一、甲", "（三）乙", "（四）丙", "二、丁", "（三）戊"]


def test_a_list_may_print_a_level_in_its_own_way():
    own = override(0, lvl(0, "decimal", "第%1条", suffix="space"))
    assert printed(outline(num(2, own)), p("甲"), p("乙", number=2)) == ["一、甲", "第2条乙"]


def test_a_start_of_a_list_stands_above_the_one_of_its_own_level():
    own = override(0, start(6) + lvl(0, "decimal", "%1.", start=2))
    assert printed(outline(num(2, own)), p("甲", number=2)) == ["6.甲"]


def test_a_list_may_be_defined_by_a_style_of_lists():
    defined = abstract(lvl(0, "decimal", "%1."), number=8, more='<w:styleLink w:val="Parts"/>')
    used = abstract(number=9, more='<w:numStyleLink w:val="Parts"/>')
    assert printed(defined + used + num(1, of=9) + num(2, of=8), p("甲"), p("乙", number=2)) == ["1.甲", "2.乙"]


@pytest.mark.parametrize(
    "place", [p("甲", number=99), p("甲", number=0), p("甲", level=3), p("甲", number=None), p("甲", number=2)]
)
def test_what_is_in_no_list_that_is_defined_has_no_number(place: str):
    assert printed(outline(num(2, override(3, start(1)), of=77)), place, p("乙")) == ["甲", "一、乙"]


# --- styles ----------------------------------------------------------------------------------------------------------

HEADINGS = style("Part", '<w:numId w:val="1"/>') + style("Point", '<w:ilvl w:val="1"/><w:numId w:val="1"/>')


def test_styles_put_paragraphs_into_lists():
    body = [styled("总体", "Part"), styled("主动", "Point"), styled("申请", "Part")]
    assert printed(outline(), *body, styles=HEADINGS) == ["一、总体", "（一）主动", "二、申请"]


def test_a_level_that_names_a_style_is_the_one_of_its_paragraphs_whatever_the_style_says():
    levels = (lvl(0, "decimal", "%1."), lvl(1, "decimal", "%1.%2", '<w:pStyle w:val="Part"/>'))
    defined = abstract(*levels) + num(1)
    assert printed(defined, p("甲"), styled("乙", "Part"), styles=HEADINGS) == ["1.甲", "1.1乙"]
    based = HEADINGS + style("Own", based_on="Part")
    assert printed(defined, p("甲"), styled("乙", "Own"), styles=based) == ["1.甲", "1.1乙"]
    own = p("丙", 0, None, style="Part")
    assert printed(defined, p("甲"), own, styles=HEADINGS) == ["1.甲", "2.丙"]


def test_a_paragraph_takes_from_its_style_what_it_does_not_state_itself():
    body = [p("甲", 0, None, style="Point"), p("乙", 1, None, style="Part"), p("丙", None, 1, style="Point")]
    assert printed(outline(), *body, styles=HEADINGS) == ["一、甲", "（一）乙", "（二）丙"]


def test_list_0_takes_a_paragraph_out_of_its_styles_list():
    assert printed(outline(), p("甲", None, 0, style="Part"), styled("乙", "Part"), styles=HEADINGS) == ["甲", "一、乙"]


# --- labels ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("style", "text", "suffix", "line"),
    [
        ("decimal", "%1.", "tab", "1. 甲"),
        ("decimal", "%1.", "space", "1. 甲"),
        ("decimal", "%1.", "nothing", "1.甲"),
        ("decimal", "%1、", "tab", "1、甲"),
        ("chineseCounting", "第%1章", "space", "第一章甲"),
        ("bullet", "●", "tab", "甲"),
        ("none", "附件：", "nothing", "附件：甲"),
        ("none", "%1", "tab", "甲"),
        ("decimal", "", "tab", "甲"),
        ("decimal", "%%1%", "nothing", "%1%甲"),
    ],
)
def test_a_label_is_the_text_of_its_level_with_the_numbers_in_it(style: str, text: str, suffix: str, line: str):
    assert printed(abstract(lvl(0, style, text, suffix=suffix)) + num(1), p("甲")) == [line]


def test_legal_labels_print_every_number_in_digits():
    legal = "<w:isLgl/>"
    levels = (lvl(0, "chineseCounting", "%1、"), lvl(1, "chineseCounting", "%1.%2", legal))
    assert printed(abstract(*levels) + num(1), p("甲"), p("乙", 1)) == ["一、甲", "1.1乙"]
    levels = (levels[0], lvl(1, "chineseCounting", "%1.%2", '<w:isLgl w:val="0"/>'))
    assert printed(abstract(*levels) + num(1), p("甲"), p("乙", 1)) == ["一、甲", "一.一乙"]


def test_a_level_without_numbers_adds_none_to_the_labels_below():
    levels = (lvl(0, "none", ""), lvl(1, "decimal", "%1%2."))
    assert printed(abstract(*levels) + num(1), p("甲"), p("乙", 1)) == ["甲", "1.乙"]


def test_a_level_that_states_nothing_counts_in_digits_from_1_and_prints_no_label():
    bare = abstract('<w:lvl w:ilvl="0"/>', lvl(1, "decimal", "%1.%2")) + num(1)
    assert printed(bare, p("甲"), p("乙"), p("丙", 1)) == ["甲", "乙", "2.1丙"]


def test_an_empty_paragraph_of_a_list_prints_its_number():
    assert printed(outline(), p("甲"), p(""), p("乙")) == ["一、甲", "二、", "三、乙"]


# --- what does not print ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("gone", ["<w:del/>", "<w:moveFrom/>"])
def test_a_paragraph_that_was_deleted_or_moved_away_is_not_counted(gone: str):
    assert printed(outline(), p("甲"), p("", mark=gone), p("乙")) == ["一、甲", "二、乙"]


def test_a_paragraph_that_goes_on_in_the_next_has_the_nexts_number():
    assert printed(outline(), p("甲", mark="<w:del/>"), p("乙", 1)) == ["（一）甲乙"]


def test_a_hidden_paragraph_is_not_counted():
    hidden = "<w:vanish/>"
    assert printed(outline(), p("甲"), p("", mark=hidden), p("乙")) == ["一、甲", "二、乙"]
    assert printed(outline(), p("甲", mark=hidden), p("乙")) == ["一、甲", "二、乙"]  # only its end is hidden


# --- formats ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("style", "numbers"),
    [
        ("decimal", {0: "0", 1: "1", 100: "100"}),
        ("decimalZero", {1: "01", 9: "09", 10: "10"}),
        ("chineseCounting", {9: "九", 10: "十", 11: "十一", 20: "二十", 99: "九十九", 100: "一〇〇", 210: "二一〇"}),
        ("chineseCountingThousand", {10: "十", 19: "十九", 100: "一百", 101: "一百零一", 110: "一百一十", 1001: "一千零一"}),
        ("taiwaneseCounting", {10: "十", 105: "一○五"}),
        ("taiwaneseCountingThousand", {12: "十二", 105: "一百零五"}),
        ("japaneseCounting", {10: "十", 11: "十一", 21: "二十一", 105: "百五", 1110: "千百十", 2003: "二千三"}),
        ("ideographDigital", {10: "一〇", 23: "二三"}),
        ("japaneseDigitalTenThousand", {10: "一〇"}),
        ("taiwaneseDigital", {10: "一○"}),
        ("chineseLegalSimplified", {2: "贰", 10: "壹拾", 12: "壹拾贰", 306: "叁佰零陆", 9999: "玖仟玖佰玖拾玖"}),
        ("ideographLegalTraditional", {2: "貳", 16: "壹拾陸"}),
        ("ideographTraditional", {1: "甲", 10: "癸"}),
        ("ideographZodiac", {1: "子", 12: "亥"}),
        ("ideographEnclosedCircle", {1: "㊀", 10: "㊉", 11: "11"}),
        ("decimalEnclosedCircle", {1: "①", 20: "⑳", 21: "21"}),
        ("decimalEnclosedCircleChinese", {1: "①", 10: "⑩"}),
        ("decimalEnclosedParen", {1: "⑴", 20: "⒇", 21: "21"}),
        ("decimalEnclosedFullstop", {1: "⒈", 20: "⒛", 21: "21"}),
        ("decimalFullWidth", {1: "１", 10: "１０"}),
        ("decimalFullWidth2", {23: "２３"}),
        ("upperRoman", {4: "IV", 9: "IX", 1949: "MCMXLIX"}),
        ("lowerRoman", {3: "iii", 40: "xl"}),
        ("upperLetter", {1: "A", 26: "Z", 27: "AA", 28: "BB", 53: "AAA"}),
        ("lowerLetter", {2: "b", 27: "aa"}),
        ("thaiLetters", {2: "2"}),
        ("none", {1: ""}),
    ],
)  # fmt: skip
def test_numbers_in_the_formats_of_word(style: str, numbers: dict[int, str]):
    assert {number: number_text(number, style) for number in numbers} == numbers


def test_a_number_of_five_digits_is_digits_in_every_format():
    assert {number_text(10_000, style) for style in ("chineseCounting", "upperRoman", "lowerLetter")} == {"10000"}


# --- broken and hostile files ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", ["", "x", "-3", "1234567", "٣"])
def test_a_start_that_is_no_number_is_1(value: str):
    level = f'<w:lvl w:ilvl="0"><w:start w:val="{value}"/><w:lvlText w:val="%1."/><w:suff w:val="nothing"/></w:lvl>'
    assert printed(abstract(level) + num(1), p("甲")) == ["1.甲"]


def test_labels_are_bounded_however_long_their_text_is():
    lists = abstract(lvl(0, "decimal", "%1" * 50_000)) + num(1)
    (line,) = printed(lists, p("甲"))
    assert line == "1" * 50 + "甲"
    (line,) = printed(abstract(lvl(0, "upperLetter", "%1", start=9_999)) + num(1), p("甲"))
    assert len(line) < 20


def test_many_lists_and_paragraphs_are_numbered_in_linear_time():
    lists = outline(*(num(number, override(0, start(1))) for number in range(2, 2_000)))
    body = [p("甲", place % 3, place) for place in range(1, 2_000)]
    begin = time.process_time()
    assert len(printed(lists, *body)) == 1_999
    assert time.process_time() - begin < 2
