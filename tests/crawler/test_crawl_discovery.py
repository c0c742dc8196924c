"""One crawl from home pages: how columns are found, what is asked for twice, what a bound cuts, what changed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from crawler.items import ReportPage, make_item
from crawler.portals import Portal
from extractors.report import Report
from tests.crawler.crawling import Run, crawl
from tests.crawler.fault_server import Answer, Pages, Server, listing, report, serve

TITLE = "松汀镇人民政府2020年政府信息公开工作年度报告"
NO_ROBOTS = Answer("", 404)
ELSEWHERE = "http://xxgk.elsewhere.invalid/nb/"


PORTAL = Portal(id="songting", name="松汀", urls=("http://a.example/",))


def menu(title: str, entries: dict[str, str]) -> Answer:
    items = "".join(f'<li><a href="{url}">{text}</a></li>' for url, text in entries.items())
    return Answer(f"<html><title>{title}</title><body><ul>{items}</ul></body></html>")


MENU = {
    "/zwgk/": "政务公开",
    "/gk.htm": "政府信息公开",
    "/nb/index.html": "政府信息公开年报",
    "/zc.htm": "政策文件",
    "/xw.htm": "松汀要闻",
}
FOLDERS = "<ul><li><a href='/nb/2020n/'>2020年</a></li><li><a href='/nb/2019n/'>2019年</a></li></ul>"


def framed(content: str, title: str = "政府信息公开年报") -> Answer:
    """A page with the portal's whole menu, as almost every real one is."""
    items = "".join(f'<li><a href="{url}">{text}</a></li>' for url, text in MENU.items())
    return Answer(f"<html><title>{title}</title><body><ul>{items}</ul>{content}</body></html>")


