"""Which listings need a browser, and what becomes of them where there is none."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse

from crawler.browser.chromium import BrowserMissing, Chromium, find_program
from crawler.platforms import platforms
from crawler.portals import Portal, parse_portals
from crawler.simulator import Simulator, build_sites, plan_scripted_portals
from crawler.visit import Role, Visit
from crawler.walking.leads import find_leads
from crawler.walking.shells import needs_browser, shell_evidence
from tests.crawler.crawling import FAST, crawl, scrapy
from tests.crawler.fault_server import Answer, listing, report, serve

COLUMN = "/zfxxgknb/"
TITLE = "松汀镇人民政府2020年政府信息公开工作年度报告"
NO_ROBOTS = Answer("", 404)
SHELL = "<title>政府信息公开年报</title><ul id='list'></ul><script>fetch('/list').then(show)</script>"
NO_BROWSER = ("-s", "BROWSER=/nowhere/chromium")


def page(markup: str) -> HtmlResponse:
    return HtmlResponse("http://a.example/nb/", body=f"<html><body>{markup}</body></html>", encoding="utf-8")


@pytest.mark.parametrize(
    ("markup", "evidence"),
    [
        ("<div id='list'></div><script>fetch('/list')</script>", "<div id='list'> filled by fetch("),
        ("<table><tbody id='rows'> </tbody></table><script>$.ajax({url: u})</script>", "<tbody id='rows'> filled by .ajax("),
        ("<div id='app'></div><script src='/js/app.js'></script>", "<div id='app'> filled by /js/app.js"),
        ("<ul><li v-for='x in rows'>{{ x.title }}</li></ul><script>new Vue({})</script>", "<li v-for> filled by new Vue"),
        ("<div id='list'></div><script>show(1)</script>", None),
        ("<div id='list'></div>", None),
        ("<div class='clear'></div><script>fetch('/visits')</script>", None),
        ("<div id='list'><p>暂无内容</p></div><script>fetch('/list')</script>", None),
    ],
)  # fmt: skip
def test_shell_has_a_place_and_a_script_to_fill_it(markup: str, evidence: str | None) -> None:
    assert shell_evidence(page(markup)) == evidence


def test_without_a_browser_a_shell_is_said_to_need_one_and_the_others_are_read(tmp_path: Path) -> None:
    fine = {"/robots.txt": NO_ROBOTS, COLUMN: listing({"/a/1.html": TITLE}), "/a/1.html": report()}
    with serve({"/robots.txt": NO_ROBOTS, COLUMN: Answer(SHELL)}) as hidden, serve(fine, "127.0.0.2") as other:
        urls = f"{hidden.home[:-1]}{COLUMN},{other.home[:-1]}{COLUMN}"
        run = crawl(tmp_path, "-a", f"url={urls}", *NO_BROWSER)
    row = run.rows[f"{hidden.host}:{hidden.port}"]
    assert (row["state"], row["faults"]) == ("failed", "needs_browser 1")
    assert run.rows[f"{other.host}:{other.port}"]["state"] == "read"
    assert (run.status, len(run.items)) == (3, 1)
    assert "no /nowhere/chromium here: install Chromium, or name it in the setting BROWSER" in run.err


def test_menu_of_the_frame_does_not_hide_that_the_list_is_missing(tmp_path: Path) -> None:
    with Simulator(build_sites(plan_scripted_portals(2, range(2021, 2022), seed="none"))) as simulator:
        urls = ",".join(portal.home for portal in simulator.portals)
        report = tmp_path / "run.json"
        scrapy("crawl", "yearly_reports", *FAST, *NO_BROWSER, "-a", f"url={urls}", "-s", f"RUN_REPORT={report}")
    for portal in json.loads(report.read_text("utf-8"))["portals"]:
        assert portal["state"] == "failed"
        assert {fault["name"] for fault in portal["faults"]} == {"needs_browser"}


def test_reports_that_come_as_html_are_no_matter_of_the_browser(tmp_path: Path) -> None:
    scripted = Answer(f"{report(TITLE).body}<div id='visits'></div><script>fetch('/visits')</script>")
    with serve({"/robots.txt": NO_ROBOTS, COLUMN: listing({"/a/1.html": TITLE}), "/a/1.html": scripted}) as server:
        run = crawl(tmp_path, "-a", f"url={server.home[:-1]}{COLUMN}", *NO_BROWSER)
    assert (run.status, len(run.items)) == (0, 1)


def test_record_and_its_prefecture_may_say_that_a_browser_is_needed() -> None:
    record = '[{}]\nname = "甲"\ndivision = "53232{}"\nurls = ["http://{}.example/"]\n'
    text = (
        "[default.5323]\nbrowser = true\n"
        + record.format("one", 5, "a")
        + record.format("two", 6, "b")
        + "browser = false\n"
    )
    assert [portal.browser for portal in parse_portals("x.toml", text)] == [True, False]


def test_missing_package_is_said_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "playwright.async_api", None)

    async def show() -> None:
        async def fetch(wanted: object) -> None:
            """Never asked."""

        await Chromium(sys.executable, "nianbao", step=1, pages=1).show(
            "http://a.example/", b"", "utf-8", fetch, pages=1, size=1, seconds=1
        )

    with pytest.raises(BrowserMissing, match=r"pip install 'nianbao\[browser\]'"):
        asyncio.run(show())


def test_browser_is_the_one_that_is_named() -> None:
    assert find_program(sys.executable) == sys.executable
    with pytest.raises(BrowserMissing, match="no /nowhere here"):
        find_program("/nowhere")


@pytest.mark.parametrize(
    ("role", "browser", "needed"), [("column", True, True), ("report", True, False), ("column", False, False)]
)
def test_record_has_every_listing_shown_and_no_report(role: Role, *, browser: bool, needed: bool) -> None:
    response = page("<ul><li><a href='/a/1.html'>松汀镇2020年政府信息公开年报</a><span>2021-01-07</span></li></ul>")
    response = response.replace(request=Request(response.url))
    portal = Portal(id="one", name="甲", urls=("http://a.example/",), browser=browser)
    visit = Visit("one", role, in_column=True)
    leads = find_leads(response, visit, platforms()["generic"], portal.allows)
    assert needs_browser(response, visit, portal, platforms()["generic"], leads) == needed


def test_browser_without_windows_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    for name in ("google-chrome", "chromium", "chromium-headless-shell"):
        (tmp_path / name).touch(0o755)
        assert find_program("") == str(tmp_path / name)
