"""What every family can do: be recognised, give a page's links, name the pages that follow.

The base does what plain HTML needs; a family overrides what its CMS does otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import ClassVar

from lxml import etree
from scrapy import Request
from scrapy.http import TextResponse

from crawler.platforms.answers import asked_url
from crawler.platforms.counted import page_after, position
from crawler.platforms.markup import absolute, first_text, holds_many_links, nearest
from crawler.platforms.pagers import chosen_option, next_link, numbered_link, script_pager
from crawler.platforms.scripted import scripted_page
from crawler.platforms.written import written_page
from crawler.urls import page_key
from extractors.text import squeeze, tidy

MAX_LINKS = 5_000
"""Links read from one page; the longest real listing has some hundreds."""
USUAL_BODIES = (
    "#zoom", ".TRS_Editor", "#vsb_content", ".v_news_content", "ucapcontent", ".wp_articlecontent", ".articleBox",
    ".xl_main", "#detailContent", ".article_content", ".content-article", "div.readnr",
)  # fmt: skip
"""Where articles keep their text on portals whose own habit is not known."""
_MAX_ADDRESS = 2_000
_LINK_TAGS = ("a", "area")
_GROUPS = frozenset(("ul", "ol", "dl", "table", "nav"))
_MAX_ROW_LINKS = 3
_ROWS = frozenset(("li", "tr", "dd", "dt", "p"))
_MAX_PARTS = 100
_DATE = re.compile(r"((?:19|20)\d\d)\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})")
_DATE_ALONE = re.compile(_DATE.pattern + r"日?(?:\s?\d{1,2}:\d\d(?::\d\d)?)?")
_AGENCY_HEADINGS = frozenset(("发布机构", "公开单位", "发布单位", "公开机构", "单位名称", "责任部门"))


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link of a page, with what its row says."""

    url: str
    """Absolute, without fragment."""
    text: str
    date: str | None = None
    """ISO date printed in the same row."""
    agency: str | None = None
    """Agency that the row names under such a heading."""
    group: int = 0
    """Which list, table or block of the page it stands in."""
    article: bool = False
    """Whether the address has the shape of the family's articles."""
    listing: bool = False
    """Whether the family knows that it lists others, whatever its text says; what it gives is read by that family."""
    annual: bool = False
    """Whether the family knows by its address that it is a column of annual reports."""


class Platform:
    """One CMS family. Attributes are facts, methods are mechanics."""

    name: ClassVar[str]
    body: ClassVar[tuple[str, ...]] = ()
    """Where its articles keep their text, as simple selectors."""
    markers: ClassVar[tuple[re.Pattern[str], ...]] = ()
    """Each one found in a page's source is one piece of evidence for the family."""
    article: ClassVar[re.Pattern[str] | None] = None
    """Shape of an article's address, searched in path and query."""

    answer: ClassVar[re.Pattern[str] | None] = None
    """Shape of the addresses from which the family's scripts get their lists."""
    counted: ClassVar[str | None] = None
    """Name of a further page, with ``{}`` for its number, where a page may print its position (1/6页) and no link."""
    module: ClassVar[bool] = False
    """Whether it is part of other families' portals, known by its pages' addresses; each holds the menu of them all."""

    def recognise(self, response: TextResponse) -> list[str]:
        """What shows that a page is of this family; empty if nothing does."""
        source = response.text[:400_000]
        found = [match[0][:80] for marker in self.markers if (match := marker.search(source))]
        if self.is_article(response.url):
            found.append(response.url)
        return found

    def is_article(self, url: str) -> bool:
        """Whether an address has the shape of this family's articles."""
        return self.article is not None and self.article.search(url) is not None

    def is_answer(self, response: TextResponse) -> bool:
        """Whether a response is what one of the family's scripts asked for."""
        return self.answer is not None and self.answer.search(asked_url(response)) is not None

    def identity(self, url: str) -> str:
        """What identifies a page within its portal: the same for its twins (mobile, www, https, index.html …)."""
        return page_key(url)

    def as_page(self, response: TextResponse) -> TextResponse:
        """A page as it is, an answer to the family's scripts as a page.

        Raises :exc:`~crawler.platforms.answers.AnswerError`.
        """
        return response

    def is_shell(self, response: TextResponse) -> bool:
        """Whether a script fills this page's list, from what :meth:`next_pages` asks for."""
        return False

    def siblings(self, response: TextResponse) -> list[PageLink]:
        """Further reports that an article names, where a family has a menu of reports in each instead of a listing."""
        return []

    def links(self, response: TextResponse) -> list[PageLink]:
        """Every link of a page, in order."""
        return self.links_in(response.selector.root, response)

    def holds_more(self, response: TextResponse) -> bool:
        """Whether a page has more links than :meth:`links` reads."""
        return next(islice(response.selector.root.iter(*_LINK_TAGS), MAX_LINKS, None), None) is not None

    def links_in(self, root: etree._Element, response: TextResponse, first_group: int = 0) -> list[PageLink]:
        """Links below one element."""
        reader = _LinkReader(root, response, first_group)
        return [
            PageLink(url, text, date, agency, group, self.is_article(url))
            for url, text, date, agency, group in reader.read()
        ]

    def next_pages(self, response: TextResponse) -> list[Request]:
        """Requests for what follows in the same listing; the spider adds callback and bounds.

        ``meta["instead"]`` may name an address to try where a request brings nothing new.
        """
        for address in _addresses(response):
            if address is not None and (requests := same_site_request(response, address)):
                return requests
        request = scripted_page(response) or page_after(response)
        if request is not None:
            return [request]
        stated = position(response) if self.counted is not None else None
        if self.counted is None or stated is None or stated[0] >= stated[1]:
            return []
        return same_site_request(response, self.counted.format(stated[0] + 1))


