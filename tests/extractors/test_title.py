"""The title as printed, wherever and in how many lines."""

import pytest

from extractors.documents.model import Cell, Document, Link, Paragraph, Table
from extractors.documents.web.html import read_html
from extractors.metadata import Metadata
from extractors.reading import Reading
from extractors.report import Hints
from extractors.title import extract_title

REPORT = "松陂镇人民政府2020年政府信息公开工作年度报告"


def title(lines=(), head=(), *, meta=None, html_title=None, link=None, tags=()):
    tags = dict(tags)
    blocks = [Paragraph(text, 0, tags.get(text, "p")) for text in [*head, *lines]]
    document = Document(media_type="text/html", blocks=blocks, html_title=html_title)
    metadata = Metadata(title=Reading(meta, "meta", meta) if meta else None)
    reading = extract_title(document, list(head), list(lines), metadata, Hints(link_text=link))
    return reading and reading.value


@pytest.mark.parametrize(
    "line",
    [
        REPORT,
        "乌兰镇2012年政务公开工作报告",
        "青禾县民政局2021年度政府信息公开年报",
        "2025年政府信息公开工作年度报告",
        "松陂镇政府信息公开年度报告（2020年）",
        "松陂镇2020年政府信息公开工作年度报告（修改）",
        "松陂镇2011年政府信息公开工作总结",
        "听泉街道办事处2016年信息公开工作年度报告",
        "关于松陂镇2015年政府信息公开工作情况的报告",
        "松陂镇2020年度信息公开年度报告",
    ],
)
def test_a_line_that_reads_as_a_reports_title(line: str):
    assert title([line, "一、总体情况", "正文。"]) == line


@pytest.mark.parametrize(
    "lines",
    [
        ["松陂镇人民政府", "2020年政府信息公开工作年度报告"],
        ["松陂镇人民政府2020年", "政府信息公开工作年度报告"],
        ["松陂镇人民政府2020年政府信息公开", "工作年度报告"],
        ["松陂镇人民政府2020年政府信息公开工作年度报", "告"],
        ["松陂镇人民政府", "2020年", "政府信息公开工作年度报告"],
        ["松陂镇人民政府 2020 年政府信息公开工作年度报 告"],
        ["标题：松陂镇人民政府2020年政府信息公开工作年度报告"],
        ["松陂镇人民政府2020年政府信息公开工作年度报告 来源：松陂镇 发布时间：2021-01-07"],
        ["青禾县人民政府官网", "政府信息公开年报", REPORT],
        ["首页 > 政府信息公开 > 政府信息公开年度报告", REPORT, "来源：松陂镇人民政府"],
    ],
)
def test_the_same_title_in_other_prints(lines: list[str]):
    assert title([*lines, "2020年，我镇认真开展公开工作。", "一、总体情况"]) == REPORT


@pytest.mark.parametrize(
    "lines",
    [
        ["2021年以来，我局认真贯彻落实条例，现将信息公开工作要点进展情况予以公布。", "一、总体情况"],
        ["首页 > 政府信息公开年报", "正文。"],
        ["工作年度报告", "2020年，我镇认真落实条例，稳步推进各项公开工作。", "一、总体情况"],
        [],
    ],
)
def test_no_title(lines: list[str]):
    assert title(lines) is None


def test_the_heading_element_is_the_title_and_not_the_links_beside():
    found = title(
        ["正文。"],
        ["青禾县人民政府", "松陂镇政府信息公开指南", "荷汀镇2019年政府信息公开工作年度报告"],
        tags={"松陂镇政府信息公开指南": "h1"},
    )
    assert found == "松陂镇政府信息公开指南"


def test_metadata_comes_before_a_line_of_the_body():
    notice = "关于做好2020年政府信息公开工作年度报告编制工作的通知"
    assert title([REPORT, "一、编制内容"], meta=notice) == notice


def test_metadata_that_names_the_column_gives_way_to_the_print():
    assert title([REPORT, "一、总体情况"], meta="政府信息公开年报") == REPORT


def test_a_title_cut_in_the_metadata_is_completed_by_the_print():
    assert title([REPORT], meta="松陂镇人民政府2020年政府信息公开…") == REPORT


@pytest.mark.parametrize(
    "suffix", [" - 青禾县人民政府", "_青禾县人民政府门户网站", "-政府信息公开年报-青禾县人民政府", " | 青禾县"]
)
def test_the_html_title_without_the_site(suffix: str):
    assert title(["正文。"], html_title=REPORT + suffix) == REPORT


