"""Which links of a page lead to annual reports, and which to columns that may hold them. Pure: links in, choice out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import urlsplit

from scrapy.http import TextResponse

from crawler.datafiles import load_toml
from crawler.platforms import PageLink, Platform
from crawler.platforms.markup import first_text, texts_outside_links
from extractors.errors import ConfigError
from extractors.text import squeeze

_WORDS_FILE = "columns.toml"
_KEYS = (
    "annual", "annual_alone", "other", "path_parts", "path_endings", "gateways", "directories", "agency_endings",
    "unit_kinds", "unit_paths", "sitemaps", "navigation", "headings",
)  # fmt: skip
_YEAR_FOLDER = re.compile(r"(?:19|20)\d\d(?:年度?)?")
_LEAF = re.compile(r"\.(?:s?html?|jhtml|aspx?|jsp|php|txt|pdf|docx?|wps|xlsx?|et|ofd)$", re.IGNORECASE)
_INDEX = re.compile(r"/(?:(?:index|default|list)(?:_\d{1,6})?|\d{1,3})\.\w{1,6}$", re.IGNORECASE)
_LONGEST_AGENCY = 25
"""Characters of an agency's name, with its county."""
_NUMBERS = re.compile(r"/\d{1,12}(?:/0/page_1\.html|/)?$")
"""What tells an agency's address from another's."""
_LONG_TEXT = 10
"""Characters from which a link reads as a title; entries of menus are shorter."""
_PROSE = 300
"""Characters in long paragraphs outside of links from which a page is an article."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What to follow from a page."""

    reports: tuple[PageLink, ...] = ()
    """Links that may be reports."""
    columns: tuple[PageLink, ...] = ()
    """Columns of annual reports, and folders below them."""
    gateways: tuple[PageLink, ...] = ()
    """Columns on the way there, where the page names nothing better; and agencies' own directories."""
    refused: tuple[PageLink, ...] = ()
    """Links that name annual reports and lie where the portal's pages may not."""


@dataclass(slots=True)
class _Found:
    reports: list[PageLink] = field(default_factory=list)
    columns: list[PageLink] = field(default_factory=list)


@cache
def load_words() -> dict[str, frozenset[str]]:
    """Vocabulary of ``columns.toml``, squeezed. Raises :exc:`~extractors.errors.ConfigError`."""
    data = load_toml("crawler.walking", _WORDS_FILE)
    if set(data) != set(_KEYS):
        raise ConfigError(_WORDS_FILE, ", ".join(sorted(set(data) ^ set(_KEYS))), "unknown or missing list")
    for key, words in data.items():
        if not words or not all(isinstance(word, str) and word for word in words):
            raise ConfigError(_WORDS_FILE, key, "must be a list of texts that are not empty")
    return {key: frozenset(squeeze(word).lower() for word in words) for key, words in data.items()}


def names_annual_reports(text: str) -> bool:
    """Whether a link's text speaks of annual reports on disclosure.

    >>> names_annual_reports("某镇2020年政府信息公开工作年度报告"), names_annual_reports("政府信息公开指南")
    (True, False)
    """
    words, text = load_words(), squeeze(text)
    if any(word in text for word in words["other"]):
        return False
    return text in words["annual_alone"] or any(word in text for word in words["annual"])


def names_report(link: PageLink) -> bool:
    """Whether a link that names annual reports names a single one, not a column of them."""
    dated = link.article or link.date or re.search(r"(?:19|20)\d\d|二[〇○零0]", squeeze(link.text))
    return bool(dated) and not link.listing


def is_annual_path(url: str) -> bool:
    """Whether a part of an address is a word for annual reports.

    >>> is_annual_path("http://a.example/jz/zfxxgknb_73584/202301/"), is_annual_path("http://a.example/xwzx/")
    (True, False)
    """
    words = load_words()
    parts = [re.split(r"[_.]", part)[0].lower() for part in urlsplit(url).path.split("/")]
    return any(part in words["path_parts"] or part.endswith(tuple(words["path_endings"])) for part in parts)


