"""Whose request is next, against a model that looks at every server: what the queue must do without looking at them all."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scrapy import Request
from scrapy.squeues import FifoMemoryQueue
from scrapy.utils.test import get_crawler
from twisted.internet.defer import Deferred

from crawler.browser.showing import SHELL
from crawler.network.turns import Downloader, FairQueue, slot_of

HOSTS = ("a.example", "b.example", "c.example", "d.example")
AT_ONCE = 2


@pytest.fixture(scope="module", autouse=True)
def nothing_comes_back() -> Iterator[None]:
    """Have Scrapy's own fetch wait for ever, so that a test says when a request comes back."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("scrapy.core.downloader.Downloader.fetch", lambda downloader, request: Deferred())
        yield


class Crawl:
    """A queue and its downloader."""

    def __init__(self) -> None:
        crawler = get_crawler(settings_dict={"DOWNLOAD_HANDLERS": dict.fromkeys(("ftp", "http", "https", "s3"))})
        self.downloader = Downloader(crawler)
        crawler.engine = SimpleNamespace(downloader=self.downloader)  # type: ignore[assignment]
        self.queue: FairQueue = FairQueue.from_crawler(crawler, FifoMemoryQueue, "")
        self.out: list[tuple[str, Deferred[Any]]] = []

    def push(self, host: str) -> None:
        self.queue.push(Request(f"http://{host}/"))

    def pop(self) -> str | None:
        """Host of the request that is handed out."""
        request = self.queue.pop()
        if request is None:
            return None
        self.out.append((slot_of(request), self.downloader.fetch(request)))
        return self.out[-1][0]

    def end(self, number: int) -> str | None:
        """Host of a request that comes back, if any is out."""
        if not self.out:
            return None
        host, fetched = self.out.pop(number % len(self.out))
        fetched.callback("an answer")
        assert fetched.result == "an answer"
        return host


class Model:
    """The law: of the servers with requests that wait and fewer than two out, one with the fewest; the longest such first."""

    def __init__(self) -> None:
        self.waiting: Counter[str] = Counter()
        self.out: Counter[str] = Counter()
        self.since: defaultdict[str, int] = defaultdict(int)
        self.now = 0

    def push(self, host: str) -> None:
        if not self.waiting[host]:
            self._changed(host)
        self.waiting[host] += 1

    def pop(self) -> str | None:
        able = [host for host in self.waiting if self.waiting[host] and self.out[host] < AT_ONCE]
        if not able:
            return None
        host = min(able, key=lambda host: (self.out[host], self.since[host]))
        self.waiting[host] -= 1
        self.out[host] += 1
        self._changed(host)
        return host

    def end(self, host: str) -> None:
        self.out[host] -= 1
        self._changed(host)

    def _changed(self, host: str) -> None:
        self.now += 1
        self.since[host] = self.now


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("push"), st.sampled_from(HOSTS)),
        st.tuples(st.just("pop"), st.none()),
        st.tuples(st.just("end"), st.integers(0, 7)),
    ),
    max_size=60,
)


@settings(max_examples=60, deadline=None)
@given(STEPS)
def test_queue_keeps_the_law(steps: list[tuple[str, Any]]) -> None:
    crawl, model = Crawl(), Model()
    for step, value in steps:
        match step:
            case "push":
                crawl.push(value)
                model.push(value)
            case "pop":
                assert crawl.pop() == model.pop()
            case "end" if (host := crawl.end(value)) is not None:
                model.end(host)
    assert len(crawl.queue) == model.waiting.total()


def test_server_that_answers_none_takes_two_places_and_no_more() -> None:
    crawl = Crawl()
    for _ in range(5):
        crawl.push("hangs.example")
    assert [crawl.pop() for _ in range(3)] == ["hangs.example", "hangs.example", None]
    crawl.push("other.example")
    assert crawl.pop() == "other.example"


def test_listing_overtakes_reports_of_its_server() -> None:
    crawl = Crawl()
    crawl.queue.push(Request("http://a.example/report"))
    crawl.queue.push(Request("http://a.example/listing", priority=10))
    handed_out = [crawl.queue.pop() for _ in range(2)]
    assert [request and request.url for request in handed_out] == [
        "http://a.example/listing",
        "http://a.example/report",
    ]


def test_downloader_counts_from_when_a_request_is_handed_out_until_it_has_come_back_or_failed() -> None:
    crawl = Crawl()
    fetched = crawl.downloader.fetch(Request("http://www.a.example/"))
    assert crawl.downloader.out == {"a.example": 1}
    fetched.errback(ValueError("refused"))
    assert crawl.downloader.out == {}
    fetched.addErrback(lambda failure: failure.trap(ValueError))


def test_page_in_the_browser_waits_beside_its_server() -> None:
    assert slot_of(Request("http://www.a.example./")) == "a.example"
    assert slot_of(Request("http://a.example/", meta={SHELL: {}})) == "a.example browser"
