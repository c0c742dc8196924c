"""大汉 JCMS: the column page embeds its first records; ``dataproxy.jsp`` gives the further groups.

Disclosure lists of the same CMS come from a module of their own: :mod:`crawler.platforms.disclosure_search`.
"""

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
from crawler.platforms.disclosure_search import first_search, is_search, next_search
from crawler.platforms.pagers import with_query

_PARAMETERS = (
    "col", "appid", "webid", "path", "columnid", "sourceContentType", "unitid", "webname", "keyWordCount",
    "permissiontype",
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
_USUAL_SIZE = 15


class HanwebJcms(Platform):
    """``/col/col12/index.html`` lists ``/art/2021/1/7/art_12_345.html``."""

    name = "hanweb_jcms"
    body = ("#zoom", ".article-content", ".bt_content")
    markers = (
        re.compile(r"""/art/(?:19|20)\d\d/\d{1,2}/\d{1,2}/art_\d{1,12}_\d{1,12}\.html"""),
        re.compile(r"""["'/]col/col\d{1,12}/"""),
        re.compile(r"<datastore>", re.IGNORECASE),
        re.compile(r"dataproxy\.jsp"),
        re.compile(r"/module/xxgk/(?:search|tree)\.jsp"),
    )
    article = re.compile(r"/art/(?:19|20)\d\d/\d{1,2}/\d{1,2}/art_\d{1,12}_\d{1,12}\.html")

    def links(self, response: TextResponse) -> list[PageLink]:
        """Links of the page itself, then those of the records in it; an answer of the proxy is records alone."""
        page = [] if _is_proxy(response) else super().links(response)
        group = 1 + max((link.group for link in page), default=-1)
        for record in islice(_records(response.text), MAX_LINKS):
            # Each is a row by itself, whatever its markup; together they are one list.
            root = etree.HTML(f"<ul><li>{record}</li></ul>")
            page += [replace(link, group=group) for link in self.links_in(root, response)]
        return page

    def holds_more(self, response: TextResponse) -> bool:
        """Whether a page has more links, or records, than are read."""
        return super().holds_more(response) or next(islice(_records(response.text), MAX_LINKS, None), None) is not None

    def is_shell(self, response: TextResponse) -> bool:
        """Whether the first records, too, are to be asked for."""
        if _is_proxy(response) or next(_records(response.text), None) is not None:
            return False
        return _first_answer(response) is not None or first_search(response) is not None

    def next_pages(self, response: TextResponse) -> list[Request]:
        """Records that follow by number, else the link ``nextgroup``; some sites answer only to the latter.

        They are posted as the page's script does; some sites answer only to that, and some only to an address.
        """
        if is_search(response):
            following = next_search(response)
            return [following] if following else []
        link = _next_group(response.text)
        chained = same_site_request(response, link) if link else []
        counted = _next_answer(response) if _is_proxy(response) else _first_answer(response)
        if counted is None:
            found = None if chained else first_search(response)
            return [found] if found else chained
        if chained:
            return [counted.replace(meta={**counted.meta, "instead": chained[0].url})]
        return [counted]


def _is_proxy(response: TextResponse) -> bool:
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
    """Request for the records behind those that the column page embeds, often none."""
    # The address in <nextgroup> takes a page's number, so it says nothing about asking by records.
    source = _without_next_group(response.text)
    proxy, total, shown = _PROXY.search(source), _TOTAL.search(source), sum(1 for _ in _records(source))
    if proxy is None or (shown and total is None) or (total is not None and shown >= int(total[1])):
        return None
    values = {name: value for name in _PARAMETERS if (value := _parameter(source, name)) is not None}
    if any(name not in values for name in _ESSENTIAL):
        return None
    per_page = _PER_PAGE.search(source)
    size = int(per_page[1]) if per_page else shown // _PAGES_PER_GROUP or _USUAL_SIZE
    count = int(total[1]) if total else None
    form = urlencode({**_DEFAULTS, **values}, quote_via=quote, safe="/")
    return _answer_request(response.urljoin(proxy[1]), form, shown + 1, count, size or _USUAL_SIZE)


def _next_answer(response: TextResponse) -> Request | None:
    """Request for the records behind those of an answer; ``None`` where the answer was not asked for by numbers."""
    query, request = parse_qs(urlsplit(response.url).query), response.request
    end, size = (query.get(name, [""])[0] for name in ("endrecord", "perpage"))
    stated = _TOTAL.search(response.text)
    total = int(stated[1]) if stated else request.meta.get("total") if request else None
    if not (end.isdecimal() and size.isdecimal()) or total is None or int(end) >= total:
        return None
    form = request.body.decode("utf-8", "replace") if request else ""
    return _answer_request(response.url, form, int(end) + 1, total, int(size))


def _answer_request(url: str, form: str, start: int, total: int | None, per_page: int) -> Request:
    """Request for a group of records; the form is empty where the address says it all."""
    end = start + _PAGES_PER_GROUP * per_page - 1
    url = with_query(
        url, startrecord=str(start), endrecord=str(min(end, total) if total else end), perpage=str(per_page)
    )
    if not form:
        return Request(url)
    return Request(
        url,
        method="POST",
        headers={"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8"},
        body=form,
        meta={"total": total, "instead": f"{url}&{form}"},
    )


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
