from __future__ import annotations

import gzip
import zlib
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse, Response
from scrapy.settings import Settings

from crawler import settings
from crawler.middlewares.waits import WaitMiddleware, seconds_asked
from crawler.middlewares.walls import CookieWallMiddleware, WallMiddleware
from crawler.middlewares.wholeness import WholenessMiddleware, is_whole
from crawler.network.errors import Blocked, Resting, Truncated

URL = "http://a.example/x"


def crawler(retries: int = 2) -> Any:
    made = SimpleNamespace(
        settings=Settings(
            {name: value for name, value in vars(settings).items() if name.isupper()} | {"RETRY_TIMES": retries}
        ),
        engine=None,
    )
    made.stats = SimpleNamespace(inc_value=lambda *arguments: None)
    made.spider = SimpleNamespace(crawler=made)
    return made


def response(status: int, **headers: str) -> Response:
    return Response(URL, status=status, headers={name.replace("_", "-"): value for name, value in headers.items()})


@pytest.mark.parametrize("status", [429, 503])
def test_host_that_names_a_wait_is_asked_again(status: int) -> None:
    again = WaitMiddleware(crawler()).process_response(Request(URL), response(status, Retry_After="2"))
    assert isinstance(again, Request)
    assert again.dont_filter


def test_429_without_a_wait_is_asked_again_and_503_left_to_the_retries() -> None:
    middleware = WaitMiddleware(crawler())
    assert isinstance(middleware.process_response(Request(URL), response(429)), Request)
    assert isinstance(middleware.process_response(Request(URL), response(503)), Response)


def test_too_long_a_wait_ends_the_host_for_the_run_and_no_other() -> None:
    middleware = WaitMiddleware(crawler())
    with pytest.raises(Resting):
        middleware.process_response(Request(URL), response(429, Retry_After="86400"))
    with pytest.raises(Resting, match="rests for this run"):
        middleware.process_request(Request("http://a.example/other"))
    middleware.process_request(Request("http://b.example/"))


def test_host_that_never_has_enough_is_given_up() -> None:
    last = Request(URL, meta={"retry_times": 2})
    assert isinstance(WaitMiddleware(crawler()).process_response(last, response(429, Retry_After="1")), Response)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [(b"7", 7.0), (b"", None), (None, None), (b"-1", None), (b"\xff", None), (b"9" * 5_000, 999_999_999.0)],
)
def test_wait_is_a_number_of_seconds(header: bytes | None, seconds: float | None) -> None:
    assert seconds_asked(header) == seconds


def test_cut_body_is_asked_for_again_and_then_refused() -> None:
    cut = Response(URL, headers={"Content-Encoding": "gzip"}, body=gzip.compress(b"x" * 9_999)[:-9])
    assert isinstance(WholenessMiddleware(crawler()).process_response(Request(URL), cut), Request)
    with pytest.raises(Truncated):
        WholenessMiddleware(crawler(retries=0)).process_response(Request(URL), cut)


@pytest.mark.parametrize("encoding", ["gzip", "br", ""])
def test_whole_body_passes(encoding: str) -> None:
    whole = Response(URL, headers={"Content-Encoding": encoding}, body=gzip.compress(b"whole"))
    assert WholenessMiddleware(crawler()).process_response(Request(URL), whole) is whole


def test_bomb_and_garbage_are_judged_within_bounds() -> None:
    assert is_whole(gzip.compress(bytes(30_000_000)), 50_000_000)
    assert not is_whole(b"no gzip at all", 9)
    assert not is_whole(zlib.compress(b"another format"), 99)


def test_redirect_to_itself_with_a_cookie_is_a_wall() -> None:
    middleware = CookieWallMiddleware()
    with pytest.raises(Blocked) as wall:
        middleware.process_response(Request(URL), response(302, Location="/x", Set_Cookie="a=1"))
    assert wall.value.fault == "cookie_wall"
    assert wall.value.evidence is not None
    for passed in (
        response(302, Location="/y", Set_Cookie="a=1"),
        response(302, Location="/x"),
        response(200, Set_Cookie="a"),
    ):
        assert middleware.process_response(Request(URL), passed) is passed


def test_soft_walls_in_a_row_close_the_host_and_a_page_between_opens_it() -> None:
    middleware, request = WallMiddleware(), Request(URL)
    page = HtmlResponse(URL, body="松汀县".encode(), encoding="utf-8")
    refused = HtmlResponse(URL, status=403, body="拒绝".encode(), encoding="utf-8")
    for answer in (refused, refused, page, refused, refused):
        if answer is page:
            middleware.process_response(request, answer)
            continue
        with pytest.raises(Blocked):
            middleware.process_response(request, answer)
        middleware.process_request(request)
    with pytest.raises(Blocked):
        middleware.process_response(request, refused)
    with pytest.raises(Blocked, match="rests"):
        middleware.process_request(request)


def test_evidence_of_a_wall_is_status_headers_and_the_first_kilobyte() -> None:
    answer = HtmlResponse(URL, status=521, headers={"Server": "x"}, body=b"<p>" + b"a" * 5_000)
    with pytest.raises(Blocked) as wall:
        WallMiddleware().process_response(Request(URL), answer)
    evidence = wall.value.evidence
    assert evidence is not None
    assert (evidence["status"], evidence["headers"], len(str(evidence["begins"]))) == (521, {"Server": "x"}, 1_000)
