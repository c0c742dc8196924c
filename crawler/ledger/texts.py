"""How texts and JSON stand in a database: PostgreSQL takes no NUL, and no database takes half a surrogate pair."""

from __future__ import annotations

import json
import re
from typing import Any

from sqlalchemy import Dialect, Text
from sqlalchemy.types import TypeDecorator

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False)
_CANONICAL = json.JSONEncoder(ensure_ascii=True, allow_nan=False, sort_keys=True, separators=(",", ":"))


class Words(TypeDecorator[str]):
    """Text for people and for queries: what no database takes becomes ``�``, what is too long is cut.

    The exact text stands in the item's JSON.
    """

    impl = Text
    cache_ok = True

    def __init__(self, limit: int = 4_000) -> None:
        super().__init__()
        self.limit = limit  # PostgreSQL's indexes take 2,700 bytes; titles of hostile pages have no end

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """To the database."""
        if value is None or (value.isascii() and "\0" not in value):  # nearly all of them
            return value and value[: self.limit]
        return _UNSTORABLE.sub("\ufffd", value)[: self.limit]


class JsonText(TypeDecorator[Any]):
    """A JSON value as text, read back as it was. A NUL and half a surrogate pair are written as escapes."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str:
        """To the database."""
        return to_json(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """From the database."""
        return None if value is None else json.loads(value)


def to_json(value: Any) -> str:
    r"""JSON text that any database takes; Chinese stays readable. :exc:`ValueError` for a number that is none (NaN).

    >>> print(to_json({"标题": "a\0\ud800"}))
    {"标题": "a\u0000\ud800"}
    """
    text = _ENCODER.encode(value)
    try:
        text.encode()  # takes a tenth of the search's time
    except UnicodeEncodeError:
        return _SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
    return text


def canonical_json(value: Any) -> str:
    """The one spelling of a value, for comparing and hashing.

    >>> canonical_json({"b": 1, "a": [1.5, None]})
    '{"a":[1.5,null],"b":1}'
    """
    return _CANONICAL.encode(value)
