"""Listings that their own script writes, in the real browser; what needs no browser is tested in ``test_shells.py``."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from crawler.browser.chromium import BrowserMissing, Chromium
from crawler.browser.shown_page import Given, Shown, Wanted
from crawler.simulator import Simulator, build_sites, plan_scripted_portals
from tests.crawler.crawling import FAST, PROJECT, STAND_IN, Run, environment, scrapy, scrapy_command
from tests.crawler.fault_server import Answer, Pages, Server, report, serve

pytestmark = pytest.mark.usefixtures("browser")

COLUMN = "/zfxxgknb/"
TITLE = "松汀镇人民政府2020年政府信息公开工作年度报告"
NO_ROBOTS = Answer("", 404)
GET_LIST = """fetch('/svc/list').then(a => a.json()).then(rows => {
  document.getElementById('list').innerHTML = rows.map(r => `<li><a href="/a/${r}.html">TITLE</a></li>`).join('');
});""".replace("TITLE", TITLE)
LATE = f"for (let n = 0; n < 3e8; n++); setTimeout(() => {{ {GET_LIST} }}, 2500);"
PIECEMEAL = """let n = 0;
function more() {
  document.getElementById('list').insertAdjacentHTML('beforeend', `<li><a href="/a/${++n}.html">TITLE</a></li>`);
  if (n < 5) setTimeout(more, 400);
}
fetch('/svc/list').then(more);""".replace("TITLE", TITLE)
GREEDY = GET_LIST + "for (let n = 0; n < 50; n++) fetch('/svc/more?' + n);"
PATIENT = ("-s", "DOWNLOAD_TIMEOUT=200")
"""Seconds after which a page's script is taken for endless: no slow machine comes near."""
ENDLESS = "without_end"
ELSEWHERE = "127.64.1.1"
ESCAPES = """
const other = 'http://OTHER/';
new Image().src = other + 'image.png';
navigator.sendBeacon(other + 'beacon', 'x');
fetch(other + 'data', {mode: 'no-cors'}).catch(() => 0);
try { new WebSocket('ws://OTHER/socket'); } catch (e) {}
document.body.insertAdjacentHTML('beforeend', `<iframe src="${other}frame"></iframe><form id="f" method="post" action="${other}form"></form>`);
const script = document.createElement('script'); script.src = other + 'script.js'; document.body.append(script);
const a = document.createElement('a'); a.href = '/own.zip'; a.download = 'own.zip'; document.body.append(a); a.click();
document.cookie = 'session=1';
window.open(other + 'window');
document.getElementById('f').submit();
setTimeout(() => { location.href = other + 'away'; }, 50);
"""


def shell(script: str) -> Answer:
    """A column whose list a script writes."""
    frame = '<html><title>政府信息公开年报</title><body><p>松汀县人民政府</p><ul id="list"></ul>'
    return Answer(f"{frame}<script>{script}</script></body></html>")


def data(*numbers: int) -> Answer:
    return Answer(json.dumps(numbers), content_type="application/json")


def portals(other: str) -> dict[str, Pages]:
    two = {"/svc/list": data(1, 2), "/a/1.html": report(), "/a/2.html": report()}
    return {
        "fine": {COLUMN: shell(GET_LIST), **two},
        "escapes": {COLUMN: shell(GET_LIST + ESCAPES.replace("OTHER", other)), "/own.zip": Answer("zip"), **two},
        "polling": {COLUMN: shell(GET_LIST + "setInterval(() => fetch('/svc/poll'), 5);"), "/svc/poll": data(), **two},
        "late": {COLUMN: shell(LATE), **two},
        "piecemeal": {COLUMN: shell(PIECEMEAL), "/svc/list": data(), "*": report()},
        "greedy": {COLUMN: shell(GREEDY), **two, "*": data()},
        "closed": {
            "/robots.txt": Answer("User-agent: *\nDisallow: /svc/\n", content_type="text/plain"),
            COLUMN: shell(GET_LIST),
        },
        "data_gone": {COLUMN: shell(GET_LIST), "/svc/list": Answer("", 500)},
        "walled": {COLUMN: shell(GET_LIST), "/svc/list": Answer("<p>请稍候</p>", 521, {"Server": "jiasule-waf"})},
        "library": {COLUMN: shell(f"</script><script src='http://{other}/lib.js'></script><script>lib({GET_LIST!r})")},
        "lists_nothing": {COLUMN: shell(GET_LIST), "/svc/list": data()},
        ENDLESS: {COLUMN: shell("fetch('/svc/list'); while (true) {}"), "/svc/list": data()},
        "too_large": {
            COLUMN: shell("document.body.append('x'.repeat(3e6)); fetch('/svc/list');"),
            "/svc/list": data(),
        },
    }