def test_the_name_of_a_file_is_a_title_without_its_suffix():
    assert title(["松陂镇2021年政府信息公开工作年度报告.docx"]) == "松陂镇2021年政府信息公开工作年度报告"


def test_a_misprinted_end_is_still_a_reports():
    assert title(["松陂镇2023年政府信息公开 工作告年度报"]) == "松陂镇2023年政府信息公开工作告年度报"


@pytest.mark.parametrize(
    "lines",
    [
        ["第三条 各部门负责编制本站所的政府信息公开年度报告"],
        ["青禾县人民政府办公室", "关于做好2017年政府信息公开工作年度报告", "编制和公布工作的通知"],
    ],
)
def test_what_names_a_report_without_being_one(lines: list[str]):
    found = title(lines)
    assert found is None or found.endswith("通知")


def test_the_link_of_the_listing_is_the_last_resort():
    assert title(["正文。"], link=REPORT) == REPORT
    assert title(["正文。"], link="松陂镇人民政府2020年政府信息公开…") is None


@pytest.mark.parametrize(
    "line",
    [
        "关于召开会议的通知",
        "松陂镇2020年政府工作要点",
        "青禾县信息公开目录（2021年版）",
        "《松陂镇2020年政府信息公开工作年度报告》解读",
    ],
)
def test_titles_of_other_documents(line: str):
    assert title([line, "正文开始，内容如下。"]) == line


def test_book_marks_around_the_whole_title_are_no_part_of_it():
    assert title([f"《{REPORT}》", "一、总体情况", "正文。"]) == REPORT


def test_a_title_that_goes_on_with_关于_in_its_second_line():
    lines = ["松陂镇人民政府", "关于2020年政府信息公开工作的年度报告"]
    assert title([*lines, "一、总体情况", "正文。"]) == "".join(lines)


@pytest.mark.parametrize("name", ["政府信息公开工作年度报告", "政府信息公开年报", "政府信息公开目录"])
def test_a_bare_name_is_the_last_resort(name: str):
    assert title([name, "一、总体情况"]) == name
    assert title([name, "一、总体情况"], link=REPORT) == REPORT


@pytest.mark.parametrize(
    "head",
    [
        ["今天是2026年11月22日", "青禾县人民政府", "首页 > 政府信息公开", "松陂镇政府信息公开年度报告"],
        ["青禾县人民政府", "索引号：0143/2021-00018", "松陂镇政府信息公开年度报告"],
        ["发文单位：", "青禾县民政局", "松陂镇政府信息公开年度报告"],
        ["文号：", "松陂镇政府信息公开年度报告"],
    ],
)
def test_lines_with_something_between_are_not_one_title(head: list[str]):
    assert title(["一、总体情况"], head) == "松陂镇政府信息公开年度报告"


@pytest.mark.parametrize(
    "row", ["索 引 号 0143/2021-00018 标题 年度报告", "主题分类：政务公开 标题：政府信息公开工作年度报告"]
)
def test_a_row_of_an_info_box_is_no_title(row: str):
    assert title(["一、总体情况"], [row]) is None


@pytest.mark.parametrize(
    "lines",
    [
        ["松陂镇人民政府", "2020年度", "政府信息公开工作年度报告"],
        ["松陂镇人民政府", "政府信息公开工作年度报告", "（2020年度）"],
        ["松陂镇政府信息公开工作年度报告", "（二〇二〇年）"],
        ["2020年松陂镇人民政府", "政府信息公开工作年度报告"],
        ["松陂镇人民政府", "关于2020年政府信息公开工作情况的报告"],
    ],
)
def test_a_title_in_two_or_three_lines(lines: list[str]):
    assert title([*lines, "一、总体情况"]) == "".join(lines)


def test_a_name_that_the_page_prints_twice_still_begins_the_title():
    blocks = [Paragraph("青禾县人民政府", 0, "div"), Paragraph("首页", 2, "li"), Paragraph("青禾县人民政府", 0, "h2")]
    blocks.append(Paragraph("2020年政府信息公开工作年度报告", 0, "h2"))
    document = Document(media_type="text/html", blocks=blocks)
    found = extract_title(document, [block.text for block in blocks], ["一、总体情况"], Metadata(), Hints())
    assert found is not None
    assert found.value == "青禾县人民政府2020年政府信息公开工作年度报告"


def test_what_stands_behind_a_title_is_cut_with_its_label():
    assert title([f"{REPORT} 公布日期：2021-01-07", "一、总体情况"]) == REPORT


