"""大汉 JCMS: the column page embeds its first records; ``dataproxy.jsp`` gives the further groups."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from urllib.parse import parse_qs, quote, urlencode, urlsplit

from lxml import etree
from scrapy import Request
from scrapy.http import TextResponse

from crawler.platforms.base import MAX_LINKS, PageLink, Platform, same_site_request
from crawler.platforms.pagers import with_query

_PARAMETERS = (
    "col", "appid", "webid", "path", "columnid", "sourceContentType", "unitid", "webname", "permissiontype",
)  # fmt: skip
_ESSENTIAL = ("columnid", "unitid")
_DEFAULTS = {"col": "1", "appid": "1", "path": "/", "sourceContentType": "1", "permissiontype": "0"}
_PROXY = re.compile(r"""["'(]([\w./:-]{0,120}dataproxy\.jsp)""", re.IGNORECASE)
_TOTAL = re.compile(r"""total_?record["']?\s{0,5}[:=>]\s{0,5}["']?(\d{1,7})""", re.IGNORECASE)
_PER_PAGE = re.compile(r"""per_?page["']?\s{0,5}[:=]\s{0,5}["']?(\d{1,5})""", re.IGNORECASE)
_HREF = re.compile(r"""href\s{0,3}=\s{0,3}["']([^"']{1,1500})["']""", re.IGNORECASE)
_BETWEEN = re.compile(r"""['"]\s{0,3},\s{0,3}['"]""")
_MAX_ARRAY = 1_000_000
_ROW_TAGS = re.compile(r"</?(?:li|tr|td|table|tbody|ul)\b[^<>]{0,300}>", re.IGNORECASE)
_PAGES_PER_GROUP = 3


class HanwebJcms(Platform):
    """``/col/col12/index.html`` lists ``/art/2021/1/7/art_12_345.html``."""

    name = "hanweb_jcms"
    body = ("#zoom", ".article-content", ".bt_content")
    markers = (
        re.compile(r"""/art/(?:19|20)\d\d/\d{1,2}/\d{1,2}/art_\d{1,12}_\d{1,12}\.html"""),
        re.compile(r"""["'/]col/col\d{1,12}/"""),
        re.compile(r"<datastore>", re.IGNORECASE),
        re.compile(r"dataproxy\.jsp"),
    )
    article = re.compile(r"/art/(?:19|20)\d\d/\d{1,2}/\d{1,2}/art_\d{1,12}_\d{1,12}\.html")

    def links(self, response: TextResponse) -> list[PageLink]:
        """Links of the page itself, then those of the records in it; an answer of the proxy is records alone."""
        page = [] if _is_answer(response) else super().links(response)
        group = 1 + max((link.group for link in page), default=-1)
        for record in islice(_records(response.text), MAX_LINKS):
            # Each is a row by itself, whatever its markup; together they are one list.
            root = etree.HTML(f"<ul><li>{record}</li></ul>")
            page += [replace(link, group=group) for link in self.links_in(root, response)]
        return page

    def holds_more(self, response: TextResponse) -> bool:
        """Whether a page has more links, or records, than are read."""
        return super().holds_more(response) or next(islice(_records(response.text), MAX_LINKS, None), None) is not None

    def next_pages(self, response: TextResponse) -> list[Request]:
        """Records that follow by number, else the link ``nextgroup``; some sites answer only to the latter."""
        link = _next_group(response.text)
        chained = same_site_request(response, link) if link else []
        counted = _next_answer(response) if _is_answer(response) else _first_answer(response)
        if counted is None:
            return chained
        return [counted.replace(meta={"instead": chained[0].url})] if chained else [counted]


def _is_answer(response: TextResponse) -> bool:
    return "dataproxy.jsp" in response.url


def _records(source: str) -> Iterator[str]:
    """Markup of each record: CDATA in XML, or the strings of the older JavaScript array."""
    if "<record>" in source:
        for piece in source.split("<record>")[1:]:
            record, closed, _ = piece.partition("</record>")
            if closed:
                yield _without_row_tags(record.replace("<![CDATA[", "").replace("]]>", ""))
        return
    for start in ("dataStore", "InitData"):
        _, found, rest = source.partition(start)
        if found and "[" in rest[:60]:
            for piece in _BETWEEN.split(rest[:_MAX_ARRAY]):
                if "<a" in piece:
                    yield _without_row_tags(re.sub(r"\\(['\"/])", r"\1", piece))


def _without_row_tags(record: str) -> str:
    """Markup of a record without the row element around it, so that any row can take it up."""
    return _ROW_TAGS.sub(" ", record)


def _first_answer(response: TextResponse) -> Request | None:
    """Request for the records behind those that the column page embeds."""
    # The address in <nextgroup> takes a page's number, so it says nothing about asking by records.
    source = _without_next_group(response.text)
    proxy, total, shown = _PROXY.search(source), _TOTAL.search(source), sum(1 for _ in _records(source))
    if proxy is None or total is None or not 0 < shown < int(total[1]):
        return None
    values = {name: value for name in _PARAMETERS if (value := _parameter(source, name)) is not None}
    if any(name not in values for name in _ESSENTIAL):
        return None
    per_page = _PER_PAGE.search(source)
    size = int(per_page[1]) if per_page else max(shown // _PAGES_PER_GROUP, 1)
    query = urlencode({**_DEFAULTS, **values}, quote_via=quote, safe="/")
    return _answer_request(response.urljoin(f"{proxy[1]}?{query}"), shown + 1, int(total[1]), size)


def _next_answer(response: TextResponse) -> Request | None:
    """Request for the records behind those of an answer; ``None`` where the answer was not asked for by numbers."""
    query = parse_qs(urlsplit(response.url).query)
    end, size, total = query.get("endrecord", [""])[0], query.get("perpage", [""])[0], _TOTAL.search(response.text)
    if not (end.isdigit() and size.isdigit() and total) or int(end) >= int(total[1]):
        return None
    return _answer_request(response.url, int(end) + 1, int(total[1]), int(size))


def _answer_request(url: str, start: int, total: int, per_page: int) -> Request:
    end = min(start + _PAGES_PER_GROUP * per_page - 1, total)
    return Request(with_query(url, startrecord=str(start), endrecord=str(end), perpage=str(per_page)))


def _parameter(source: str, name: str) -> str | None:
    """Value that a script, a hidden field or an address in the page gives a parameter of the proxy."""
    pattern = (
        rf"""\b{name}["']?\s{{0,5}}[:=]\s{{0,5}}(?:["']([^"'<>\n]{{0,200}})["']|([^\s"'&,;<>{{}}()\]]{{1,200}}))"""
    )
    match = re.search(pattern, source, re.IGNORECASE)
    return html.unescape(match[1] if match[1] is not None else match[2]) if match else None


def _without_next_group(source: str) -> str:
    before, _, rest = source.partition("<nextgroup>")
    return before + rest.partition("</nextgroup>")[2]


def _next_group(source: str) -> str | None:
    """Address in ``<nextgroup>``, ``None`` if that is missing or empty."""
    _, found, rest = source.partition("<nextgroup>")
    if not found:
        return None
    match = _HREF.search(rest.partition("</nextgroup>")[0])
    return html.unescape(match[1]) if match else None
