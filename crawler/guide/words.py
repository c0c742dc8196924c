"""The words of ``words.toml``: what frames the guides, and what the classes' English docstrings say, in Chinese."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Literal

Language = Literal["en", "zh-CN"]
LANGUAGES: tuple[Language, ...] = ("en", "zh-CN")


@cache
def load_guide_words() -> dict[str, Any]:
    """``frame`` by language, ``item`` (path of a field → Chinese), ``statuses`` and ``reasons`` (code → language → text)."""
    words: dict[str, Any] = tomllib.loads((files("crawler.guide") / "words.toml").read_text("utf-8"))
    return words
