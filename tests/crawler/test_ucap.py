"""UCAP: further entries of a list from a search in JSON, or from static pages that count from one."""

from __future__ import annotations

import json
from typing import Any

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse, TextResponse

from crawler.platforms import platforms
from crawler.platforms.answers import AnswerError

CHANNEL = "c0c8c340c68d4381998c567d89c3e38e"
SEARCH = f"http://a.example/common/search/{CHANNEL}?_isAgg=true&_isJson=true&_pageSize=100&_template=index&page=1"
ARTICLE = "/st/c111204/202301/{:032x}.shtml"
ucap = platforms()["ucap"]


def page(html: str) -> HtmlResponse:
    return HtmlResponse("http://a.example/st/c111204/list.shtml", body=html.encode(), encoding="utf-8")


def answer(data: Any, url: str = SEARCH) -> TextResponse:
    body = data if isinstance(data, bytes) else json.dumps({"data": data}).encode()
    return ucap.as_page(TextResponse(url, body=body, encoding="utf-8"))


def following(response: TextResponse) -> list[str]:
    return [request.url for request in ucap.next_pages(response)]


def rows(count: int) -> list[dict[str, object]]:
    return [
        {"title": "年报", "url": ARTICLE.format(n), "publishedTimeStr": "2023-01-19 09:30:00"} for n in range(count)
    ]


def entries(count: int) -> str:
    return "".join(f'<li><a href="{ARTICLE.format(n)}">年报</a></li>' for n in range(count))


def test_results_are_links_with_their_dates() -> None:
    (link,) = ucap.links(answer({"total": 1, "results": rows(1)}))
    assert (link.url, link.date, link.article) == ("http://a.example" + ARTICLE.format(0), "2023-01-19", True)


def test_entry_without_a_page_leads_to_its_document() -> None:
    result = {"title": "2020年年报", "url": "", "resList": [{"filePath": "/files/1.pdf"}]}
    assert [link.url for link in ucap.links(answer({"total": 1, "results": [result]}))] == [
        "http://a.example/files/1.pdf"
    ]


@pytest.mark.parametrize("path", ["common/search", "searchList", "search"])
def test_search_is_asked_where_the_page_names_it(path: str) -> None:
    named = page(f'<meta name="channelid" content="{CHANNEL}"><script>url = "/{path}/" + id</script>')
    assert following(named) == [SEARCH.replace("common/search", path)]
    assert ucap.is_shell(named)


def test_search_written_out_in_the_page_is_named_too() -> None:
    written = page(f"<script>var channelId = '{CHANNEL}'; get('/searchList/{CHANNEL}?_isJson=true')</script>")
    assert following(written) == [SEARCH.replace("common/search", "searchList")]


def test_form_that_searches_the_portal_names_nothing() -> None:
    assert not ucap.is_shell(page(f'<meta name="channelid" content="{CHANNEL}"><form action="/search/"></form>'))


def test_search_named_elsewhere_is_asked_only_if_the_page_looks_cut() -> None:
    meta = f'<meta name="channelId" content="{CHANNEL}">'
    assert following(page(meta + entries(3))) == []
    assert following(page(meta + entries(15))) == [SEARCH]


def test_static_pages_are_followed_instead_and_end() -> None:
    pager = f"<meta name='channelId' content='{CHANNEL}'><script>createPageHTML('page_div',{{}}, 2,'list','shtml',40);</script>"
    assert following(page(pager.format(3))) == ["http://a.example/st/c111204/list_3.shtml"]
    assert following(page(pager.format(2) + entries(15))) == []


def test_server_that_gives_fewer_rows_than_asked_is_paged_by_its_own_number() -> None:
    first = answer({"total": 20, "rows": 8, "results": rows(8)})
    assert [url[-6:] for url in following(first)] == ["page=2"]
    assert following(answer({"total": "16", "rows": "8", "results": rows(8)}, SEARCH.replace("page=1", "page=2"))) == []


def test_answer_without_a_total_is_followed_until_one_is_empty() -> None:
    assert len(following(answer({"results": rows(1)}))) == 1
    assert following(answer({"results": []})) == []


@pytest.mark.parametrize(
    "data",
    [b"", b"null", b'"x"', b"<html></html>", b"{" * 100_000, [], {}, {"results": {}}, {"results": None, "total": 5}],
)
def test_answer_that_is_none_is_an_error_of_the_portal(data: Any) -> None:
    with pytest.raises(AnswerError):
        answer(data)


def test_page_that_came_instead_of_an_answer_is_an_error_of_the_portal() -> None:
    moved = Request("http://a.example/login.html", meta={"redirect_urls": [SEARCH]})
    with pytest.raises(AnswerError):
        ucap.as_page(HtmlResponse(moved.url, body=b"<html>login</html>", encoding="utf-8", request=moved))


def test_answer_beyond_the_bound_is_an_error_of_the_portal() -> None:
    with pytest.raises(AnswerError, match="characters"):
        answer(b'{"data": "' + b"x" * 10_000_001 + b'"}')


def test_results_of_other_types_are_left_out() -> None:
    results = [None, "x", {}, {"title": [], "url": 3}, {"title": "年报", "url": "", "resList": "x"}, *rows(1)]
    assert len(ucap.links(answer({"total": 6, "rows": -1, "results": results}))) == 1
