"""Values as a page may show them: what reports and feeds hold is never trusted."""

from __future__ import annotations

from markupsafe import Markup

from crawler.terminal import printable

_MAX_TEXT = 300
"""Characters of a value; longer ones are cut with a mark."""


def shown(value: object, size: int = _MAX_TEXT) -> object:
    r"""A value as a page may show it: no control or direction characters, no endless text; markup of our own as it is.

    >>> shown("a\u202eb"), shown("abc", 2), shown(None)
    ('a�b', 'a…', '')
    """
    if value is None:
        return ""
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    return printable(value if len(value) <= size else f"{value[: size - 1]}…")


def figure(value: float | None) -> str:
    """A number as it is in the data.

    >>> figure(12), figure(4018.6), figure(12.0)
    ('12', '4018.6', '12')
    """
    return "" if value is None else str(value) if isinstance(value, int) else f"{value:.15g}"


def web_address(value: str | None) -> str | None:
    """An address that a link may lead to; ``None`` for anything but HTTP (``javascript:``, ``file:``).

    >>> web_address("https://www.example.gov.cn/"), web_address("JavaScript:alert(1)")
    ('https://www.example.gov.cn/', None)
    """
    return value if value and len(value) <= 2_000 and value.lower().startswith(("http://", "https://")) else None
