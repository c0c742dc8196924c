"""Which pages are shells: a place for a list, a script that fetches it, and no list."""

from __future__ import annotations

import re

from lxml import etree
from scrapy.http import TextResponse

from crawler.browser.showing import LISTING
from crawler.platforms import Platform
from crawler.portals import Portal
from crawler.visit import Visit
from crawler.walking.columns import is_entry, is_prose
from crawler.walking.leads import Leads
from crawler.walking.placeholders import says_empty

_PLACES = etree.XPath(
    "//*[self::div or self::ul or self::ol or self::tbody or self::section or self::main]"
    "[@id][not(*)][not(normalize-space())]"
)
"""Empty elements with a name that a script can call them by; those with a class alone are layout."""
_LOOPS = ("v-for", "ng-repeat")
_TEMPLATES = etree.XPath("//*[@v-for or @ng-repeat]")
"""Rows that a framework repeats for every record."""
_ASKS = re.compile(
    r"\bfetch\s?\(|XMLHttpRequest|\.(?:ajax|get|getJSON|post|request)\s?\(|\baxios\b|\bcreateApp\b|\bnew Vue\b"
)
_LONGEST = 400_000
"""Characters of a script that are searched."""


def needs_browser(response: TextResponse, visit: Visit, portal: Portal, platform: Platform, leads: Leads) -> bool:
    """Whether a listing is not there before its own script has run: the record says so, or the page shows it.

    Never a page that a link calls a report, one that has been shown, or one whose script the family knows.
    """
    if visit.role == "report" or LISTING in response.meta or platform.is_shell(response) or is_prose(response):
        return False
    if portal.browser:
        return True
    if not (leads.in_column or visit.role == "start") or leads.columns or any(map(is_entry, leads.reports)):
        return False
    return not says_empty(response) and shell_evidence(response) is not None


def shell_evidence(response: TextResponse) -> str | None:
    """What shows that a script writes a page's list; ``None`` where nothing does.

    Asked only for pages on which no list was found: a calendar's empty box is no evidence beside one.
    """
    root = response.selector.root
    places = _PLACES(root) or _TEMPLATES(root)
    if not isinstance(places, list) or not places or (script := _asking_script(root)) is None:
        return None
    place = places[0]
    assert isinstance(place, etree._Element)
    called = f"id={place.get('id')!r}" if place.get("id") else next(name for name in _LOOPS if name in place.attrib)
    return f"<{place.tag!s} {called}> filled by {script}"


def _asking_script(root: etree._Element) -> str | None:
    """A script that asks for more than the page; what lies at an address of its own may always be such."""
    for script in root.iter("script"):
        if source := script.get("src"):
            return source[:80]
        if asks := _ASKS.search(str(script.text or "")[:_LONGEST]):
            return asks[0]
    return None
