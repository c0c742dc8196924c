"""Headings in every shape, and lines that look like headings and are none."""

import json
import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.sections import split_sections

OFFICIAL = [
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
]


def numbers(lines: list[str]) -> str:
    return "".join(section.number for section in split_sections(lines)[1])


def headings(lines: list[str]) -> list[tuple[str, str, str]]:
    return [(section.number, section.heading, section.text) for section in split_sections(lines)[1]]


def test_the_official_outline():
    lines = ["松陂镇2020年年报", *(part for heading in OFFICIAL for part in (heading, "正文。"))]
    preamble, sections = split_sections(lines)
    assert preamble == ["松陂镇2020年年报"]
    assert [f"{s.number}、{s.heading}" for s in sections] == OFFICIAL
    assert {s.text for s in sections} == {"正文。"}


@pytest.mark.parametrize(
    ("line", "number", "heading", "text"),
    [
        ("一.总体情况", "一", "总体情况", ""),
        ("一 、总体情况", "一", "总体情况", ""),
        ("一．总体情况", "一", "总体情况", ""),
        ("一，总体情况", "一", "总体情况", ""),
        ("一：总体情况", "一", "总体情况", ""),
        ("一总体情况", "一", "总体情况", ""),
        ("一 总体情况", "一", "总体情况", ""),
        ("六、、存在问题及工作打算", "六", "存在问题及工作打算", ""),
        ("⼀、总体情况", "一", "总体情况", ""),
        ("一、总 体 情 况", "一", "总 体 情 况", ""),
        ("【一、总体情况】", "一", "总体情况", ""),
        ("**一、总体情况**", "一", "总体情况", ""),
        ("## 一、总体情况", "一", "总体情况", ""),
        ("第一部分 概述", "一", "概述", ""),
        ("一、總體情況", "一", "總體情況", ""),
        ("一、总体情况。", "一", "总体情况", ""),
        ("一、总体情况：", "一", "总体情况", ""),
        (
            "一、总体情况 2020年，我镇扎实推进各项公开工作，取得了成效，群众满意。",
            "一",
            "总体情况",
            "2020年，我镇扎实推进各项公开工作，取得了成效，群众满意。",
        ),
        (
            "一、总体情况2020年，我镇扎实推进各项公开工作，取得了成效，群众很满意。",
            "一",
            "总体情况",
            "2020年，我镇扎实推进各项公开工作，取得了成效，群众很满意。",
        ),
        (
            "一、概述。根据要求，现将有关情况报告如下，供社会各界监督，欢迎提出意见。",
            "一",
            "概述",
            "根据要求，现将有关情况报告如下，供社会各界监督，欢迎提出意见。",
        ),
        ("二、主动公开政府信息的情况", "二", "主动公开政府信息的情况", ""),
        (
            "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况",
            "四",
            "因政府信息公开工作被申请行政复议、提起行政诉讼情况",
            "",
        ),
        ("四、政府信息公开行政复议行政诉讼情况", "四", "政府信息公开行政复议行政诉讼情况", ""),
        ("五、政府信息公开工作存在的主要问题及改进措施", "五", "政府信息公开工作存在的主要问题及改进措施", ""),
        ("三、依申请公开政府信息情况", "三", "依申请公开政府信息情况", ""),
        ("三、收到和处理政府信息公开申请情况", "三", "收到和处理政府信息公开申请情况", ""),
        ("七、附表", "七", "附表", ""),
        ("主动公开政府信息情况", "二", "主动公开政府信息情况", ""),
    ],
)
def test_one_heading(line: str, number: str, heading: str, text: str):
    assert headings(["开头。", line]) == [(number, heading, text)]


@pytest.mark.parametrize(
    "line",
    [
        "一是加强领导，落实责任。",
        "一方面加强培训，一方面改进服务。",
        "一年来，我镇认真开展公开工作。",
        "（一）总体情况",
        "(一)主动公开情况",
        "1.总体情况",
        "二〇二〇年，我镇认真开展工作。",
        "三公经费公开及时。",
        "五龙镇人民政府",
        "三、本年度办理结果",
        "一、本年新收政府信息公开申请数量",
        "二、上年结转政府信息公开申请数量 0 0 0",
        "四、结转下年度继续办理",
        "一、总体情况…………………………3",
        "本报告由总体情况、主动公开政府信息情况和存在的主要问题及改进情况等部分组成。",
        "报告包括：一、总体情况；二、主动公开政府信息情况；三、收到和处理政府信息公开申请情况。",
    ],
)
def test_lines_that_are_no_headings(line: str):
    assert numbers(["开头。", line, "正文。"]) == ""


