"""The search: names of agencies in shards, and for each character the numbers of the names that have it."""

from __future__ import annotations

import sqlite3
import unicodedata
from array import array
from collections import defaultdict

from crawler.site import addresses
from crawler.site.pages import Pages
from crawler.site.shards import batches, write_shard
from crawler.site.shown import shown

_IN_SHARD = 500
"""Names of one file; ``search.js`` has the same number."""
_FILES = 64
"""Files that the characters are parted in; ``search.js`` has the same number."""
_NAMES = """
SELECT state.series, state.name, place.code, place.name AS place_name, min(state.year) AS first, max(state.year) AS last,
    (SELECT group_concat(agency, '、') FROM (
        SELECT DISTINCT agency FROM reports JOIN entry USING (id)
        WHERE entry.series = state.series AND agency <> state.name ORDER BY 1
    )) AS others
FROM state JOIN place ON place.code = state.place WHERE state.series IS NOT NULL AND state.id IS NOT NULL
GROUP BY state.place, state.series ORDER BY state.place, state.name, state.series
"""


def write_search(connection: sqlite3.Connection, pages: Pages) -> int:
    """Write the index of all agencies; gives their number."""
    numbers: dict[str, array[int]] = defaultdict(lambda: array("L"))
    count = 0
    for shard, some in enumerate(batches(connection.execute(_NAMES), _IN_SHARD)):
        names = []
        for row in some:
            name = f"{row['name']}（{row['others']}）" if row["others"] else row["name"]
            name, place = str(shown(name, 200)), str(shown(row["place_name"], 100))
            page = addresses.agency_page(row["code"], row["series"])
            names.append([name, place, "–".join(dict.fromkeys((str(row["first"]), str(row["last"])))), page])
            for character in sorted(set(folded(name + place))):
                numbers[character].append(count)
            count += 1
        write_shard(pages, f"names/{shard}", names)
    files: dict[int, dict[str, list[int]]] = {number: {} for number in range(_FILES)}
    for character in sorted(numbers):
        files[ord(character) % _FILES][character] = _steps(numbers.pop(character))
    for number, characters in files.items():
        write_shard(pages, f"characters/{number}", characters)
    return count


def folded(text: str) -> str:
    """Text as it is searched: ``search.js`` does the same to what is typed.

    >>> folded("Ａ镇 人民")
    'a镇人民'
    """
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


def _steps(numbers: array[int]) -> list[int]:
    """The first number, then the steps to each next one, which are short.

    >>> _steps(array("L", [7, 8, 20]))
    [7, 1, 12]
    """
    return [number - before for before, number in zip([0, *numbers], numbers, strict=False)]
