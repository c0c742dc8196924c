"""大汉 信息公开: a module that shows one report for each unit (``area``) and year (``fbtime``), with menus of both."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from urllib.parse import parse_qs, urlencode, urlsplit

from lxml import etree
from scrapy.http import TextResponse

from crawler.platforms.base import MAX_LINKS, PageLink, Platform
from crawler.platforms.markup import absolute, first_text
from extractors.text import tidy

_MODULE = re.compile(r"/module/xxgk/xxgkAnnualReport\.jsp", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")
_AREA = re.compile(r"[0-9]{6,20}[0-9A-Z]{0,6}(?:-\d{1,3})?")
"""An area in a script or an option: digits, a credit code, a credit code with the number of an office."""
_QUOTED = re.compile(r"""["']([0-9A-Z-]{4,40})["']""")
_MAX_ADDRESS = 2_000
_CHOSEN = re.compile(r"(?:^|[\s_-])(?:on|cur|current|active|selected|hover)(?:$|[\s_-])")


class HanwebXxgk(Platform):
    """``/module/xxgk/xxgkAnnualReport.jsp?area=<code of the unit>&fbtime=<report year>``; there is no listing."""

    name = "hanweb_xxgk"
    body = ("#zoom", ".article-content", ".bt_content")
    markers = (_MODULE, re.compile(r"\bfbtime\b"), re.compile(r"\barea\b"))
    module = True
    article = re.compile(r"/module/xxgk/xxgkAnnualReport\.jsp\?(?:.{0,300}&)?area=", re.IGNORECASE)

    def recognise(self, response: TextResponse) -> list[str]:
        """Evidence for the module's own pages; all others of such a portal are those of JCMS."""
        return super().recognise(response) if _MODULE.search(response.url) else []

    def identity(self, url: str) -> str:
        """Unit and year: their order varies."""
        area, year = _asked(url)
        return super().identity(_address(url, area, year) if area and year else url)

    def as_page(self, response: TextResponse) -> TextResponse:
        """A page asked for without a year is the report on the year that its menu shows as chosen."""
        area, year = _asked(response.url)
        if not area or year or not self.is_article(response.url):
            return response
        chosen = next((entry for entry in _entries(response) if entry.chosen and entry.year), None)
        return response if chosen is None else response.replace(url=_address(response.url, area, chosen.year))

    def siblings(self, response: TextResponse) -> list[PageLink]:
        """What the menus name: this unit in other years, other units in the same year, or units with their years."""
        area, year = _asked(response.url)
        entries = list(islice(_entries(response), MAX_LINKS))
        units = {entry.area: entry.text for entry in reversed(entries) if entry.area and not _YEAR.search(entry.text)}
        links: dict[tuple[str, str], PageLink] = {}
        for entry in entries:
            pair = (entry.area or area, entry.year or year)
            if all(pair) and pair != (area, year):
                # A unit's name has no year, so no bound on years skips it: its page has the menu of its own years.
                text = entry.text if entry.area else f"{entry.year}年"
                link = PageLink(_address(response.url, *pair), text, agency=units.get(pair[0]), article=True)
                links.setdefault(pair, link)
        return list(links.values())


@dataclass(frozen=True, slots=True)
class _Entry:
    """Of a menu: a unit, a year or both."""

    area: str
    year: str
    text: str
    chosen: bool


def _entries(response: TextResponse) -> Iterator[_Entry]:
    """Entries of the menus: links, calls of scripts, options of a select."""
    for element in response.selector.root.iter("a", "li", "option"):
        area, year = _named(element, response)
        if area or year:
            yield _Entry(area, year, tidy(first_text(element, 200)), _is_chosen(element))


def _is_chosen(element: etree._Element) -> bool:
    """Whether a menu marks an entry as the one that is shown, at the link or at the item around it."""
    item = element.getparent()
    around = item.get("class") if item is not None and item.tag == "li" else ""
    return element.get("selected") is not None or _CHOSEN.search(f"{element.get('class')} {around}") is not None


def _named(element: etree._Element, response: TextResponse) -> tuple[str, str]:
    """(unit, year) that an element leads to; empty where it names none."""
    target = (element.get("value" if element.tag == "option" else "href") or "").strip()
    if _MODULE.search(target):
        url = absolute(response, target[:_MAX_ADDRESS]) or ""
        return _asked(url) if urlsplit(url).netloc == urlsplit(response.url).netloc else ("", "")
    said = [target] if element.tag == "option" else _QUOTED.findall(f"{element.get('onclick')} {target}"[:_MAX_ADDRESS])
    year = next((word for word in said if _YEAR.fullmatch(word)), "")
    return next((word for word in said if word != year and _AREA.fullmatch(word)), ""), year


def _asked(url: str) -> tuple[str, str]:
    """(unit, year) that an address asks for; empty where it does not say."""
    query = parse_qs(urlsplit(url).query)
    area, year = (query.get(name, [""])[0].strip() for name in ("area", "fbtime"))
    return area, year if _YEAR.fullmatch(year) else ""


def _address(url: str, area: str, year: str) -> str:
    return urlsplit(url)._replace(query=urlencode({"area": area, "fbtime": year}), fragment="").geturl()
