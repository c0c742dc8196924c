"""Gives every page the encoding that it is really in, by the rule of the extractors."""

from __future__ import annotations

from scrapy import Request
from scrapy.http import Response, TextResponse

from extractors.documents.encoding import decode


class EncodingMiddleware:
    """Below decompression, above everything that reads text: headers and meta tags are wrong too often."""

    def process_response(self, request: Request, response: Response) -> Response:
        """Give the same response with the encoding that decodes it."""
        if not isinstance(response, TextResponse) or not response.body:
            return response
        header = response.headers.get("Content-Type")
        _, encoding = decode(response.body, header.decode("latin-1") if header else None)
        return response if encoding == response.encoding else response.replace(encoding=encoding)
