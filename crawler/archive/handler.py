"""Answers every request of a replay out of its archive. It has no network at all."""

from __future__ import annotations

from typing import Any

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes

from crawler.archive.index import ArchiveIndex
from crawler.archive.keeper import WANTED_FOR
from crawler.archive.reading import BadArchive, Record
from crawler.network.errors import NotArchived
from crawler.network.redirects import ARRIVED

ANSWER = "archived_answer"
"""Key of a request's ``meta``: number of its answer in the index; without it the one nearest in time."""
_CHANGED = frozenset(("content-encoding", "transfer-encoding", "content-length"))
"""Headers that tell of bytes as they were sent; those here are unpacked."""
_REASONS = {"truncated": "the archive holds only the beginning", "too_large": "larger than any page"}


class ArchiveDownloadHandler:
    """Stands in for the network, for a spider that has an ``index``."""

    lazy = True

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ArchiveDownloadHandler:
        """Build it as Scrapy does."""
        return cls(crawler)

    async def download_request(self, request: Request) -> Response:
        """Give what the archive holds. :exc:`~crawler.network.errors.NotArchived`."""
        spider: Any = self.crawler.spider
        index: ArchiveIndex = spider.index
        answer = request.meta.get(ANSWER) or _find(index, request)
        if answer is None:
            raise NotArchived("not_archived", "the archive lacks it")
        try:
            record = index.read(answer)
        except (BadArchive, LookupError) as error:
            raise NotArchived("not_archived", str(error)) from error
        if record.problem is not None:
            raise NotArchived(record.problem, _REASONS[record.problem])
        request.meta[ARRIVED] = record.date
        return _response(request, record)

    async def close(self) -> None:
        """Nothing is open: the index is the spider's."""


def _find(index: ArchiveIndex, request: Request) -> int | None:
    """Answer to a request for a page's document: what the crawl noted of it comes first."""
    url, date = request.url.partition("#")[0], request.meta.get(WANTED_FOR)
    page = (request.headers.get("Referer") or b"").decode("latin-1")
    if (missed := index.missed(url, page, date)) is not None:
        raise NotArchived(missed.fault, missed.detail)
    return index.find(url, date) if request.method == "GET" else None


def _response(request: Request, record: Record) -> Response:
    headers = Headers(
        {
            name: [value.encode("latin-1") for value in values]
            for name, values in record.headers.items()
            if name not in _CHANGED
        }
    )
    if not record.headers and record.content_type:
        headers["Content-Type"] = record.content_type
    body = record.body or b""
    kind = responsetypes.from_args(headers=headers, url=request.url, body=body)
    return kind(request.url, status=record.status or 200, headers=headers, body=body, request=request)
