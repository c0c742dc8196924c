from __future__ import annotations

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse, TextResponse

from crawler.middlewares.walls import WallMiddleware, load_walls, recognise_wall
from crawler.network.errors import Blocked

CHINESE = "<html><body>松汀县人民政府</body></html>"


def answer(body: str = CHINESE, status: int = 200, **headers: str) -> HtmlResponse:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return HtmlResponse("http://a.example/", status=status, headers=named, body=body.encode(), encoding="utf-8")


@pytest.mark.parametrize(
    ("response", "name"),
    [
        (answer(f"<script>$_ts=window['$_ts'];if(!$_ts)$_ts={{}};</script>{CHINESE}", 200), "瑞数"),
        (answer("", 412), "瑞数"),
        (answer("<meta id='x' content='y' r='m'><script>a</script>", 202), "瑞数"),
        (answer(f"<script>location='/?security_verify_data=1'</script>{CHINESE}"), "云锁"),
        (answer(CHINESE, 521), "加速乐"),
        (answer(CHINESE, 200, Server="JIASULE-WAF"), "加速乐"),
        (answer(CHINESE, 200, WZWS_Ray="1"), "360网站卫士"),
        (answer(CHINESE, 403, Server="NSFocus"), "绿盟"),
        (answer(f"{CHINESE}errors.aliyun.com", 405), "阿里云"),
        (answer(CHINESE, 418), "华为云"),
        (answer(CHINESE, 403), "HTTP 403"),
        (answer("<html><script src=x></script></html>"), "页面无中文"),
    ],
)
def test_tell_tales(response: HtmlResponse, name: str) -> None:
    wall = recognise_wall(response, load_walls())
    assert wall is not None
    assert wall.name == name


@pytest.mark.parametrize(
    "response",
    [
        answer(),
        answer(""),
        answer("<p>没有这个页面</p>", 404),
        answer("<datastore><recordset></recordset></datastore>"),
        answer("<html>" + "x" * 5_000 + "</html>"),
        TextResponse("http://a.example/robots.txt", body=b"User-agent: *"),
    ],
)
def test_pages_that_are_no_walls(response: TextResponse) -> None:
    assert recognise_wall(response, load_walls()) is None


def test_host_rests_after_its_wall_has_answered() -> None:
    middleware = WallMiddleware()
    request = Request("http://a.example/")
    middleware.process_request(request)
    with pytest.raises(Blocked):
        middleware.process_response(request, answer(CHINESE, 521))
    for twin in ("http://a.example/other", "https://a.example/", "http://www.a.example/"):
        with pytest.raises(Blocked, match="rests"):
            middleware.process_request(Request(twin))
    middleware.process_request(Request("http://b.example/"))


def test_single_stub_does_not_close_the_host() -> None:
    middleware = WallMiddleware()
    request = Request("http://a.example/")
    with pytest.raises(Blocked):
        middleware.process_response(request, answer("<html></html>"))
    middleware.process_request(request)


def test_robots_file_is_never_taken_for_a_stub() -> None:
    response = answer("<html></html>")
    assert WallMiddleware().process_response(Request("http://a.example/robots.txt"), response) is response


def test_stubs_in_place_of_files_do_not_close_the_host() -> None:
    walls = WallMiddleware()
    url = "http://a.example/1.pdf"
    request = Request(url, meta={"attachment": True})
    for _ in range(9):
        with pytest.raises(Blocked):
            walls.process_response(request, HtmlResponse(url, body=b"<script>go()</script>"))
    walls.process_request(Request("http://a.example/"))