def is_annual_column(response: TextResponse) -> bool:
    """Whether a page says of itself that it is a column of annual reports: address, title, ColumnName, breadcrumb."""
    if is_annual_path(response.url):
        return True
    said = [*response.xpath("//title/text()").getall()[:1]]
    said += response.xpath("//meta[translate(@name, 'COLUMN', 'column')='columnname']/@content").getall()[:1]
    said += [
        first_text(element, 200)
        for element in response.selector.root.xpath(
            "//*[contains(text(), '当前位置') or contains(text(), '您的位置')]"
        )[:2]
    ]
    return any(names_annual_reports(text) for text in said)


def is_article(response: TextResponse, platform: Platform) -> bool:
    """Whether a page is surely one article: by its address, its meta tags, a report's headings outside of links."""
    if platform.is_article(response.url):
        return True
    if response.xpath("//meta[translate(@name, 'ARTICLE', 'article')='articletitle']/@content").re_first(r"\S"):
        return True
    page = "\n".join(_lines(response))
    return sum(heading in page for heading in load_words()["headings"]) >= 2


def is_prose(response: TextResponse) -> bool:
    """Whether a page holds sentences enough to be an article; some listings have an introduction too."""
    return sum(len(line) for line in _lines(response) if len(line) >= 30 and "。" in line) >= _PROSE


def _lines(response: TextResponse) -> list[str]:
    """Text of a page outside of links and scripts, squeezed."""
    return [line for text in texts_outside_links(response.selector.root) if (line := squeeze(text))]


def is_entry(link: PageLink) -> bool:
    """Whether a link that may be a report has more to it than that nothing better stands on its page."""
    return bool(link.date) or link.article or names_annual_reports(link.text)


def is_document(link: PageLink) -> bool:
    """Whether nothing but its address's ending says that a link leads to a single page: an entry of a list, or of a menu."""
    return not is_entry(link) and _LEAF.search(urlsplit(link.url).path) is not None


def choose_links(
    links: Sequence[PageLink],
    page_url: str,
    *,
    in_column: bool,
    allows: Callable[[str], bool] = lambda url: True,
    shell: bool = False,
) -> Choice:
    """Sort the links of a page that is no article; a script is still to fill the list of a ``shell``.

    Outside of a column of annual reports only links that name such a report or column count. In it, whole lists of
    articles count if one of their entries speaks of disclosure or annual reports (near misses are for the extractor to
    refuse), and so do the folders below it.
    """
    useful = _useful(links, page_url, allows)
    groups: dict[int, list[PageLink]] = {}
    for link in useful:
        if not _is_directory(link):
            groups.setdefault(link.group, []).append(link)
    found = _Found()
    for group in groups.values():
        whole = in_column and _is_list(group) and any(_is_topical(link) for link in group)
        units = in_column and _is_menu_of_agencies(group)
        for link in group:
            if units and _names_agency(link):
                found.columns.append(link)
            else:
                _sort(link, found, page_url, in_column=in_column, whole=whole)
    gateways = [link for link in useful if _is_directory(link)]
    if not (found.reports or found.columns or gateways) and (in_column or len(groups) == 1):
        found.reports += _largest_list(groups.values(), shell=shell)
    if not found.reports and not found.columns:
        gateways += [link for link in useful if not link.article and squeeze(link.text) in load_words()["gateways"]]
    refused = [link for link in links if names_annual_reports(link.text) and not allows(link.url)]
    return Choice(_once(found.reports), _once(found.columns), _once(gateways), _once(refused))


def _useful(links: Iterable[PageLink], page_url: str, allows: Callable[[str], bool]) -> list[PageLink]:
    navigation = load_words()["navigation"]
    own = page_url.split("#")[0]
    return [
        link
        for link in links
        if link.url != own
        and not _is_pager(link.text)
        and squeeze(link.text).lower() not in navigation
        and allows(link.url)
    ]


