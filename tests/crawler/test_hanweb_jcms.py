"""JCMS beside its plain column pages: posted forms, arrays, columns that embed nothing, disclosure lists."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse, TextResponse

from crawler.platforms import platforms
from crawler.platforms.base import Platform
from tests.crawler.test_platforms import saved

COLUMN = "http://a.example/col/col32/index.html"
JPAGE = """<script>$('#88').jpage({{perPage:15,{total}proxyUrl:'/module/jpage/morecolumndataproxy.jsp',ajaxParam:{{col:1,
webid:3,path:'/',columnid:'33,34',sourceContentType:3,unitid:'88',keyWordCount:999,webname:'松汀县'}}}});</script>"""
SEARCH = """<script>function f(a,b,c){{ loadDynamic('/module/xxgk/search.jsp?standardXxgk=1&infotypeId={kind}'+a+'&vc_title='
+encodeURI(b)+'&vc_number='+encodeURI(c)+'&area=11220100MB1507524C', 'div4', '0','0','950','17','',''); }}</script>"""


@pytest.fixture
def jcms() -> Platform:
    return platforms()["hanweb_jcms"]


def column(html: str, url: str = COLUMN) -> HtmlResponse:
    return HtmlResponse(url, body=f"<html><body>{html}</body></html>".encode(), encoding="utf-8")


def answer(request: Request, body: str) -> TextResponse:
    return HtmlResponse(request.url, body=body.encode(), encoding="utf-8", request=request)


def form(request: Request) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(request.body.decode(), keep_blank_values=True).items()}


def test_records_are_posted_for_and_a_plain_address_is_the_other_way(jcms: Platform) -> None:
    response = saved("hanweb_jcms")[0]
    response = response.replace(body=response.body.replace(b"nextgroup", b"x"))
    (request,) = jcms.next_pages(response)
    assert request.method == "POST"
    assert form(request) == {
        "col": "1", "appid": "1", "path": "/", "sourceContentType": "1", "permissiontype": "0", "webid": "3",
        "columnid": "32", "unitid": "88", "webname": "松汀县人民政府",
    }  # fmt: skip
    assert request.meta["instead"].startswith(f"{request.url}&col=1&appid=1")


def test_records_that_follow_are_posted_for_with_the_same_form(jcms: Platform) -> None:
    (first,) = jcms.next_pages(column(JPAGE.format(total="")))
    (second,) = jcms.next_pages(answer(first, "<datastore><totalrecord>50</totalrecord></datastore>"))
    assert (second.method, form(second)) == ("POST", form(first))
    assert second.url.endswith("?startrecord=46&endrecord=50&perpage=15")


def test_column_that_embeds_no_record_is_a_shell(jcms: Platform) -> None:
    page = column(JPAGE.format(total="totalRecord:70,"))
    (request,) = jcms.next_pages(page)
    assert jcms.is_shell(page)
    assert request.url == "http://a.example/module/jpage/morecolumndataproxy.jsp?startrecord=1&endrecord=45&perpage=15"
    assert (form(request)["columnid"], form(request)["keyWordCount"]) == ("33,34", "999")


@pytest.mark.parametrize(
    "html", [JPAGE.format(total="totalRecord:0,"), JPAGE.replace("unitid", "x").format(total=""), ""]
)
def test_column_without_records_to_come_is_no_shell(jcms: Platform, html: str) -> None:
    assert not jcms.is_shell(column(html))
    assert jcms.next_pages(column(html)) == []


def test_page_with_its_records_is_no_shell(jcms: Platform) -> None:
    assert not jcms.is_shell(saved("hanweb_jcms")[0])


def test_array_says_not_how_many_there_are_but_the_page_did(jcms: Platform) -> None:
    (first,) = jcms.next_pages(column(JPAGE.format(total="totalRecord:70,")))
    array = answer(first, r"""var dataStore = ['<li><a href="\/art\/2022\/1\/1\/art_32_8.html">年报<\/a><\/li>'];""")
    assert [link.url for link in jcms.links(array)] == ["http://a.example/art/2022/1/1/art_32_8.html"]
    (second,) = jcms.next_pages(array)
    assert second.url.endswith("?startrecord=46&endrecord=70&perpage=15")
    assert jcms.next_pages(answer(second, "var dataStore = [];")) == []


class TestDisclosureList:
    LISTED = f"{COLUMN}?vc_xxgkarea=1137083000433565XHA&number=A0002101&jh=263"

    def test_column_and_unit_come_from_the_address(self, jcms: Platform) -> None:
        page = column(SEARCH.format(kind=""), self.LISTED)
        (request,) = jcms.next_pages(page)
        assert jcms.is_shell(page)
        assert (request.method, urlsplit(request.url).path) == ("POST", "/module/xxgk/search.jsp")
        values = {name: text for name, text in form(request).items() if text}
        assert values == {
            "infotypeId": "A0002101", "area": "1137083000433565XHA", "jdid": "17", "divid": "div4", "standardXxgk": "1",
            "currpage": "1",
        }  # fmt: skip

    def test_or_from_the_call(self, jcms: Platform) -> None:
        (request,) = jcms.next_pages(column(SEARCH.format(kind="Z2401")))
        assert (form(request)["infotypeId"], form(request)["area"]) == ("Z2401", "11220100MB1507524C")

    def test_without_a_column_everything_would_come_so_nothing_is_asked(self, jcms: Platform) -> None:
        assert jcms.next_pages(column(SEARCH.format(kind=""))) == []

    def test_pages_follow_to_the_last(self, jcms: Platform) -> None:
        (first,) = jcms.next_pages(column(SEARCH.format(kind="Z2401")))
        (second,) = jcms.next_pages(answer(first, "<table><tr><td>共21条&nbsp;&nbsp;共2页&nbsp;</td></tr></table>"))
        assert form(second) == {**form(first), "currpage": "2"}
        assert jcms.next_pages(answer(second, "共2页")) == []

    def test_rows_are_links_with_dates(self, jcms: Platform) -> None:
        (first,) = jcms.next_pages(column(SEARCH.format(kind="Z2401")))
        row = '<table><tr><td>1</td><td><a href="/art/2022/1/5/art_9_1.html" title="年报">年</a></td><td>2022-01-05</td></tr>'
        (link,) = jcms.links(answer(first, row))
        assert (link.text, link.date, link.article) == ("年报", "2022-01-05", True)

    @pytest.mark.parametrize(
        "body", ["", "共页", "共99999999页", "共2页" * 100_000, "loadDynamic('/xxgk/search.jsp?" * 20_000]
    )
    def test_hostile_answers_are_no_errors(self, jcms: Platform, body: str) -> None:
        (first,) = jcms.next_pages(column(SEARCH.format(kind="Z2401")))
        assert len(jcms.next_pages(answer(first, body))) == body.startswith("共2页")
        assert jcms.next_pages(column(body)) == []
