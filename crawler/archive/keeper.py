"""What a crawl tells its archive: answers, pages that may be reports, documents that did not come."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from contextlib import suppress
from http import HTTPStatus
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit, urlunsplit
from weakref import WeakKeyDictionary

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.utils.defer import deferred_from_coro

from crawler.archive.notes import Missed, missed_note, page_note
from crawler.archive.writer import ArchiveWriter, Exchange
from crawler.items import ReportPage
from crawler.network.redirects import ARRIVED

logger = logging.getLogger(__name__)

RECORD = "archive_record"
"""Key of a request's ``meta``: the id of the answer's record."""
WANTED_FOR = "wanted_for"
"""Key of a request for a page's document: when the page was there. A replay gives the document of that time."""
FAILED = "archive_failed"
"""Why the spider is closed where the disk takes no more."""
_SECRETS = frozenset((b"cookie", b"authorization", b"proxy-authorization"))
_HOP_BY_HOP = frozenset((b"transfer-encoding", b"connection", b"keep-alive"))
_HTML = "text/html; charset=utf-8"
_keepers: WeakKeyDictionary[Crawler, ArchiveKeeper | None] = WeakKeyDictionary()
_T = TypeVar("_T")


class ArchiveKeeper:
    """Writes the archive of one crawl. Where a record can't be written, the crawl ends: nothing that it fetches may be lost unseen."""

    def __init__(self, crawler: Crawler, writer: ArchiveWriter) -> None:
        self.crawler = crawler
        self.writer = writer
        self.failed = False
        crawler.signals.connect(self.close, signal=signals.spider_closed)

    @classmethod
    def of(cls, crawler: Crawler) -> ArchiveKeeper | None:
        """The keeper of a crawl, the same for all its parts; ``None`` where ``ARCHIVE`` names no folder."""
        if crawler not in _keepers:
            folder = crawler.settings.get("ARCHIVE")
            _keepers[crawler] = cls(crawler, _writer(crawler, Path(folder))) if folder else None
        return _keepers[crawler]

    def keep_answer(self, request: Request, response: Response, date: str) -> str:
        """Keep an answer as it came from the network: id of its record. :exc:`OSError` if that can't be done."""
        exchange = Exchange(
            uri=response.url,
            date=date,
            asked=_request_head(request),
            asked_body=request.body,
            status=response.status,
            head=_response_head(response),
            body=response.body,
            address=str(response.ip_address) if response.ip_address else None,
        )
        return self._write(lambda: self.writer.write_exchange(exchange))

    def keep_page(self, page: ReportPage, response: Response) -> None:
        """Keep what the crawl knows of a page; and the page, where it is not what the network gave."""
        meta = response.request.meta if response.request is not None else {}
        record, date = meta.get(RECORD), page.fetched_at or meta[ARRIVED]

        def write() -> None:
            about = record
            if record is None or page.body != response.body:
                about = self.writer.write_conversion(page.url, date, page.body, page.content_type or _HTML, record)
            self.writer.write_note(page.url, date, page_note(page), about)

        with suppress(OSError):  # the page is read all the same, in a crawl that ends
            self._write(write)

    def keep_missed(self, url: str, date: str, missed: Missed) -> None:
        """Keep why a document did not come."""
        with suppress(OSError):  # as above
            self._write(lambda: self.writer.write_note(url, date, missed_note(missed)))

    def close(self) -> None:
        """Finish the last file."""
        try:
            self.writer.close()
        except OSError as error:
            self._fail(error)

    def _write(self, write: Callable[[], _T]) -> _T:
        if self.failed:
            raise OSError("the archive has failed before")
        try:
            return write()
        except OSError as error:
            self._fail(error)
            raise

    def _fail(self, error: OSError) -> None:
        """End the crawl, with a status that says so."""
        if self.failed:
            return
        self.failed = True
        assert self.crawler.stats is not None
        self.crawler.stats.inc_value("lost")
        logger.critical("The archive in %s can't be written: %s", self.writer.folder, error.strerror or error)
        if self.crawler.engine is not None and self.crawler.engine.spider is not None:
            deferred_from_coro(self.crawler.engine.close_spider_async(reason=FAILED))


def _writer(crawler: Crawler, folder: Path) -> ArchiveWriter:
    agent = str(crawler.settings.get("USER_AGENT"))
    information = {"software": agent.split(" ")[0], "http-header-user-agent": agent}
    if crawler.settings.getbool("ROBOTSTXT_OBEY"):
        information["robots"] = "obey"
    return ArchiveWriter(folder, file_size=crawler.settings.getint("ARCHIVE_FILE_SIZE"), information=information)


def _request_head(request: Request) -> bytes:
    """Head of a request as it was sent, but for secrets, and what the connection alone needs."""
    parts = urlsplit(request.url)
    target = urlunsplit(("", "", parts.path or "/", parts.query, ""))
    lines = [f"{request.method} {target} HTTP/1.1".encode()]
    if b"Host" not in request.headers:
        lines.append(f"Host: {parts.netloc.rpartition('@')[2]}".encode())
    return _head([*lines, *_lines(request.headers.items(), _SECRETS)])


def _response_head(response: Response) -> bytes:
    """Head of an answer; what told how its body was sent does not hold for the body that is stored."""
    phrase = next((status.phrase for status in HTTPStatus if status == response.status), "")
    lines = [f"{response.protocol or 'HTTP/1.1'} {response.status} {phrase}".encode()]
    left_out = _HOP_BY_HOP
    if response.headers.get("Content-Length") != str(len(response.body)).encode():
        left_out = left_out | {b"content-length"}
        lines.append(f"Content-Length: {len(response.body)}".encode())
    return _head([*lines, *_lines(response.headers.items(), left_out)])


def _lines(headers: Iterable[tuple[bytes, list[bytes]]], left_out: frozenset[bytes]) -> list[bytes]:
    """Header lines but for some."""
    return [
        name + b": " + b" ".join(value.splitlines())
        for name, values in headers
        if name.lower() not in left_out
        for value in values
    ]


def _head(lines: list[bytes]) -> bytes:
    return b"\r\n".join((*lines, b"", b""))