FRAME = framed("", "松汀县人民政府")
HOME = menu("松汀县人民政府", {"/xw/": "新闻中心", "/zwgk/": "政府信息公开", "/jyj/": "县教育局"})
UNITS = {"/xz/st/": "松汀镇", "/xz/lx/": "临溪乡", "/xz/jd/": "听泉街道办事处"}
PORTALS: dict[str, Pages] = {
    "townships": {
        "/": HOME,
        "/zwgk/": menu("政府信息公开", {"/zwgk/nb/": "政府信息公开年报", "/zwgk/xz/": "乡镇（街道）信息公开"}),
        "/zwgk/nb/": listing({"/a/county.html": TITLE}),
        "/zwgk/xz/": menu("乡镇", UNITS),
        **{url: menu(name, {f"{url}zfxxgknb/": "政府信息公开年报", f"{url}gk/": "机构概况"}) for url, name in UNITS.items()},
        **{f"{url}zfxxgknb/": listing({f"{url}zfxxgknb/1.html": TITLE}) for url in UNITS},
        "*": report(),
    },
    "site_map": {
        "/": menu("松汀县人民政府", {"/xw/": "新闻中心", "/map.html": "网站地图"}),
        "/map.html": menu("网站地图", {"/xw/": "新闻中心", "/zwgk/nb/": "政府信息公开年报"}),
        "/zwgk/nb/": listing({"/a/1.html": TITLE}),
        "/a/1.html": report(),
    },
    "listing_named": {
        "/nb/": listing({"/a/1.html": TITLE}, more='<ul><li><a href="/xz/">乡镇信息公开</a></li></ul>'),
        "/xz/": menu("乡镇", UNITS),
        "/a/1.html": report(),
    },
    "twins": {
        "/": menu("首页", {"/nb/": "政府信息公开年报", "/nb/index.html": "信息公开年报", "/zfxxgknb/": "年报"}),
        "/nb/": listing({"/a/1.html": TITLE, "/a/1.html?isMobile=true": TITLE, "/mobile/a/1.html": TITLE}),
        "/zfxxgknb/": listing({"/a/1_wap.html": TITLE, "/a/2.html": TITLE}),
        "*": report(),
    },
    "broken_twin": {
        "/nb/": listing({"/mobile/a/1.html": TITLE, "/a/1.html": TITLE}),
        "/a/1.html": report(),
    },
    "over_budget": {"/nb/": listing({f"/a/{n}.html": TITLE for n in range(40)}), "*": report()},
    "gateway_down": {
        "/": menu("首页", {"/nb/": "政府信息公开年报", "/zwgk/": "政府信息公开"}),
        "/zwgk/": Answer("", 500),
        "/nb/": listing({"/a/1.html": TITLE}),
        "/a/1.html": report(),
    },
    "soft_404": {"/nb/": Answer("<title>404</title><p>您访问的页面不存在</p>")},
    "login": {"/nb/": Answer("", 302, {"Location": "/login.jsp"}), "/login.jsp": Answer("<form>用户登录<input type='password'></form>")},
    "silent": {"/nb/": Answer("<title>政府信息公开年报</title><div id='list'></div><script>load()</script><p>松汀县</p>")},
    "silent_in_frame": {"/": FRAME, "/zwgk/": FRAME, "/gk.htm": FRAME, "/zc.htm": FRAME, "/nb/index.html": framed("<div id='list'></div>")},
    "silent_named": {"/nb/": framed("<p>松汀县</p>"), "/zwgk/": FRAME, "/gk.htm": FRAME},
    "silent_folder": {
        "/": FRAME,
        "/nb/index.html": framed(FOLDERS),
        "/nb/2020n/": framed(FOLDERS),
        "/nb/2019n/": framed(FOLDERS + f"<ul><li><a href='/a/1.html'>{TITLE}</a></li></ul>"),
        "*": report(),
    },
    "empty_in_frame": {"/": FRAME, "/zwgk/": FRAME, "/gk.htm": FRAME, "/nb/index.html": framed("<p>栏目建设中</p>")},
    "column_moved_off": {"/": menu("首页", {"/nb/": "政府信息公开年报"}), "/nb/": Answer("", 302, {"Location": ELSEWHERE})},
    "column_elsewhere": {"/": menu("首页", {ELSEWHERE: "政府信息公开年报"})},
    "entry_elsewhere": {"/nb/": listing({"/a/1.html": TITLE, f"{ELSEWHERE}2.html": TITLE}), "/a/1.html": report()},
    "province_beside": {
        "/": menu("首页", {"/nb/": "政府信息公开年报", "/gk/": "政府信息公开", ELSEWHERE: "省政府信息公开年报", f"{ELSEWHERE}3.html": TITLE}),
        "/gk/": menu("政府信息公开", {ELSEWHERE: "省政府信息公开年报"}),
        "/nb/": listing({"/a/1.html": TITLE}, more=f"<a href='{ELSEWHERE}'>省政府信息公开年报</a>"),
        "/a/1.html": report(),
    },
    "says_empty": {"/nb/": Answer("<title>政府信息公开年报</title><p>栏目建设中</p>")},
}  # fmt: skip


@pytest.fixture(scope="module")
def servers() -> Iterator[dict[str, Server]]:
    with ExitStack() as stack:
        yield {
            name: stack.enter_context(serve({"/robots.txt": NO_ROBOTS, **pages}, f"127.65.0.{number}"))
            for number, (name, pages) in enumerate(PORTALS.items(), start=1)
        }


