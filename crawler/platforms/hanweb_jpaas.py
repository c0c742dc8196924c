"""大汉 JPAAS: the column page names *units*; its script asks for each, and the answer is JSON around markup."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from lxml import etree
from scrapy import Request
from scrapy.http import TextResponse

from crawler.platforms.answers import AnswerError, as_html, read_json
from crawler.platforms.base import Platform, same_site_request
from crawler.platforms.pagers import with_query

_ENDPOINT = "/front/page/build/unit"
_PAIR = re.compile(r"""["']?(\w{1,40})["']?\s{0,3}:\s{0,3}(?:'([^']{0,300})'|"([^"]{0,300})"|([^"',{}\s]{1,300}))""")
_ESSENTIAL = frozenset(("webId", "pageId", "tplSetId", "tagId"))
_LIST_TAG = re.compile(r"列表|list|分页|内容|ajax", re.IGNORECASE)
"""In a unit's name: 分页列表, 当前栏目_list, 内容1; other units are menus and breadcrumbs."""
_MAX_UNITS = 4
"""Lists of one column page that are asked for."""
_MAX_QUERY = 4_000
_PAGE_NUMBER = re.compile(r"""pageNo["']?\s?:\s?["']?(\d{1,6})""")


class HanwebJpaas(Platform):
    """``/xxgk/zfxxgknb/2021n/index.html`` lists ``./art/2023/art_<32 hex digits>.html``, once its script has run.

    The year in an article's path is that of its entry into the platform; migrated portals keep JCMS addresses.
    """

    name = "hanweb_jpaas"
    body = ("#zoom", ".article-content", ".bt_content", "#UCAP-CONTENT", "#con_con", "#ccontent")
    markers = (
        re.compile(r"""/art/(?:19|20)\d\d/art_[0-9a-f]{32}\.html"""),
        re.compile(r"jpaas-publish-server"),
        re.compile(r"""\bqueryData\s{0,3}=\s{0,3}["']\{"""),
        re.compile(r"\btplSetId\b"),
    )
    article = re.compile(r"/art/(?:19|20)\d\d/(?:\d{1,2}/\d{1,2}/)?art_\w{3,64}\.html(?:$|\?)")

    def as_page(self, response: TextResponse) -> TextResponse:
        """Markup in ``data.html`` of an answer, as it looks in its column page."""
        return as_html(response, _markup(read_json(response)), _column(response)) if _is_answer(response) else response

    def is_shell(self, response: TextResponse) -> bool:
        """Whether lists of a column page are still to be asked for."""
        return not _is_answer(response) and bool(_first_requests(response))

    def next_pages(self, response: TextResponse) -> list[Request]:
        """The lists of a column page; behind an answer, the next page of the same list."""
        if not _is_answer(response):
            return _first_requests(response) or super().next_pages(response)
        address = _page_after(response, response.url)
        return _requests(response, address, _column(response)) if address else []


def _is_answer(response: TextResponse) -> bool:
    return urlsplit(response.url).path.endswith(_ENDPOINT)


def _column(response: TextResponse) -> str:
    """Address of the column page that an answer is for; empty if it was asked for without one."""
    return str(response.request.meta.get("column", "")) if response.request is not None else ""


def _markup(answer: dict[str, Any]) -> str:
    data = answer.get("data")
    markup = data.get("html") if isinstance(data, dict) else data
    if not isinstance(markup, str):
        raise AnswerError(f"answer without data.html, code {str(answer.get('code'))[:20]}")
    return markup


def _first_requests(response: TextResponse) -> list[Request]:
    """Requests for a column page's lists: what its script asks, or what follows if the first page is printed already."""
    units = list(_units(response))
    lists = [unit for unit in units if _LIST_TAG.search(unit[1]["tagId"])] or units
    requests = []
    for url, query in lists[:_MAX_UNITS]:
        address = f"{url}?{urlencode(query, quote_via=quote)}"
        if len(lists) == 1 and _pager(response.selector.root) is not None:
            address = _page_after(response, address) or ""
        requests += _requests(response, address, response.url) if address else []
    return requests


def _requests(response: TextResponse, address: str, column: str) -> list[Request]:
    return [request.replace(meta={"column": column}) for request in same_site_request(response, address)]


def _units(response: TextResponse) -> Iterator[tuple[str, dict[str, str]]]:
    """(address, parameters) of each unit that a page names."""
    if _ENDPOINT not in response.text:
        return
    for element in response.selector.root.xpath("//*[@querydata][contains(@url, $endpoint)]", endpoint=_ENDPOINT):
        query = _stated(element)
        if query.keys() >= _ESSENTIAL:
            yield element.get("url"), query


def _stated(element: etree._Element) -> dict[str, str]:
    """Names and values in ``queryData``, which is written as an object of JavaScript."""
    written = (element.get("querydata") or "")[:_MAX_QUERY]
    return {name: single or double or bare for name, single, double, bare in _PAIR.findall(written)}


def _pager(root: etree._Element) -> tuple[int, int, int] | None:
    """(page, entries on a page, entries) that the pager of a list states, in attributes or in one for its script."""
    for element in root.xpath("//*[@count and @rows] | //*[contains(@querydata, 'count')]")[:_MAX_UNITS]:
        stated = {name: str(element.get(name) or "") for name in ("rows", "count")} | _stated(element)
        numbers = [stated[name].strip() for name in ("rows", "count")]
        page = (stated.get("pageNo") or element.get("pageno") or "").strip()
        if all(re.fullmatch("[0-9]{1,7}", number) for number in numbers) and int(numbers[0]):
            return (int(page) if re.fullmatch("[0-9]{1,6}", page) else 1), int(numbers[0]), int(numbers[1])
    return None


def _page_after(response: TextResponse, address: str) -> str | None:
    """Address of the page after this one, which ``address`` asks for; ``None`` where the pager states no further one."""
    pager = _pager(response.selector.root)
    if pager is None:
        return None
    page, rows, count = pager
    if number := _PAGE_NUMBER.search(dict(parse_qsl(urlsplit(address).query)).get("paramJson", "")):
        page = int(number[1])
    if page * rows >= count:
        return None
    return with_query(address, paramJson=json.dumps({"pageNo": page + 1, "pageSize": rows}, separators=(",", ":")))