def _is_pager(text: str) -> bool:
    text = squeeze(text)
    return len(text) <= 3 and text.isascii() and not text.isalpha()


def _sort(link: PageLink, found: _Found, page_url: str, *, in_column: bool, whole: bool) -> None:
    """Put one link where it belongs, or nowhere."""
    text = squeeze(link.text)
    if link.annual:
        found.columns.append(link)
    elif in_column and link.article and _YEAR_FOLDER.fullmatch(text):
        found.reports.append(link)  # a unit's reports, each under its year
    elif (
        in_column
        and not link.article
        and (_YEAR_FOLDER.fullmatch(text) or (_is_below(link.url, page_url) and not link.date))
    ):
        found.columns.append(link)
    elif names_annual_reports(text):
        (found.reports if names_report(link) else found.columns).append(link)
    elif whole and not link.listing and (link.article or link.date or len(text) >= _LONG_TEXT):
        found.reports.append(link)
    elif is_annual_path(link.url) and not link.article and not is_annual_path(page_url):
        found.columns.append(link)


def _is_directory(link: PageLink) -> bool:
    """Whether a link leads to what one agency discloses: it names the agency, and its address is of such a kind."""
    path = _NUMBERS.sub("", urlsplit(link.url).path).lower()
    return path.endswith(tuple(load_words()["directories"])) and not link.annual and _names_agency(link)


def _is_menu_of_agencies(group: Sequence[PageLink]) -> bool:
    """Whether a list is one of agencies: in a column of annual reports, of the agencies' own columns below it."""
    agencies = sum(1 for link in group if _names_agency(link))
    return agencies > 1 and agencies * 2 >= len(group)


def _names_agency(link: PageLink) -> bool:
    """Whether a link says nothing but an agency's name."""
    text = squeeze(link.text)
    return (
        not (link.article or link.date)
        and len(text) <= _LONGEST_AGENCY
        and text.endswith(tuple(load_words()["agency_endings"]))
    )


def _is_below(url: str, page_url: str) -> bool:
    """Whether an address is a folder or page below a column's own: ``/nb/`` → ``/nb/2021n/``, ``/nb.htm`` → ``/nb/x.htm``."""
    own, other = urlsplit(page_url), urlsplit(url)
    path = _INDEX.sub("/", own.path)
    folder = path if path.endswith("/") else re.sub(r"\.\w{1,6}$", "", path) + "/"
    if own.netloc != other.netloc or folder == "/" or not other.path.startswith(folder) or other.path == folder:
        return False
    return not _INDEX.fullmatch("/" + other.path[len(folder) :])


def _is_topical(link: PageLink) -> bool:
    """Whether an entry speaks of disclosure or annual reports, or lies below such a column."""
    text = squeeze(link.text)
    return "公开" in text or "年报" in text or "年度报告" in text or (link.article and is_annual_path(link.url))


def _is_list(group: Sequence[PageLink]) -> bool:
    """Whether links are a list of articles rather than a menu."""
    marked = sum(1 for link in group if link.article or link.date)
    return marked * 2 >= len(group) or sum(len(link.text) for link in group) >= _LONG_TEXT * len(group)


def _largest_list(groups: Iterable[Sequence[PageLink]], *, shell: bool) -> list[PageLink]:
    """The longest group of links to single documents; what a column holds whose entries say nothing of its subject.

    In a shell only the shape of its family's articles counts: the frame is all that is there, or almost all.
    """
    words = load_words()
    ways = words["gateways"] | words["sitemaps"]
    lists = [
        [
            link
            for link in group
            if link.article or (not shell and _LEAF.search(urlsplit(link.url).path) and squeeze(link.text) not in ways)
        ]
        for group in groups
    ]
    return max(lists, key=len, default=[])


def _once(links: Iterable[PageLink]) -> tuple[PageLink, ...]:
    return tuple({link.url: link for link in reversed(list(links))}.values())[::-1]
