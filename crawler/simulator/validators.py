"""What servers say of the state of their files, and their answer to who has them already: 304 without a body."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from crawler.simulator.site import Request, Response

_FILES = (".html", ".htm", ".shtml", ".pdf", ".docx", ".xlsx", ".doc", ".txt", ".xml")
"""Answers to other addresses are made for each request, and state nothing."""


def with_validators(request: Request, response: Response) -> Response:
    """An answer with its ``ETag``, or that the client has it."""
    if response.status != 200 or response.wire or not request.path.endswith(_FILES):
        return response
    etag = f'"{hashlib.sha256(response.body).hexdigest()[:16]}"'
    headers = (*response.headers, ("ETag", etag))
    if request.headers.get("if-none-match") == etag:
        return replace(response, status=304, body=b"", headers=headers)
    return replace(response, headers=headers)
