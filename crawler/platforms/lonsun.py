"""龙讯 Lonsun: ``/public/column/{unit}`` shows categories by query; ``/site/label/8888`` gives the further pages."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from scrapy import Request
from scrapy.http import TextResponse

from crawler.platforms.answers import (
    AnswerError,
    as_html,
    asked_page,
    count_of,
    date_of,
    listing_html,
    read_json,
    text_of,
)
from crawler.platforms.base import MAX_LINKS, PageLink, Platform
from crawler.platforms.pagers import with_query

_LABEL = re.compile(r"""["'(]((?:https?:/)?[\w./-]{0,200}/site/label/\d{1,8})""")
_ANNUAL = re.compile(r"/public/column/\d{1,12}\?(?:.{0,300}&)?type=3(?:&|$)")
_UNIT = re.compile(r"/public/column/(\d{1,12})")
_COUNT = re.compile(r"""\bpageCount["']?\s{0,5}[:=]\s{0,5}["']?(\d{1,6})""")
_PARAMETERS = (
    "labelName", "siteId", "organId", "type", "catId", "catIds", "cId", "pageSize", "action", "isDate", "dateFormat",
    "length", "result", "file", "dataType", "isJson",
)  # fmt: skip
_DEFAULTS = {
    "IsAjax": "1",
    "dataType": "html",
    "labelName": "publicInfoList",
    "type": "4",
    "pageSize": "15",
    "action": "list",
}
_NEAR = 2_000
"""Characters behind the label's address, then before it, in which a script sets its parameters."""
_ESSENTIAL = ("siteId", "organId")


class Lonsun(Platform):
    """``/public/column/{unit}?type=4&action=list&catId=…`` lists ``/public/{unit}/{id}.html`` or ``/public/content/{id}``.

    A unit's report on a year may also be ``/public/column/{unit}?type=3&action=detail&title=2022``, or ``&timeFrame=2022``.
    """

    name = "lonsun"
    body = (".j-fontContent", ".wzcon")
    markers = (
        re.compile(r"/public/column/\d{1,12}\b"),
        re.compile(r"/public/(?:\d{1,12}/\d{1,12}\.html|content/\d{1,12}\b)"),
        re.compile(r"/site/label/\d{1,8}\b"),
        re.compile(r"\bpublicInfoList\b"),
    )
    answer = re.compile(r"/site/label/\d{1,8}(?:\?|$)")
    article = re.compile(
        r"/public/(?:\d{1,12}/\d{1,12}\.html|content/\d{1,12}(?:$|\?))"
        r"|/public/column/\d{1,12}\?(?=(?:.{0,300}&)?type=3(?:&|$))(?:.{0,300}&)?(?:title|timeFrame)=(?:19|20)\d\d(?:&|$)"
    )

    def links(self, response: TextResponse) -> list[PageLink]:
        """Links of a page; type 3 of what a unit discloses is its annual reports."""
        return [
            replace(link, annual=True) if not link.article and _ANNUAL.search(link.url) else link
            for link in super().links(response)
        ]

    def as_page(self, response: TextResponse) -> TextResponse:
        """An answer in JSON as a list; most are markup already."""
        if not self.is_answer(response) or response.text.lstrip()[:1] not in ("{", "["):
            return response
        return as_html(response, _entries(read_json(response)))

    def is_shell(self, response: TextResponse) -> bool:
        """A script fills the list of a category whose page names what it asks."""
        return self.is_answer(response) or _first_answer(response) is not None

    def next_pages(self, response: TextResponse) -> list[Request]:
        """What the page's script asks for; then answer by answer.

        A page that states how many there are holds the first itself; else that is asked for too.
        """
        if self.is_answer(response):
            return _next_answer(response)
        first = _first_answer(response)
        if first is None:
            return super().next_pages(response)
        stated = _COUNT.search(response.text)
        if stated is None or not any(link.article for link in self.links(response)):
            return [Request(first)]
        pages = int(stated[1])
        return [Request(with_query(first, pageIndex="2"), meta={"pages": pages})] if pages > 1 else []


def _first_answer(response: TextResponse) -> str | None:
    """Address of a category's first answer, from its page's script and own address."""
    source = response.text
    label, unit = _LABEL.search(source), _UNIT.search(response.url)
    if label is None or unit is None:
        return None
    asked = {name: values[-1] for name, values in parse_qs(urlsplit(response.url).query).items() if name in _PARAMETERS}
    near = source[label.end() : label.end() + _NEAR] + "\n" + source[max(label.start() - _NEAR, 0) : label.start()]
    written = {name: value for name in _PARAMETERS if (value := _parameter(near, name)) is not None}
    if not written.get("type", "").isdigit():  # that of a script element
        written.pop("type", None)
    values = {**_DEFAULTS, **written, "organId": unit[1], **asked}
    if any(not values.get(name) for name in _ESSENTIAL):
        return None
    return response.urljoin(f"{label[1]}?{urlencode({**values, 'pageIndex': '1'})}")


def _parameter(source: str, name: str) -> str | None:
    """Value that a script or an address gives a parameter of the label."""
    match = re.search(
        rf"""\b{name}["']?\s{{0,5}}[:=]\s{{0,5}}(?:["']([^"'<>\n]{{0,200}})["']|([\w./-]{{1,100}}))""", source
    )
    return (match[1] if match[1] is not None else match[2]) if match else None


def _next_answer(response: TextResponse) -> list[Request]:
    """The answer behind this one, up to the number of pages that the listing or an answer states."""
    page, stated = asked_page(response.url, "pageIndex"), _COUNT.search(response.text)
    meta = {"pages": int(stated[1])} if stated else _known_count(response)
    if "pages" in meta and page >= meta["pages"]:
        return []
    return [Request(with_query(response.url, pageIndex=str(page + 1)), meta=meta)]


def _known_count(response: TextResponse) -> dict[str, int]:
    """Number of pages that the request for an answer carries, if its listing stated one."""
    known = response.request.meta.get("pages") if response.request is not None else None
    return {"pages": known} if isinstance(known, int) else {}


def _entries(answer: dict[str, Any]) -> str:
    inner = answer.get("data")
    outer = inner if isinstance(inner, dict) else answer
    records = outer.get("data")
    if not isinstance(records, list):
        raise AnswerError("answer without data")
    listing = listing_html(
        (text_of(record, "link", "url"), text_of(record, "title"), date_of(record.get("publishDate")))
        for record in records[: MAX_LINKS + 1]
        if isinstance(record, dict)
    )
    pages = count_of(outer.get("pageCount"))
    # The number stays where the pager of an answer in markup has it.
    return listing + ("" if pages is None else f"<script>pageCount:{pages}</script>")