@dataclass
class Here:
    """A browser without a crawl."""

    chromium: Chromium
    loop: asyncio.Runner
    """That it lives in."""

    def show(self, *scripts: str) -> list[Shown]:
        """Show shells; whatever they ask for is an empty list."""

        async def fetch(wanted: Wanted) -> Given:
            return Given(200, {"content-type": "application/json"}, b"[]")

        async def show_all() -> list[Shown]:
            pages = [shell(script).body.encode() for script in scripts]
            bounds = {"pages": 3, "size": 10_000, "seconds": 200}
            shows = (self.chromium.show("http://a.example/", page, "utf-8", fetch, **bounds) for page in pages)
            return await asyncio.gather(*shows)

        return self.loop.run(show_all())

    def go(self, url: str) -> None:
        """Open an address in a tab that nobody stands before."""

        async def go() -> None:
            page = await (await self.chromium._started()).new_page()
            try:
                await page.goto(url)
            finally:
                await page.close()

        self.loop.run(go())


@pytest.fixture(scope="module")
def browser() -> Iterator[Here]:
    """Skip where there is none, or none that starts."""
    with asyncio.Runner() as loop:
        here = Here(Chromium("", "nianbao", step=20, pages=4), loop)
        try:
            here.show("")
            yield here
        except BrowserMissing as missing:
            pytest.skip(str(missing))
        finally:
            loop.run(here.chromium.close())


def browse(folder: Path, url: str, *arguments: str) -> Run:
    """Crawl with the stand-in for the extractors; time enough for a machine that does much else."""
    feed = folder / "out.json"
    options = (*FAST, *PATIENT, *STAND_IN, "-s", f"RUN_REPORT={folder / 'run.json'}", *arguments)
    done = scrapy("crawl", "yearly_reports", *options, "-a", f"url={url}", "-O", str(feed), timeout=300)
    return Run(done.returncode, done.stdout, done.stderr, feed)


def run_report(run: Run) -> list[dict[str, Any]]:
    portals: list[dict[str, Any]] = json.loads((run.feed.parent / "run.json").read_text("utf-8"))["portals"]
    return portals


@pytest.fixture(scope="module")
def servers(browser: Here) -> Iterator[dict[str, Server]]:
    with ExitStack() as stack:
        other = stack.enter_context(serve({"*": Answer("x()", content_type="text/javascript")}, ELSEWHERE))
        started = {
            name: stack.enter_context(serve({"/robots.txt": NO_ROBOTS, **pages}, f"127.64.0.{number}"))
            for number, (name, pages) in enumerate(portals(f"{other.host}:{other.port}").items(), start=1)
        }
        yield {**started, "other": other}


@pytest.fixture(scope="module")
def run(servers: dict[str, Server], tmp_path_factory: pytest.TempPathFactory) -> Run:
    """All that end by themselves in one crawl: none may spoil another."""
    urls = ",".join(server.home[:-1] + COLUMN for name, server in servers.items() if name not in ("other", ENDLESS))
    return browse(tmp_path_factory.mktemp("browser"), urls, "-s", "DOWNLOAD_MAXSIZE=2000000")


@pytest.fixture(scope="module")
def told(run: Run, servers: dict[str, Server]) -> dict[str, dict[str, Any]]:
    names = {f"{server.host}:{server.port}": name for name, server in servers.items()}
    return {names[portal["id"]]: portal for portal in run_report(run)}


