"""Families known by their addresses: what is an article, what a list, and how far counted lists go."""

from __future__ import annotations

import pytest
from scrapy.http import HtmlResponse

from crawler.platforms import platforms, recognise
from crawler.platforms.base import PageLink
from crawler.walking.columns import choose_links

ARTICLES = {
    "snowflake_html": ["/zfxxgk/zfxgknb/gzb/1744660031470084097.html", "/xwzx/nb/2022/63d48a80f8fd1c4c213ab9ff.html"],
    "jeecms": ["/jdbsc/24971296.jhtml"],
    "aspnet": ["/Pages_20_3111.aspx"],
    "huahai": ["/gov/pub/description/73519.html", "/pub/description/1.html"],
    "channels_contents": ["/contents/3171/202851.html", "/yiliang/contents/782/165703.html"],
    "query_id": ["/zfxxgk/ins.asp?s=624&i=22592", "/sites/a/zwinfo.jsp?id=15652", "/NewsShow.asp?classid=3&newsid=8"],
    "generic": [
        "/37584/38154/40414/content_1512889.html", "/16903/616589856/1288675.html", "/zwgk/xxgknb/content_101007",
        "/article/341/38597.html", "/content/11077/55644.html", "/single/29/71869.html",
        "/site_a/channel_x_1_2/doc_65b069ef3a2203212e9eea8f.html", "/zfxxgknb/2023013109210333927/index.shtml",
        "/zwgk/002005/20230112/653ee5f0-b827-4bbe-a799-61582739a0f1.html", "/zwgk-view/18148.html",
        "/mobile/zwgk-view/18247.html", "/html/A/202601/0176846404516720.html", "/zltq/2026-02/02/article_2026020215383939768.html",
    ],
}  # fmt: skip
LISTS = {
    "snowflake_html": ["/zfxxgk/zcwj/hzgfxwj/1.html", "/zfxxgk/zfxxgknb/2023/"],
    "jeecms": ["/zfxxgknb/index.jhtml", "/zfxxgknb/index_2.jhtml"],
    "aspnet": ["/list20.aspx", "/List.aspx?lmid=3", "/index.aspx?lanmuid=4"],
    "huahai": ["/public/special/1gz.html", "/gov/public/special/1gz.html"],
    "channels_contents": ["/channels/3125.html", "/channels/3125_2.html"],
    "query_id": ["/zfxxgk/list.asp?s=624", "/NewsClass.asp?BigClassID=3", "/module/web/jpage/dataproxy.jsp?page=2&columnid=3"],
    "generic": ["/25074/25162/", "/zwgk/xxgknb/", "/25074/25162/index.htm", "/25074/25162/2.html", "/content/11077.html", "/channel_x/"],
}  # fmt: skip


@pytest.mark.parametrize(("family", "path"), [(family, path) for family in ARTICLES for path in ARTICLES[family]])
def test_articles_are_known_by_their_address(family: str, path: str) -> None:
    assert platforms()[family].is_article(f"http://a.example{path}")


@pytest.mark.parametrize(("family", "path"), [(family, path) for family in LISTS for path in LISTS[family]])
def test_lists_are_no_articles(family: str, path: str) -> None:
    assert not platforms()[family].is_article(f"http://a.example{path}")


@pytest.mark.parametrize("family", [name for name in ARTICLES if name != "generic"])
def test_address_alone_shows_the_family(family: str) -> None:
    for path in ARTICLES[family]:
        response = HtmlResponse(f"http://a.example{path}", body="<p>报告</p>".encode(), encoding="utf-8")
        assert recognise(response)[0].name == family


def test_page_of_no_family_has_no_evidence_even_if_its_address_is_known() -> None:
    response = HtmlResponse("http://a.example/article/3/4.html", body=b"<p>x</p>", encoding="utf-8")
    assert recognise(response) == (platforms()["generic"], [])


@pytest.mark.parametrize(
    ("family", "ending"),
    [("snowflake_html", "/nb/2024/{}.html"), ("jeecms", "/nb/index_{}.jhtml")],
)
class TestCountedLists:
    def after(self, family: str, ending: str, text: str, page: int) -> list[str]:
        url = f"http://a.example{ending.format(page)}"
        response = HtmlResponse(url, body=f"<p>{text}</p>".encode(), encoding="utf-8")
        return [request.url for request in platforms()[family].next_pages(response)]

    def test_the_position_names_the_next_page(self, family: str, ending: str) -> None:
        assert self.after(family, ending, "第2页/共3页", 2) == [f"http://a.example{ending.format(3)}"]

    def test_the_last_page_has_no_next(self, family: str, ending: str) -> None:
        assert self.after(family, ending, "第3页/共3页", 3) == []

    def test_nothing_is_asked_for_where_no_number_of_pages_is_printed(self, family: str, ending: str) -> None:
        assert self.after(family, ending, "共12条", 2) == []


def test_folder_of_a_numbered_list_is_below_it() -> None:
    links = [
        PageLink("http://a.example/nb/gzb/1.html", "各镇", group=1),
        PageLink("http://a.example/nb/2.html", "后页"),
    ]
    choice = choose_links(links, "http://a.example/nb/1.html", in_column=True)
    assert [link.text for link in choice.columns] == ["各镇"]


def test_column_in_a_menu_is_no_report_for_its_long_name() -> None:
    menu = PageLink("http://a.example/b", "乡镇街道政府信息公开年度报告")
    article = PageLink("http://a.example/a", "某镇2020年政府信息公开年度报告", "2021-01-02", group=1, article=True)
    choice = choose_links([menu, article], "http://a.example/c", in_column=True)
    assert (choice.columns, choice.reports) == ((menu,), (article,))
