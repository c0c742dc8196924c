"""JPAAS: what a column page says of its units, and what may come back for them."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from scrapy.http import HtmlResponse, JsonResponse, TextResponse

from crawler.platforms import platforms
from crawler.platforms.answers import MAX_ANSWER, AnswerError
from crawler.platforms.base import Platform
from tests.crawler.crawling import crawl
from tests.crawler.fault_server import Answer, listing, report, serve

UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"
COLUMN = "http://a.example/xxgk/zfxxgknb/index.html"
ENTRIES = (
    '<ul><li><a href="/nb/art/2023/art_{:032x}.html">青松镇2021年政府信息公开年报</a><span>2022-01-20</span></li></ul>'
)


@pytest.fixture
def jpaas() -> Platform:
    return platforms()["hanweb_jpaas"]


def unit(tag: str = "当前栏目_list", url: str = UNIT, **more: str) -> str:
    query = {"parseType": "bulidstatic", "webId": "52", "tplSetId": "t", "pageId": "7", "tagId": tag, **more}
    return f'<script url="{url}" queryData="{query}"></script>'


def column(html: str) -> HtmlResponse:
    return HtmlResponse(COLUMN, body=f"<html><body>{html}</body></html>".encode(), encoding="utf-8")


def answer(html: object, number: int = 0) -> JsonResponse:
    asked = f"&paramJson=%7B%22pageNo%22%3A{number}%2C%22pageSize%22%3A15%7D" if number else ""
    body = json.dumps({"code": "200", "data": {"html": html}}).encode()
    return JsonResponse(f"http://a.example{UNIT}?webId=52{asked}", body=body, encoding="utf-8")


def query(url: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(url).query))


def test_first_request_is_what_the_pages_own_script_asks(jpaas: Platform) -> None:
    page = column(unit(editType="null"))
    (request,) = jpaas.next_pages(page)
    assert jpaas.is_shell(page)
    assert urlsplit(request.url).path == UNIT
    assert query(request.url) == {
        "parseType": "bulidstatic", "webId": "52", "tplSetId": "t", "pageId": "7", "tagId": "当前栏目_list", "editType": "null",
    }  # fmt: skip


def test_units_that_are_no_lists_are_left_alone(jpaas: Platform) -> None:
    requests = jpaas.next_pages(column(unit("当前位置") + unit("分页列表") + unit("导航")))
    assert [query(request.url)["tagId"] for request in requests] == ["分页列表"]


def test_unit_without_its_parameters_is_none(jpaas: Platform) -> None:
    assert not jpaas.is_shell(column(f"<script url=\"{UNIT}\" queryData=\"{{'webId':'52'}}\"></script>"))


@pytest.mark.parametrize(
    "pager",
    [
        '<div class="pagination" rows="15" count="40" pageNo="1"></div>',
        "<div class=\"pagination\" queryData=\"{'rows':'15','count':'40','pageNo':'1'}\"></div>",
        '<div queryData="{&quot;rows&quot;:15,&quot;count&quot;:40,&quot;pageNo&quot;:1}"></div>',
    ],
)
def test_answer_states_how_many_follow(jpaas: Platform, pager: str) -> None:
    (request,) = jpaas.next_pages(jpaas.as_page(answer(ENTRIES.format(1) + pager)))
    assert json.loads(query(request.url)["paramJson"]) == {"pageNo": 2, "pageSize": 15}


def test_page_asked_for_counts_where_the_pager_repeats_the_first(jpaas: Platform) -> None:
    pager = '<div class="pagination" rows="15" count="40" pageNo="1"></div>'
    (request,) = jpaas.next_pages(jpaas.as_page(answer(pager, 2)))
    assert json.loads(query(request.url)["paramJson"])["pageNo"] == 3
    assert jpaas.next_pages(jpaas.as_page(answer(pager, 3))) == []


@pytest.mark.parametrize("pager", ["", '<p rows="0" count="9" pageNo="1">', '<p rows="x" count="²" pageNo="-">'])
def test_answer_that_states_no_more_is_the_last(jpaas: Platform, pager: str) -> None:
    assert jpaas.next_pages(jpaas.as_page(answer(ENTRIES.format(1) + pager))) == []


def test_entries_of_an_answer_are_links_with_dates(jpaas: Platform) -> None:
    (link,) = jpaas.links(jpaas.as_page(answer(ENTRIES.format(1))))
    assert (link.url[-10:], link.date, link.article) == ("00001.html", "2022-01-20", True)


def test_relative_entries_are_relative_to_the_column_page(jpaas: Platform) -> None:
    pager = '<p rows="1" count="9" pageNo="1">'
    (request,) = jpaas.next_pages(column(unit()))
    page = jpaas.as_page(answer(f'<a href="./2021n/art/2023/art_9.html">年报</a>{pager}').replace(request=request))
    (following,) = jpaas.next_pages(page)
    assert jpaas.links(page)[0].url == "http://a.example/xxgk/zfxxgknb/2021n/art/2023/art_9.html"
    assert following.meta["column"] == COLUMN


@pytest.mark.parametrize(
    "body",
    [
        "", "<html>", "null", "[]", "7", "{}", '{"data":null}', '{"data":{"html":null}}', '{"data":{"html":[1]}}',
        '{"data":[]}', '{"code":"500","message":"x"}', "[" * 200_000, '{"data":' * 100_000, '"' + "a" * MAX_ANSWER + '"',
    ],
)  # fmt: skip
def test_hostile_answer_is_an_error_with_a_reason(jpaas: Platform, body: str) -> None:
    response = TextResponse(f"http://a.example{UNIT}", body=body.encode(), encoding="utf-8")
    with pytest.raises(AnswerError, match=r"\w+"):
        jpaas.as_page(response)


def test_broken_answer_and_foreign_unit_cost_the_portal_nothing_else(tmp_path: Path) -> None:
    title = "青松镇人民政府2021年政府信息公开工作年度报告"
    pages = {
        "/robots.txt": Answer("", 404),
        "/zfxxgknb/": Answer(
            f"<title>政府信息公开年报</title>{unit('坏list', pageId='1')}{unit('list', pageId='2')}"
            f"{unit('远list', url=f'http://elsewhere.invalid{UNIT}')}"
        ),
        "/art/2022/art_00000000000000000000000000000001.html": report(title),
    }
    entry = listing({"/art/2022/art_00000000000000000000000000000001.html": title}).body
    with serve({**pages, "*": lambda path: _unit_answer(path, str(entry))}) as server:
        run = crawl(tmp_path, "-a", f"url={server.home}zfxxgknb/")
    (row,) = run.rows.values()
    assert (row["reports"], row["failed"], row["state"]) == ("1", "1", "failed")
    assert "Traceback" not in run.err


def _unit_answer(path: str, entry: str) -> Answer:
    body = "<h1>502" if "pageId=1" in path else json.dumps({"data": {"html": entry}})
    return Answer(body, content_type="application/json")
