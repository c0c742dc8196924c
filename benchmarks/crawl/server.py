"""Portals on loopback that cost next to nothing to serve: one column each, its pages the simulator's reports, composed before.

    python -m benchmarks.crawl.server PORTALS REPORTS PAGES      # prints its port, serves until its standard input ends

Portal *n* has an address of its own, a column of ``REPORTS`` reports, and no robots.txt. There are ``PAGES`` different pages, dealt
out in turn.
"""

from __future__ import annotations

import asyncio
import resource
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from crawler.simulator import build_sites, plan_portals
from crawler.simulator.site import Request

SMALLEST = 30_000
"""Bytes; the real pages known to us have 30 to 160 kB."""
_COLUMN = "/zfxxgknb/"
_YEARS = range(2019, 2025)
_SOME = 50
"""Simulated portals that are built at once."""
_PROJECT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Served:
    """What a running server serves."""

    port: int
    portals: int
    reports: int
    """Of each portal."""

    @property
    def columns(self) -> list[str]:
        """Address of each portal's column."""
        return [f"http://{host(number)}:{self.port}{_COLUMN}" for number in range(self.portals)]

    @property
    def pages(self) -> list[str]:
        """Addresses of all reports."""
        return [column + _name(number) for column in self.columns for number in range(self.reports)]


@contextmanager
def serving(portals: int, reports: int, pages: int) -> Iterator[Served]:
    """Serve from a process of its own, until the block ends."""
    command = [sys.executable, "-m", "benchmarks.crawl.server", str(portals), str(reports), str(pages)]
    with subprocess.Popen(command, cwd=_PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            yield Served(int(process.stdout.readline()), portals, reports)
        finally:
            process.stdin.close()


def host(number: int) -> str:
    """Loopback address of a portal."""
    return f"127.91.{number // 200}.{number % 200 + 1}"


def _name(number: int) -> str:
    return f"202101/t20210120_{10_000 + number}.html"


class Site:
    """The answers of all portals."""

    def __init__(self, portals: int, reports: int, pages: Sequence[bytes]) -> None:
        self._pages = [_answer(page) for page in pages]
        self._columns = [_answer(_column(number, reports)) for number in range(portals)]
        self._numbers = {host(number): number for number in range(portals)}
        self._reports = {f"{_COLUMN}{_name(number)}": number for number in range(reports)}
        self._missing = _answer(b"<html><body><h1>404</h1></body></html>", "404 Not Found")

    def answer(self, address: str, path: str) -> bytes:
        """Whole answer of a portal."""
        portal = self._numbers[address]
        if path == _COLUMN:
            return self._columns[portal]
        if (number := self._reports.get(path)) is None:
            return self._missing
        return self._pages[(portal * len(self._reports) + number) % len(self._pages)]


def report_pages(number: int, smallest: int = SMALLEST) -> list[bytes]:
    """Different pages that hold a whole report, the same for every run."""
    pages: list[bytes] = []
    for some in count(1):
        portals = plan_portals(some * _SOME, _YEARS, seed="benchmark")[-_SOME:]
        for site in build_sites(portals):
            for path, truth in site.truths:
                if truth["is_report"] and truth["document_url"] is None:
                    page = site.pages[path](Request("GET", path)).body
                    if len(page) >= smallest:
                        pages.append(page)
                    if len(pages) == number:
                        return pages
    raise AssertionError("unreachable: the simulator plans as many portals as it is asked for")


def _column(portal: int, reports: int) -> bytes:
    """Page that lists a portal's reports."""
    name = f"第{portal + 1}县"
    entries = "".join(
        f'<li><a href="{_COLUMN}{_name(number)}">{name}第{number + 1}镇2020年政府信息公开工作年度报告</a>'
        "<span>2021-01-20</span></li>"
        for number in range(reports)
    )
    title = f"政府信息公开年报_{name}人民政府"
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title></head><body>'
        f'<div class="position">当前位置：首页 &gt; 政府信息公开年报</div><ul class="list">{entries}</ul></body></html>'
    ).encode()


def _answer(body: bytes, status: str = "200 OK") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: text/html\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


class _Connection(asyncio.Protocol):
    """Answers one request after another; a bare protocol, so that the server is not what is measured."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._got = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._address: str = transport.get_extra_info("sockname")[0]

    def data_received(self, data: bytes) -> None:
        self._got += data
        while b"\r\n\r\n" in self._got:
            head, _, self._got = self._got.partition(b"\r\n\r\n")
            path = head.split(b" ", 2)[1].decode("ascii")
            self._transport.write(self._site.answer(self._address, path))


async def _serve(site: Site, hosts: Sequence[str]) -> None:
    loop = asyncio.get_running_loop()
    first = await loop.create_server(lambda: _Connection(site), hosts[0])
    port: int = first.sockets[0].getsockname()[1]
    if hosts[1:]:
        await loop.create_server(lambda: _Connection(site), hosts[1:], port)
    print(port, flush=True)
    await asyncio.to_thread(sys.stdin.read)


def main() -> None:
    """Serve until standard input ends."""
    portals, reports, pages = map(int, sys.argv[1:])
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))  # a socket for each portal, and one for each connection
    site = Site(portals, reports, report_pages(pages))
    asyncio.run(_serve(site, [host(number) for number in range(portals)]))


if __name__ == "__main__":
    main()
