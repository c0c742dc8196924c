"""Gives every page the encoding that it is really in, by the rule of the extractors."""

from __future__ import annotations

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response, TextResponse
from w3lib.encoding import http_content_type_encoding

from crawler.books.books import NOTED, Books
from crawler.ledger import Note
from extractors.documents.web.encoding import decode


class EncodingMiddleware:
    """Below decompression, above everything that reads text: headers and meta tags are wrong too often."""

    def __init__(self, crawler: Crawler | None = None) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> EncodingMiddleware:
        """Build it as Scrapy does."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        """Give the same response with the encoding that decodes it."""
        if not isinstance(response, TextResponse) or not response.body:
            return response
        header = (response.headers.get("Content-Type") or b"").decode("latin-1")
        _, encoding = decode(response.body, header or None)
        claimed = http_content_type_encoding(header)
        if claimed not in (None, encoding) and not response.body.isascii():
            self._note(request, f"claims {claimed}, is {encoding}")
        return response if encoding == response.encoding else response.replace(encoding=encoding)

    def _note(self, request: Request, detail: str) -> None:
        books: Books | None = getattr(self.crawler.spider, "books", None) if self.crawler is not None else None
        if books is not None and (portal := request.meta.get("portal")) in books.findings:
            note = Note(fault="wrong_charset", url=request.url, detail=detail)
            books.note(portal, **note)
            request.meta.setdefault(NOTED, []).append(note)