def test_a_heading_in_the_middle_of_a_line():
    lines = ["电话：0878-5550101。一、总体情况2020年，我镇扎实推进。二、主动公开政府信息情况", "表略"]
    assert headings(lines) == [("一", "总体情况", "2020年，我镇扎实推进。"), ("二", "主动公开政府信息情况", "表略")]
    assert split_sections(lines)[0] == ["电话：0878-5550101。"]


def test_a_whole_report_on_one_line():
    line = "报告如下。一、总体情况 工作顺利。二、主动公开政府信息情况 公开30条。三、收到和处理政府信息公开申请情况 无。五、存在的主要问题及改进情况 有不足。六、其他需要报告的事项 无。"
    assert numbers([line]) == "一二三五六"


def test_a_heading_in_a_line_ends_before_the_year_behind_it():
    line = "四、咨询处理情况 全年无咨询。 五、行政复议、诉讼和申诉情况 2016年度未收到行政复议。"
    _, sections = split_sections([line])
    assert (sections[-1].heading, sections[-1].text) == ("行政复议、诉讼和申诉情况", "2016年度未收到行政复议。")


def test_a_gap_is_allowed_and_a_lower_number_later_is_none():
    lines = [
        "一、总体情况",
        "二、主动公开政府信息情况",
        "四、政府信息公开行政复议、行政诉讼情况",
        "五、存在的主要问题及改进情况",
        "一、认识不足",
        "二、人手不足",
    ]
    assert numbers(lines) == "一二四五"


def test_row_labels_between_headings_stay_rows():
    lines = [*OFFICIAL[:3], "三、本年度办理结果", "四、结转下年度继续办理 0 0 0 0 0 0 0", *OFFICIAL[3:]]
    assert numbers(lines) == "一二三四五六"


def test_the_tables_of_an_appendix_do_not_replace_the_outline():
    lines = [
        "一、基本工作情况",
        "二、政府信息公开内容",
        "三、依申请公开政府信息情况",
        "四、行政复议和诉讼情况",
        "五、收费和减免情况",
        "六、存在问题及工作打算",
        "七、附表",
        "二、主动公开情况",
        "三、依申请公开情况",
        "四、行政复议和诉讼情况",
    ]
    assert numbers(lines) == "一二三四五六七"


def test_a_table_of_contents_is_no_outline():
    contents = [f"{heading}........{page}" for page, heading in enumerate(OFFICIAL, start=1)]
    assert [s.text for s in split_sections([*contents, *(x for h in OFFICIAL for x in (h, "正文。"))])[1]] == [
        "正文。"
    ] * 6


def test_headings_of_old_outlines():
    lines = [
        "一、概述",
        "二、主动公开政府信息的情况",
        "三、依申请公开政府信息和不予公开政府信息的情况",
        "四、政府信息公开的收费及减免情况",
        "五、因政府信息公开申请行政复议、提起行政诉讼的情况",
        "六、存在的不足及下一步打算",
        "七、需要说明的其他事项",
    ]
    assert numbers(lines) == "一二三四五六七"


def test_a_heading_broken_at_the_width_of_the_page():
    lines = ["四、因政府信息公开工作被申请行政复议、提起行政诉讼", "情况", "没有发生。"]
    assert headings(lines) == [("四", "因政府信息公开工作被申请行政复议、提起行政诉讼情况", "没有发生。")]


@pytest.mark.parametrize(
    ("begun", "more"),
    [
        ("四、政府信息公开行政复议、行政诉讼情", "况"),
        ("五、存在的主要问题及改", "进情况"),
        ("五、政府信息公开工作存在的主要问题", "及改进方向"),
        ("三、收到和处理政府信息公开", "申请情况"),
    ],
)
def test_a_broken_heading_goes_on_wherever_it_was_broken(begun: str, more: str):
    assert headings([begun, more, "正文。"]) == [(begun[0], begun[2:] + more, "正文。")]


@pytest.mark.parametrize(
    "heading",
    [
        "五、复议、诉讼情况",
        "四、行政复议、诉讼情况",
        "五、行政复议和行政诉讼情况",
        "五、行政复议、行政诉讼",
        "六、存在的问题及改进措施",
        "六、存在的不足及下一步打算",
    ],
)
@pytest.mark.parametrize("text", ["无。", "无", "没有", "未发生。", "无此情况", "略", "加强培训。"])
def test_a_short_text_is_no_part_of_the_heading_above_it(heading: str, text: str):
    assert headings([heading, text]) == [(heading[0], heading[2:], text)]