@pytest.fixture(scope="module")
def run(servers: dict[str, Server], tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("crawl")
    urls = [server.home if "/" in PORTALS[name] else f"{server.home}nb/" for name, server in servers.items()]
    settings = ("-s", "PORTAL_MAX_REQUESTS=25", "-s", f"RUN_REPORT={folder / 'run.json'}")
    return crawl(folder, "-a", f"url={','.join(urls)}", *settings)


@pytest.fixture
def told(run: Run, servers: dict[str, Server]) -> dict[str, dict[str, Any]]:
    """The run's report by the names above."""
    names = {f"{server.host}:{server.port}": name for name, server in servers.items()}
    data = json.loads((run.feed.parent / "run.json").read_text("utf-8"))
    return {names[portal["id"]]: portal for portal in data["portals"]}


def faults(told: dict[str, dict[str, Any]], name: str) -> list[str]:
    return sorted({fault["name"] for fault in told[name]["faults"]})


def test_townships_columns_are_found_through_their_directory(run: Run, servers: dict[str, Server]) -> None:
    server = servers["townships"]
    found = {item["url"].removeprefix(server.home) for item in run.items if item["url"].startswith(server.home)}
    assert found == {"a/county.html", *(f"{url[1:]}zfxxgknb/1.html" for url in UNITS)}


def test_what_is_not_on_the_way_is_not_asked_for(servers: dict[str, Server], run: Run) -> None:
    assert not {"/xw/", "/jyj/", "/xz/st/gk/"} & set(servers["townships"].asked)


def test_site_map_is_looked_at(run: Run, servers: dict[str, Server]) -> None:
    assert "/a/1.html" in servers["site_map"].asked


def test_named_listing_is_all_that_is_read(run: Run, servers: dict[str, Server]) -> None:
    assert sorted(servers["listing_named"].asked) == ["/a/1.html", "/nb/", "/robots.txt"]


def test_twins_of_a_report_or_column_are_asked_for_once(
    run: Run, servers: dict[str, Server], told: dict[str, dict[str, Any]]
) -> None:
    asked = servers["twins"].asked
    assert len([path for path in asked if "1.html" in path or "1_wap" in path]) == 1
    assert len([path for path in asked if path in ("/nb/", "/nb/index.html")]) == 1
    assert faults(told, "twins") == ["twin"]
    assert told["twins"]["state"] == "read"


def test_twin_stands_in_for_an_address_that_fails(run: Run, servers: dict[str, Server]) -> None:
    assert f"{servers['broken_twin'].home}a/1.html" in {item["url"] for item in run.items}


def test_budget_cuts_and_says_so(run: Run, servers: dict[str, Server], told: dict[str, dict[str, Any]]) -> None:
    assert len(servers["over_budget"].asked) == 1 + 1 + 25  # robots.txt and the start are not counted
    assert told["over_budget"]["state"] == "cut short"
    assert faults(told, "over_budget") == ["cut_requests"]


@pytest.mark.parametrize(
    ("name", "fault", "state"),
    [
        ("gateway_down", "server_error", "partly failed"),
        ("soft_404", "soft_404", "failed"),
        ("login", "login", "failed"),
        ("silent", "silent_column", "failed"),
        ("silent_in_frame", "silent_column", "failed"),
        ("silent_named", "silent_column", "failed"),
        ("silent_folder", "silent_column", "partly failed"),
        ("empty_in_frame", "empty_column", "read"),
        ("says_empty", "empty_column", "read"),
        ("column_moved_off", "offsite", "failed"),
        ("column_elsewhere", "offsite", "failed"),
        ("entry_elsewhere", "offsite", "partly failed"),
    ],
)
def test_each_stands_under_its_own_name(told: dict[str, dict[str, Any]], name: str, fault: str, state: str) -> None:
    assert (faults(told, name), told[name]["state"]) == ([fault], state)


def test_columns_of_other_sites_beside_those_of_its_own_are_no_loss(told: dict[str, dict[str, Any]]) -> None:
    assert (faults(told, "province_beside"), told["province_beside"]["state"]) == ([], "read")


def test_run_report_says_what_was_seen(told: dict[str, dict[str, Any]]) -> None:
    columns = told["townships"]["columns"]
    assert [column["name"] for column in columns] == ["政府信息公开年报"] * 4
    assert told["townships"]["reports"] == 4


def test_item_has_the_same_id_whichever_twin_was_fetched() -> None:
    ids = {
        make_item(ReportPage(url=url, body=b"", portal=PORTAL), Report(url=url, sha256="0" * 64)).id
        for url in (
            "http://a.example/a/1.html",
            "http://a.example/mobile/a/1_wap.html",
            "http://a.example/a/1.html?isMobile=true",
        )
    }
    assert len(ids) == 1
