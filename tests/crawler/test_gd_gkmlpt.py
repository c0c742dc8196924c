"""Guangdong's disclosure directories: categories in a script, entries from a JSON interface, many units a portal."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from scrapy.http import HtmlResponse, TextResponse

from crawler.platforms import PageLink, platforms
from crawler.platforms.answers import AnswerError
from crawler.walking.columns import choose_links
from tests.crawler.crawling import crawl
from tests.crawler.fault_server import Answer, report, serve

UNIT = "http://a.example/stqsz/gkmlpt"
API = f"{UNIT}/api/all/22?page=1&sid=990013"
gkmlpt = platforms()["gd_gkmlpt"]


def answer(content: Any, url: str = API) -> TextResponse:
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    return TextResponse(url, body=body, encoding="utf-8")


def entry(number: int, **more: object) -> dict[str, object]:
    url = f"//a.example/stqsz/gkmlpt/content/2/{number}/post_{number}.html"
    return {
        "id": number,
        "title": f"{number}年年报",
        "url": url,
        "publisher": "青松镇",
        "create_time": 1642608000,
    } | more


def links(content: Any) -> list[PageLink]:
    return gkmlpt.links(gkmlpt.as_page(answer(content)))


def following(content: Any, url: str = API) -> list[str]:
    return [request.url for request in gkmlpt.next_pages(gkmlpt.as_page(answer(content, url)))]


def directory(tree: str) -> HtmlResponse:
    body = f"<html><script>window._CONFIG = {{ SID: '7', TREE: {tree}, LIMIT: 20 }};</script></html>"
    return HtmlResponse(f"{UNIT}/index", body=body.encode(), encoding="utf-8")


def test_entries_are_links_with_publisher_and_the_day_in_china() -> None:
    (link,) = links({"total": 1, "articles": [entry(2021)]})
    assert link.url == "http://a.example/stqsz/gkmlpt/content/2/2021/post_2021.html"
    assert (link.text, link.agency, link.date, link.article) == ("2021年年报", "青松镇", "2022-01-20", True)


def test_day_of_entry_into_the_database_is_no_date_of_publication() -> None:
    (link,) = links({"total": 1, "articles": [entry(2021, create_time=None, created_at="2024-06-01 08:00:00")]})
    assert link.date is None


def test_old_name_of_an_entrys_address_serves_too() -> None:
    (link,) = links({"total": 1, "articles": [entry(2021, url=None, post_url="/stqsz/gkmlpt/content/2/1/post_1.html")]})
    assert link.url == "http://a.example/stqsz/gkmlpt/content/2/1/post_1.html"


def test_next_page_follows_while_the_total_is_not_reached() -> None:
    page = {"total": 5, "offset": 0, "articles": [entry(1), entry(2)]}
    assert following(page) == [f"{UNIT}/api/all/22?sid=990013&page=2"]
    assert following(page | {"offset": 3}, API) == []


def test_page_that_does_not_say_where_it_begins_has_a_hundred_before_it() -> None:
    page = {"total": 202, "articles": [entry(1), entry(2)]}
    assert following(page, API.replace("page=1", "page=3")) == []
    assert len(following(page, API.replace("page=1", "page=2"))) == 1


def test_site_that_gives_everything_at_once_is_not_asked_for_more() -> None:
    assert following({"total": 150, "articles": [entry(n) for n in range(150)]}) == []


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html>404</html>",
        b"[1, 2]",
        b'{"total": 3',
        {"total": 3},
        {"articles": {"0": {}}},
        b"[" * 100_000,
        b'{"articles": ' + b"[" * 100_000,
    ],
)
def test_answer_that_is_none_is_an_error_of_the_portal(content: Any) -> None:
    with pytest.raises(AnswerError):
        gkmlpt.as_page(answer(content))


def test_entries_of_other_types_are_left_out() -> None:
    wrong = [None, 7, [], {}, {"title": 3, "url": ["x"]}, entry(1, title={}), entry(2, url="javascript:x()")]
    odd = entry(3, publisher=5, create_time=10**40)
    assert [(link.text, link.agency, link.date) for link in links({"total": 8, "articles": [*wrong, odd]})] == [
        ("3年年报", None, None)
    ]


def test_markup_in_a_title_stays_text() -> None:
    (link,) = links({"total": 1, "articles": [entry(1, title='<em>2020</em>年年报"><a href="/x">')]})
    assert link.text == '2020年年报">'


@pytest.mark.parametrize("tree", ["", "null", "[{'id': 1}]", "[" * 100_000])
def test_directory_whose_categories_cannot_be_read_is_an_error_of_the_portal(tree: str) -> None:
    with pytest.raises(AnswerError, match="without categories"):
        gkmlpt.as_page(directory(tree))


def test_categories_that_are_none_are_left_out() -> None:
    tree = [
        {"id": "x", "name": "年报"},
        {"id": 1, "name": ""},
        {"id": 2, "name": "年报", "children": [3, None]},
        {"id": 12345678901, "name": "年报"},
    ]
    assert [link.url for link in gkmlpt.links(directory(json.dumps(tree)))] == [f"{UNIT}/api/all/2?page=1&sid=7"]


def test_category_is_a_column_although_its_name_has_a_year() -> None:
    tree = [{"id": 5, "name": "2021年政府信息公开年报"}]
    choice = choose_links(gkmlpt.links(directory(json.dumps(tree))), f"{UNIT}/index", in_column=False)
    assert (len(choice.columns), choice.reports) == (1, ())


def test_directories_of_agencies_are_ways_even_beside_a_column() -> None:
    column = PageLink("http://a.example/zfxxgknb/", "政府信息公开年报")
    units = [PageLink(f"http://a.example/{n}/gkmlpt/index", name) for n, name in enumerate(("青松镇", "县教育局"))]
    other = PageLink("http://a.example/x/gkmlpt/index", "更多栏目介绍")
    choice = choose_links([column, *units, other], "http://a.example/", in_column=False)
    assert (choice.columns, choice.gateways) == ((column,), tuple(units))


def test_twin_for_small_screens_is_the_same_page() -> None:
    for family in ("gd_gkmlpt", "gd_post"):
        identity = platforms()[family].identity
        assert identity("http://a.example/content/mpost_7.html") == identity("http://a.example/content/post_7.html")


def test_a_unit_whose_interface_fails_is_counted_and_the_others_are_read(tmp_path: Path) -> None:
    def unit(number: int) -> Answer:
        tree = '[{"id": 5, "name": "政府信息公开年报"}]'
        return Answer(
            f"<html><title>目录</title><script>window._CONFIG = {{SID: '{number}', TREE: {tree}}};</script></html>"
        )

    def entries(number: int) -> Answer:
        post = {"title": "2020年政府信息公开年报", "url": f"/u{number}/gkmlpt/content/0/1/post_{number}.html"}
        return Answer(
            json.dumps({"total": 1, "articles": [post]})
        )  # under the type of HTML, without a Chinese character

    pages: dict[str, Any] = {"/": Answer("<title>首页</title><a href='/xxgk/'>政府信息公开</a>")}
    pages["/xxgk/"] = Answer("".join(f"<li><a href='/u{n}/gkmlpt/index'>第{n}镇</a></li>" for n in (1, 2)))
    pages |= {f"/u{n}/gkmlpt/index": unit(n) for n in (1, 2)}
    pages["/u1/gkmlpt/api/all/5?page=1&sid=1"] = Answer("<html>系统繁忙</html>")
    pages["/u2/gkmlpt/api/all/5?page=1&sid=2"] = entries(2)
    pages["/u2/gkmlpt/content/0/1/post_2.html"] = report()
    with serve(pages, "127.66.4.1") as server:
        run = crawl(tmp_path, "-a", f"url={server.home}")
    (row,) = run.rows.values()
    assert (row["reports"], row["failed"], row["state"]) == ("1", "1", "failed")
