"""The next page of a listing that names only its last page, or only which page of how many it is."""

from __future__ import annotations

import re
from itertools import islice
from urllib.parse import parse_qsl, urlsplit

from lxml import etree
from scrapy import Request
from scrapy.http import TextResponse

from crawler.platforms.markup import absolute, first_text
from crawler.platforms.pagers import link_saying
from extractors.text import squeeze

_LAST = frozenset(("尾页", "末页", "最后一页", "最末页", "最后页", "尾頁", "末頁", "last", "尾页>>", "末页>>"))
_NUMBER_AT_END = re.compile(r"(?<!\d)(\d{1,4})(?=\D{0,12}$)")
_POSITIONS = (
    re.compile(r"第(?P<page>\d{1,5})页[^\d页]{0,6}共?(?P<pages>\d{1,5})页"),
    re.compile(r"共(?P<pages>\d{1,5})页[^页]{0,15}?第(?P<page>\d{1,5})页"),
    re.compile(r"页次[::]?(?P<page>\d{1,5})/(?P<pages>\d{1,5})"),
    re.compile(r"(?<![\d/.-])(?P<page>\d{1,5})/(?P<pages>\d{1,5})页"),
)
_PAGES = re.compile(r"共(\d{1,5})页")
_MAX_PLACES = 40


def page_after(response: TextResponse) -> Request | None:
    """Request for the next page, counted from this one's address towards that of the link 尾页.

    >>> from scrapy.http import HtmlResponse
    >>> body = '<p>共7页 <a href="list_7.html">尾页</a></p>'.encode()
    >>> page_after(HtmlResponse("http://a.example/nb/list.html", body=body, encoding="utf-8")).url
    'http://a.example/nb/list_2.html'
    """
    href = link_saying(response.selector.root, _LAST)
    last = absolute(response, href) if href else None
    if last is None or last == response.url:
        return None
    shape = _around_number(last, response.url)
    if shape is None:
        return None
    before, number, after = shape
    own = response.url[len(before) : len(response.url) - len(after)]
    if response.url == before + own + after and own.isascii() and own.isdigit():
        return Request(f"{before}{int(own) + 1}{after}") if int(own) < number else None
    return _second(before, number, after, pages_stated(response))


def _second(before: str, last: int, after: str, pages: int | None) -> Request | None:
    """Request for what follows a first page whose own address has no number: the second is 2, or 1 where 0 is first."""
    if pages == last + 1 or last == 1:
        return Request(f"{before}1{after}")
    if pages is None:
        return Request(f"{before}1{after}", meta={"instead": f"{before}2{after}"})
    return Request(f"{before}2{after}")


def _around_number(last: str, own: str) -> tuple[str, int, str] | None:
    """Address of the last page cut around its number: the one parameter, or the end of the path, that is not ours."""
    there, here = urlsplit(last), urlsplit(own)
    if there.netloc != here.netloc:
        return None
    if there.path == here.path:
        known = dict(parse_qsl(here.query))
        other = [name for name, text in parse_qsl(there.query) if known.get(name) != text]
        match = re.search(rf"(?<=[?&]){re.escape(other[0])}=(\d{{1,4}})(?=&|$)", last) if len(other) == 1 else None
        start, end = match.span(1) if match else (0, 0)
    else:
        match = _NUMBER_AT_END.search(there.path) if there.path.startswith(here.path.rpartition("/")[0]) else None
        offset = last.index(there.path, len(there.scheme) + 3 + len(there.netloc)) if match else 0
        start, end = (offset + match.start(1), offset + match.end(1)) if match else (0, 0)
    return (last[:start], int(match[1]), last[end:]) if match else None


def position(response: TextResponse) -> tuple[int, int] | None:
    """(page, pages) as a listing prints it: 第1页/共6页, 页次：1/6, 1/6页; ``None`` where it does not."""
    for text in _pager_texts(response.selector.root):
        for pattern in _POSITIONS:
            if match := pattern.search(text):
                page, pages = int(match["page"]), int(match["pages"])
                if 1 <= page <= pages:
                    return page, pages
    return None


def pages_stated(response: TextResponse) -> int | None:
    """Number of pages that a listing states."""
    if found := position(response):
        return found[1]
    return next((int(m[1]) for text in _pager_texts(response.selector.root) if (m := _PAGES.search(text))), None)


def _pager_texts(root: etree._Element) -> list[str]:
    """Squeezed texts around what speaks of pages; numbers in them often stand in elements of their own."""
    places = root.iterfind(".//*")
    speaking = (
        element
        for element in places
        if element.tag not in ("a", "script", "style", "option") and _speaks_of_pages(element)
    )
    return [squeeze(first_text(element, 300)) for element in islice(speaking, _MAX_PLACES)]


def _speaks_of_pages(element: etree._Element) -> bool:
    """Whether 页 stands in an element's own text, or behind one of its first children."""
    own = element.text
    return (own is not None and "页" in own) or any(
        child.tail is not None and "页" in child.tail for child in islice(element, 20)
    )