@pytest.mark.parametrize("line", ["五、复议、诉讼情况 无。", "五、复议、诉讼情况无。", "五、复议、诉讼情况：无。"])
def test_nothing_to_report_on_the_line_of_its_heading(line: str):
    assert headings(["一、概述", "正文。", line])[1] == ("五", "复议、诉讼情况", "无。")


def test_captions_whose_tables_were_taken_out_are_no_text():
    lines = [OFFICIAL[1], "第二十条第（一）项", "第二十条第(五)项", OFFICIAL[3], "行政复议\t行政诉讼", "说明。"]
    assert [text for _, _, text in headings(lines)] == ["", "行政复议\t行政诉讼\n说明。"]


def test_captions_over_rows_that_no_table_took_stay():
    assert headings([OFFICIAL[1], "第二十条第（五）项", "行政许可 3"])[0][2] == "第二十条第（五）项\n行政许可 3"


def test_sign_off_and_what_is_below_it_are_left_out():
    lines = [
        "六、其他需要报告的事项",
        "无其他事项。",
        "松陂镇人民政府办公室",
        "2021年1月7日",
        "分享到:",
        "无标题111文档",
        "主办：青禾县人民政府 备案号：岚ICP备1号",
    ]
    assert headings(lines) == [("六", "其他需要报告的事项", "无其他事项。")]


def test_attachments_below_the_sign_off_stay():
    lines = ["六、其他需要报告的事项", "无。", "松陂镇人民政府", "2021年1月7日", "附件：统计表.xlsx"]
    assert split_sections(lines)[1][0].text == "无。\n附件：统计表.xlsx"


def test_a_sign_off_above_an_appended_form_is_left_out():
    lines = ["六、其他需要报告的事项", "无。", "松陂镇人民政府", "2021年1月7日", "附表", "情况统计表", "（2020年度）"]
    assert split_sections(lines)[1][0].text == "无。\n附表\n情况统计表\n（2020年度）"


def test_no_headings_no_sections():
    assert split_sections(["第一段。", "第二段。"]) == (["第一段。", "第二段。"], [])
    assert split_sections([]) == ([], [])


NUMBERINGS = {
    "第一部分 ": "第{cn}部分 {heading}",
    "（一）": "（{cn}）{heading}",
    "(一)、": "({cn})、{heading}",
    "1.": "{n}.{heading}",
    "1、": "{n}、{heading}",
    "1 ": "{n} {heading}",
    "第1部分": "第{n}部分 {heading}",
    "壹、": "{formal}、{heading}",
    "one line": "{cn}、\n{heading}",
    "none": "{heading}",
}


@pytest.mark.parametrize("print_", NUMBERINGS.values(), ids=NUMBERINGS)
def test_the_official_outline_however_it_is_numbered(print_: str):
    lines = ["松陂镇2020年年报"]
    for n, heading in enumerate(OFFICIAL, start=1):
        printed = print_.format(cn=heading[0], n=n, formal="壹贰叁肆伍陆"[n - 1], heading=heading[2:])
        lines += [*printed.split("\n"), "各项工作有序推进，群众较为满意。"]
    assert [f"{s.number}、{s.heading}" for s in split_sections(lines)[1]] == OFFICIAL
    assert {s.text for s in split_sections(lines)[1]} == {"各项工作有序推进，群众较为满意。"}


@pytest.mark.parametrize(
    "outline",
    [
        "政府信息公开工作总体情况|政府信息主动公开情况|收到和处理政府信息公开申请的情况|行政复议、行政诉讼情况|存在问题和改进措施|其它需要报告的事项",
        "2020年工作总体情况|主动公开政府信息情况（单位：件）|收到和处理政府信息公开申请情况|政府信息公开行政复议、行政诉讼情况|工作中存在的问题及改进情况|其他需要报告的情况",
        "概述|政府信息主动公开情况|政府信息依申请公开情况|复议、诉讼和申诉情况|政府支出与收费|存在的问题和改进措施",
        "概述|主动公开政府信息的情况|依申请公开政府信息和不予公开政府信息的情况|咨询和投诉情况|申请行政复议和提起行政诉讼情况|工作存在的问题及改进措施",
        "政府信息公开工作基本情况|主动公开情况|政府信息依申请公开办理情况|申请行政复议、提起行政诉讼情况|收费情况|存在的不足和下步打算|需要说明的事项与附表",
        "加强组织领导，健全工作机制|突出工作重点，做好主动公开|规范办理程序，做好依申请公开|存在的问题|下一步工作计划",
    ],
)
@pytest.mark.parametrize("mark", ["、", ".", " "])
def test_outlines_of_other_wordings(outline: str, mark: str):
    expected = [("一二三四五六七"[n], heading) for n, heading in enumerate(outline.split("|"))]
    lines = ["开头。"]
    for number, heading in expected:
        lines += [f"{number}{mark}{heading}", "（一）加强领导。成立领导小组。", "1.夯实基础。", "2.抓好落实。"]
    assert [(s.number, s.heading) for s in split_sections(lines)[1]] == expected