@pytest.mark.parametrize(
    ("name", "state", "faults"),
    [
        ("fine", "read", set()),
        ("escapes", "read", set()),
        ("polling", "read", set()),
        ("late", "read", set()),
        ("piecemeal", "read", set()),
        ("greedy", "cut short", {"cut_pages"}),
        ("closed", "closed", {"robots_closed"}),
        ("data_gone", "failed", {"server_error"}),
        ("walled", "blocked", {"wall"}),
        ("library", "failed", {"offsite"}),
        ("lists_nothing", "failed", {"silent_column"}),
        ("too_large", "failed", {"too_large"}),
    ],
)
def test_each_ends_under_its_own_name(told: dict[str, dict[str, Any]], name: str, state: str, faults: set[str]) -> None:
    assert ({fault["name"] for fault in told[name]["faults"]}, told[name]["state"]) == (faults, state)


def test_script_without_end_ends(servers: dict[str, Server], tmp_path: Path) -> None:
    run = browse(tmp_path, servers[ENDLESS].home[:-1] + COLUMN, "-s", "DOWNLOAD_TIMEOUT=3")
    (portal,) = run_report(run)
    assert ([fault["name"] for fault in portal["faults"]], portal["state"]) == (["timeout"], "failed")


@pytest.mark.parametrize("name", ["fine", "escapes", "polling", "late", "piecemeal", "greedy"])
def test_what_the_script_lists_is_read(run: Run, servers: dict[str, Server], name: str) -> None:
    home = servers[name].home
    found = {item["url"].removeprefix(home) for item in run.items if item["url"].startswith(home)}
    assert found == {f"a/{number}.html" for number in range(1, 6 if name == "piecemeal" else 3)}


def test_page_itself_is_asked_for_once(run: Run, servers: dict[str, Server]) -> None:
    assert sorted(servers["fine"].asked) == ["/a/1.html", "/a/2.html", "/robots.txt", "/svc/list", COLUMN]


def test_nothing_leaves_the_portal(run: Run, servers: dict[str, Server]) -> None:
    assert servers["other"].asked == []
    assert "/own.zip" not in servers["escapes"].asked


def test_requests_of_a_page_are_bounded(run: Run, servers: dict[str, Server]) -> None:
    assert servers["polling"].asked.count("/svc/poll") < 40


def test_data_that_robots_closes_is_not_asked_for(run: Run, servers: dict[str, Server]) -> None:
    assert servers["closed"].asked == ["/robots.txt", COLUMN]


def test_requests_of_a_page_wait_their_turn(tmp_path: Path) -> None:
    script = "for (const n of [1, 2, 3, 4]) fetch('/svc/list?' + n);" + GET_LIST
    pages = {"/robots.txt": NO_ROBOTS, COLUMN: shell(script), "*": data(), "/svc/list": data(1), "/a/1.html": report()}
    with serve(pages) as server:
        browse(tmp_path, f"{server.home[:-1]}{COLUMN}", "-s", "DOWNLOAD_DELAY=0.2")
    assert len(server.asked) == 8
    assert set(server.together) == {1}
    assert min(server.spacing, server.usual_gap) > 0.09  # the delay varies by half


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_crawl_ends_though_its_browser_was_ended_with_it() -> None:
    def end(path: str) -> Answer:
        os.killpg(crawl.pid, signal.SIGTERM)
        return data(1)

    with serve({"/robots.txt": NO_ROBOTS, COLUMN: shell(GET_LIST), "/svc/list": end, "*": report()}) as server:
        command = scrapy_command(
            "crawl", "yearly_reports", *FAST, *PATIENT, *STAND_IN, "-a", f"url={server.home[:-1]}{COLUMN}"
        )
        with subprocess.Popen(
            command, cwd=PROJECT, env=environment(), stderr=subprocess.DEVNULL, start_new_session=True
        ) as crawl:
            try:
                crawl.wait(200)
            finally:
                crawl.kill()
    assert "/svc/list" in server.asked
    assert running(crawl.pid) == []


