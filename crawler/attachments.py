"""Fetches the documents of a page, with all the manners of the crawl: hosts, robots.txt, delays, walls, bounds."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import Any

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.settings import BaseSettings
from scrapy.spidermiddlewares.httperror import HttpError

from crawler.archive.keeper import WANTED_FOR, ArchiveKeeper
from crawler.archive.notes import Missed
from crawler.books.books import NOTED, Books
from crawler.books.faults import LASTING, name_fault
from crawler.documents import is_ended
from crawler.filenames import stated_name
from crawler.items import ReportPage
from crawler.keeping.recall import stated
from crawler.ledger import Note
from crawler.pipelines.errors import UnfinishedReport
from extractors.documents import sniff
from extractors.report import Attachment


@dataclass(frozen=True, slots=True)
class Fetched:
    """A document, or why it did not come."""

    attachment: Attachment
    """With type and digest of the bytes."""
    data: bytes = b""
    failure: str = ""
    """``gone: status 404``; empty if it came."""


class AttachmentFetcher:
    """Fetches the documents of a crawl's pages."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.keeper = ArchiveKeeper.of(crawler)

    async def fetch(self, attachment: Attachment, page: ReportPage) -> Fetched:
        """Ask for one document as a reader of the page would: some servers give it to nobody else.

        :exc:`~crawler.pipelines.errors.UnfinishedReport` if the crawl was ended.
        """
        if is_ended(self.crawler):
            raise UnfinishedReport
        try:
            request = self._request(attachment, page)
        except ValueError as error:  # an address that is none
            return Fetched(attachment, failure=f"bad_status: {error}")
        if not self._affords(page, request.url):
            return self._missed(attachment, page, request, "cut_requests", "the portal's budget is spent")
        assert self.crawler.engine is not None
        try:
            response = await self.crawler.engine.download_async(request)
            page.noted += response.meta.get(NOTED, ())
            if response.status != 200:
                raise HttpError(response, f"status {response.status}")
        except Exception as error:  # noqa: BLE001  whatever ends a request has a name
            fault, detail = name_fault(error), str(error) or type(error).__name__
            if isinstance(error, HttpError):
                detail = f"status {error.response.status}"
            self.note(page, fault, request.url, detail)
            return self._missed(attachment, page, request, fault, detail)
        known = {"etag": stated(response, "ETag"), "last_modified": stated(response, "Last-Modified")}
        digest = hashlib.sha256(response.body).hexdigest()
        page.documents.append({"url": attachment.url, **known, "sha256": digest})
        if not response.body.strip():
            self.note(page, "document_unread", request.url, "no bytes")
            return Fetched(attachment, failure="empty: no bytes")
        return _fetched(attachment, response)

    def note(self, page: ReportPage, fault: str, url: str, detail: str) -> None:
        """Note what went wrong, in the portal's books and with the page."""
        books: Books | None = getattr(self.crawler.spider, "books", None)
        if books is not None and page.portal is not None:
            note = Note(fault=fault, url=url, detail=detail)
            books.note(page.portal.id, **note)
            page.noted.append(note)

    def _missed(self, attachment: Attachment, page: ReportPage, request: Request, fault: str, detail: str) -> Fetched:
        """A document that did not come. The archive is told why, and the next run asks again where that may help."""
        if fault not in LASTING:
            page.documents.append({"url": attachment.url, "etag": None, "last_modified": None, "sha256": None})
        if self.keeper is not None and page.fetched_at is not None:
            self.keeper.keep_missed(request.url, page.fetched_at, Missed(page.url, page.fetched_at, fault, detail))
        return Fetched(attachment, failure=f"{fault}: {detail}")

    def _request(self, attachment: Attachment, page: ReportPage) -> Request:
        request = document_request(attachment.url, page.url, self.crawler.settings)
        request.meta[WANTED_FOR] = page.fetched_at
        if page.portal is not None:
            request.meta["portal"] = page.portal.id
        return request.replace(callback=NO_CALLBACK)

    def _affords(self, page: ReportPage, url: str) -> bool:
        frontier = getattr(self.crawler.spider, "frontier", None)
        return frontier is None or page.portal is None or frontier.affords(page.portal.id, url)


def document_request(url: str, page: str, settings: BaseSettings) -> Request:
    """Request for a document as a reader of its page makes it. :exc:`ValueError` for an address that is none."""
    meta: dict[str, Any] = {
        "attachment": True,
        "download_maxsize": settings.getint("ATTACHMENT_MAXSIZE", 50_000_000),
        "download_timeout": settings.getfloat("ATTACHMENT_TIMEOUT", 300.0),
    }
    return Request(url, headers={"Referer": page}, meta=meta)


def _fetched(attachment: Attachment, response: Response) -> Fetched:
    known = replace(
        attachment,
        name=attachment.name or stated_name(response.headers.get("Content-Disposition")),
        media_type=sniff(response.body),
        sha256=hashlib.sha256(response.body).hexdigest(),
    )
    return Fetched(known, response.body)
