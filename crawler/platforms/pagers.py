"""Pagers: how a listing says where its next page is."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from lxml import etree
from scrapy.http import TextResponse

from crawler.platforms.markup import absolute, first_text
from extractors.text import squeeze

_NEXT = frozenset(
    ("下一页", "下页", "后一页", "下一頁", "下一页>", "下一页>>", "下一页»", "下页>", "next", "next>", "nextpage")
)

_TRS_CALL = re.compile(
    r"""createPageHTML\s{0,5}\(\s{0,5}(\d{1,6})\s{0,5},\s{0,5}(\d{1,6})\s{0,5},"""
    r"""\s{0,5}["'](\w{1,60})["']\s{0,5},\s{0,5}["'](\w{1,10})["']"""
)
_UCAP_CALL = re.compile(
    r"""createPageHTML\s{0,5}\(\s{0,5}["'][\w-]{1,60}["']\s{0,5},\s{0,5}(\d{1,6})\s{0,5},\s{0,5}(\d{1,6})\s{0,5},"""
    r"""\s{0,5}["'](\w{1,60})["']\s{0,5},\s{0,5}["'](\w{1,10})["']"""
)
_COUNT_PAGE = re.compile(r"\bcountPage\s{0,5}=\s{0,5}(\d{1,6})")
_CURRENT_PAGE = re.compile(r"\bcurrentPage\s{0,5}=\s{0,5}(\d{1,6})")
_WRITTEN_NAME = re.compile(
    r"""(?<!\w)(\w{1,60})_\\?["']\s{0,5}\+\s{0,5}\(?\s{0,5}\w{1,20}.{0,12}?\+\s{0,5}\\?["']\.(s?html?)"""
)
_NEAR = 20_000
"""Characters around the pager's variables in which its script names the pages: to search all of a page is slow."""


def next_link(root: etree._Element) -> str | None:
    """Address behind a link that says 下一页, as printed; script links don't count."""
    for link in root.iter("a"):
        href = (link.get("href") or "").strip()
        if not href or href.startswith("#") or href[:11].lower() == "javascript:":
            continue
        if squeeze(first_text(link, 20) or link.get("title") or "").lower() in _NEXT:
            return href
    return None


def script_pager(source: str, url: str) -> str | None:
    """Address of the next page where a script writes the pager; relative to ``url``, ``None`` on the last page.

    TRS WCM counts from zero, UCAP calls a function of the same name and counts from one: the arguments tell.

    >>> script_pager('createPageHTML(3, 0, "index", "html");', "http://a.example/b/")
    'index_1.html'
    >>> script_pager("createPageHTML('page_div', 3, 1, 'list', 'shtml', 40);", "http://a.example/b/list.shtml")
    'list_2.shtml'
    >>> script_pager("var currentPage = 1; var countPage = 2;", "http://a.example/b/index_1.html") is None
    True
    """
    if match := _TRS_CALL.search(source):
        total, current, prefix, ending = int(match[1]), int(match[2]), match[3], match[4]
        return f"{prefix}_{current + 1}.{ending}" if current + 1 < total else None
    if match := _UCAP_CALL.search(source):
        total, current, prefix, ending = int(match[1]), int(match[2]), match[3], match[4]
        return f"{prefix}_{current + 1}.{ending}" if current < total else None
    return _count_page(source, url)


def _count_page(source: str, url: str) -> str | None:
    total, current = _COUNT_PAGE.search(source), _CURRENT_PAGE.search(source)
    if total is None or current is None or int(current[1]) + 1 >= int(total[1]):
        return None
    near = source[max(total.start() - _NEAR, 0) : total.start() + _NEAR]
    if written := _WRITTEN_NAME.search(near):
        prefix, ending = written[1], written[2]
    else:
        name = urlsplit(url).path.rsplit("/", 1)[-1] or "index.html"
        prefix, _, ending = name.rpartition(".")
        prefix = re.sub(r"_\d{1,6}$", "", prefix) or "index"
    return f"{prefix}_{int(current[1]) + 1}.{ending}"


def numbered_link(root: etree._Element, response: TextResponse) -> str | None:
    """Address of page ``n + 1`` among numbered links, where ``n`` is the page that has no link of its own."""
    numbered: dict[int, str] = {}
    own: int | None = None
    for link in root.iter("a"):
        text = squeeze(first_text(link, 20))
        href = (link.get("href") or "").strip()
        if not (text.isascii() and text.isdigit() and len(text) <= 3):
            continue
        number = int(text)
        if not href or href.startswith("#") or absolute(response, href) == response.url:
            own = number
        elif href[:11].lower() != "javascript:":
            numbered.setdefault(number, href)
    if not numbered:
        return None
    current = own if own is not None else next(n for n in range(1, len(numbered) + 2) if n not in numbered)
    return numbered.get(current + 1)


def with_query(url: str, **values: str) -> str:
    """Address with some query parameters set.

    >>> with_query("http://a.example/p.jsp?col=1&startrecord=1", startrecord="46")
    'http://a.example/p.jsp?col=1&startrecord=46'
    """
    parts = urlsplit(url)
    query = [(key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True) if key not in values]
    return urlunsplit(parts._replace(query=urlencode([*query, *values.items()], safe="/")))
