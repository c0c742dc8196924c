"""The search by figures: which agencies report no application, or more than so many, in each of some years.

A file of ``data/figures`` holds what some agencies state of one indicator, so that a question loads one indicator only.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, islice
from typing import Any

from crawler.export.panel.indicators import load_indicators
from crawler.site import addresses
from crawler.site.pages import Pages
from crawler.site.shards import write_shard
from crawler.site.shown import shown

_IN_SHARD = 500
"""Agencies of one file."""
_MOST_YEARS = 40
_ASKED_YEARS = 3
"""Years that the form asks about unless told otherwise."""
_PANEL = """SELECT panel.*, entry.place AS place, place.name AS place_name, place.province AS region
FROM panel JOIN entry USING (id) JOIN place ON place.code = entry.place
ORDER BY entry.place, series_agency, panel.series, panel.year"""


def write_figures(connection: sqlite3.Connection, pages: Pages) -> None:
    """Write the page and its data."""
    counts = dict(
        connection.execute("SELECT year, count(id) FROM state WHERE id IS NOT NULL GROUP BY year ORDER BY year DESC")
    )
    stated, shards = set(), []
    for number, agencies in enumerate(_batches(connection.execute(_PANEL))):
        write_shard(pages, f"figures/agencies-{number}", [_agency(rows) for rows in agencies])
        for indicator in load_indicators():
            values = [_stated(rows, indicator.code) for rows in agencies]
            stated |= {indicator.code} if any(values) else set()
            write_shard(pages, f"figures/{indicator.code}-{number}", values if any(values) else [])
        kinds = Counter((rows[-1]["agency_level"] or "", rows[-1]["region"]) for rows in agencies)
        shards.append([[*kind, count] for kind, count in kinds.items()])
    write_shard(pages, "figures/index", shards)
    pages.write(
        addresses.FIGURES,
        "figures.html",
        indicators=[indicator for indicator in load_indicators() if indicator.code in stated],
        years=list(counts)[:_MOST_YEARS],
        asked=_asked(counts),
        provinces=connection.execute("SELECT DISTINCT province, province_name FROM place ORDER BY 1").fetchall(),
    )


def _batches(rows: sqlite3.Cursor) -> Iterator[list[list[sqlite3.Row]]]:
    """The rows of so many agencies at a time."""
    agencies = (list(group) for _, group in groupby(rows, key=lambda row: row["series"]))
    return iter(lambda: list(islice(agencies, _IN_SHARD)), [])


def _agency(rows: Sequence[sqlite3.Row]) -> list[Any]:
    """Name, county, page, level and region."""
    last = rows[-1]
    page = addresses.agency_page(last["place"], last["series"])
    name, place = shown(last["series_agency"], 200), shown(last["place_name"], 100)
    return [name, place, page, last["agency_level"] or "", last["region"]]


def _stated(rows: Sequence[sqlite3.Row], code: str) -> list[float]:
    """Each year that states a number, and that number behind it."""
    return [each for row in rows[-_MOST_YEARS:] if row[code] is not None for each in (row["year"], row[code])]


def _asked(counts: dict[int, int]) -> tuple[int, int] | None:
    """First and last of the years to ask about: up to the last that has half as many reports as the fullest.

    >>> _asked({2024: 3, 2023: 50, 2022: 48, 2021: 60, 2020: 60})
    (2021, 2023)
    """
    last = next((year for year, count in counts.items() if 2 * count >= max(counts.values())), None)
    return None if last is None else (max(min(counts), last - _ASKED_YEARS + 1), last)
