"""What one crawl asks for beyond the plain way: sitemaps where menus name no column; and pagers that lead astray."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import pytest

from tests.crawler.crawling import crawl
from tests.crawler.fault_server import Answer, Pages, Server, listing, report, serve

TITLE = "松汀镇人民政府2020年政府信息公开工作年度报告"
NO_ROBOTS: Pages = {"/robots.txt": Answer("", 404)}
NO_MENU = Answer(
    "<title>松汀县人民政府</title><ul><li><a href='/xw/'>新闻中心</a></li><li><a href='/hd/'>互动</a></li></ul>"
)
MENU = Answer(
    f"<title>松汀县</title><a href='/zfxxgknb/'>政府信息公开年报</a><ul><li><a href='/a/1.html'>{TITLE}</a></li></ul>"
)
COLUMN: Pages = {"/zfxxgknb/": listing({"/a/1.html": TITLE}), "/a/1.html": report()}
LOGIN = Answer("<title>用户登录</title><form>用户名<input>密码<input type='password'></form>")


def urlset(*paths: str) -> Answer:
    return Answer(
        "<urlset>" + "".join(f"<url><loc>HOME{path}</loc></url>" for path in paths) + "</urlset>",
        content_type="text/xml",
    )


def index(*paths: str) -> Answer:
    files = "".join(f"<sitemap><loc>HOME{path}</loc></sitemap>" for path in paths)
    return Answer(f"<sitemapindex>{files}</sitemapindex>", content_type="application/xml")


def robots(sitemap: str) -> Pages:
    return {"/robots.txt": Answer(f"Sitemap: {sitemap}\n", content_type="text/plain")}


def second_page(answer: Answer) -> Pages:
    """A portal whose column has a second page, which answers this."""
    first = listing({"/a/1.html": TITLE}, more='<a href="/zfxxgknb/2.html">下一页</a>')
    beside = {"/login.jsp": LOGIN, "/busy.html": Answer("<title>松汀县</title><p>系统繁忙</p>")}
    return {**NO_ROBOTS, "/": MENU, **COLUMN, "/zfxxgknb/": first, "/zfxxgknb/2.html": answer, **beside}


def moved(to: str) -> Answer:
    return Answer("", 302, {"Location": to})


PORTALS: dict[str, Pages] = {
    "usual_place": {**NO_ROBOTS, "/": NO_MENU, **COLUMN, "/sitemap.xml": urlset("xw/1.html", "zfxxgknb/", "zfxxgknb/old.html")},
    "index": {**robots("/all.xml"), "/": NO_MENU, **COLUMN, "/all.xml": index("1.xml", "2.xml", "3.xml"), "/1.xml": urlset("xw/"), "/2.xml": urlset("zfxxgknb/")},
    "reports_alone": {**robots("/all.xml"), "/": NO_MENU, "/all.xml": urlset("zfxxgknb/1.html", "zfxxgknb/2.html"), "*": report()},
    "in_the_menu": {**NO_ROBOTS, "/": MENU, **COLUMN, "/sitemap.xml": urlset("zfxxgknb/")},
    "missing": {**NO_ROBOTS, "/": NO_MENU},
    "broken": {**NO_ROBOTS, "/": NO_MENU, "/sitemap.xml": Answer("", 500)},
    "to_home": {**NO_ROBOTS, "/": NO_MENU, "/sitemap.xml": moved("/")},
    "a_page": {**NO_ROBOTS, "/": NO_MENU, "/sitemap.xml": Answer("<p>松汀</p>")},
    "named_and_none": {**robots("/all.xml"), "/": NO_MENU, "/all.xml": Answer("<p>松汀县</p>")},
    "of_others": {**robots("http://elsewhere.invalid/all.xml\nSitemap: http://10.0.0.1/all.xml\nSitemap: http://["), "/": NO_MENU},
    "pager_to_login": second_page(moved("/login.jsp")),
    "pager_login": second_page(LOGIN),
    "pager_to_home": second_page(moved("/")),
    "pager_elsewhere": second_page(moved("/busy.html")),
    "pager_soft_404": second_page(Answer("<p>您访问的页面不存在</p>")),
    "pager_moved": {**second_page(moved("/zfxxgknb/p2.html")), "/zfxxgknb/p2.html": listing({"/a/2.html": TITLE}), "/a/2.html": report()},
    "pager_to_first": second_page(moved("/zfxxgknb/")),
}  # fmt: skip


@dataclass
class Walked:
    """One portal after the crawl."""

    asked: list[str]
    found: list[str]
    """Paths of the items' pages."""
    told: dict[str, Any]
    """What the run's report says."""

    @property
    def faults(self) -> list[str]:
        return [fault["name"] for fault in self.told["faults"]]


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Walked]]:
    """All the portals in one crawl, from their home pages."""
    folder = tmp_path_factory.mktemp("frontier")
    with ExitStack() as stack:
        servers: dict[str, Server] = {}
        for number, (name, pages) in enumerate(PORTALS.items(), start=1):
            own = dict(pages)
            servers[name] = stack.enter_context(serve(own, f"127.63.0.{number}"))
            own.update({path: at_home(answer, servers[name].home) for path, answer in pages.items()})
        urls = ",".join(server.home for server in servers.values())
        run = crawl(folder, "-a", f"url={urls}", "-s", f"RUN_REPORT={folder / 'run.json'}")
        told = {portal["id"]: portal for portal in json.loads((folder / "run.json").read_text("utf-8"))["portals"]}
        found = [item["url"] for item in run.items]
        yield {
            name: Walked(
                server.asked,
                sorted(url.removeprefix(server.home) for url in found if url.startswith(server.home)),
                told[f"{server.host}:{server.port}"],
            )
            for name, server in servers.items()
        }


