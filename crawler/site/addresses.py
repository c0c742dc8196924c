"""Where pages lie: names are made from ids and digests, never from what a report prints."""

from __future__ import annotations

import hashlib
import re

_PLACE = re.compile(r"[0-9]{6}")
_REPORT = re.compile(r"[0-9a-f]{16}")
_PORTAL = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
OVERVIEW, FINDINGS, FIGURES, SEARCH, ABOUT = (
    "index.html",
    "findings/index.html",
    "figures.html",
    "search.html",
    "about.html",
)


def province_page(province: str, number: int = 1) -> str:
    """Page of a region: two digits, or ``other``."""
    return f"province/{province}{_part(number)}.html"


def place_page(place: str, number: int = 1) -> str:
    """Page of a county, or of what stands in its place.

    >>> place_page("532325", 2), place_page("../../etc")
    ('division/532325-2.html', 'division/x74ccf3c5b4c.html')
    """
    return f"division/{place_folder(place)}{_part(number)}.html"


def agency_page(place: str, series: str) -> str:
    """Page of an agency, by the code of its series."""
    return f"agency/{place_folder(place)}/{digest(series)}.html"


def report_page(place: str, report: str) -> str:
    """Page of a report, by its id."""
    name = report if _REPORT.fullmatch(report) else digest(report)
    return f"report/{place_folder(place)}/{name}.html"


def findings_page(code: str, number: int = 1) -> str:
    """Page of a kind of findings."""
    return f"findings/{digest(code)}{_part(number)}.html"


def badge_file(portal: str) -> str:
    """Badge of a portal, by its id in the registry."""
    return f"badges/{portal if _PORTAL.fullmatch(portal) else digest(portal)}.svg"


def place_folder(place: str) -> str:
    """Folder of a county's pages."""
    return place if _PLACE.fullmatch(place) else f"x{digest(place)[:11]}"


def digest(text: str) -> str:
    """12 hex that name a thing."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:12]


def _part(number: int) -> str:
    return f"-{number}" if number > 1 else ""
