from __future__ import annotations

import pytest
from scrapy.http import HtmlResponse

from crawler.platforms import PageLink, platforms
from crawler.walking.columns import choose_links, is_annual_column, is_article, is_prose, names_annual_reports

HERE = "http://a.example/zwgk/zfxxgknb/"


def link(path: str, text: str, *, date: str | None = None, group: int = 0, article: bool = False) -> PageLink:
    return PageLink(f"http://a.example{path}", text, date, None, group, article)


def page(html: str, url: str = "http://a.example/x.html") -> HtmlResponse:
    return HtmlResponse(url, body=f"<html>{html}</html>".encode(), encoding="utf-8")


@pytest.mark.parametrize(
    "text",
    [
        "政府信息公开年报",
        "各镇（办）信息公开年报",
        "部门信息公开工作年度报告",
        "乡镇信息年度公开报告",
        "政务 公开 工作报告",
        "年报",
    ],
)
def test_names_of_columns_with_reports(text: str) -> None:
    assert names_annual_reports(text)


@pytest.mark.parametrize("text", ["法治政府建设年度报告", "统计年报", "政府信息公开目录", "企业年报公示", "新闻中心"])
def test_names_of_other_columns(text: str) -> None:
    assert not names_annual_reports(text)


def test_home_page_gives_columns_and_named_reports_only() -> None:
    links = [
        link("/xw/1.html", "松汀县召开会议部署秋季生产工作", date="2021-01-01"),
        link("/zfxxgknb/", "政府信息公开年报", group=1),
        link("/a/2.html", "松汀县2020年政府信息公开工作年度报告", date="2021-01-01", group=2),
    ]
    choice = choose_links(links, "http://a.example/", in_column=False)
    assert [link.url[16:] for link in choice.columns] == ["/zfxxgknb/"]
    assert [link.url[16:] for link in choice.reports] == ["/a/2.html"]


def test_gateways_are_taken_only_where_nothing_better_is_named() -> None:
    gateway = link("/zwgk/", "政府信息公开")
    assert choose_links([gateway], "http://a.example/", in_column=False).gateways == (gateway,)
    better = [gateway, link("/zwgk/nb/", "政府信息公开年报")]
    assert choose_links(better, "http://a.example/", in_column=False).gateways == ()


def test_near_misses_in_a_list_of_reports_are_fetched_too() -> None:
    links = [
        link("/a/1.html", "松汀县2020年政府信息公开工作年度报告", date="2021-01-20"),
        link("/a/2.html", "松汀县2020年法治政府建设情况", date="2021-01-19"),
    ]
    assert len(choose_links(links, HERE, in_column=True).reports) == 2


def test_news_beside_a_list_of_reports_is_left_alone() -> None:
    links = [
        link("/a/1.html", "松汀县2020年政府信息公开工作年度报告", date="2021-01-20"),
        link("/n/1.html", "松汀县举办春季种植技术交流活动", date="2021-03-01", group=1),
    ]
    assert [link.url[16:] for link in choose_links(links, HERE, in_column=True).reports] == ["/a/1.html"]


def test_list_whose_titles_name_only_agencies_is_followed_in_its_column() -> None:
    links = [link(f"/a/{n}.html", f"{name}镇", date="2021-01-20") for n, name in enumerate(("松汀", "临溪"))]
    assert len(choose_links(links, HERE, in_column=True).reports) == 2


def test_year_folders_and_pages_below_are_columns() -> None:
    links = [link("/zwgk/zfxxgknb/xz/", "乡镇"), link("/col/col9/index.html", "2019年", group=1)]
    assert len(choose_links(links, HERE, in_column=True).columns) == 2


def test_pagers_navigation_and_the_page_itself_are_no_entries() -> None:
    links = [link("/zwgk/zfxxgknb/index_1.html", "2"), link("/", "首页"), link("/zwgk/zfxxgknb/", "政府信息公开年报")]
    choice = choose_links(links, HERE, in_column=True)
    assert (choice.reports, choice.columns) == ((), ())


def test_addresses_off_the_portal_are_not_chosen() -> None:
    links = [link("/a/1.html", "松汀县2020年政府信息公开工作年度报告", date="2021-01-20")]
    assert choose_links(links, HERE, in_column=True, allows=lambda url: False).reports == ()


@pytest.mark.parametrize(
    ("html", "url"),
    [
        ("", "http://a.example/jz/zfxxgknb_73584/"),
        ("<title>政府信息公开年报_松汀县人民政府</title>", "http://a.example/col/col1/"),
        ('<meta name="columnname" content="信息公开年报">', "http://a.example/col/col1/"),
        ("<div>当前位置：<a>首页</a> &gt; 政府信息公开年报</div>", "http://a.example/col/col1/"),
    ],
)
def test_column_is_known_by_address_title_tag_or_breadcrumb(html: str, url: str) -> None:
    assert is_annual_column(page(html, url))


def test_article_is_known_by_meta_tag_headings_or_address() -> None:
    generic = platforms()["generic"]
    assert is_article(page('<meta name="ArticleTitle" content="某报告">'), generic)
    assert is_article(page("<body><p>一、总体情况</p><p>六、其他需要报告的事项</p></body>"), generic)
    assert is_article(page("", "http://a.example/202101/t20210107_1234.html"), platforms()["trs_wcm"])
    assert not is_article(page("<body><a>一、总体情况</a><a>六、其他需要报告的事项</a></body>"), generic)


def test_prose_counts_sentences_outside_of_links() -> None:
    sentence = "松汀镇坚持把信息公开作为改进作风的重要举措，明确专人负责，按时更新各类信息内容。"
    assert is_prose(page(f"<body>{f'<p>{sentence}</p>' * 10}</body>"))
    assert not is_prose(page(f"<body>{f'<a>{sentence}</a>' * 10}</body>"))


def test_frame_of_a_shell_is_not_taken_for_its_list() -> None:
    frame = [
        link(f"/{name}/index.html", text) for name, text in (("xw", "要闻动态"), ("hd", "在线访谈"), ("fw", "便民服务"))
    ]
    printed = [link(f"/art/{n}.html", f"第{n}号", article=True, group=1) for n in (1, 2)]
    assert choose_links(frame, HERE, in_column=True).reports == tuple(frame)
    assert choose_links(frame, HERE, in_column=True, shell=True).reports == ()
    assert choose_links([*frame, *printed], HERE, in_column=True, shell=True).reports == tuple(printed)
