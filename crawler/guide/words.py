"""The words of ``words.toml``: what frames the guides, and what the classes' English docstrings say, in Chinese."""

from __future__ import annotations

from functools import cache
from typing import Any, Literal

from crawler.datafiles import load_toml

Language = Literal["en", "zh-CN"]
LANGUAGES: tuple[Language, ...] = ("en", "zh-CN")


@cache
def load_guide_words() -> dict[str, Any]:
    """``frame`` by language, ``item`` (path of a field → Chinese), ``statuses`` and ``reasons`` (code → language → text)."""
    return load_toml("crawler.guide", "words.toml")
