"""How a listing of a platform that nobody knows says where its next page is."""

from __future__ import annotations

import time

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse

from crawler.platforms import platforms
from crawler.platforms.counted import pages_stated, position

URL = "http://a.example/nb/list.html"


def page(html: str, url: str = URL) -> HtmlResponse:
    return HtmlResponse(url, body=f"<html><body>{html}</body></html>".encode(), encoding="utf-8")


def following(html: str, url: str = URL) -> list[Request]:
    return platforms()["generic"].next_pages(page(html, url))


def address(html: str, url: str = URL) -> str | None:
    requests = following(html, url)
    return requests[0].url.removeprefix("http://a.example") if requests else None


def test_picture_of_a_link_says_next() -> None:
    assert address('<a href="p2.html"><img src="n.gif" alt="下一页"></a>') == "/nb/p2.html"


def test_next_link_to_the_page_itself_gives_way_to_another_pager() -> None:
    assert address('<a href="list.html">下一页</a><select><option value="list.html">1</option><option value="list_2.html">2</option></select>') == "/nb/list_2.html"  # fmt: skip


@pytest.mark.parametrize(
    "href",
    ["http://b.example:99999/2.html", "http://b.example:x/2.html", "//[::1/2.html", "//[::1]=2/", "//[:::]/", "//a b/"],
)
def test_next_link_that_is_no_address(href: str) -> None:
    assert following(f'<a href="{href}">下一页</a>') == []


class TestNumbers:
    def test_in_brackets(self) -> None:
        assert address('1 <a href="list_2.html">[2]</a> <a href="list_3.html">[3]</a>') == "/nb/list_2.html"

    def test_of_a_window(self) -> None:
        window = "".join(f'<a href="?p={n}">{n}</a>' if n != 15 else "<b>15</b>" for n in (1, *range(11, 20), 40))
        assert address(f"<div>{window}</div>", f"{URL}?p=15") == "/nb/list.html?p=16"

    def test_on_the_last_page_of_a_window(self) -> None:
        window = "".join(f'<a href="?p={n}">{n}</a>' for n in (1, 37, 38, 39))
        assert address(f"<div>{window}<b>40</b></div>", f"{URL}?p=40x") is None

    def test_are_not_those_of_a_slide_show(self) -> None:
        slides = "".join(f'<a href="#">{n}</a>' for n in range(1, 5))
        pager = '<a href="?p=1">1</a><a href="?p=2">2</a><b>3</b><a href="?p=4">4</a><a href="?p=5">5</a>'
        assert address(f"<p>{slides}</p><div>{pager}</div>", f"{URL}?x=3") == "/nb/list.html?p=4"

    def test_single_one_in_an_item(self) -> None:
        assert address('<ul><li>1</li><li><a href="list_2.html">2</a></li></ul>') == "/nb/list_2.html"


class TestLastLink:
    def test_counts_from_one_where_it_equals_the_number_of_pages(self) -> None:
        assert address('<p>共7页 <a href="list_7.html">尾页</a></p>') == "/nb/list_2.html"

    def test_counts_from_zero_where_it_is_one_less(self) -> None:
        assert address('<p>共7页 <a href="list_6.html">尾页</a></p>') == "/nb/list_1.html"

    def test_both_are_tried_where_nothing_tells(self) -> None:
        (request,) = following('<a href="list_6.html">末页</a>')
        assert (request.url[-6:], request.meta["instead"][-6:]) == ("1.html", "2.html")

    def test_of_two_pages_counted_from_zero(self) -> None:
        assert address('<a href="list_1.html">末页</a>') == "/nb/list_1.html"

    def test_number_goes_on_from_the_pages_own(self) -> None:
        assert address('<a href="list_7.html">尾页</a>', "http://a.example/nb/list_4.html") == "/nb/list_5.html"

    def test_on_the_last_page_is_the_end(self) -> None:
        assert address('<a href="list_7.html">尾页</a>', "http://a.example/nb/list_7.html") is None
        assert address('<a href="list_7.html">尾页</a>', "http://a.example/nb/list_8.html") is None

    def test_parameter_that_differs_is_the_number(self) -> None:
        html = '<p>1/9页 <a href="list.jsp?id=5&amp;page=9&amp;x=1">尾页</a></p>'
        assert address(html, "http://a.example/nb/list.jsp?id=5&page=3&x=1") == "/nb/list.jsp?id=5&page=4&x=1"
        assert address(html, "http://a.example/nb/list.jsp?id=5&x=1") == "/nb/list.jsp?id=5&page=2&x=1"

    @pytest.mark.parametrize(
        "href", ["/other/9.html", "http://b.example/nb/list_9.html", "http://[", "list.html?a=1&b=2"]
    )
    def test_elsewhere_is_none_of_this_list(self, href: str) -> None:
        assert address(f'<a href="{href}">尾页</a>') is None


