"""Whether a page that the ledger knows is still what it was: its own bytes, then those of the documents read with it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from scrapy import Request
from scrapy.http import Response
from scrapy.settings import BaseSettings

from crawler.attachments import document_request
from crawler.books.books import NOTED
from crawler.keeping.recall import validators
from crawler.ledger import PageRecord
from crawler.visit import Visit
from crawler.walking.frontier import visiting

KNOWN = "known"
"""Key of a request's ``meta``: what the ledger knows of the page, which is asked for only if it has changed."""
DOCUMENT = "document"
"""Key of the ``meta`` of a request for a document of such a page: its number."""


def is_same(response: Response) -> bool:
    """Whether an answer says, or shows, that what was asked for has not changed."""
    known: PageRecord = response.meta[KNOWN]
    before = known.sha256 if DOCUMENT not in response.meta else known.documents[response.meta[DOCUMENT]]["sha256"]
    return response.status == 304 or hashlib.sha256(response.body).hexdigest() == before


def next_document(response: Response, visit: Visit, settings: BaseSettings) -> Request | None:
    """Request for the next document of a page; ``None`` after the last one."""
    known: PageRecord = response.meta[KNOWN]
    number = response.meta[DOCUMENT] + 1 if DOCUMENT in response.meta else 0
    if number == len(known.documents):
        return None
    document: Mapping[str, Any] = known.documents[number]
    request = document_request(document["url"], known.url, settings)
    request.headers.update(validators(document["etag"], document["last_modified"]))
    same = {
        key: response.meta[key] for key in (KNOWN, "identity", "handle_httpstatus_list", NOTED) if key in response.meta
    }
    return visiting(request.replace(meta={**request.meta, **same, DOCUMENT: number}, dont_filter=True), visit)


def page_anew(request: Request, visit: Visit) -> Request:
    """Request for the page itself, as if it were new, since a document of it is another now, or does not come."""
    known: PageRecord = request.meta[KNOWN]
    return visiting(Request(known.url, meta={"identity": request.meta["identity"]}, dont_filter=True), visit)