def _addresses(response: TextResponse) -> Iterator[str | None]:
    """What each kind of pager gives as the next page, the plainest first; later ones are not tried in vain."""
    root = response.selector.root
    yield next_link(root)
    yield script_pager(response.text, response.url)
    yield numbered_link(root, response)
    yield chosen_option(root)
    yield written_page(response.text)


def same_site_request(response: TextResponse, address: str) -> list[Request]:
    """Request for another page of a listing, none if the address is no web address or the page itself."""
    url = absolute(response, address)
    return [] if url is None or url == response.url else [Request(url)]


class _LinkReader:
    """Reads the links of one tree; rows and lists are looked at once each."""

    def __init__(self, root: etree._Element, response: TextResponse, first_group: int) -> None:
        self.root = root
        self.response = response
        self.first_group = first_group
        self.groups: dict[etree._Element, int] = {}
        self.dates: dict[etree._Element, str | None] = {}
        self.columns: dict[etree._Element, int | None] = {}

    def read(self) -> Iterator[tuple[str, str, str | None, str | None, int]]:
        for link in islice(self.root.iter(*_LINK_TAGS), MAX_LINKS):
            url = self._address(link)
            text = _link_text(link)
            if url is None or not text:
                continue
            row = nearest(link, _ROWS)
            if row is None:
                row = link.getparent()
            yield url, text, self._date(row), self._agency(row), self._group(link)

    def _address(self, link: etree._Element) -> str | None:
        href = (link.get("href") or "").strip()
        if not href or len(href) > _MAX_ADDRESS or href.startswith("#"):
            return None
        return absolute(self.response, href)

    def _group(self, link: etree._Element) -> int:
        parent = link.getparent()
        outer = parent.getparent() if parent is not None else None
        block = nearest(link, _GROUPS)
        if block is None:
            block = outer if outer is not None else self.root
        return self.groups.setdefault(block, self.first_group + len(self.groups))

    def _date(self, row: etree._Element | None) -> str | None:
        if row is None:
            return None
        if row not in self.dates:
            # A row of a layout table holds half a page: its dates are not those of a link.
            many = holds_many_links(row, _MAX_ROW_LINKS)
            self.dates[row] = None if many else _iso_date(first_text(row, 600))
        return self.dates[row]

    def _agency(self, row: etree._Element | None) -> str | None:
        """Cell of a table's row under a heading such as 发布机构."""
        if row is None or row.tag != "tr":
            return None
        table = nearest(row, ("table",))
        if table is None:
            return None
        if table not in self.columns:
            heading = next(table.iter("tr"))
            names = [squeeze(first_text(cell, 100)) for cell in heading if cell.tag in ("td", "th")]
            self.columns[table] = next((i for i, name in enumerate(names) if name in _AGENCY_HEADINGS), None)
        index = self.columns[table]
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        if index is None or index >= len(cells):
            return None
        return tidy(first_text(cells[index], 100)) or None


def _link_text(link: etree._Element) -> str:
    """What a link says: its title attribute where the text is cut short, else its text, without a date set apart in it."""
    text = tidy(first_text(link))
    if len(link) and _DATE.search(text):
        parts = (str(part) for part in islice(link.itertext(), _MAX_PARTS))
        text = (
            tidy("".join(part for part in parts if not _DATE_ALONE.fullmatch(part.strip(" \r\n\t[]()【】"))))[:400]
            or text
        )
    title = tidy(link.get("title") or "")[:400]
    cut = text.rstrip("…. ")
    if title and (not text or (len(title) > len(text) and title.startswith(cut))):
        return title
    return text


def _iso_date(text: str) -> str | None:
    """Last date of a row, where dates usually stand; ``None`` if it is none of the calendar.

    >>> _iso_date("某镇2020年年报 [2021-1-7]"), _iso_date("2021年13月40日"), _iso_date("2021")
    ('2021-01-07', None, None)
    """
    found = _DATE.findall(text)
    if not found:
        return None
    year, month, day = (int(part) for part in found[-1])
    return f"{year:04}-{month:02}-{day:02}" if 1 <= month <= 12 and 1 <= day <= 31 else None
