"""Meta tags, info boxes and the line under the title; templates that nobody filled in."""

import pytest

from extractors.documents.model import Cell, Document, Paragraph, Region, Table
from extractors.metadata import extract_metadata


def table(*rows: tuple[str, ...]) -> Table:
    cells = tuple(Cell(text, r, c) for r, row in enumerate(rows) for c, text in enumerate(row))
    return Table(cells, len(rows), max(map(len, rows)))


def read(*blocks, meta=None, body=None):
    parts = [Paragraph(block) if isinstance(block, str) else block for block in blocks]
    document = Document(media_type="text/html", blocks=parts, meta=meta or {})
    if body is not None:
        document.regions = [Region(body.start, body.stop, "div", 1)]
    return extract_metadata(document, body if body is not None else range(len(parts)))


def test_tags_of_the_national_guide():
    found = read(
        meta={
            "articletitle": "松陂镇2020年政府信息公开工作年度报告",
            "pubdate": "2021-01-07 10:49",
            "contentsource": "松陂镇人民政府",
            "sitename": "青禾县人民政府",
            "sitedomain": "www.qinghe.example",
            "siteidcode": "9901210001",
        }
    )
    assert found.title.value == "松陂镇2020年政府信息公开工作年度报告"
    assert (found.published.value, found.published.source) == ("2021-01-07T10:49:00", "meta")
    assert found.source.value == "松陂镇人民政府"
    assert (found.site_name.value, found.site_domain.value) == ("青禾县人民政府", "www.qinghe.example")
    assert found.site_id_code.value == "9901210001"


@pytest.mark.parametrize("value", ["网站名称", "政府网站标识码", "${site.name}", "{{title}}", "-", "", "  "])
def test_placeholders_of_templates_say_nothing(value: str):
    found = read(
        meta={"articletitle": value, "sitename": value, "siteidcode": value, "pubdate": value, "contentsource": value}
    )
    assert (found.title, found.site_name, found.site_id_code, found.published, found.source) == (None,) * 5


def test_the_info_box_of_a_disclosure_page():
    box = table(
        ("索 引 号：", "990121000/2021-00001", "主题分类：", "综合政务"),
        ("发布机构：", "松陂镇人民政府", "发布日期：", "2021年01月07日"),
        ("名　　称：", "松陂镇2020年政府信息公开工作年度报告", "文　　号：", ""),
    )
    found = read(box, "正文。", body=range(1, 2))
    assert found.index_number.value == "990121000/2021-00001"
    assert (found.publisher.value, found.published.value) == ("松陂镇人民政府", "2021-01-07")
    assert found.title.value == "松陂镇2020年政府信息公开工作年度报告"


def test_an_info_box_with_label_and_value_in_one_cell():
    found = read(
        table(("索引号：GS1298/2022-18148", "发布机构：松陂镇人民政府"), ("生成日期：2022-01-29", "文号：无")),
        "正文。",
        body=range(1, 2),
    )
    assert (found.index_number.value, found.publisher.value) == ("GS1298/2022-18148", "松陂镇人民政府")
    assert found.published.value == "2022-01-29"


def test_an_info_box_with_labels_above_their_values():
    found = read(
        table(("索引号", "公开方式", "发布机构"), ("99012/2009-00021", "主动公开", "松陂镇人民政府")),
        "正文。",
        body=range(1, 2),
    )
    assert (found.index_number.value, found.publisher.value) == ("99012/2009-00021", "松陂镇人民政府")


def test_an_info_box_flattened_to_lines_without_colons():
    lines = [
        "索引号 qh/2022-06258 效力属性",
        "发布机构 松陂镇人民政府 文  号 松政发〔2022〕5号",
        "成文日期 2022-01-08 发布日期 2022-09-06",
    ]
    found = read(*lines, "一、总体情况")
    assert (found.index_number.value, found.publisher.value) == ("qh/2022-06258", "松陂镇人民政府")
    assert found.published.value == "2022-09-06"


@pytest.mark.parametrize(
    ("line", "source", "published"),
    [
        (
            "来源: 青禾县松陂镇人民政府 | 访问量:23877 | 发布时间: 2021/1/7 10:49:34",
            "青禾县松陂镇人民政府",
            "2021-01-07T10:49:34",
        ),
        ("发布时间：2021-01-07 来源：松陂镇人民政府 浏览次数：12 【字体：大 中 小】", "松陂镇人民政府", "2021-01-07"),
        ("2021-01-07 17:58 来源：松陂镇人民政府", "松陂镇人民政府", "2021-01-07T17:58:00"),
        ("来源：松陂镇人民政府　作者：张三　日期：2021-03-2918:26", "松陂镇人民政府", "2021-03-29T18:26:00"),
        ("信息来源：松陂镇人民政府 2021-01-07", "松陂镇人民政府", "2021-01-07"),
        ("【信息来源】松陂镇人民政府 【发布时间】2021-01-07", "松陂镇人民政府", "2021-01-07"),
        ("发布日期:2021年01月07日 点击数:", None, "2021-01-07"),
        ("来源： 发布时间：2021-01-07", None, "2021-01-07"),
        ("2021年01月07日来源：松陂镇人民政府", "松陂镇人民政府", "2021-01-07"),
        ("会议时间安排：另行通知", None, None),
    ],
)
def test_the_line_under_the_title(line: str, source: str | None, published: str | None):
    found = read("松陂镇2020年政府信息公开工作年度报告", line, "一、总体情况", "正文。")
    assert (found.source and found.source.value) == source
    assert (found.published and found.published.value) == published


