"""The words that simulated portals are composed from, loaded from ``words.toml``."""

from __future__ import annotations

from functools import cache
from typing import Any

from crawler.datafiles import load_toml


@cache
def words() -> dict[str, Any]:
    """All of ``words.toml``: places, pinyin, titles, prose, near misses, news."""
    return load_toml("crawler.simulator", "words.toml")
