"""The body of a page, by evidence."""

import pytest

from extractors.boilerplate import find_body, is_noise, prose_lines
from extractors.documents import Paragraph
from extractors.documents.web.html import read_html

REPORT = "<p>一、总体情况</p><p>本镇做好公开工作。</p><p>二、主动公开政府信息情况</p><p>六、其他需要报告的事项</p><p>无。</p>"
MENU = "<ul>" + "".join(f"<li><a href=/{i}>栏目{i}</a></li>" for i in range(20)) + "</ul>"
FOOTER = "<div class=footer><p>主办：青禾县人民政府 地址：青禾县迎宾路1号 电话：0999-1234567</p></div>"


def body(html: str, *selectors: str) -> list[str]:
    document = read_html(html)
    return [block.text for i in find_body(document, selectors)[0] if isinstance(block := document.blocks[i], Paragraph)]


def test_section_headings_bound_the_body():
    found = body(f"<body>{MENU}<div class=x><div class=y>{REPORT}</div></div>{FOOTER}")
    assert found[0] == "一、总体情况"
    assert found[-1] == "无。"


def test_platform_selector_comes_first():
    html = f"<body>{MENU}<div class='TRS_Editor big'><p>{'前言。' * 20}</p>{REPORT}</div>{FOOTER}"
    assert body(html, ".TRS_Editor")[0].startswith("前言")


def test_selector_matches_whole_tokens_only():
    html = f"<body><div class='TRS_Editor_nav'>{'甲' * 100}</div><div>{REPORT}</div>"
    assert body(html, ".TRS_Editor")[0] == "一、总体情况"


def test_empty_container_of_the_platform_is_passed_over():
    assert body(f"<body><div id=zoom></div><div>{REPORT}</div>", "#zoom")[0] == "一、总体情况"


def test_without_headings_the_densest_element_is_the_body():
    html = f"<body>{MENU}<div><p>{'全镇公开信息九十八条。' * 30}</p><p>{'群众满意。' * 30}</p></div>{FOOTER}"
    assert "电话" not in "".join(body(html))


def test_buttons_are_noise_and_sentences_are_not():
    assert is_noise("【字体：大 中 小】")
    assert is_noise("打印 关闭")
    assert not is_noise("分享经验做法，打印宣传手册。")


def test_prose_leaves_out_what_tables_took():
    blocks = [(0, Paragraph("一、总体情况")), (1, Paragraph("规章")), (2, Paragraph("分享到："))]
    assert prose_lines(blocks, {1}) == ["一、总体情况"]


def test_body_printed_twice_is_taken_once_but_a_table_of_contents_is_no_body():
    twice = f"<body><div class=screen>{REPORT}</div><div class=print>{REPORT}</div>"
    assert len(body(twice)) == 5
    contents = "<div class=toc><p>一、总体情况</p><p>二、主动公开政府信息情况</p><p>六、其他需要报告的事项</p></div>"
    long_report = REPORT.replace("本镇做好公开工作。", "本镇做好公开工作。" * 40)
    assert len(body(f"<body>{MENU}<div>{contents}<div>{long_report}</div></div>")) == 8


def test_page_numbers_and_bracketed_buttons_are_noise():
    assert all(is_noise(line) for line in ("— 6 —", "第3页 共5页", "【打印本页】【关闭窗口】", "您是第123位访问者"))
    assert not any(is_noise(line) for line in ("—", "12", "第二十条第（一）项"))


def report(year: int, received: int, **titles: str) -> str:
    above = "".join(f"<{tag}>{text}</{tag}>" for tag, text in titles.items())
    return (
        f"{above}<p>特向社会公布{year}年政府信息公开工作年度报告。</p><p>一、总体情况</p><p>本镇做好公开工作。</p>"
        f"<p>三、收到和处理政府信息公开申请情况</p><p>收到申请{received}件。</p><p>六、其他需要报告的事项</p><p>无。</p>"
    )


TITLE = "<title>松陂镇2020年政府信息公开工作年度报告</title>"


@pytest.mark.parametrize(
    "html",
    [
        f"<div class='tab hide'>{report(2019, 9)}</div><div class=tab>{report(2020, 4)}</div>",
        f"<div class=tab>{report(2020, 4)}</div><div class='tab hide'>{report(2019, 9)}</div>",
        f"<div>{report(2020, 4)}{report(2019, 9, h2='松陂镇2019年政府信息公开工作年度报告')}</div>",
    ],
)
def test_of_reports_on_several_years_the_one_that_the_title_names_is_read(html):
    document = read_html(f"{TITLE}<body>{MENU}{html}")
    found, findings = find_body(document)
    text = "".join(block.text for i in found if isinstance(block := document.blocks[i], Paragraph))
    assert "申请4件" in text
    assert "申请9件" not in text
    assert findings == []


def test_selector_that_finds_another_years_report_gives_way():
    html = (
        f"{TITLE}<body><div class=c><p>{'回顾。' * 90}</p>{report(2019, 9)}</div><div class=c>{report(2020, 4)}</div>"
    )
    assert "收到申请4件。" in body(html, ".c")


@pytest.mark.parametrize("title", ["", "<title>松陂镇2021年政府信息公开工作年度报告</title>"])
def test_reports_that_nothing_tells_apart_are_a_finding(title):
    _, findings = find_body(read_html(f"{title}<body><div>{report(2019, 9)}</div><div>{report(2020, 4)}</div>"))
    assert [finding.code for finding in findings] == ["page.several_reports"]


def test_report_printed_twice_is_one():
    _, findings = find_body(read_html(f"<body><div>{report(2020, 4)}</div><div>{report(2020, 4)}<p>打印</p></div>"))
    assert findings == []
