"""Pages that stand where a listing should: what a column says that is empty, soft 404s, pages to log in.

The vocabulary is data: ``placeholders.toml``. Pages that may be reports are judged by the extractors, with all they know.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any, Literal, get_args

from scrapy.http import TextResponse

from crawler.datafiles import load_toml
from crawler.platforms.markup import texts_outside_links
from extractors.errors import ConfigError
from extractors.text import squeeze

Kind = Literal["empty", "soft_404", "login"]

_FILE = "placeholders.toml"
_MAX_TEXTS = 5_000


@dataclass(frozen=True, slots=True)
class Placeholder:
    """How one kind shows."""

    within: int
    """Characters outside of links; a longer page is none."""
    titles: tuple[str, ...]
    """Any of these in ``<title>``."""
    texts: tuple[str, ...]
    """Any of these in the text."""


def says_empty(response: TextResponse) -> bool:
    """Whether a column's page says that there is nothing in it."""
    return _shows(response, "empty")


def stands_in(response: TextResponse) -> Kind | None:
    """What a page is instead of the listing that was asked for; ``None`` for a page of the portal's."""
    kinds: tuple[Kind, ...] = ("login", "soft_404")
    return next((kind for kind in kinds if _shows(response, kind)), None)


def _shows(response: TextResponse, kind: Kind) -> bool:
    placeholder = load_placeholders()[kind]
    text = "".join(squeeze(part) for part in islice(texts_outside_links(response.selector.root), _MAX_TEXTS)).lower()
    if len(text) > placeholder.within:
        return False
    if kind == "login" and response.xpath("//input[@type='password']"):
        return True
    title = squeeze(response.xpath("//title/text()").get() or "").lower()
    return any(word in title for word in placeholder.titles) or any(word in text for word in placeholder.texts)


@cache
def load_placeholders() -> dict[Kind, Placeholder]:
    """Every kind. Raises :exc:`~extractors.errors.ConfigError`."""
    data = load_toml("crawler.walking", _FILE)
    if set(data) != set(get_args(Kind)):
        raise ConfigError(_FILE, ", ".join(sorted(set(data) ^ set(get_args(Kind)))), "unknown or missing kind")
    return {kind: _parse(kind, record) for kind, record in data.items()}  # type: ignore[misc]


def _parse(kind: str, record: Mapping[str, Any]) -> Placeholder:
    within = record.get("within")
    if not isinstance(within, int) or within < 1:
        raise ConfigError(_FILE, f"{kind}.within", "must be a number of characters")
    words: dict[str, tuple[str, ...]] = {}
    for key in ("titles", "texts"):
        values = record.get(key, [])
        if not isinstance(values, list) or not all(isinstance(word, str) and word for word in values):
            raise ConfigError(_FILE, f"{kind}.{key}", "must be a list of texts that are not empty")
        words[key] = tuple(squeeze(word).lower() for word in values)
    if unknown := sorted(set(record) - {"within", *words}):
        raise ConfigError(_FILE, f"{kind}.{unknown[0]}", "unknown key")
    return Placeholder(within, **words)
