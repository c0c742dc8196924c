"""VSB: static and dynamic addresses of the same article, dynamic lists, documents that ask where one comes from."""

from __future__ import annotations

from pathlib import Path

import pytest
from scrapy.http import HtmlResponse

from crawler.platforms import platforms
from crawler.platforms.base import Platform
from crawler.simulator.server import Simulator
from crawler.simulator.site import Request, Response, Site, constant
from tests.crawler.crawling import crawl
from tests.crawler.fault_server import Answer, listing, report, serve

DYNAMIC = "/content.jsp?urltype=news.NewsContentUrl&wbtreeid={}&wbnewsid={}"
LIST = "http://a.example/list.jsp?urltype=tree.TreeTempUrl&wbtreeid=1012"
TITLE = "青松镇人民政府2021年政府信息公开工作年度报告"


@pytest.fixture
def vsb() -> Platform:
    return platforms()["vsb"]


def page(html: str, url: str = "http://a.example/gk/nb.htm") -> HtmlResponse:
    return HtmlResponse(url, body=f"<html><body>{html}</body></html>".encode(), encoding="utf-8")


@pytest.mark.parametrize(
    "twin",
    [
        f"http://a.example{DYNAMIC.format(1012, 345)}",
        f"http://a.example/gk{DYNAMIC.format(1013, 345)}&page=2",
        "http://www.a.example/info/1013/345.htm",
    ],
)
def test_twins_of_an_article_are_one(vsb: Platform, twin: str) -> None:
    assert vsb.identity(twin) == vsb.identity("http://a.example/info/1012/345.htm")
    assert vsb.is_article(twin)


@pytest.mark.parametrize(
    ("path", "is_article"), [("/gk/nb/99785.htm", True), ("/gk/nb/12.htm", False), ("/gk/nb.htm", False)]
)
def test_articles_below_their_column_have_longer_numbers_than_pages(
    vsb: Platform, path: str, *, is_article: bool
) -> None:
    assert vsb.is_article(f"http://a.example{path}") == is_article


@pytest.mark.parametrize("other", ["/info/1012/346.htm", "/info/1012.htm", "/gk/345.htm", DYNAMIC.format(345, 346)])
def test_others_are_not(vsb: Platform, other: str) -> None:
    assert vsb.identity(f"http://a.example{other}") != vsb.identity("http://a.example/info/1012/345.htm")


def test_static_address_is_taken_where_a_page_shows_both(vsb: Platform) -> None:
    html = f'<a href="{DYNAMIC.format(1, 345)}">甲</a><a href="/info/1012/345.htm">甲</a><a href="{DYNAMIC.format(1, 7)}">乙</a>'
    assert [link.url.removeprefix("http://a.example") for link in vsb.links(page(html))] == [
        "/info/1012/345.htm",
        "/info/1012/345.htm",
        DYNAMIC.format(1, 7),
    ]


def test_dynamic_list_counts_up(vsb: Platform) -> None:
    (request,) = vsb.next_pages(page('<div id="fanye1">共21条 2/6 <a>下页</a></div>', f"{LIST}&PAGENUM=2&totalpage=6"))
    assert request.url == f"{LIST}&PAGENUM=3&totalpage=6"


def test_article_in_a_static_and_a_dynamic_list_is_fetched_once(tmp_path: Path) -> None:
    dynamic = DYNAMIC.format(1012, 345).replace("&", "&amp;")
    pages = {
        "/robots.txt": Answer("", 404),
        "/": Answer(
            '<title>首页</title><a href="/gk/nb.htm">政府信息公开年报</a><a href="/gk/xznb.htm">乡镇信息公开年报</a>'
        ),
        "/gk/nb.htm": listing({"/info/1012/345.htm": TITLE}, more="<!--Announced by Visual SiteBuilder 9-->"),
        "/gk/xznb.htm": listing({dynamic: TITLE}),
        "*": report(TITLE),
    }
    with serve(pages) as server:
        run = crawl(tmp_path, "-a", f"url={server.home}")
    assert len(run.items) == 1
    assert sum("345" in path for path in server.asked) == 1


def test_document_is_asked_for_from_the_page_that_lists_it(tmp_path: Path) -> None:
    download = "/system/_content/download.jsp"
    entries = f'<li><a href="{download}?urltype=news.DownloadAttachUrl&amp;wbfileid=7">{TITLE}</a><span>2022-01-20</span></li>'

    def give(request: Request) -> Response:
        if request.headers.get("referer", "").endswith("/gk/nb.htm"):
            return Response(f"{TITLE}\n一、总体情况\n".encode(), "text/plain; charset=utf-8")
        return Response("<html><p>请从文章页面下载</p></html>".encode())

    site = Site("vsb", "松汀县", "127.66.1.1")
    column = (
        f"<html><title>政府信息公开年报</title><ul>{entries * 2}</ul><!--Announced by Visual SiteBuilder 9--></html>"
    )
    site.pages.update({"/gk/nb.htm": constant(column.encode()), download: give})
    with Simulator([site]) as simulator:
        run = crawl(tmp_path, "-a", f"url={simulator.portals[0].home}gk/nb.htm")
    assert [item["url"].partition("?")[0][-13:] for item in run.items] == ["/download.jsp"]
