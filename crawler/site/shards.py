"""Data for the scripts: files that call a function, since a page that was opened from a folder may not fetch."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from typing import Any

from crawler.site.pages import Pages


def write_shard(pages: Pages, name: str, data: Any) -> None:
    """Write ``data/NAME.js``, which hands its data to ``site.js`` under its name."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    # JavaScript of before 2019 ends lines at these two, which JSON may hold as they are.
    text = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    pages.write_text(f"data/{name}.js", f"nianbao({json.dumps(name)},{text});\n")


def batches(rows: sqlite3.Cursor, size: int) -> Iterator[list[sqlite3.Row]]:
    """Rows of a query, so many at a time."""
    return iter(lambda: rows.fetchmany(size), [])
