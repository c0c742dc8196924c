from __future__ import annotations

import logging
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse
from scrapy.statscollectors import MemoryStatsCollector
from scrapy.utils.test import get_crawler

from crawler.books.books import Books
from crawler.books.outcome import CrawlOutcome
from crawler.platforms import PageLink, platforms
from crawler.portals import Portal, parse_portals
from crawler.urls import page_key
from crawler.visit import Visit
from crawler.walking.frontier import Frontier
from crawler.walking.walk import Walk
from extractors.errors import ConfigError

PAGES = Path(__file__).parent / "pages"


def open_books() -> Books:
    return Books(
        ["songting"], MemoryStatsCollector(get_crawler()), logging.LoggerAdapter(logging.getLogger("test"), {})
    )


def outcome(books: Books) -> Any:
    portal = Portal(id="songting", name="松汀", urls=("http://www.songting.example/",))
    return CrawlOutcome.from_stats(books.stats.get_stats(), [portal]).portals["songting"]


def test_bound_counts_what_is_cut_and_tells_it_once() -> None:
    books = open_books()
    within = [books.within("songting", "paged", 2, fault="cut_pages", url=f"http://a.example/{n}") for n in range(5)]
    assert within == [True, True, False, False, False]
    assert outcome(books).counts["cut"] == 3
    assert [fault.url for fault in books.findings["songting"].faults] == ["http://a.example/2"]


@pytest.mark.parametrize(
    ("role", "counted", "state"),
    [
        ("start", "failed", "failed"),
        ("column", "blocked", "blocked"),
        ("column", "gone", "read"),
        ("gateway", "failed", "partly failed"),
        ("column", "silent", "partly failed"),
        ("report", "blocked", "partly blocked"),
    ],
)
def test_what_is_missing_depends_on_what_the_page_was_for(role: Any, counted: str, state: str) -> None:
    books = open_books()
    books.count("songting", "listings")
    books.count("songting", "pages")
    link = PageLink("http://a.example/1.html", "年报")
    books.missed(Visit("songting", role, link=link), counted, "reset", Request(link.url), "it broke")
    assert outcome(books).state == state
    assert outcome(books).faults == {"reset": 1}


def walk_of(*portals: Portal) -> Walk:
    """The walk of a crawl of portals, its books open."""
    by_id = {portal.id: portal for portal in portals}
    walk = Walk(by_id, Frontier(by_id, None))
    stats = MemoryStatsCollector(get_crawler())
    walk.frontier.books = Books(by_id, stats, logging.LoggerAdapter(logging.getLogger()))
    return walk


def visited(recorded: str | None, family: str) -> tuple[str, Books]:
    """Family by which a column of ``family`` is read, where the record says ``recorded``; and the books after it."""
    portal = Portal(id="songting", name="松汀", urls=("http://www.songting.example/nb/",), platform=recorded)
    walk = walk_of(portal)
    body = (PAGES / family / "listing.html").read_bytes()
    response = HtmlResponse(portal.urls[0], body=body, encoding="utf-8")
    platform = walk.platform_of(response, Visit(portal.id, "column"))
    walk.conclude(portal.id)
    return platform.name, walk.books


@pytest.mark.parametrize(
    ("recorded", "seen", "read_as", "faults"),
    [
        (None, "vsb", "vsb", {}),
        ("vsb", "vsb", "vsb", {}),
        ("trs_wcm", "vsb", "vsb", {"family_changed": 1}),
        ("trs_wcm", "generic", "trs_wcm", {}),
    ],
)
def test_portal_that_has_moved_is_read_as_what_it_is_and_counted(
    recorded: str | None, seen: str, read_as: str, faults: dict[str, int]
) -> None:
    name, books = visited(recorded, seen)
    assert name == read_as
    assert outcome(books).faults == faults


@pytest.mark.parametrize("recorded", [None, "hanweb_jcms", "hanweb_xxgk"])
def test_report_of_another_family_than_the_rest_of_its_portal_is_read_as_what_it_is(recorded: str | None) -> None:
    portal = Portal(id="songting", name="松汀", urls=("http://www.songting.example/",), platform=recorded)
    walk = walk_of(portal)
    walk.books.findings[portal.id].saw_family("hanweb_jcms", ["/art/2021/1/7/art_1_2.html"])
    expected = tomllib.loads((PAGES / "hanweb_xxgk" / "expected.toml").read_text("utf-8"))
    body = b'<a href="/col/col1/index.html">menu</a>' + (PAGES / "hanweb_xxgk" / "listing.html").read_bytes()
    response = HtmlResponse(expected["url"], body=body, encoding="utf-8")
    assert walk.platform_of(response, Visit(portal.id, "report")).name == "hanweb_xxgk"


@pytest.mark.parametrize("done", [False, True], ids=["while the first is read", "when the first is done"])
def test_page_that_two_portals_name_is_read_for_one_and_told_of_the_other(done: bool) -> None:
    walk = walk_of(*(Portal(id=host, name=host, urls=(f"http://{host}/",)) for host in ("a.example", "b.example")))
    walk.frontier.came_to(Visit("a.example", "column"), page_key("http://c.example/nb/"))
    if done:
        walk.conclude("a.example")
    walk.dropped(Request("http://c.example/nb/"), Visit("b.example", "column"))
    (fault,) = walk.books.findings["b.example"].faults
    assert (fault.name, fault.detail) == ("shared", "is read for a.example")
    assert not walk.books.findings["a.example"].faults


def asked(addresses: Iterable[str]) -> tuple[Frontier, list[str]]:
    """A frontier that was asked for these reports, with a budget of ten; and what it gave."""
    portal = Portal(id="songting", name="松汀", urls=("http://www.songting.example/",))
    frontier = Frontier({portal.id: portal}, None)
    frontier.max_requests, frontier.books = 10, open_books()
    given = [
        request.url
        for address in addresses
        for request in frontier.ask(
            Visit(portal.id, "pager"), "report", PageLink(address, "年报"), platforms()["generic"], in_column=True
        )
    ]
    return frontier, given


def test_links_beyond_a_bound_are_counted_and_forgotten() -> None:
    frontier, given = asked(f"http://www.songting.example/{number}.html" for number in range(1_000))
    assert len(given) == 10
    assert len(frontier._asked["songting"]) < 50
    assert outcome(frontier.books).counts["cut"] == 990


def test_three_twins_of_a_report_are_kept() -> None:
    frontier, _ = asked(f"http://www.songting.example/1.html?isMobile={number}" for number in range(100))
    assert len(frontier._asked["songting"]) < 10
    assert outcome(frontier.books).faults == {"twin": 3}


def test_budget_is_a_key_of_the_record() -> None:
    record = '[yaoan]\nname = "某县"\ndivision = "532325"\nurls = ["http://www.songting.example/"]\nmax_requests = '
    (portal,) = parse_portals("yunnan.toml", record + "300")
    assert portal.max_requests == 300
    with pytest.raises(ConfigError, match="max_requests: must be at least 1"):
        parse_portals("yunnan.toml", record + "0")