def test_a_label_on_one_line_and_its_value_on_the_next():
    found = read("发布机构：", "松陂镇人民政府", "发布日期：", "2021-01-07", "一、总体情况")
    assert (found.publisher.value, found.published.value) == ("松陂镇人民政府", "2021-01-07")


def test_the_footer_and_the_sections_say_nothing_about_the_page():
    found = read("标题行", "一、总体情况", "发布时间：2021-01-07", "来源：松陂镇人民政府", "全年公开信息3条。")
    assert (found.published, found.source) == (None, None)


BODY = ["标题行", "一、总体情况", "全年公开信息3条。"]


@pytest.mark.parametrize(
    ("under", "published"),
    [
        (["（此件公开发布）", "发布日期：2021-01-20 【打印】【关闭】", "上一篇：无"], "2021-01-20"),
        (["信息来源：松陂镇", "发布时间：2021-01-12 08:40", "责任编辑：某人"], "2021-01-12T08:40:00"),
        (["松陂镇人民政府", "日期：2021-01-07"], None),
        (["来源：松陂镇 2021-01-07"], None),
        (["成文日期：2021-01-07"], None),
        (["发布时间：2021-01-07", "发布时间：2021-03-05"], None),
    ],
)
def test_the_day_of_publication_may_stand_under_the_report(under: list[str], published: str | None):
    for body in (range(len(BODY) + len(under)), range(len(BODY))):
        found = read(*BODY, *under, body=body).published
        assert (found and found.value) == published


def test_a_day_under_the_report_is_the_last_resort():
    under = "发布时间：2021-03-05"
    assert read("发布时间：2021-01-07", *BODY, under).published.value == "2021-01-07"
    assert read(*BODY, under, meta={"pubdate": "2021-01-07"}).published.value == "2021-01-07"


def test_dates_behind_a_link_under_the_report_are_of_other_articles():
    link = Paragraph("松陂镇工作动态", link_chars=7)
    assert read(*BODY, link, "发布时间：2021-03-05", body=range(len(BODY))).published is None


def test_lines_of_links_say_nothing():
    link = Paragraph("发布时间：2019-01-07", link_chars=15)
    assert read(link, "正文。", body=range(1, 2)).published is None


def test_of_two_dates_on_one_day_the_one_with_the_time():
    found = read("发布时间：2021-01-07 10:49", "一、总体情况", meta={"pubdate": "2021-01-07"})
    assert found.published.value == "2021-01-07T10:49:00"


def test_a_day_printed_twice_is_read_with_its_time():
    found = read("• 发布日期:2012-01-19", "松陂镇2011年年报", "时间:2012-01-19 18:03", "一、基本情况")
    assert found.published.value == "2012-01-19T18:03:00"


def test_midnight_is_no_time_that_a_day_was_published_at():
    read_ = read("成文日期：2021-01-30 00:00", "发布日期：2021-01-30 18:31", "一、总体情况")
    assert read_.published.value == "2021-01-30T18:31:00"


def test_a_clock_of_twelve_hours_is_corrected_by_the_print():
    found = read("发布时间：2021-01-07 15:20", "一、总体情况", meta={"pubdate": "2021-01-07 03:20"})
    assert found.published.value == "2021-01-07T15:20:00"


def test_the_best_label_wins_over_the_nearest():
    box = table(("成文日期：", "2021-01-01"), ("发布日期：", "2021-01-07"), ("生成日期：", "2021-01-05"))
    assert read(box, "正文。", body=range(1, 2)).published.value == "2021-01-07"


def test_the_day_a_paper_was_made_gives_way_to_the_line_under_the_title():
    made = "公文生成日期：2021-01-05"
    assert read(made, "松陂镇2020年年报", "时间：2021-01-07 11:18", "正文。").published.value == "2021-01-07T11:18:00"
    assert read(made, "松陂镇2020年年报", "正文。").published.value == "2021-01-05"


@pytest.mark.parametrize(
    "line", ["发表时间：2021-01-07", "录入时间：2021-01-07", "发布于：2021-01-07", "撰稿：某某 2021-01-07"]
)
def test_further_labels_of_the_day_of_publication(line: str):
    assert read("松陂镇2020年年报", line, "一、总体情况").published.value == "2021-01-07"


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("發布時間：2021-01-07 10:49", "2021-01-07T10:49:00"),
        ("信息生成日期：2021-01-07", "2021-01-07"),
        ("文章发布时间：2021年1月7日 10時49分", "2021-01-07T10:49:00"),
        ("作者：县政府办来源：松陂镇时间：2021-01-07浏览：23", "2021-01-07"),
        ("来源：松陂镇 2021-01-07", "2021-01-07"),
        ("来源：松陂镇 生效日期：2021-01-07", None),
        ("来源：松陂镇 打印时间：2026-11-22", None),
        ("来源：松陂镇 会议召开时间：2021-01-07", None),
        ("办公时间：2021-01-07", None),
    ],
)
def test_which_dates_are_of_publication(line: str, published: str | None):
    found = read(line, "一、总体情况").published
    assert (found.value if found else None) == published


def test_labels_in_traditional_characters_keep_their_values_as_printed():
    found = read("發布機構：鄉寧縣民政局", "一、總體情況")
    assert found.publisher.value == "鄉寧縣民政局"


def test_a_traditional_placeholder_is_one():
    assert read(meta={"contentsource": "來源"}).source is None


def test_the_value_of_a_label_may_be_a_link():
    line = "内容来源：青禾县松陂镇人民政府"
    assert read(Paragraph(line, 11), "一、总体情况").source.value == "青禾县松陂镇人民政府"
    assert read(Paragraph("来源：松陂镇", 6), "一、总体情况").source is None
