from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse, Response
from scrapy.utils.test import get_crawler
from twisted.internet.error import DNSLookupError

from crawler.middlewares.encoding import EncodingMiddleware
from crawler.middlewares.hosts import HostsMiddleware
from crawler.middlewares.refresh import RefreshMiddleware
from crawler.network.errors import Offsite
from crawler.network.resolver import PublicResolver
from crawler.portals import Portal

PORTALS = {name: Portal(id=name, name=name, urls=(f"http://www.{name}.gov.cn/",)) for name in ("songting", "linxi")}


def hosts() -> HostsMiddleware:
    crawler: Any = SimpleNamespace(spider=SimpleNamespace(portals=PORTALS))
    return HostsMiddleware(crawler)


def test_request_may_not_leave_its_portal() -> None:
    with pytest.raises(Offsite):
        hosts().process_request(Request("http://www.linxi.gov.cn/", meta={"portal": "songting"}))


def test_request_without_portal_may_go_to_any_portal_of_the_crawl() -> None:
    hosts().process_request(Request("http://www.linxi.gov.cn/robots.txt"))
    with pytest.raises(Offsite):
        hosts().process_request(Request("http://www.other.gov.cn/robots.txt"))


@pytest.mark.parametrize(
    "url", ["http://songting.gov.cn/robots.txt", "https://xxgk.songting.gov.cn/robots.txt", "http://www.linxi.gov.cn/x"]
)
def test_request_without_portal_may_go_wherever_one_portal_s_may(url: str) -> None:
    hosts().process_request(Request(url))


def test_portal_that_is_met_on_the_way_is_known() -> None:
    portals = dict(PORTALS)
    crawler: Any = SimpleNamespace(spider=SimpleNamespace(portals=portals))
    middleware = HostsMiddleware(crawler)
    middleware.process_request(Request("http://www.linxi.gov.cn/robots.txt"))
    portals["later"] = Portal(id="later", name="later", urls=("http://127.0.0.1:8000/",))
    middleware.process_request(Request("http://127.0.0.1:8000/robots.txt"))


def test_redirected_request_queues_at_the_server_that_it_goes_to() -> None:
    request = Request("http://xxgk.songting.gov.cn/", meta={"portal": "songting", "download_slot": "songting.gov.cn"})
    hosts().process_request(request)
    assert request.meta["download_slot"] == "xxgk.songting.gov.cn"


def test_twin_hosts_share_a_queue() -> None:
    slots = set()
    for url in ("http://www.songting.gov.cn/", "https://songting.gov.cn/"):
        request = Request(url, meta={"portal": "songting"})
        hosts().process_request(request)
        slots.add(request.meta["download_slot"])
    assert slots == {"songting.gov.cn"}


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
@pytest.mark.parametrize("tag", ['<META HTTP-EQUIV="Refresh" CONTENT="0;URL=/new/">', ""])
def test_meta_refresh_is_followed_in_any_encoding(encoding: str, tag: str) -> None:
    request = Request("http://a.example/old/")
    body = f"<html><head><title>松汀镇</title>{tag}</head></html>".encode(encoding)
    response = HtmlResponse(request.url, body=body, encoding=encoding)
    onward = RefreshMiddleware.from_crawler(get_crawler()).process_response(request, response)
    assert isinstance(onward, Request) == bool(tag)


def test_misdeclared_page_is_read_in_its_real_encoding() -> None:
    body = '<meta charset="utf-8"><a href="1">松汀镇䶮汀乡</a>'.encode("gb18030")
    response = HtmlResponse("http://a.example/", headers={"Content-Type": "text/html; charset=utf-8"}, body=body)
    mended = EncodingMiddleware().process_response(Request("http://a.example/"), response)
    assert isinstance(mended, HtmlResponse)
    assert mended.css("a::text").get() == "松汀镇䶮汀乡"
    assert mended.body == body


def test_bytes_that_are_no_text_pass_unchanged() -> None:
    response = Response("http://a.example/a.pdf", body=b"%PDF")
    assert EncodingMiddleware().process_response(Request(response.url), response) is response


@pytest.mark.parametrize(("name", "address", "refused"), [("a.gov.cn", "10.0.0.1", True), ("a.gov.cn", "1.2.4.8", False), ("localhost", "127.0.0.1", False)])  # fmt: skip
def test_names_may_not_resolve_into_private_networks_unless_named(name: str, address: str, *, refused: bool) -> None:
    resolver = PublicResolver.__new__(PublicResolver)
    resolver.named = frozenset({"localhost"})
    if refused:
        with pytest.raises(DNSLookupError, match="not public"):
            resolver._checked(address, name)
    else:
        assert resolver._checked(address, name) == address


def test_page_that_claims_another_encoding_is_counted_under_that_name() -> None:
    noted: list[str] = []
    books = SimpleNamespace(findings={"songting": None}, note=lambda portal, fault, url, detail: noted.append(detail))
    crawler: Any = SimpleNamespace(spider=SimpleNamespace(books=books))
    request = Request("http://a.example/", meta={"portal": "songting"})
    for charset, body in (("gb2312", "松汀镇".encode("gbk")), ("utf-8", "松汀镇".encode("gbk")), ("gbk", b"plain")):
        headers = {"Content-Type": f"text/html; charset={charset}"}
        EncodingMiddleware(crawler).process_response(request, HtmlResponse(request.url, headers=headers, body=body))
    assert noted == ["claims utf-8, is gb18030"]
