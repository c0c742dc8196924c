"""开普云 UCAP: the first page of a list is static; a script asks for the others, or static pages count from one."""

from __future__ import annotations

import re
from typing import Any

from scrapy import Request
from scrapy.http import TextResponse

from crawler.platforms.answers import (
    AnswerError,
    as_html,
    asked_page,
    count_of,
    date_of,
    following_html,
    listing_html,
    read_json,
    text_of,
)
from crawler.platforms.base import MAX_LINKS, Platform
from crawler.platforms.pagers import with_query

_CHANNEL = re.compile(
    r"""\bchannelid["']?\s{0,5}(?:content\s{0,3}=|[:=])\s{0,5}["']([0-9a-f]{16,40})["']""", re.IGNORECASE
)
_PATH = re.compile(r"""["'`](/(?:common/search|searchList|search)/)(?:[0-9a-f]{16,40}|["']\s{0,5}\+|\$\{)""")
_STATIC = re.compile(r"""createPageHTML\s{0,5}\(\s{0,5}["']""")
_PAGE_SIZE = 100
_FIRST_PAGE = 10
"""Entries from which a static first page may be cut; shorter ones are seldom made."""


class Ucap(Platform):
    """``/{site}/c123456/list.shtml`` lists ``/{site}/c123456/202201/{32 hex}.shtml``."""

    name = "ucap"
    body = ("ucapcontent",)
    markers = (
        re.compile(r"/(?:c\d{3,9}|[\w-]{1,60})/(?:19|20)\d{4}/(?:[0-9a-f]{32}|c\d{2}_\d{1,12})\.s?html"),
        re.compile(r"<UCAP(?:TITLE|CONTENT)\b", re.IGNORECASE),
        _CHANNEL,
        re.compile(r"""/(?:common/search|searchList)/"""),
    )
    answer = re.compile(r"/(?:common/search|searchList|search)/[0-9a-f]{16,40}(?:\?|$)")
    article = re.compile(r"/[\w-]{1,60}/(?:19|20)\d{4}/(?:[0-9a-f]{32}|c\d{2}_\d{1,12})\.s?html(?:$|\?)")

    def as_page(self, response: TextResponse) -> TextResponse:
        """An answer of the search as a list with a link to the answer that follows."""
        return as_html(response, _entries(read_json(response), response.url)) if self.is_answer(response) else response

    def is_shell(self, response: TextResponse) -> bool:
        """A script fills the list of a page that names what it asks."""
        return self.is_answer(response) or _search(response) is not None

    def next_pages(self, response: TextResponse) -> list[Request]:
        """Static pages where the page calls for them; else the search, from its beginning: the static page may be old."""
        if self.is_answer(response) or _STATIC.search(response.text):
            return super().next_pages(response)
        search = _search(response)
        if search is not None:
            return [search]
        return super().next_pages(response) or self._unnamed_search(response)

    def _unnamed_search(self, response: TextResponse) -> list[Request]:
        """The usual search, where a script elsewhere names it and the static page looks cut."""
        channel = _CHANNEL.search(response.text)
        entries = sum(link.article for link in self.links(response))
        return [_request(response, "/common/search/", channel[1])] if channel and entries >= _FIRST_PAGE else []


def _search(response: TextResponse) -> Request | None:
    """Request that the page's own script makes."""
    channel, path = _CHANNEL.search(response.text), _PATH.search(response.text)
    return _request(response, path[1], channel[1]) if channel and path else None


def _request(response: TextResponse, path: str, channel: str) -> Request:
    query = f"_isAgg=true&_isJson=true&_pageSize={_PAGE_SIZE}&_template=index&page=1"
    return Request(response.urljoin(f"{path}{channel}?{query}"))


def _entries(answer: dict[str, Any], url: str) -> str:
    data = answer.get("data")
    results = data.get("results") if isinstance(data, dict) else None
    if not isinstance(data, dict) or not isinstance(results, list):
        raise AnswerError("answer without results")
    records = [record for record in results[: MAX_LINKS + 1] if isinstance(record, dict)]
    listing = listing_html(
        (_address(record), text_of(record, "title"), date_of(record.get("publishedTimeStr"))) for record in records
    )
    page, total = asked_page(url, "page"), count_of(data.get("total"))
    # A server that gives fewer than were asked for says so in ``rows``.
    size = count_of(data.get("rows")) or _PAGE_SIZE
    if not results or (total is not None and page * size >= total):
        return listing
    return listing + following_html(with_query(url, page=str(page + 1)))


def _address(record: dict[str, Any]) -> str:
    """Address of an entry's page, else of the first document that is all it has."""
    if address := text_of(record, "url"):
        return address
    attached = record.get("resList")
    first = attached[0] if isinstance(attached, list) and attached else None
    return text_of(first, "url", "filePath", "path") if isinstance(first, dict) else ""