class TestJumpList:
    OPTIONS = '<option value="list.html">第1页</option><option value="list_2.html"{}>第2页</option><option value="list_3.html">第3页</option>'

    def test_the_option_behind_the_selected_one(self) -> None:
        assert address(f"<select>{self.OPTIONS.format(' selected')}</select>", "http://a.example/nb/list_2.html") == "/nb/list_3.html"  # fmt: skip

    def test_other_lists_are_not_jumped_by(self) -> None:
        assert (
            address('<select><option>友情链接</option><option value="http://b.example/">乙县</option></select>') is None
        )
        assert address('<select><option value="1">1</option><option value="2">2</option></select>') is None


class TestCalls:
    def test_address_as_argument(self) -> None:
        assert (
            address("""<a onclick="turn('index_2.jhtml')" href="javascript:void(0)">下一页</a>""")
            == "/nb/index_2.jhtml"
        )

    def test_location_that_is_set_in_the_link(self) -> None:
        assert address("""<a onclick="window.location.href='?pn=2'">下一页</a>""") == "/nb/list.html?pn=2"

    def test_link_that_is_switched_off(self) -> None:
        assert following("""<a disabled href="list_2.html" onclick="turn('index_2.html')">下一页</a>""") == []

    def test_function_that_makes_an_address(self) -> None:
        script = "<script>function to(id, n) { if (n < 1) return; location.href = 'list.jsp?pageNo=' + n + '&k=1'; }</script>"
        assert address(f"""{script}<a href="javascript:to('5', 2)">下一页</a>""") == "/nb/list.jsp?pageNo=2&k=1"

    def test_function_that_fills_and_sends_a_form(self) -> None:
        html = """<form method="POST" action="list.jsp"><input type="hidden" name="cid" value="7"><input name="pageNo" id="no" value="1">
        <input type="submit" name="go" value="查询"></form><script>function to(n) { $("#no").val(n); $("form").submit(); }</script>
        <b>1</b> <a href="#" onclick="to(2)">2</a>"""
        (request,) = following(html)
        assert (request.method, request.url, request.body) == (
            "POST",
            "http://a.example/nb/list.jsp",
            b"cid=7&pageNo=2",
        )

    def test_form_that_is_asked_for_by_its_address(self) -> None:
        html = """<form action="list.jsp?old=1"><input type="hidden" name="cid" value="7"><input type="hidden" name="p"></form>
        <script>function to(n) { document.forms[0].p.value = n; document.forms[0].submit(); }</script><a href="javascript:to(2)">下一页</a>"""
        assert address(html) == "/nb/list.jsp?old=1&cid=7&p=2"

    def test_names_of_fields_are_anything(self) -> None:
        html = """<form><input type="hidden" name="url" value="x"><input type="hidden" name="p"></form>
        <script>function to(n) { document.forms[0].p.value = n; document.forms[0].submit(); }</script><a href="javascript:to(2)">下一页</a>"""
        assert address(html) == "/nb/list.html?url=x&p=2"

    def test_form_with_a_password_is_never_sent(self) -> None:
        html = """<form method="post"><input type="password" name="w"><input type="hidden" name="p"></form>
        <script>function to(n) { document.forms[0].p.value = n; document.forms[0].submit(); }</script><a href="javascript:to(2)">下一页</a>"""
        assert following(html) == []

    @pytest.mark.parametrize(
        "html",
        [
            '<a href="javascript:to(2)">下一页</a>',
            '<script>function to() {}</script><a href="javascript:to(2)">下一页</a>',
            "<script>function to(n) { show(n); }</script><a href='javascript:to(2)'>下一页</a>",
            "<a href='javascript:void(0)'>下一页</a>",
            "<script>function to(n) { location.href = 'javascript:x' + n; }</script><a href='javascript:to(2)'>下一页</a>",
        ],
    )
    def test_what_cannot_be_read_is_left(self, html: str) -> None:
        assert following(html) == []


