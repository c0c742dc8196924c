"""Every family against a saved listing of its own; a family without one fails."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path
from typing import Any

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse, XmlResponse

from crawler.platforms import Platform, platforms, recognise
from crawler.platforms.base import MAX_LINKS
from crawler.platforms.pagers import next_link, numbered_link, script_pager
from crawler.walking.columns import Choice, choose_links, is_annual_column, is_article

PAGES = Path(__file__).parent / "pages"


def saved(family: str) -> tuple[HtmlResponse, dict[str, Any]]:
    expected = tomllib.loads((PAGES / family / "expected.toml").read_text("utf-8"))
    body = (PAGES / family / "listing.html").read_bytes()
    return HtmlResponse(expected["url"], body=body, encoding="utf-8"), expected


def chosen(family: str) -> Choice:
    response, _ = saved(family)
    return choose_links(platforms()[family].links(response), response.url, in_column=is_annual_column(response))


def page(html: str, url: str = "http://a.example/nb/") -> HtmlResponse:
    return HtmlResponse(url, body=f"<html><body>{html}</body></html>".encode(), encoding="utf-8")


def test_families_are_discovered() -> None:
    assert {"generic", "hanweb_jcms", "trs_wcm", "vsb"} <= set(platforms())


@pytest.mark.parametrize("family", platforms())
class TestSavedListing:
    def test_is_recognised_with_evidence(self, family: str) -> None:
        found, evidence = recognise(saved(family)[0])
        assert found.name == family
        assert bool(evidence) == (family != "generic")

    def test_reports_are_chosen_with_their_dates(self, family: str) -> None:
        expected = saved(family)[1]
        nothing = [None] * len(expected["reports"])
        assert [link.url for link in chosen(family).reports] == expected["reports"]
        assert [link.date for link in chosen(family).reports] == expected.get("dates", nothing)

    def test_agencies_are_read_where_the_listing_names_them(self, family: str) -> None:
        expected = saved(family)[1]
        nothing = [None] * len(expected["reports"])
        assert [link.agency for link in chosen(family).reports] == expected.get("agencies", nothing)

    def test_columns_below_are_chosen(self, family: str) -> None:
        assert [link.url for link in chosen(family).columns] == saved(family)[1].get("columns", [])

    def test_next_page_is_named(self, family: str) -> None:
        response, expected = saved(family)
        assert [request.url for request in platforms()[family].next_pages(response)] == expected["next"]


def test_cut_link_text_is_taken_whole_from_its_title() -> None:
    assert chosen("trs_wcm").reports[0].text == "松汀县某某镇人民政府2020年政府信息公开工作年度报告"


def test_date_set_apart_in_a_link_is_no_part_of_its_text() -> None:
    html = '<li><a href="1.html"><p>2020年年报<span>[2021-01-07 10:49]</span></p></a></li><li><a href="2.html"><b>2021年</b>年报</a></li>'
    assert [(link.text, link.date) for link in Platform().links(page(html))] == [
        ("2020年年报", "2021-01-07"),
        ("2021年年报", None),
    ]


def test_links_that_lead_nowhere_are_left_out() -> None:
    html = '<a href="#">甲</a><a href="javascript:x()">乙</a><a href="mailto:a@b.example">丙</a><a href="http://[x/">丁</a><a>戊</a>'
    assert Platform().links(page(html)) == []


def test_date_of_a_layout_row_is_not_the_date_of_its_links() -> None:
    links = "".join(f'<div><a href="{n}.html">年报{n}</a></div>' for n in range(5))
    assert {
        link.date
        for link in Platform().links(page(f"<table><tr><td>今天是2026年1月7日</td><td>{links}</td></tr></table>"))
    } == {None}


def test_hostile_nesting_costs_no_more_than_its_length() -> None:
    deep = "<div>" * 1_000 + '<a href="1.html">年报</a>' * 2_000
    assert len(Platform().links(page(deep))) == 2_000
    assert not is_article(page(deep), platforms()["generic"])


def test_trs_variables_of_the_older_script() -> None:
    script = """var currentPage = 0; var countPage = 2;
    document.write("<a href=\\"index_" + nextPage + ".shtml\\">下一页</a>");"""
    assert script_pager(script, "http://a.example/nb/") == "index_1.shtml"


def test_definition_of_the_pager_is_no_call() -> None:
    assert script_pager("function createPageHTML(total, current, name, ending) {}", "http://a.example/") is None


def test_vsb_counts_down_from_a_numbered_page() -> None:
    response = page('<span id="fanye1">共21条 3/6</span>', "http://a.example/gk/nb/4.htm")
    assert [r.url for r in platforms()["vsb"].next_pages(response)] == ["http://a.example/gk/nb/3.htm"]


def test_vsb_last_page_has_no_next() -> None:
    response = page('<span id="fanye1">共21条 6/6</span>', "http://a.example/gk/nb/1.htm")
    assert platforms()["vsb"].next_pages(response) == []


class TestJcmsAnswers:
    URL = "http://a.example/module/web/jpage/dataproxy.jsp?columnid=32&unitid=88"
    RECORD = '<record><![CDATA[<li><a href="/art/2022/1/1/art_32_{}.html">年报</a></li>]]></record>'

    def answer(self, query: str, head: str = "") -> XmlResponse:
        body = f"<datastore>{head}<recordset>{self.RECORD.format(9)}</recordset></datastore>"
        url = self.URL + query
        return XmlResponse(url, body=body.encode(), encoding="utf-8", request=Request(url))

    def test_records_of_an_answer_are_links(self) -> None:
        links = platforms()["hanweb_jcms"].links(self.answer(""))
        assert [link.url for link in links] == ["http://a.example/art/2022/1/1/art_32_9.html"]

    def test_next_records_follow_by_number(self) -> None:
        answer = self.answer("&startrecord=3&endrecord=5&perpage=1", "<totalrecord>7</totalrecord>")
        (request,) = platforms()["hanweb_jcms"].next_pages(answer)
        assert request.url.endswith("startrecord=6&endrecord=7&perpage=1")

    def test_last_records_have_no_next(self) -> None:
        answer = self.answer("&startrecord=3&endrecord=5&perpage=1", "<totalrecord>5</totalrecord>")
        assert platforms()["hanweb_jcms"].next_pages(answer) == []

    def test_next_group_serves_where_nothing_is_counted(self) -> None:
        head = '<nextgroup><![CDATA[<a href="/module/web/jpage/dataproxy.jsp?page=2&columnid=32"></a>]]></nextgroup>'
        (request,) = platforms()["hanweb_jcms"].next_pages(self.answer("&page=1", head))
        assert request.url == "http://a.example/module/web/jpage/dataproxy.jsp?page=2&columnid=32"

    def test_next_group_is_the_other_way_where_both_are_named(self) -> None:
        (request,) = platforms()["hanweb_jcms"].next_pages(saved("hanweb_jcms")[0])
        assert request.meta["instead"].endswith("dataproxy.jsp?page=1&webid=3&columnid=32&unitid=88")

    def test_records_are_rows_of_their_own_whatever_their_markup(self) -> None:
        records = "".join(
            f'<record><![CDATA[<a href="/{n}.html">年报</a><b>2021-01-0{n}</b>]]></record>' for n in (1, 2)
        )
        response = XmlResponse(self.URL, body=f"<datastore>{records}</datastore>".encode(), encoding="utf-8")
        assert [link.date for link in platforms()["hanweb_jcms"].links(response)] == ["2021-01-01", "2021-01-02"]

    def test_older_answer_is_an_array_of_markup(self) -> None:
        body = """var dataStore = ['<li><a href="/art/2022/1/1/art_32_8.html">年报</a></li>', 'x'];"""
        response = HtmlResponse(self.URL, body=body.encode(), encoding="utf-8")
        assert [link.url[-9:] for link in platforms()["hanweb_jcms"].links(response)] == ["32_8.html"]


def test_next_link_ignores_scripts_and_other_texts() -> None:
    root = page(
        '<a href="javascript:go(2)">下一页</a><a href="b.html">下一篇</a><a href="c.html"> 下 一 页 </a>'
    ).selector.root
    assert next_link(root) == "c.html"


def test_numbered_link_after_the_page_without_a_link() -> None:
    response = page('<a href="?p=1">1</a><b>2</b><a href="?p=3">3</a>', "http://a.example/?p=2")
    assert numbered_link(response.selector.root, response) == "?p=3"


@pytest.mark.parametrize("href", ["http://[", "http://[x]/"])
def test_numbered_link_that_is_no_address_is_no_error(href: str) -> None:
    response = page(f'<a href="{href}">1</a><a href="{href}">2</a>')
    assert Platform().next_pages(response) == []


def test_written_name_of_pages_is_not_searched_in_the_whole_of_a_hostile_page() -> None:
    variables = "var currentPage = 0; var countPage = 2;"
    begin = time.process_time()
    assert script_pager(variables + "a_" * 2_500_000, "http://a.example/nb/") == "index_1.html"
    assert script_pager(variables + "a_'+a" * 1_000_000, "http://a.example/nb/") == "index_1.html"
    assert time.process_time() - begin < 1


def test_links_beyond_the_bound_are_noticed() -> None:
    row = '<a href="1.html">年报</a>'
    assert not Platform().holds_more(page(row * MAX_LINKS))
    assert Platform().holds_more(page(row * (MAX_LINKS + 1)))
    records = f"<record><![CDATA[{row}]]></record>" * (MAX_LINKS + 1)
    assert platforms()["hanweb_jcms"].holds_more(page(f"<script>{records}</script>"))


def test_pagers_stay_linear_on_hostile_pages() -> None:
    hostile = "createPageHTML(" * 50_000 + "countPage = " * 50_000 + "index_' + " * 50_000
    assert script_pager(hostile, "http://a.example/") is None
    response = page("<datastore><record><![CDATA[" * 20_000 + "totalrecord:" * 20_000)
    assert platforms()["hanweb_jcms"].next_pages(response) == []