def test_lists_inside_a_section_are_no_outline():
    lines = [
        "一、加强领导",
        "（一）主动公开情况",
        "略。",
        "（二）依申请公开情况",
        "略。",
        "（三）收费情况",
        "略。",
        "二、突出重点",
        "略。",
    ]
    assert numbers(lines) == "一二"


def test_fewer_than_three_known_headings_in_brackets_are_no_outline():
    assert numbers(["开头。", "（一）总体情况", "略。", "（二）加强领导", "略。", "（三）完善制度", "略。"]) == ""


def test_a_number_printed_twice_does_not_hide_the_heading_behind_it():
    lines = [*OFFICIAL[:4], "四、存在的主要问题及改进情况", "有不足。", OFFICIAL[5]]
    assert numbers(lines) == "一二三四四六"


def test_a_table_of_contents_without_dots_is_no_outline():
    lines = [*OFFICIAL, *(part for heading in OFFICIAL for part in (heading, "正文。"))]
    assert [s.text for s in split_sections(lines)[1]] == ["正文。"] * 6


def test_a_heading_is_not_joined_with_the_next_one():
    assert headings(["六、存在问题及工作打算", "七、附表"]) == [("六", "存在问题及工作打算", ""), ("七", "附表", "")]


PROSE = st.integers(0, 10**6).map(lambda n: f"有序推进工作第{n}项内容，成效明显。")
LINES = st.lists(
    st.one_of(
        PROSE,
        st.sampled_from([*OFFICIAL, "一、概述", "三、本年度办理结果", "（一）主动公开情况", "1.总体情况", "第二部分 主动公开情况", "四、", "总体情况"]),
        st.builds("{}{}{}".format, PROSE, st.sampled_from(OFFICIAL), PROSE),
    ),
    max_size=25,
)  # fmt: skip


@given(LINES)
def test_no_prose_is_lost_or_doubled(lines: list[str]):
    preamble, sections = split_sections(lines)
    kept = "".join([*preamble, *(part for section in sections for part in (section.heading, section.text))])
    for number in re.findall(r"第(\d+)项", "".join(lines)):
        assert kept.count(f"第{number}项") == "".join(lines).count(f"第{number}项")
    assert [section.number for section in sections] == sorted((s.number for s in sections), key="一二三四五六七".index)


@pytest.mark.parametrize(
    "unit", ["一、", "。一、总体情况", "一 ", "  ", "、", "一、总体情况；", "存在的问题", "……1", "申请公开"]
)
def test_time_is_linear_on_hostile_repeats(unit: str):
    text = unit * (300_000 // len(unit))
    begin = time.process_time()
    split_sections([text])
    split_sections([unit] * 20_000)
    assert time.process_time() - begin < 3


SHARED = Path(__file__).parents[2].parent / "shared" / "reports"


@pytest.mark.skipif(not SHARED.exists(), reason="needs the real reports")
def test_sections_of_the_real_reports():
    for truth in json.loads((SHARED / "truth.json").read_text("utf-8")):
        lines = [line.strip() for line in (SHARED / truth["file"]).read_text("utf-8").splitlines() if line.strip()]
        assert numbers(lines) == "".join(truth["sections"])


def test_foot_of_a_page_is_no_section_even_where_its_lines_are_plain():
    lines = [
        *OFFICIAL,
        "无。",
        "松陂镇人民政府",
        "2021年1月7日",
        "地址：迎宾路1号 联系电话：0878-5550999",
        "版权所有：青禾县人民政府",
    ]
    assert headings(lines)[-1][2] == "无。"


def test_contact_under_a_report_is_kept():
    lines = [*OFFICIAL, "无。", "联系电话：0878-5550101", "松陂镇人民政府", "2021年1月7日"]
    assert headings(lines)[-1][2] == "无。\n联系电话：0878-5550101"