MENU = [f"松陂镇人民政府{year}年政府信息公开工作年度报告" for year in (2017, 2018, 2019, 2020)]


def menu(*rows: str, linked: bool = True) -> Table:
    cells = tuple(Cell(row, place, 0) for place, row in enumerate(rows))
    return Table(cells, len(rows), 1, sum(map(len, rows)) if linked else 0)


def below(table: Table, head: list[str], links: tuple[str, ...] = ()):
    """Title of a page whose head is a table and the lines of ``head`` that stand apart from it."""
    rows = [cell.text for cell in table.cells]
    blocks = [table, *[Paragraph(line, 0, "td") for line in head]]
    document = Document(media_type="text/html", blocks=blocks, links=[Link("a.asp", text, 0) for text in links])
    reading = extract_title(document, [*rows, *head], ["一、总体情况", "正文。"], Metadata(), Hints())
    return reading and reading.value


@pytest.mark.parametrize("links", [tuple(MENU), ()])
def test_a_menu_that_links_other_years_in_a_table_is_no_title(links: tuple[str, ...]):
    assert below(menu(*MENU), [REPORT, "2021-1-20 15:33:20"], links) == REPORT
    assert below(menu(*MENU), ["松陂镇政府信息公开工作年度报告"], links) == "松陂镇政府信息公开工作年度报告"


def test_a_title_in_a_table_beside_links_is_one():
    linked = ("政府概况", "领导之窗", "政府信息公开年报", "松陂镇人民政府2018年政府信息公开工作年度报告")
    table = Table(menu(*linked, REPORT).cells, 5, 1, sum(map(len, linked)))
    assert below(table, [], linked) == REPORT


def test_a_title_that_a_menu_links_too_may_stand_in_a_table():
    blocks = [menu(*MENU), menu(REPORT, "2021-1-20", linked=False)]
    document = Document(media_type="text/html", blocks=blocks, links=[Link("a.asp", text, 0) for text in MENU])
    found = extract_title(document, [*MENU, REPORT, "2021-1-20"], ["一、总体情况"], Metadata(), Hints())
    assert found is not None
    assert found.value == REPORT


def test_rows_of_a_list_end_with_their_date():
    rows = [f"·{text} [01-12]" for text in MENU[:3]]
    assert below(menu(*rows, linked=False), [REPORT, "2021-1-20"]) == REPORT


@pytest.mark.parametrize("under", ["2021-1-20 15:33:20", "作者：管理员　来源：本站", "发布时间：2021-01-20"])
def test_of_titles_alike_the_one_over_the_line_of_the_date(under: str):
    beside = [MENU[0], "机构设置", REPORT, under, MENU[2], "办事指南"]
    assert title(["一、总体情况", "正文。"], beside) == REPORT


def test_of_titles_alike_the_last_before_the_prose():
    assert title(["一、总体情况", "正文。"], [MENU[0], "机构设置", REPORT]) == REPORT


def test_a_link_in_a_cell_that_holds_the_menu_is_no_title():
    html = f"""<table><tr><td><a href="a.asp?id=1">{MENU[0]}</a><br><a href="a.asp?id=2">{MENU[1]}</a></td></tr></table>
    <table><tr><td>{REPORT}</td></tr></table><p>一、总体情况</p>"""
    document = read_html(html)
    assert [block.link_chars > 0 for block in document.blocks] == [True, True, False, False]
    head = [block.text for block in document.blocks[:3]]
    assert extract_title(document, head, ["一、总体情况"], Metadata(), Hints()).value == REPORT


def test_a_bullet_is_no_part_of_a_title():
    assert title([f"• {REPORT}", "一、总体情况"]) == REPORT


def test_a_heading_that_says_no_more_than_its_kind():
    assert title(["年报", "一、总体情况"], tags={"年报": "h1"}) == "年报"
    assert title(["年报", "一、总体情况"]) is None


def test_no_number_is_without_a_digit_so_that_an_empty_label_of_one_may_stand_over_the_title():
    lines = ["青禾县听泉街道办事处", "2015年度", "政府信息公开工作年度报告"]
    assert title(lines, ["文号："]) == "青禾县听泉街道办事处2015年度政府信息公开工作年度报告"


def test_a_sentence_that_a_line_break_cuts_is_no_title():
    sentence = ["为认真贯彻落实条例，青禾县气象局现将2010年政府信息公开工作年度报", "告公布如下。"]
    assert (
        title(["青禾县气象局政府信息公开工作年度报告（2010年度）", *sentence])
        == "青禾县气象局政府信息公开工作年度报告（2010年度）"
    )