def at_home(answer: Any, home: str) -> Any:
    """An answer that names its own address."""
    if isinstance(answer, Answer) and isinstance(answer.body, str):
        return Answer(answer.body.replace("HOME", home), answer.status, answer.headers, answer.content_type)
    return answer


def test_column_that_no_menu_names_is_found_by_the_sitemap_in_its_usual_place(walked: dict[str, Walked]) -> None:
    portal = walked["usual_place"]
    assert portal.asked == ["/robots.txt", "/", "/sitemap.xml", "/zfxxgknb/", "/a/1.html"]
    assert portal.found == ["a/1.html"]
    assert [column["reports"] for column in portal.told["columns"]] == [1]


def test_robots_names_an_index_and_three_files_are_read_at_most(walked: dict[str, Walked]) -> None:
    assert walked["index"].found == ["a/1.html"]
    assert walked["index"].asked[:3] == ["/robots.txt", "/", "/all.xml"]
    assert set(walked["index"].asked[3:]) == {"/1.xml", "/2.xml", "/zfxxgknb/", "/a/1.html"}


def test_reports_of_a_column_that_the_sitemap_lacks_are_asked_for_themselves(walked: dict[str, Walked]) -> None:
    assert walked["reports_alone"].found == ["zfxxgknb/1.html", "zfxxgknb/2.html"]


def test_portal_whose_menus_name_a_column_is_asked_for_no_sitemap(walked: dict[str, Walked]) -> None:
    assert "/sitemap.xml" not in walked["in_the_menu"].asked


@pytest.mark.parametrize("name", ["missing", "broken", "to_home", "a_page"])
def test_no_sitemap_at_the_usual_place_is_no_fault(walked: dict[str, Walked], name: str) -> None:
    assert walked[name].asked.count("/sitemap.xml") == 1
    assert (walked[name].told["state"], walked[name].faults) == ("read", [])


def test_page_that_robots_names_and_that_is_no_sitemap_is_told(walked: dict[str, Walked]) -> None:
    assert walked["named_and_none"].faults == ["bad_sitemap"]


def test_sitemaps_of_other_hosts_are_left_alone(walked: dict[str, Walked]) -> None:
    assert walked["of_others"].asked == ["/robots.txt", "/"]
    assert (walked["of_others"].told["state"], walked["of_others"].faults) == ("read", [])


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("pager_to_login", "login"),
        ("pager_login", "login"),
        ("pager_to_home", "misled"),
        ("pager_elsewhere", "misled"),
        ("pager_soft_404", "soft_404"),
    ],
)
def test_page_that_is_none_of_its_listing_is_counted_under_what_came(
    walked: dict[str, Walked], name: str, fault: str
) -> None:
    portal = walked[name]
    assert (portal.found, portal.faults, portal.told["state"]) == (["a/1.html"], [fault], "failed")


def test_further_page_that_moved_and_goes_on_listing_is_read(walked: dict[str, Walked]) -> None:
    assert walked["pager_moved"].found == ["a/1.html", "a/2.html"]
    assert (walked["pager_moved"].told["state"], walked["pager_moved"].faults) == ("read", [])


def test_further_page_that_leads_back_to_the_first_ends_the_listing(walked: dict[str, Walked]) -> None:
    assert (walked["pager_to_first"].told["state"], walked["pager_to_first"].faults) == ("read", [])
