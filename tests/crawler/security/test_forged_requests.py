"""A page must not make the crawl ask for what only this machine, or its network, can reach."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from scrapy.resolver import CachingThreadedResolver
from scrapy.settings import Settings
from twisted.internet.abstract import isIPAddress, isIPv6Address
from twisted.internet.defer import Deferred, succeed
from twisted.internet.error import DNSLookupError

from crawler import settings
from crawler.network.resolver import PublicResolver
from crawler.portals import Portal
from crawler.preparation import name_hosts
from crawler.urls import is_private
from extractors.documents import isolated
from tests.crawler.crawling import FAST, PROJECT, scrapy
from tests.crawler.fault_server import Answer, Server, listing, report, serve

COLUMN = "/zfxxgknb/"
TITLE = "松汀镇人民政府2020年政府信息公开工作年度报告"
PORTAL = Portal(id="songting", name="松汀县", urls=("http://www.songting.gov.cn/",))
INNER = "127.68.0.99"
DECIMAL = "2135163999"
"""The same host as one number."""

NOT_PUBLIC = (
    "127.0.0.1", "127.77.0.1", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1", "169.254.169.254",
    "198.18.0.1", "224.0.0.1", "255.255.255.255", "::", "::1", "fe80::1", "fc00::1", "ff02::1", "::ffff:127.0.0.1",
    "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::", "2002:a00:1::",
)  # fmt: skip
DISGUISED = ("2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "127.1", "127.0.1", "１２７.0.0.1", "127。0。0。1")
LOOKALIKES = (
    "localhost",
    "LOCALHOST",
    "localhost.",
    "127.0.0.1.example",
    "songting.gov.cn.example",
    "x-songting.gov.cn",
)


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_address_in_a_private_network_is_known_for_one(address: str) -> None:
    assert is_private(address)
    host = f"[{address}]" if ":" in address else address
    assert not PORTAL.allows(f"http://{host}/")


@pytest.mark.parametrize("host", DISGUISED)
def test_disguised_address_is_no_host_of_a_portal_and_would_be_resolved_and_checked(host: str) -> None:
    assert not PORTAL.allows(f"http://{host}/")
    assert not isIPAddress(host)
    assert not isIPv6Address(host)


@pytest.mark.parametrize("host", LOOKALIKES)
def test_host_that_looks_like_the_portal_is_none_of_its(host: str) -> None:
    assert not PORTAL.allows(f"http://{host}/")


@pytest.mark.parametrize(
    "url",
    [
        "http://www.songting.gov.cn@10.0.0.1/",
        "http://user:password@www.songting.gov.cn/",
        "http://www.songting.gov.cn:22/",
        "http://www.songting.gov.cn:99999/",
        "http://[::1%25eth0]/",
        "http://[::1/",
        "file:///etc/passwd",
        "data:text/html,x",
        "ftp://www.songting.gov.cn/",
        "//10.0.0.1/",
    ],
)
def test_address_of_another_kind_is_refused(url: str) -> None:
    assert not PORTAL.allows(url)


# --- What names resolve to ---------------------------------------------------------------------------------------------


@pytest.fixture
def resolver(monkeypatch: pytest.MonkeyPatch) -> PublicResolver:
    """One whose names resolve to what ``answers`` says, each time to the next."""
    answers = {"rebind.gov.cn": ["93.184.215.14", "169.254.169.254"], "typed.example": ["10.0.0.1"]}

    def answer(self: object, name: str, timeout: object = ()) -> Deferred[str]:
        return succeed(answers[name].pop(0) if name in answers else name)

    monkeypatch.setattr(CachingThreadedResolver, "getHostByName", answer)
    resolver = PublicResolver.__new__(PublicResolver)
    resolver.named = frozenset({"typed.example"})
    return resolver


def outcome(deferred: Deferred[str]) -> Any:
    said: list[Any] = []
    deferred.addBoth(said.append)
    return getattr(said[0], "value", said[0])


def test_name_that_changes_its_answer_is_checked_each_time_and_what_is_checked_is_what_is_asked(
    resolver: PublicResolver,
) -> None:
    assert outcome(resolver.getHostByName("rebind.gov.cn")) == "93.184.215.14"
    assert isinstance(outcome(resolver.getHostByName("rebind.gov.cn")), DNSLookupError)


def test_name_that_a_person_typed_may_lead_into_their_network(resolver: PublicResolver) -> None:
    assert outcome(resolver.getHostByName("typed.example")) == "10.0.0.1"


def test_names_of_the_registry_may_not_lead_into_a_private_network() -> None:
    typed = Portal(id="typed.example", name="typed", urls=("http://typed.example/",), recorded=False)
    run = Settings({"NAMED_HOSTS": ["intranet.example"]})
    name_hosts(run, [PORTAL, typed])
    assert run["NAMED_HOSTS"] == ["intranet.example", "typed.example"]


# --- Whole crawls: a machine inside that nobody may ask -------------------------------------------------------------------


def hostile_pages(inner: str, port: int) -> dict[str, dict[str, Any]]:
    """Portals that want to lead the crawl to ``inner``, one way each."""
    home = f"http://{inner}:{port}"
    own = report().body
    assert isinstance(own, str)

    def column(*links: str, more: str = "") -> dict[str, Any]:
        return {COLUMN: listing(dict.fromkeys(links, TITLE), more)}

    return {
        "link": column(f"{home}/a.html", f"http://{DECIMAL}:{port}/a.html", f"http://[::ffff:{inner}]:{port}/a.html"),
        "pager": column("/a/1.html", more=f'<a href="{home}/zfxxgknb/?page=2">下一页</a>') | {"/a/1.html": report()},
        "redirect": column("/a/1.html") | {"/a/1.html": Answer("", 302, {"Location": f"{home}/a.html"})},
        "file": column("/a/1.html") | {"/a/1.html": Answer("", 302, {"Location": "file:///etc/passwd"})},
        "refresh": column("/a/1.html")
        | {"/a/1.html": Answer(f'<meta http-equiv="refresh" content="0;url={home}/refresh.html">')},
        "attachment": column("/a/1.html")
        | {"/a/1.html": Answer(f'{own}<p><a href="{home}/a.pdf">{TITLE}.pdf</a></p><iframe src="{home}/b.pdf">')},
        "moved attachment": column("/a/1.html")
        | {
            "/a/1.html": Answer(f'{own}<p><a href="/a.pdf">{TITLE}.pdf</a></p>'),
            "/a.pdf": Answer("", 302, {"Location": f"{home}/a.pdf"}),
        },
        "sitemap": {
            COLUMN: Answer("<title>首页</title><p>欢迎</p>"),
            "/robots.txt": Answer(f"Sitemap: {home}/sitemap.xml\n", content_type="text/plain"),
        },
        "sitemap's entry": {
            "/": Answer("<title>首页</title><p>欢迎</p>"),
            "/sitemap.xml": Answer(f"<urlset><url><loc>{home}/zfxxgknb/1.html</loc></url></urlset>"),
        },
        "robots": column("/a/1.html") | {"/robots.txt": Answer("", 302, {"Location": f"{home}/robots.txt"})},
    }


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[list[str], dict[str, Server], dict[str, Any]]]:
    """What was asked of the machine inside, the portals' servers, and the run's report by portal."""
    folder = tmp_path_factory.mktemp("forged")
    with ExitStack() as stack:
        inner = stack.enter_context(serve({"*": report()}, INNER))
        pages = hostile_pages(inner.host, inner.port)
        servers = {
            name: stack.enter_context(serve(answers, f"127.68.0.{number}"))
            for number, (name, answers) in enumerate(pages.items(), start=1)
        }
        urls = ",".join(
            server.home if name == "sitemap's entry" else server.home.rstrip("/") + COLUMN
            for name, server in servers.items()
        )
        options = ("-s", f"RUN_REPORT={folder / 'run.json'}", "-O", str(folder / "out.json"))
        scrapy("crawl", "yearly_reports", *FAST, "-a", f"url={urls}", *options)
        told = json.loads((folder / "run.json").read_text("utf-8"))
        yield inner.asked, servers, {portal["id"]: portal for portal in told["portals"]}


def test_nothing_inside_was_asked(asked: tuple[list[str], dict[str, Server], dict[str, Any]]) -> None:
    assert asked[0] == []


@pytest.mark.parametrize("name", ["link", "redirect", "file", "refresh", "moved attachment"])
def test_loss_is_told(name: str, asked: tuple[list[str], dict[str, Server], dict[str, Any]]) -> None:
    _, servers, told = asked
    portal = told[f"{servers[name].host}:{servers[name].port}"]
    assert portal["counts"].get("fault/offsite") or portal["counts"].get("fault/bad_status"), portal["counts"]


@pytest.mark.parametrize("name", ["redirect", "refresh", "moved attachment", "robots"])
def test_way_that_leads_inside_was_gone_to_its_last_step(
    name: str, asked: tuple[list[str], dict[str, Server], dict[str, Any]]
) -> None:
    """Else the test would hold nothing off."""
    last = {"robots": "/robots.txt", "moved attachment": "/a.pdf"}.get(name, "/a/1.html")
    assert last in asked[1][name].asked


def test_only_the_web_is_downloaded_from() -> None:
    base = Settings().getdict("DOWNLOAD_HANDLERS_BASE") | settings.DOWNLOAD_HANDLERS
    assert {scheme for scheme, handler in base.items() if handler is not None} == {"http", "https"}


def gives_up_network() -> bool:
    """Whether this system lets a process leave its network."""
    code = (
        "import os; from extractors.documents.worker import _leave_network\n"
        "before = os.readlink('/proc/self/ns/net'); _leave_network()\n"
        "raise SystemExit(before == os.readlink('/proc/self/ns/net'))"
    )
    return (
        sys.platform == "linux"
        and not subprocess.run([sys.executable, "-c", code], check=False, cwd=PROJECT).returncode
    )


def test_reader_of_documents_has_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    if not gives_up_network():
        pytest.skip("this system lets no process give up its network")
    with serve({"*": report()}) as server:
        monkeypatch.setattr(
            isolated,
            "_START",
            "import sys, socket; sys.path.insert(0, sys.argv[1])\n"
            "from extractors.documents import worker\n"
            f"def ask(data): socket.create_connection(('127.0.0.1', {server.port}), 5).send(b'GET / HTTP/1.0\\r\\n\\r\\n')\n"
            "worker.read_document = ask\n"
            "worker.main(sys.argv[2])",
        )
        outcome = isolated.read_isolated(b"%PDF-1.7")
    assert "ended with status 1" in str(outcome)
    assert server.asked == []
