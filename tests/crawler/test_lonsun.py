"""Lonsun: one path for all that a unit discloses, told apart by queries; further pages from a label."""

from __future__ import annotations

import json
from typing import Any

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse, TextResponse

from crawler.platforms import platforms
from crawler.platforms.answers import AnswerError
from crawler.walking.columns import choose_links

COLUMN = "http://a.example/public/column/77?type=3&action=list"
LABEL = "http://a.example/site/label/8888?labelName=publicInfoList&siteId=6&organId=77&pageIndex=2"
SCRIPT = "<script>$.get('/site/label/8888', {siteId:'6', organId:'77', pageIndex:page}, show);%s</script>"
ENTRY = '<li><a href="/public/77/1.html">青松镇2020年政府信息公开年报</a></li>'
lonsun = platforms()["lonsun"]


def page(html: str, url: str = COLUMN) -> HtmlResponse:
    return HtmlResponse(url, body=html.encode(), encoding="utf-8")


def answer(content: Any, pages: int | None = None) -> TextResponse:
    body = content.encode() if isinstance(content, str) else json.dumps(content).encode()
    request = Request(LABEL, meta={} if pages is None else {"pages": pages})
    return lonsun.as_page(TextResponse(LABEL, body=body, encoding="utf-8", request=request))


def following(response: TextResponse) -> list[str]:
    return [request.url.rpartition("pageIndex=")[2] for request in lonsun.next_pages(response)]


@pytest.mark.parametrize(
    "address",
    [
        "/public/21981/23672221.html",
        "/public/content/36027577",
        "/zfxxgk/public/column/24921?action=detail&title=2022&type=3",
        "/public/column/12731?type=3&nav=5&sub=1&timeFrame=2024&hasContent=true",
    ],
)
def test_addresses_of_articles(address: str) -> None:
    assert lonsun.is_article(f"http://a.example{address}")


@pytest.mark.parametrize(
    "address",
    [
        "/public/column/24921?type=3&action=list",
        "/public/column/24921?type=4&title=2022",
        "/public/column/24921?type=31&title=2022",
    ],
)
def test_addresses_of_columns(address: str) -> None:
    assert not lonsun.is_article(f"http://a.example{address}")


def test_third_type_of_what_a_unit_discloses_is_its_annual_reports() -> None:
    links = lonsun.links(page('<li><a href="/public/column/78?type=3&action=list">临溪乡</a></li>'))
    assert len(choose_links(links, "http://a.example/xxgk/", in_column=False).columns) == 1


def test_reports_that_only_their_year_names_are_chosen_beside_others() -> None:
    html = f'<ul><li><a href="/public/column/77?type=3&action=detail&title=2019">2019年</a></li></ul><ul>{ENTRY}</ul>'
    assert len(choose_links(lonsun.links(page(html)), COLUMN, in_column=True).reports) == 2


def test_first_page_is_asked_for_unless_the_page_lists_it_and_states_how_many_there_are() -> None:
    assert following(page(ENTRY + SCRIPT % "pageCount:3")) == ["2"]
    assert following(page(SCRIPT % "pageCount:3")) == ["1"]
    assert following(page(ENTRY + SCRIPT % "")) == ["1"]
    assert following(page(ENTRY + SCRIPT % "pageCount:1")) == []


def test_what_the_address_says_goes_before_what_a_script_says() -> None:
    scripts = (
        "<script type='text/javascript'>catId: '5'</script>" + SCRIPT % "" + "<script type='text/javascript'></script>"
    )
    (request,) = lonsun.next_pages(page(ENTRY + scripts, f"{COLUMN}&catId=9"))
    assert "&type=3&" in request.url
    assert "&catId=9&" in request.url


def test_page_with_a_label_for_something_else_is_no_listing_of_a_unit() -> None:
    assert not lonsun.is_shell(page(SCRIPT % "", "http://a.example/xw/index.html"))


def test_answers_end_with_the_count_that_the_listing_stated() -> None:
    assert following(answer(ENTRY, pages=3)) == ["3"]
    assert following(answer(ENTRY, pages=2)) == []


def test_answers_without_any_count_go_on() -> None:
    assert following(answer(ENTRY)) == ["3"]


def test_answer_in_json_is_a_list_that_states_its_count() -> None:
    record = {"title": "年报", "link": "/public/77/2.html", "publishDate": 1642608000000}
    response = answer({"data": {"pageCount": 2, "data": [record, None, {"title": 5}]}})
    assert [(link.url, link.date) for link in lonsun.links(response)] == [
        ("http://a.example/public/77/2.html", "2022-01-20")
    ]
    assert following(response) == []


@pytest.mark.parametrize("content", ["{", "[]", {}, {"data": "x"}, {"data": {"data": {}}}])
def test_json_without_records_is_an_error_of_the_portal(content: Any) -> None:
    with pytest.raises(AnswerError):
        answer(content)


def test_reading_a_script_costs_no_more_than_its_length() -> None:
    hostile = page("'" + "/site/label/8888 siteId=" * 100_000 + '"/' * 500_000)
    assert following(hostile) == ["1"]
