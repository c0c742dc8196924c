"""Manners, measured at the server: robots.txt first, one connection, a delay; and no portal waits for another's trouble."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from threading import Event

import pytest

from tests.crawler.crawling import Run, crawl
from tests.crawler.fault_server import Answer, Server, listing, report, serve
from tests.crawler.shared_host import SHARED

COLUMN = "/zfxxgknb/"
TITLE = "松汀镇人民政府2020年政府信息公开工作年度报告"
DELAY = 0.2
PORTALS = 3
CHAIN = 6
"""Pages of a listing."""


def townships(number: int) -> dict[str, Answer]:
    """One portal's column and reports, on the shared host."""
    folder = f"/town{number}{COLUMN}"
    return {
        folder: listing({f"{folder}{n}.html": TITLE for n in (1, 2)}),
        **{f"{folder}{n}.html": report() for n in (1, 2)},
    }


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Run]]:
    """Portals that redirect to one host, which closes one folder of the third."""
    robots = Answer(f"User-agent: *\nDisallow: /town3{COLUMN}2.html\n", content_type="text/plain")
    pages: dict[str, Answer] = {"/robots.txt": robots}
    for number in range(1, PORTALS + 1):
        pages |= townships(number)
    with ExitStack() as stack:
        server = stack.enter_context(serve(dict(pages), SHARED))
        homes = [
            stack.enter_context(
                serve({COLUMN: Answer("", 302, {"Location": f"{server.home}town{n}{COLUMN}"})}, f"127.64.0.{n}")
            ).home
            for n in range(1, PORTALS + 1)
        ]
        urls = ",".join(home[:-1] + COLUMN for home in homes)
        settings = ("-s", f"DOWNLOAD_DELAY={DELAY}", "-s", "SPIDER_MODULES=shared_host")
        yield server, crawl(tmp_path_factory.mktemp("shared"), "-a", f"url={urls}", *settings)


def test_portals_that_redirect_to_one_host_share_its_connection_and_its_delay(shared: tuple[Server, Run]) -> None:
    server, run = shared
    assert len(run.items) == 2 * PORTALS - 1
    assert set(server.together) == {1}
    assert min(server.spacing, server.usual_gap) > DELAY / 2 - 0.02  # varied by half


def test_robots_of_a_shared_host_is_asked_once_and_first_and_holds_for_all(shared: tuple[Server, Run]) -> None:
    server, _ = shared
    assert server.asked[0] == "/robots.txt"
    assert server.asked.count("/robots.txt") == 1
    assert f"/town3{COLUMN}2.html" not in server.asked


@pytest.mark.parametrize("wire", ["drip", "hang"])
def test_portal_that_hangs_keeps_no_other_waiting(tmp_path: Path, wire: str) -> None:
    robots = {"/robots.txt": Answer("", 404)}
    with ExitStack() as stack:
        slow = stack.enter_context(
            serve({**robots, COLUMN: Answer("年报" * 500, wire=wire), "/nb/": listing({})}, "127.64.1.1")
        )
        pages = {**robots, COLUMN: listing({f"/a/{n}.html": TITLE for n in range(5)}), "*": report()}
        others = [stack.enter_context(serve(dict(pages), f"127.64.1.{n}")) for n in (2, 3)]
        urls = ",".join([slow.home[:-1] + COLUMN, f"{slow.home}nb/", *(other.home[:-1] + COLUMN for other in others)])
        run = crawl(tmp_path, "-a", f"url={urls}", "-s", "DOWNLOAD_TIMEOUT=8")
    assert len(run.items) == 10
    assert slow.asked == ["/robots.txt", COLUMN, "/nb/"]
    after_the_time_was_up = slow.times[-1]
    assert all(max(other.times) < after_the_time_was_up for other in others)


def test_portal_with_many_reports_that_hang_takes_no_place_from_another(tmp_path: Path) -> None:
    """The chain of pages begins when the other portal's first report hangs, and that hangs until the chain has ended."""
    robots = {"/robots.txt": Answer("", 404)}
    arrived: list[str] = []
    hangs, ended = Event(), Event()

    def hang(path: str) -> Answer:
        arrived.append("report")
        hangs.set()
        ended.wait(5)
        return report()

    def page(path: str) -> Answer:
        hangs.wait(5)
        arrived.append("page")
        number = int(path.removesuffix(".html").rpartition("p")[2])
        if number == CHAIN:
            ended.set()
            return listing({})
        return listing({f"/a/{number}.html": TITLE}, more=f'<a href="/nb/p{number + 1}.html">下一页</a>')

    many = {f"/a/{n}.html": TITLE for n in range(100)}
    chain = {f"/nb/p{n}.html": page for n in range(1, CHAIN + 1)}
    with ExitStack() as stack:
        first = stack.enter_context(serve({**robots, COLUMN: listing(many), "*": hang}, "127.64.1.4"))
        second = stack.enter_context(serve({**robots, **chain, "*": report()}, "127.64.1.5"))
        urls = f"{first.home[:-1]}{COLUMN},{second.home}nb/p1.html"
        run = crawl(tmp_path, "-a", f"url={urls}", "-s", "CONCURRENT_REQUESTS=8", "-s", "DOWNLOAD_TIMEOUT=20")
    assert arrived[: CHAIN + 1].count("report") == 1
    assert len(run.items) == 100 + CHAIN - 1


@pytest.mark.parametrize(
    ("asked", "items", "faults"), [("0.5", 3, "0"), ("3600", 0, "crawl_delay 1"), ("soon", 3, "0")]
)
def test_delay_that_robots_asks_for_is_kept_up_to_a_bound(tmp_path: Path, asked: str, items: int, faults: str) -> None:
    robots = Answer(f"User-agent: *\nCrawl-delay: {asked}\n", content_type="text/plain")
    pages = {"/robots.txt": robots, COLUMN: listing({f"/a/{n}.html": TITLE for n in range(3)}), "*": report()}
    with serve(pages, "127.64.1.6") as server:
        run = crawl(tmp_path, "-a", f"url={server.home[:-1]}{COLUMN}")
    assert (len(run.items) if run.feed.exists() else 0) == items
    assert [row["faults"] for row in run.rows.values()] == [faults]
    if asked == "0.5":
        # As a whole: a request that is late on its way stands nearer to the next one.
        assert server.times[-1] - server.times[0] > 0.45 * (len(server.times) - 1)