def running(group: int) -> list[str]:
    """Processes of a group, but for those that have ended and wait for whoever inherited them to hear of it."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            name, _, rest = stat.read_text().partition("(")[2].rpartition(")")
            state, _, own = rest.split()[:3]
            if int(own) == group and state != "Z":
                found.append(name)
    return found


def test_every_report_of_scripted_portals_is_found_from_the_home_page(tmp_path: Path) -> None:
    with Simulator(build_sites(plan_scripted_portals(2, range(2020, 2023), seed="browser"))) as simulator:
        urls = ",".join(portal.home for portal in simulator.portals)
        feed = tmp_path / "out.json"
        done = scrapy("crawl", "yearly_reports", *FAST, *PATIENT, "-a", f"url={urls}", "-O", str(feed), timeout=300)
        expected = {it["url"] for portal in simulator.portals for it in portal.truth if it["is_report"]}
        agents = {request.headers["user-agent"] for log in simulator.log.values() for request in log}
        cookies = [request for log in simulator.log.values() for request in log if "cookie" in request.headers]
    assert {item["url"] for item in json.loads(feed.read_text("utf-8"))} == expected
    assert (done.returncode, len(agents), cookies) == (0, 1, [])
    assert agents.pop().startswith("nianbao/")


ADD = "document.getElementById('list').insertAdjacentHTML('beforeend', '<li><a href=x>x</a></li>')"
SCRIPTS = {
    f"let n = 0; function more() {{ {ADD}; if (++n < 30) requestAnimationFrame(more); }} more();": (30, False),
    f"let n = 0; function more() {{ {ADD}; if (++n < 30) requestIdleCallback(more); }} more();": (30, False),
    f"let n = 0; function more() {{ {ADD}; if (++n < 15) setTimeout(more, 1500); }} more();": (15, False),
    f"const start = performance.now(); while (performance.now() < start + 1500); {ADD}": (1, False),
    f"const start = new Date(); while (new Date().getTime() < start.getTime() + 1500); {ADD}": (1, False),
    f"if (new Date(2020, 1) instanceof Date && Date.now() > 1e12) {ADD}": (1, False),
    f"fetch('/svc').then(() => document.write('<p id=list>')); setTimeout(() => {ADD}, 1000)": (1, False),
    f"setInterval(() => {ADD}, 500)": (120, True),
    f"{ADD}; async function more() {{ for (;;) await fetch('/svc').catch(() => 0); }} more();": (1, False),
    f"{ADD}; for (let n = 0; n < 50_000; n++) fetch('/svc');": (1, True),
}
"""Script of a page → links that it has when it stands, and whether more would have followed."""


def test_page_stands_when_its_own_time_brings_nothing_new(browser: Here) -> None:
    shown = browser.show(*SCRIPTS)
    assert [(each.pages[0].count('<a href="x"'), each.cut) for each in shown] == list(SCRIPTS.values())


TURN = """let n = 0;
function turn() { n++; document.getElementById('list').innerHTML = `<li><a href="/a/${n}.html">x</a></li><li>` + MORE; }
turn();"""
BUTTONS = {
    "`<a onclick='turn()'>下一页 &gt;</a>`": (3, True),
    "`<button class='btn-next' onclick='turn()'></button>`": (3, True),
    "`<p class='pager'><a href='javascript:turn()'>${n + 1}</a></p>`": (3, True),
    "`<button onclick='turn()' ${n > 1 ? 'disabled' : ''}>下一页</button>`": (2, False),
    "`<a href='/list_2.html' onclick='turn()'>下一页</a>`": (1, False),
    "`<a onclick='0'>下一页</a>`": (1, False),
    "`<a onclick='turn()'>下一页</a>` + 'x'.repeat(8000)": (2, True),
}
"""What stands below a list → pages shown, and whether there are more than the bound on pages or on markup lets through."""


def test_buttons_are_turned_until_nothing_new_comes_or_a_bound(browser: Here) -> None:
    shown = browser.show(*(TURN.replace("MORE", button) for button in BUTTONS))
    assert [(len(each.pages), each.cut) for each in shown] == list(BUTTONS.values())


def test_browser_has_no_network_of_its_own(browser: Here) -> None:
    with serve({"*": Answer("reached")}) as server:
        for host in (server.host, "localhost"):
            with pytest.raises(Exception, match="ERR_"):
                browser.go(f"http://{host}:{server.port}/")
    assert server.asked == []
