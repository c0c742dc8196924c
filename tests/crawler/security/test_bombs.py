"""A small answer must not become a large one: what is unpacked, sent without end or written without end is bounded."""

from __future__ import annotations

import gzip
import json
import time
import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import brotli
import pytest

from crawler.middlewares.wholeness import is_whole
from extractors.documents.web.encoding import decode
from tests.crawler.crawling import FAST, scrapy
from tests.crawler.fault_server import Answer, Server, listing, report, serve

try:
    from compression import zstd  # from Python 3.14 on
except ImportError:
    from backports import zstd

COLUMN = "/zfxxgknb/"
TITLE = "松汀镇人民政府2020年政府信息公开工作年度报告"
LARGE = bytes(30_000_000)
"""More than a page may have."""


def packed(encoding: str, body: bytes) -> dict[str, Any]:
    """A portal with a report whose page comes packed."""
    return {COLUMN: listing({"/a/1.html": TITLE}), "/a/1.html": Answer(body, headers={"Content-Encoding": encoding})}


def bombs() -> dict[str, dict[str, Any]]:
    once = gzip.compress(LARGE)
    own = report().body
    assert isinstance(own, str)
    return {
        "gzip": packed("gzip", once),
        "deflate": packed("deflate", zlib.compress(LARGE)),
        "br": packed("br", brotli.compress(LARGE, quality=5)),
        "zstd": packed("zstd", zstd.compress(LARGE)),
        "nested": packed("gzip, gzip", gzip.compress(once)),
        "headers": {COLUMN: listing({"/a/1.html": TITLE}), "/a/1.html": Answer(wire="headers")},
        "attachment": {
            COLUMN: listing({"/a/1.html": TITLE}),
            "/a/1.html": Answer(f'{own}<p><a href="/a.pdf">{TITLE}.pdf</a></p>'),
            "/a.pdf": Answer(gzip.compress(LARGE + LARGE), headers={"Content-Encoding": "gzip"}),
        },
        "address": {
            COLUMN: listing({f"/a/{'1' * 100_000}.html": TITLE, "/a/2.html": TITLE}),
            "/a/2.html": Answer("", 302, {"Location": f"/a/{'2' * 20_000}.html"}),
        },
    }


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[dict[str, Server], dict[str, Any]]]:
    """The servers, and what the run's report says of each."""
    folder = tmp_path_factory.mktemp("bombs")
    with ExitStack() as stack:
        servers = {
            name: stack.enter_context(serve(pages, f"127.69.0.{number}"))
            for number, (name, pages) in enumerate(bombs().items(), start=1)
        }
        urls = ",".join(server.home.rstrip("/") + COLUMN for server in servers.values())
        options = ("-s", f"RUN_REPORT={folder / 'run.json'}", "-O", str(folder / "out.json"))
        scrapy("crawl", "yearly_reports", *FAST, "-a", f"url={urls}", *options)
        told = {portal["id"]: portal for portal in json.loads((folder / "run.json").read_text("utf-8"))["portals"]}
        yield servers, {name: told[f"{server.host}:{server.port}"] for name, server in servers.items()}


@pytest.mark.parametrize("name", ["gzip", "deflate", "br", "zstd", "nested", "headers", "attachment"])
def test_bomb_is_too_large(name: str, crawled: tuple[dict[str, Server], dict[str, Any]]) -> None:
    assert crawled[1][name]["counts"].get("fault/too_large") == 1, crawled[1][name]


def test_address_without_end_is_not_asked_for(crawled: tuple[dict[str, Server], dict[str, Any]]) -> None:
    servers, told = crawled
    assert all(len(path) < 2_100 for path in servers["address"].asked)
    assert told["address"]["state"] != "read"


def test_time_to_see_whether_a_body_is_whole_does_not_grow_with_what_it_unpacks_to() -> None:
    pack = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = b"".join([*(pack.compress(LARGE) for _ in range(20)), pack.flush()])
    start = time.process_time()
    assert is_whole(bomb, 1_000_000)
    assert time.process_time() - start < 0.5


@pytest.mark.parametrize("charset", ["punycode", "idna", "utf-7", "unicode_escape", "undefined"])
def test_page_does_not_choose_a_codec_that_takes_for_ever_or_hides_markup(charset: str) -> None:
    page = b"\xff\xff<meta charset=%s>+ADw-b+AD4--" % charset.encode() + b"a" * 300_000
    start = time.process_time()
    text, encoding = decode(page, f"text/html; charset={charset}")
    assert time.process_time() - start < 2
    assert encoding != charset
    assert "<b>" not in text


def test_log_of_a_run_tells_a_trouble_once(tmp_path: Path) -> None:
    """A portal with thousands of broken links fills no disk."""
    links = {f"/a/{number}.html": TITLE for number in range(60)}
    with serve({COLUMN: listing(links), "/robots.txt": Answer("", 404), "*": Answer("", 500)}) as server:
        options = ("-s", "LOG_LEVEL=WARNING", "-O", str(tmp_path / "out.json"))
        run = scrapy("crawl", "yearly_reports", *FAST, "-a", f"url={server.home[:-1]}{COLUMN}", *options)
    told = [line for line in run.stderr.splitlines() if "status 500" in line]
    assert len(told) == 2
    assert told[1].endswith("(… 58 more)")
