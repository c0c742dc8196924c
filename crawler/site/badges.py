"""Badges: a small picture for each portal that says how many of its reports are there."""

from __future__ import annotations

import sqlite3
import unicodedata

from crawler.site import addresses
from crawler.site.pages import Pages
from crawler.site.shown import shown
from crawler.site.words import pair

_COLOURS = ((0.95, "#2d7d46"), (0.8, "#8a6d00"), (0.0, "#a3372b"))
"""From this share on; each has a contrast of more than 4.5 to white."""
_UNKNOWN = "#1b4f72"


def write_badges(connection: sqlite3.Connection, pages: Pages) -> list[str]:
    """Write ``badges/PORTAL.svg`` for each portal that a report or the ledger names; gives the portals."""
    rows = connection.execute("SELECT * FROM portal ORDER BY code").fetchall()
    for row in rows:
        left = pair("badge_reports")[0]
        right, colour = _says(row["reports"], row["expected"])
        widths = [_width(left) + 12, _width(right) + 12]
        title = shown(f"{row['code']}: {left} {right}")
        pages.write(
            addresses.badge_file(row["code"]),
            "badge.svg",
            left=left,
            right=right,
            widths=widths,
            colour=colour,
            title=title,
        )
    return [row["code"] for row in rows]


def _says(reports: int, expected: int | None) -> tuple[str, str]:
    """Words and colour; a share that is not whole is never rounded up to 100 %.

    >>> _says(19, 20), _says(399, 400), _says(7, None)
    (('19/20 95%', '#2d7d46'), ('399/400 99%', '#2d7d46'), ('7', '#1b4f72'))
    """
    if not expected:
        return str(reports), _UNKNOWN
    colour = next(colour for least, colour in _COLOURS if reports / expected >= least)
    return f"{reports}/{expected} {100 * reports // expected}%", colour


def _width(text: str) -> int:
    """Pixels of a text of font size 11, about."""
    return sum(11 if unicodedata.east_asian_width(each) in "WF" else 7 for each in text)
