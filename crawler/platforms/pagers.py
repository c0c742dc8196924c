"""Pagers: how a listing says where its next page is."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from lxml import etree
from scrapy.http import TextResponse

from crawler.platforms.markup import MAX_ANCESTORS, absolute, first_text, texts_outside_links
from extractors.text import squeeze

NEXT = frozenset(
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
_MAX_TEXTS = 200
_MAX_SELECTS = 20
_MAX_OPTIONS = 2_000


def next_link(root: etree._Element) -> str | None:
    """Address behind a link that says 下一页, as printed; script links don't count."""
    return link_saying(root, NEXT)


def link_saying(root: etree._Element, words: Collection[str]) -> str | None:
    """Address behind the first link with one of these texts; script links don't count."""
    for link in links_saying(root, words):
        href = (link.get("href") or "").strip()
        if not is_nowhere(href) and not is_script(href):
            return href
    return None


def links_saying(root: etree._Element, words: Collection[str]) -> Iterator[etree._Element]:
    """Links with one of these texts, or with a picture that says so; not those that are switched off."""
    for link in root.iter("a"):
        if link.get("disabled") is not None:
            continue
        said = first_text(link, 20) or link.get("title") or ""
        if not said.strip() and (picture := next(link.iter("img"), None)) is not None:
            said = picture.get("alt") or ""
        if squeeze(said).lower() in words:
            yield link


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
    current, links = numbered_links(root, response)
    link = links.get(current + 1)
    href = (link.get("href") or "").strip() if link is not None else ""
    return href if href and not is_script(href) else None


def numbered_links(root: etree._Element, response: TextResponse) -> tuple[int, dict[int, etree._Element]]:
    """The page's own number, 0 if there is no such pager, and the links to the others; some are calls of scripts."""
    links: dict[int, etree._Element] = {}
    unlinked: list[int] = []
    own = 0
    for link in root.iter("a"):
        number = _page_number(first_text(link, 20))
        if number is None or number in links:
            continue
        href = (link.get("href") or "").strip()
        if link.get("onclick") or is_script(href):
            links[number] = link
        elif is_nowhere(href):
            unlinked.append(number)
        elif absolute(response, href) == response.url:
            own = own or number
        else:
            links[number] = link
    return own or (_left_out(links, unlinked) if links else 0), links


def _left_out(links: Mapping[int, etree._Element], unlinked: Iterable[int]) -> int:
    """The page that numbered links leave out: as printed among them, else the first gap."""
    pager = _common_ancestor(list(links.values()))
    printed = (
        (_page_number(text) for text in islice(texts_outside_links(pager), _MAX_TEXTS)) if pager is not None else ()
    )
    for number in chain(unlinked, printed):
        if number is not None and number not in links and number + 1 in links:
            return number
    return next(n for n in range(1, len(links) + 2) if n not in links)


def _common_ancestor(links: Sequence[etree._Element]) -> etree._Element | None:
    """Element that holds all the links; of a single one its row's parent, since an item of a list holds it alone."""
    above = list(islice(links[0].iterancestors(), MAX_ANCESTORS))
    if len(links) == 1:
        return next((parent for parent in above if parent.tag not in ("li", "span", "td")), None)
    others = set(islice(links[-1].iterancestors(), MAX_ANCESTORS))
    return next((parent for parent in above if parent in others), None)


def _page_number(text: str) -> int | None:
    text = squeeze(text).strip("[]第页")
    return int(text) if len(text) <= 3 and text.isascii() and text.isdigit() else None


def chosen_option(root: etree._Element) -> str | None:
    """Address in a list to jump by (``<option value="list_2.html">2``): of the page after the selected one."""
    for select in islice(root.iter("select"), _MAX_SELECTS):
        options = list(islice(select.iter("option"), _MAX_OPTIONS))
        numbers = [_page_number(first_text(option, 20)) for option in options]
        if len(options) < 2 or numbers != list(range(1, len(options) + 1)):
            continue
        selected = next((i for i, option in enumerate(options) if option.get("selected") is not None), 0)
        address = (options[selected + 1].get("value") or "").strip() if selected + 1 < len(options) else ""
        if re.search(r"[./?]", address) and not is_script(address):
            return address
    return None


def is_script(href: str) -> bool:
    """Whether an address is a call of a script.

    >>> is_script("JavaScript:go(2)"), is_script("list_2.html")
    (True, False)
    """
    return href[:11].lower() == "javascript:"


def is_nowhere(href: str) -> bool:
    """Whether an address leads nowhere."""
    return not href or href.startswith("#")


def with_query(url: str, /, **values: str) -> str:
    """Address with some query parameters set.

    >>> with_query("http://a.example/p.jsp?col=1&startrecord=1", startrecord="46")
    'http://a.example/p.jsp?col=1&startrecord=46'
    """
    parts = urlsplit(url)
    query = [(key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True) if key not in values]
    return urlunsplit(parts._replace(query=urlencode([*query, *values.items()], safe="/")))
