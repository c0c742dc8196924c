"""Whole crawls in a process of their own, against servers that misbehave."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from crawler.platforms.base import MAX_LINKS
from tests.crawler.crawling import FAST, STAND_IN, Run, begin, crawl, scrapy
from tests.crawler.fault_server import Answer, Server, listing, report, serve

COLUMN = "/zfxxgknb/"
TITLE = "松汀镇人民政府2020年政府信息公开工作年度报告"


def endless(path: str) -> Answer:
    """A pager without end whose pages all list the same."""
    number = int(path.rpartition("=")[2] or 1) if "=" in path else 1
    return listing({"/a/1.html": TITLE}, more=f'<a href="{COLUMN}?page={number + 1}">下一页</a>')


def growing(path: str) -> Answer:
    """A pager without end whose pages list something new each time."""
    number = int(path.rpartition("=")[2]) if "=" in path else 1
    return listing({f"/a/{number}.html": TITLE}, more=f'<a href="{COLUMN}?page={number + 1}">下一页</a>')


def deeper(path: str) -> Answer:
    """A column whose only entry is a column below it."""
    return Answer(f'<title>政府信息公开年报</title><a href="{path}2020n/">2020年</a>')


def branching(path: str) -> Answer:
    """A listing whose entries have titles of reports and are listings themselves."""
    number = int(path.removeprefix("/t/").removesuffix(".html")) if path.startswith("/t/") else 1
    links = (f'<li><a href="/t/{n}.html">松汀镇2020年政府信息公开年报</a></li>' for n in (2 * number, 2 * number + 1))
    return Answer(f"<title>政府信息公开年报</title><ul>{''.join(links)}</ul>")


THREE = {f"/a/{number}.html": TITLE for number in (1, 2, 3)}
PORTALS = {
    "fine": {COLUMN: listing({"/a/1.html": TITLE, "/a/gone.html": TITLE}), "/a/1.html": report(), "/": Answer("首页")},
    "not_found": {COLUMN: Answer("<p>没有</p>", 404)},
    "server_error": {COLUMN: Answer("<p>错误</p>", 500)},
    "nothing": {COLUMN: Answer(wire="close")},
    "reset": {COLUMN: Answer(wire="reset")},
    "empty_body": {COLUMN: Answer("")},
    "self_linking": {COLUMN: endless, f"{COLUMN}?page=2": endless, "*": endless, "/a/1.html": report()},
    "robots_closed": {
        "/robots.txt": Answer("User-agent: *\nDisallow: /\n", content_type="text/plain"),
        COLUMN: listing({"/a/1.html": TITLE}),
    },
    "reports_closed": {
        "/robots.txt": Answer("User-agent: *\nDisallow: /a/\n", content_type="text/plain"),
        COLUMN: listing(THREE),
    },
    "robots_error": {"/robots.txt": Answer("", 503), COLUMN: listing({"/a/1.html": TITLE})},
    "offsite": {COLUMN: Answer("", 302, {"Location": "http://elsewhere.invalid/zfxxgknb/"})},
    "private": {COLUMN: Answer("", 302, {"Location": "http://10.0.0.1/zfxxgknb/"})},
    "redirect_loop": {COLUMN: Answer("", 302, {"Location": COLUMN})},
    "wall": {COLUMN: Answer("<p>请稍候</p>", 521, {"Server": "jiasule-waf"})},
    "stub": {COLUMN: Answer("<html><script>x()</script></html>")},
    "empty_column": {COLUMN: Answer("<html><title>政府信息公开年报</title><p>暂无内容</p></html>")},
    "broken_page": {COLUMN: listing({"/a/1.html": TITLE, "/a/2.html": TITLE}), "/a/1.html": report("BREAK"), "/a/2.html": report()},
    "one_failed": {COLUMN: listing(THREE), "/a/1.html": report(), "/a/2.html": Answer("", 500), "/a/3.html": report()},
    "one_refused": {COLUMN: listing({"/a/1.html": TITLE, "/a/2.html": TITLE}), "/a/1.html": Answer("<p>拒绝</p>", 400), "/a/2.html": report()},
    "one_stub": {COLUMN: listing({"/a/1.html": TITLE, "/a/2.html": TITLE}), "/a/1.html": report(), "/a/2.html": Answer("<html><script>x()</script></html>")},
    "all_gone": {COLUMN: listing(THREE)},
    "to_error_page": {COLUMN: listing(THREE), "/a/1.html": report(), "*": Answer("", 302, {"Location": "/404.html"}), "/404.html": Answer("<p>页面不存在</p>")},
    "to_listing": {COLUMN: listing(THREE), "/a/1.html": report(), "*": Answer("", 302, {"Location": COLUMN})},
    "to_each_other": {COLUMN: listing(THREE), "/a/1.html": report(), "*": Answer("", 302, {"Location": "/a/1.html"})},
    "bad_pager": {COLUMN: listing({"/a/1.html": TITLE}, more='<a href="http://[">2</a>'), "/a/1.html": report()},
    "repeated_page": {
        COLUMN: listing({"/a/1.html": TITLE}, more='<a href="p2.html">下一页</a>'),
        f"{COLUMN}p2.html": listing({"/a/1.html": TITLE}, more='<a href="p3.html">下一页</a>'),
        f"{COLUMN}p3.html": listing({"/a/2.html": TITLE}),
        "/a/1.html": report(),
        "/a/2.html": report(),
    },
    "empty_next_page": {
        COLUMN: listing({"/a/1.html": TITLE}, more='<a href="p2.html">下一页</a>'),
        f"{COLUMN}p2.html": Answer(""),
        "/a/1.html": report(),
    },
    "too_deep": {COLUMN: deeper, "*": deeper},
    "report_tree": {COLUMN: branching, "*": branching},
    "many_links": {COLUMN: listing({"/a/1.html": TITLE}, more='<a href="/x">地图</a>' * MAX_LINKS), "/a/1.html": report()},
}  # fmt: skip


@pytest.fixture(scope="module")
def servers() -> Iterator[dict[str, Server]]:
    with ExitStack() as stack:
        yield {
            name: stack.enter_context(serve(pages, f"127.66.0.{number}"))
            for number, (name, pages) in enumerate(PORTALS.items(), start=1)
        }


@pytest.fixture(scope="module")
def run(servers: dict[str, Server], tmp_path_factory: pytest.TempPathFactory) -> Run:
    """All the portals in one crawl: none of them may spoil another."""
    urls = ",".join(server.home.rstrip("/") + COLUMN for server in servers.values())
    return crawl(tmp_path_factory.mktemp("crawl"), "-a", f"url={urls}")


@pytest.fixture
def row(request: pytest.FixtureRequest, run: Run, servers: dict[str, Server]) -> dict[str, str]:
    server = servers[request.param]
    return run.rows[f"{server.host}:{server.port}"]


def outcomes() -> list[tuple[str, dict[str, str]]]:
    return [
        ("fine", {"state": "read", "reports": "1", "failed": "0, gone 1"}),
        ("not_found", {"state": "failed", "reports": "0", "failed": "1"}),
        ("server_error", {"state": "failed", "failed": "1"}),
        ("nothing", {"state": "failed", "failed": "1"}),
        ("reset", {"state": "failed", "failed": "1"}),
        ("empty_body", {"state": "failed"}),
        ("self_linking", {"state": "read", "reports": "1", "listings": "3"}),
        ("robots_closed", {"state": "closed by robots.txt", "listings": "0", "failed": "0"}),
        ("reports_closed", {"state": "closed by robots.txt", "listings": "1", "failed": "0, closed 3"}),
        ("robots_error", {"state": "failed", "listings": "0"}),
        ("offsite", {"state": "failed", "failed": "0, offsite 1"}),
        ("private", {"state": "failed", "failed": "0, offsite 1"}),
        ("redirect_loop", {"state": "failed", "failed": "1"}),
        ("wall", {"state": "blocked", "blocked": "1"}),
        ("stub", {"state": "blocked", "blocked": "1"}),
        ("empty_column", {"state": "read, no report pages found", "listings": "1", "faults": "empty_column 1"}),
        ("broken_page", {"state": "read", "reports": "1", "failed": "0, lost 1"}),
        ("one_failed", {"state": "partly failed", "reports": "2", "failed": "1"}),
        ("one_refused", {"state": "partly failed", "reports": "1", "failed": "1"}),
        ("one_stub", {"state": "partly blocked", "reports": "1", "blocked": "1"}),
        ("all_gone", {"state": "failed", "failed": "0, gone 3"}),
        ("to_error_page", {"state": "partly failed", "reports": "1", "rejected": "1 (other 1)", "failed": "1"}),
        ("to_listing", {"state": "partly failed", "reports": "1", "pages": "1", "failed": "2"}),
        ("to_each_other", {"state": "read", "reports": "1", "failed": "0"}),
        ("bad_pager", {"state": "read", "reports": "1", "failed": "0"}),
        ("repeated_page", {"state": "read", "reports": "2", "listings": "3"}),
        ("empty_next_page", {"state": "failed", "reports": "1", "failed": "1"}),
        ("too_deep", {"state": "cut short", "listings": "5"}),
        ("report_tree", {"state": "cut short", "listings": "63", "pages": "0"}),
        ("many_links", {"state": "cut short", "reports": "1"}),
    ]


@pytest.mark.parametrize(
    ("row", "expected"), outcomes(), indirect=["row"], ids=lambda value: value if isinstance(value, str) else ""
)
def test_each_fault_has_its_own_outcome(row: dict[str, str], expected: dict[str, str]) -> None:
    assert {key: row[key] for key in expected} == expected


def test_portals_end_alike_when_they_are_read_two_at_once(run: Run, servers: dict[str, Server], tmp_path: Path) -> None:
    urls = ",".join(server.home.rstrip("/") + COLUMN for server in servers.values())
    in_turn = crawl(tmp_path, "-a", f"url={urls}", "-s", "PORTALS_AT_ONCE=2", "-s", "STATS_DUMP=True")
    assert in_turn.rows == run.rows
    assert "portals_left_over" not in in_turn.err  # each was seen to be done, whatever its fault


def test_address_beyond_the_bound_is_counted(tmp_path: Path) -> None:
    entries = {"/a/1.html": TITLE, f"/a/{'0' * 100}.html": TITLE}
    with serve({COLUMN: listing(entries), "*": report()}, "127.66.1.1") as server:
        address = server.home.rstrip("/") + COLUMN
        run = crawl(tmp_path, "-a", f"url={address}", "-s", "URLLENGTH_LIMIT=100")
    row = run.rows[f"{server.host}:{server.port}"]
    assert (row["state"], row["reports"], row["faults"]) == ("cut short", "1", "cut_url 1")


def test_every_fault_is_expected_somewhere() -> None:
    assert {name for name, _ in outcomes()} == set(PORTALS)


def test_faults_of_some_portals_leave_the_reports_of_others(run: Run) -> None:
    assert len(run.items) == 15
    assert {item["portal"] for item in run.items} == {None}


def test_wall_is_shown_with_what_it_answered(run: Run, servers: dict[str, Server]) -> None:
    (line,) = (line for line in run.err.splitlines() if line.startswith(f"BLOCKED {servers['wall'].host}"))
    assert "加速乐: status 521; begins '<p>请稍候</p>'" in line


def test_lost_item_names_its_page_and_fails_the_run(run: Run, servers: dict[str, Server]) -> None:
    assert f"LOST: {servers['broken_page'].home}a/1.html" in run.err
    assert run.status == 1


def test_robots_is_asked_first_and_closed_means_closed(run: Run, servers: dict[str, Server]) -> None:
    assert set(servers["robots_closed"].asked) == {"/robots.txt"}
    assert servers["fine"].asked[0] == "/robots.txt"


def test_piped_output_has_no_control_characters(run: Run) -> None:
    assert "\x1b" not in run.err
    assert run.out == ""


def test_some_portals_failed_is_status_3(servers: dict[str, Server], tmp_path: Path) -> None:
    urls = f"{servers['fine'].home[:-1]}{COLUMN},{servers['not_found'].home[:-1]}{COLUMN}"
    assert crawl(tmp_path, "-a", f"url={urls}").status == 3


def test_nothing_read_is_status_1_and_leaves_the_old_feed_alone(servers: dict[str, Server], tmp_path: Path) -> None:
    (tmp_path / "out.json").write_text("old")
    run = crawl(tmp_path, "-a", f"url={servers['server_error'].home[:-1]}{COLUMN}")
    assert run.status == 1
    assert run.feed.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["out.json"]
    assert "Nothing could be read" in run.err


@pytest.mark.parametrize("robots", [Answer(wire="close"), Answer(wire="reset"), Answer("", 503)])
def test_portal_that_is_down_is_one_line_of_the_log(tmp_path: Path, robots: Answer) -> None:
    with serve({"/robots.txt": robots}) as server:
        run = crawl(tmp_path, "-a", f"url={server.home}")
    assert "Traceback" not in run.err
    (line,) = (line for line in run.err.splitlines() if "WARNING" in line and server.home in line)
    assert f"failed {server.home}: robots.txt: " in line


def test_feed_on_a_full_disk_fails_the_run_and_the_other_is_written(servers: dict[str, Server], tmp_path: Path) -> None:
    run = crawl(tmp_path, "-a", f"url={servers['self_linking'].home[:-1]}{COLUMN}", "-O", "/dev/full:csv")
    assert run.status == 1
    assert len(run.items) == 1
    assert "FEEDS NOT WRITTEN: 1" in run.err
    assert "Traceback" not in run.err


@pytest.mark.parametrize(
    ("feed", "message"),
    [
        ("nowhere://a.example/x.json", "nowhere is none of file, ftp"),
        ("ftp:///x.json", "without a hostname"),
        ("gs:///x.json", "no feed can be written to gs:///x.json"),
    ],
)
def test_feed_that_cannot_be_stored_is_wrong_usage(feed: str, message: str) -> None:
    with serve({"*": Answer("", 404)}) as server:
        done = scrapy("crawl", "yearly_reports", "-a", f"url={server.home}", "-O", feed)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert server.asked == []


def test_closed_by_robots_counts_as_read(servers: dict[str, Server], tmp_path: Path) -> None:
    assert crawl(tmp_path, "-a", f"url={servers['robots_closed'].home[:-1]}{COLUMN}").status == 0


def test_years_are_skipped_by_title_without_a_request(tmp_path: Path) -> None:
    pages = {
        COLUMN: listing({f"/a/{y}.html": f"松汀镇{y}年政府信息公开工作年度报告" for y in (2018, 2019)}),
        "*": report(),
    }
    with serve(pages | {"/robots.txt": Answer("", 404)}) as server:
        run = crawl(tmp_path, "-a", f"url={server.home}zfxxgknb/", "-a", "years=2019-2024")
    assert "/a/2018.html" not in server.asked
    assert [item["title"] for item in run.items] == ["松汀镇2019年政府信息公开工作年度报告"]


def test_home_page_leads_through_columns_to_reports(tmp_path: Path) -> None:
    nav = '<ul><li><a href="/xwzx/">新闻中心</a></li><li><a href="/zwgk/">政府信息公开</a></li></ul>'
    pages = {
        "/robots.txt": Answer("", 404),
        "/": Answer(f"<title>澹栖县人民政府</title>{nav}"),
        "/zwgk/": Answer(f'<title>政府信息公开</title>{nav}<a href="nb/">政府信息公开年报</a>'),
        "/zwgk/nb/": Answer(f'<title>政府信息公开年报</title>{nav}<a href="2020n/">2020年</a>'),
        "/zwgk/nb/2020n/": listing({"1.html": TITLE}, more=nav),
        "/zwgk/nb/2020n/1.html": report(),
    }
    with serve(pages) as server:
        run = crawl(tmp_path, "-a", f"url={server.home}")
    assert [item["url"] for item in run.items] == [f"{server.home}zwgk/nb/2020n/1.html"]
    assert "/xwzx/" not in server.asked


def test_named_page_of_prose_is_offered_although_its_frame_lists_reports(tmp_path: Path) -> None:
    sentence = "<p>松汀镇总体情况：本镇坚持把信息公开作为改进作风的重要举措，明确专人负责，按时更新各类信息内容。</p>"
    aside = listing({f"/a/{n}.html": TITLE for n in range(4)}, more=sentence * 10, title="松汀镇年报")
    with serve({"/robots.txt": Answer("", 404), "/old.asp": aside, "*": report()}) as server:
        run = crawl(tmp_path, "-a", f"url={server.home}old.asp")
    assert len(run.items) == 5


def test_one_report_listed_in_two_columns_is_fetched_once(tmp_path: Path) -> None:
    pages = {
        "/robots.txt": Answer("", 404),
        "/": Answer('<title>首页</title><a href="/nb/">政府信息公开年报</a><a href="/zfxxgknb/">信息公开年报</a>'),
        "/nb/": listing({"/a/1.html": TITLE}),
        "/zfxxgknb/": listing({"/a/1.html": TITLE}),
        "/a/1.html": report(),
    }
    with serve(pages) as server:
        crawl(tmp_path, "-a", f"url={server.home}")
    assert server.asked.count("/a/1.html") == 1


def test_one_connection_and_a_delay_for_each_host(tmp_path: Path) -> None:
    pages = {COLUMN: listing({f"/a/{n}.html": TITLE for n in range(5)}), "/robots.txt": Answer("", 404), "*": report()}
    with serve(pages) as server:
        crawl(tmp_path, "-a", f"url={server.home[:-1]}{COLUMN}", "-s", "DOWNLOAD_DELAY=0.2")
    assert set(server.together) == {1}
    assert min(server.spacing, server.usual_gap) > 0.08  # the delay varies by half


def test_endless_new_pages_are_cut_at_the_bound_and_said(tmp_path: Path) -> None:
    with serve({"/robots.txt": Answer("", 404), COLUMN: growing, "/a/1.html": report(), "*": growing}) as server:
        run = crawl(tmp_path, "-a", f"url={server.home[:-1]}{COLUMN}", "-s", "LOG_LEVEL=ERROR")
    assert run.rows[f"{server.host}:{server.port}"]["state"] == "cut short"
    assert run.status == 3


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-a", "portals=nowhere"], "no portal or group nowhere; scrapy portals list names all"),
        (["-a", "province=火星"], "no portal in province 火星; there are"),
        (["-a", "years=20x"], "years are 2021, 2019-2024"),
        (["-a", "years=2024-2019"], "the earlier one first"),
        (["-a", "year=2020"], "no argument year; there are portals, province, years, url"),
        (["-a", "url=ftp://a.example/"], "no http or https address"),
        (["-a", "url=@missing.txt"], "url list missing.txt can't be read"),
        (["-O", f"/{'x' * 300}.json"], "nothing can be written in /: File name too long"),
        (["-s", "DOWNLOAD_DELAY=slow"], "setting DOWNLOAD_DELAY is a number, not 'slow'"),
        (["-s", "DOWNLOAD_DELEY=5"], "no setting DOWNLOAD_DELEY; perhaps DOWNLOAD_DELAY"),
    ],
)
def test_wrong_usage_ends_at_once_with_status_2(arguments: list[str], message: str) -> None:
    done = scrapy("crawl", "yearly_reports", *arguments)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_unknown_spider_is_wrong_usage() -> None:
    done = scrapy("crawl", "yearly_report")
    assert done.returncode == 2
    assert "there are yearly_reports and archive" in done.stderr


def test_named_host_may_resolve_to_this_machine(tmp_path: Path) -> None:
    with serve(
        {COLUMN: listing({"/a/1.html": TITLE}), "/robots.txt": Answer("", 404), "/a/1.html": report()}
    ) as server:
        run = crawl(tmp_path, "-a", f"url=http://localhost:{server.port}{COLUMN}")
    assert (run.status, len(run.items)) == (0, 1)


def test_json_is_not_continued(tmp_path: Path) -> None:
    (tmp_path / "out.json").write_text("[]")
    done = scrapy("crawl", "yearly_reports", "-a", "url=http://127.0.0.1:9/", "-o", str(tmp_path / "out.json"))
    assert done.returncode == 2
    assert "use -O" in done.stderr


@pytest.mark.parametrize(("how", "partial"), [(signal.SIGKILL, False), (signal.SIGTERM, True)])
def test_killed_run_leaves_the_old_feed_alone(tmp_path: Path, how: signal.Signals, *, partial: bool) -> None:
    feed = tmp_path / "out.jsonl"
    feed.write_text("old\n")
    entries = {"/a/hang.html": TITLE, "/a/1.html": TITLE}  # the last one is asked for first, one at a time
    pages = {COLUMN: listing(entries), "/a/1.html": report(), "/a/hang.html": Answer(wire="hang"), "*": Answer("", 404)}
    with serve(pages) as server:
        arguments = ("-a", f"url={server.home[:-1]}{COLUMN}", "-O", str(feed), *FAST, *STAND_IN)
        with begin("crawl", "yearly_reports", *arguments, cwd=tmp_path) as process:
            _wait_for(lambda: len(server.asked) == 4)
            process.send_signal(how)
            server.release.set()
            assert process.wait(30) != 0
    assert feed.read_text() == "old\n"
    assert (tmp_path / "out.jsonl.partial").exists() == partial


def test_run_that_a_bound_of_scrapy_ends_is_not_finished(tmp_path: Path) -> None:
    (tmp_path / "out.json").write_text("old")
    with serve({"/robots.txt": Answer("", 404), "/a/1.html": report(), "*": growing}) as server:
        run = crawl(tmp_path, "-a", f"url={server.home[:-1]}{COLUMN}", "-s", "CLOSESPIDER_PAGECOUNT=3")
    assert run.status == 1
    assert "INTERRUPTED" in run.err
    assert run.feed.read_text() == "old"
    assert (tmp_path / "out.json.partial").exists()


def _wait_for(condition: object, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < end, "the crawl did not come so far"
        time.sleep(0.02)


def test_works_outside_of_the_project(tmp_path: Path) -> None:
    with serve(
        {"/robots.txt": Answer("", 404), COLUMN: listing({"/a/1.html": TITLE}), "/a/1.html": report()}
    ) as server:
        url = f"url={server.home[:-1]}{COLUMN}"
        done = scrapy("crawl", "yearly_reports", "-a", url, "-O", "out.jsonl", *FAST, *STAND_IN, cwd=tmp_path)
    assert done.returncode == 0
    assert json.loads((tmp_path / "out.jsonl").read_text("utf-8"))["url"].endswith("/a/1.html")
