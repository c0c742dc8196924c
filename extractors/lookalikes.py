"""Labels in which OCR took one character for another that looks like it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from extractors.tables.forms import Column, FormTable, Row, load_forms
from extractors.tables.labels import MAX_LABEL, whole
from extractors.vocabulary import load_vocabulary

_NUMERALS = "0123456789一二三四五六七八九十"
_PART = 4
"""Characters from which a piece of a label is known: labels are wrapped over lines."""


def mended(line: str) -> str:
    """A line of a label as a form prints it, if one look-alike in place of one character makes it that, and only one does.

    >>> mended("4.徽博微信回应事件数"), mended("徽章制作数")
    ('4.微博微信回应事件数', '徽章制作数')
    """
    key = _key(line)
    if len(key) > MAX_LABEL or _is_printed(key):
        return line
    found = [(place, char) for place, char in _variants(key) if _is_printed(key[:place] + char + key[place + 1 :])]
    if len(found) != 1:
        return line
    ((place, char),) = found
    parts = line.split(key[place])
    if len(parts) != key.count(key[place]) + 1:  # in traditional print it is another character
        return line
    before = key[:place].count(key[place]) + 1
    return key[place].join(parts[:before]) + char + key[place].join(parts[before:])


def _key(text: str) -> str:
    """A label by which it is compared: without punctuation and the number in front."""
    return whole(text).lstrip(_NUMERALS)


def _variants(key: str) -> Iterator[tuple[int, str]]:
    """Places, and the look-alikes of what stands there."""
    alike = load_lookalikes()
    for place, char in enumerate(key):
        for other in alike.get(char, ""):
            yield place, other


def _is_printed(key: str) -> bool:
    """Whether a form prints a label that is this text or has it as a part."""
    labels, text = _labels()
    return key in labels or (len(key) >= _PART and key in text)


@cache
def _labels() -> tuple[frozenset[str], str]:
    """All labels of all forms; and the same in one text."""
    labels = frozenset(_key(text) for form in load_forms().values() for table in form.tables for text in _texts(table))
    return labels, "\n".join(sorted(labels))


def _texts(table: FormTable) -> Iterable[str]:
    yield from filter(None, (table.caption, table.stub))
    parts: list[Row | Column] = [*table.rows, *table.columns]
    for part in parts:
        yield from (part.label, *part.aliases, *part.under)


@cache
def load_lookalikes() -> Mapping[str, str]:
    """Character → those that it may be read for: :exc:`~extractors.errors.ConfigError` where the file is wrong."""
    return load_vocabulary("lookalikes", _build)


def _build(data: Mapping[str, Any]) -> Mapping[str, str]:
    alike: dict[str, str] = {}
    for group in data["groups"]:
        for char in group:
            alike[char] = alike.get(char, "") + group.replace(char, "")
    return alike
