"""XML sitemaps: what a portal lists for search engines, where its own menus name no column of annual reports."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urljoin

from lxml import etree
from scrapy.utils.gz import gunzip
from scrapy.utils.sitemap import Sitemap

from crawler.platforms import PageLink
from crawler.urls import page_key
from crawler.walking.columns import is_annual_path
from crawler.walking.leads import Leads

MAX_FILES = 3
"""Of one portal; the others of a longer index are left out."""
MAX_BYTES = 5_000_000
"""Of one file, unpacked too."""
_MAX_ENTRIES = 50_000
"""Of one file, as the protocol has it."""
_GZIP = b"\x1f\x8b\x08"


class SitemapError(ValueError):
    """A file that is no sitemap, or too large a one; the text says why."""


@dataclass(frozen=True, slots=True)
class Entries:
    """What one file lists: addresses as printed."""

    pages: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    """Further files of this kind."""


def read_sitemap(body: bytes) -> Entries:
    """Addresses in a file, packed or not. :exc:`SitemapError`."""
    try:
        sitemap = Sitemap(gunzip(body, max_size=MAX_BYTES) if body.startswith(_GZIP) else body)
        entries = tuple(str(entry["loc"]) for entry in islice(sitemap, _MAX_ENTRIES) if entry["loc"])
    except (etree.XMLSyntaxError, StopIteration, EOFError, OSError, ValueError) as error:
        raise SitemapError(f"is no sitemap: {error}") from error
    if sitemap.type == "sitemapindex":
        return Entries(sitemaps=entries)
    if sitemap.type != "urlset":
        raise SitemapError(f"is no sitemap but <{sitemap.type[:40]}>")
    return Entries(pages=entries)


def sitemap_addresses(urls: Iterable[str], named: Sequence[str]) -> list[str]:
    """Where sitemaps may lie for a portal's home pages: what robots.txt names, else the usual place.

    >>> sitemap_addresses(["http://a.example/"], []), sitemap_addresses(["http://a.example/"], ["/map.xml"])
    (['http://a.example/sitemap.xml'], ['http://a.example/map.xml'])
    >>> sitemap_addresses(["http://a.example/zfxxgknb/"], ["/map.xml"])
    []
    """
    homes = [url for url in urls if not page_key(url).partition("/")[2]]
    joined = (_joined(home, address) for home in homes for address in (named or ["/sitemap.xml"]))
    return [address for address in joined if address is not None]


def _joined(home: str, address: str) -> str | None:
    try:
        return urljoin(home, address)
    except ValueError:  # brackets that are no IPv6 address
        return None


def annual_leads(addresses: Iterable[str], allows: Callable[[str], bool]) -> Leads:
    """Where a sitemap leads, as a page with these links would."""
    columns, pages = annual_pages(filter(allows, addresses))
    return Leads(in_column=True, reports=_links(pages), columns=_links(columns))


def _links(addresses: Iterable[str]) -> tuple[PageLink, ...]:
    return tuple(PageLink(address, "") for address in addresses)


def annual_pages(addresses: Iterable[str]) -> tuple[list[str], list[str]]:
    """Columns of annual reports, and pages below such columns that are not listed themselves.

    >>> annual_pages(["http://a.example/zfxxgknb/", "http://a.example/zfxxgknb/1.html", "http://a.example/xw/"])
    (['http://a.example/zfxxgknb/'], [])
    >>> annual_pages(["http://a.example/zfxxgknb/1.html", "http://a.example/zfxxgknb/2.html"])[1]
    ['http://a.example/zfxxgknb/1.html', 'http://a.example/zfxxgknb/2.html']
    """
    below: dict[str, list[str]] = {}
    columns: dict[str, str] = {}
    for address in dict.fromkeys(addresses):
        column, rest = _split(address)
        if column and rest:
            below.setdefault(column, []).append(address)
        elif column:
            columns.setdefault(column, address)
    return list(columns.values()), [page for column in below if column not in columns for page in below[column]]


def _split(address: str) -> tuple[str, str]:
    """A page's key up to the first part that is a word for annual reports, without its ending, and what follows it."""
    parts = page_key(address).split("/")
    for index, part in enumerate(parts):
        if index and is_annual_path(f"/{part}"):
            return "/".join([*parts[:index], part.partition(".")[0]]), "/".join(parts[index + 1 :])
    return "", ""
