"""The words that simulated portals are composed from, loaded from ``words.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def words() -> dict[str, Any]:
    """All of ``words.toml``: places, pinyin, titles, prose, near misses, news."""
    return tomllib.loads((files("crawler.simulator") / "words.toml").read_text("utf-8"))