class TestWrittenByScripts:
    def test_address_is_written_around_the_number(self) -> None:
        script = (
            """var totalPages = 3, nowPage = 2; document.write('<a href="list_' + (nowPage + 1) + '.html">后</a>');"""
        )
        assert address(f"<script>{script}</script>") == "/nb/list_3.html"

    @pytest.mark.parametrize(("page", "expected"), [(0, "/nb/index_1.shtml"), (1, "/nb/index_2.shtml"), (2, None)])
    def test_script_that_counts_from_zero(self, page: int, expected: str | None) -> None:
        script = f"var pageCount = 3; var pageIndex = {page}; if (pageIndex > 0) back(); go('index_' + (pageIndex + 1) + '.shtml');"
        assert address(f"<script>{script}</script>") == expected

    def test_settings_of_a_pager(self) -> None:
        script = (
            "laypage({cont: 'p', pages: 9, curr: 4, jump: function (o) { location.href = '?cid=7&page=' + o.curr; }});"
        )
        assert address(f"<script>{script}</script>") == "/nb/list.html?cid=7&page=5"

    @pytest.mark.parametrize(
        "script",
        [
            "var totalPage = 9, curPage = 1;",
            "var totalPage = 9; go('list_' + (p + 1) + '.html');",
            "var totalPage = 9, curPage = 9; go('list_' + (curPage + 1) + '.html');",
            "var totalPage = 9, curPage = 1; go('/search?q=' + word); go('pic_' + n);",
        ],
        ids=["no address", "no position", "last page", "other addresses"],
    )
    def test_what_is_missing_is_not_guessed(self, script: str) -> None:
        assert following(f"<script>{script}</script>") == []


@pytest.mark.parametrize("text", ["第<b>2</b>页/共<b>9</b>页", "共9页 26条 第2页", "页次：2/9", "共 26 条记录 2/9 页"])
def test_position(text: str) -> None:
    assert position(page(f"<p>{text}</p>")) == (2, 9)


@pytest.mark.parametrize("text", ["2020/12/9 首页", "第9页/共2页", "共9页"])
def test_no_position(text: str) -> None:
    assert position(page(f"<p>{text}</p>")) is None


def test_pages_may_be_stated_alone() -> None:
    assert pages_stated(page("<p>共 <em>9</em> 页</p>")) == 9


@pytest.mark.parametrize(
    "hostile",
    [
        "<a onclick='to(2)'>下一页</a>" * 20_000 + "<script>" + "function to(" * 100_000,
        "<p>页" * 50_000 + "<a href='list_9.html'>尾页</a>",
        "<form><input name='p'>" * 5_000 + "<script>function to(n) { p.value = n; submit(); }</script><a href='javascript:to(2)'>下一页</a>",
        "".join(f"<a href='?p={n}'>{n % 999}</a>" for n in range(30_000)),
        "<select>" + "<option value='a.html'>1" * 60_000,
        "<script>totalPage=5;curPage=1;'" + "a_'+b+" * 100_000,
    ],
    ids=["calls", "positions", "forms", "numbers", "options", "scripts"],
)  # fmt: skip
def test_hostile_pages_cost_no_more_than_their_length(hostile: str) -> None:
    response = page(hostile)
    response.selector  # noqa: B018  (parsing is not what is measured)
    begin = time.process_time()
    platforms()["aspnet"].next_pages(response)
    assert time.process_time() - begin < 3
