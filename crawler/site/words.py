"""Words of the pages in both languages, from ``words.toml``: both stand on each page, and the style sheet shows one."""

from __future__ import annotations

from functools import cache, lru_cache

from markupsafe import Markup, escape

from crawler.datafiles import load_toml
from crawler.site.shown import shown
from extractors.errors import ConfigError

_FILE = "words.toml"
_SPANS = Markup('<span class="zh">{}</span><span class="en" lang="en">{}</span>')


def word(key: str, group: str = "words", **values: object) -> Markup:
    """Markup of a word in both languages; :exc:`~extractors.errors.ConfigError` for one that is not in the file.

    >>> word("year")
    Markup('<span class="zh">年度</span><span class="en" lang="en">year</span>')
    """
    if not values:
        return both(*pair(key, group))
    safe = {name: shown(value) for name, value in values.items()}
    return _SPANS.format(*(Markup(text).format(**safe) for text in pair(key, group)))


def told(chinese: str, english: str | None) -> Markup:
    """Markup of what is said in both languages; Chinese where there is no English."""
    return _SPANS.format(shown(chinese), shown(english)) if english else escape(shown(chinese))


both = lru_cache(4096)(told)
"""The same for what recurs: a page has hundreds of labels, nearly all of them those of a form."""


def plain_word(key: str, group: str = "words", **values: object) -> str:
    """A word in both languages as text, for attributes and titles.

    >>> plain_word("missing", "state")
    '缺失 · missing'
    """
    return " · ".join(text.format(**values) for text in pair(key, group))


def find_pair(key: str, group: str) -> tuple[str, str] | None:
    """Chinese and English for a code that a feed holds; ``None`` where the file lacks it."""
    return _load()[group].get(key)


def known(code: str, group: str) -> Markup:
    """A word for a code that a feed holds; the code itself, as it may be shown, where the file lacks it."""
    return word(code, group) if code in _load()[group] else escape(shown(code))


def pair(key: str, group: str = "words") -> tuple[str, str]:
    """Chinese and English."""
    try:
        return _load()[group][key]
    except KeyError as error:
        raise ConfigError(_FILE, f"{group}.{key}", "missing") from error


def known_pair(key: str, group: str) -> tuple[str, str]:
    """Chinese and English for a code that a feed holds; the code itself where the file lacks it."""
    return find_pair(key, group) or (key, key)


def group_words(group: str) -> dict[str, Markup]:
    """All words of a group."""
    return {key: word(key, group) for key in _load()[group]}


@cache
def _load() -> dict[str, dict[str, tuple[str, str]]]:
    data = load_toml("crawler.site", _FILE)
    return {
        group: {key: (chinese, english) for key, (chinese, english) in words.items()} for group, words in data.items()
    }
