"""Answers that a portal gives to its own scripts: read as untrusted input, and made a page that any platform reads."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import datetime, timedelta, timezone
from html import escape
from typing import Any
from urllib.parse import parse_qs, urlsplit

from scrapy.http import HtmlResponse, TextResponse

MAX_ANSWER = 10_000_000
"""Characters of an answer; the largest real one seen is below 1 MB."""


_MAX_TEXT = 2_000
_TAGS = re.compile(r"<[^<>]{0,200}>")
_CHINA = timezone(timedelta(hours=8))
_MAX_SECONDS = 4_102_444_800
"""The year 2100; larger numbers are milliseconds."""
_MAX_MILLISECONDS = 1_000 * _MAX_SECONDS


class AnswerError(ValueError):
    """An answer that can't be read; the text says why."""


def read_json(response: TextResponse) -> dict[str, Any]:
    """Object that an answer is. :exc:`AnswerError` for what is none, too long, or nested too deep."""
    text = response.text
    if len(text) > MAX_ANSWER:
        raise AnswerError(f"answer of {len(text)} characters")
    try:
        answer = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise AnswerError(f"answer is no JSON: {str(error)[:100]}") from error
    if not isinstance(answer, dict):
        raise AnswerError(f"answer is a JSON {type(answer).__name__}")
    return answer


def asked_url(response: TextResponse) -> str:
    """Address that was asked, before any redirect: what comes from elsewhere is still to be read as an answer."""
    request = response.request
    return str(request.meta.get("redirect_urls", [request.url])[0]) if request is not None else response.url


def as_html(response: TextResponse, fragment: str, base: str = "") -> HtmlResponse:
    """Page that holds a fragment, under the address of the answer that it came in; its links are relative to ``base``."""
    head = '<meta charset="utf-8">' + (f'<base href="{escape(base)}">' if base else "")
    body = f"<html><head>{head}</head><body>{fragment}</body></html>".encode("utf-8", "replace")
    return HtmlResponse(
        response.url,
        status=response.status,
        body=body,
        encoding="utf-8",
        request=response.request,
        flags=response.flags,
    )


def listing_html(entries: Iterable[tuple[str, str, str]]) -> str:
    """List of (address, title, date), as a portal without scripts would print it."""
    rows = (
        f'<li><a href="{escape(url)}" title="{escape(title)}">{escape(title)}</a><span>{escape(date)}</span></li>'
        for url, title, date in entries
    )
    return f"<ul>{''.join(rows)}</ul>"


def following_html(url: str) -> str:
    """Link to the answer that follows, as a portal without scripts would print it."""
    return f'<a href="{escape(url)}">下一页</a>'


def text_of(record: dict[str, Any], *keys: str) -> str:
    """First of these values that is a text with something in it, without markup; empty if none is."""
    for key in keys:
        value = record.get(key)
        if isinstance(value, str) and value.strip():
            return _TAGS.sub("", value[:_MAX_TEXT]).strip()
    return ""


def count_of(value: object) -> int | None:
    """Whole number that a record gives, as a number or in digits; ``None`` for anything else.

    >>> count_of(12), count_of("12"), count_of(-1), count_of(True), count_of([12])
    (12, 12, None, None, None)
    """
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10:
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def asked_page(url: str, name: str) -> int:
    """Number of the page that an address asks for by a parameter; 1 if it names none.

    >>> asked_page("http://a.example/x?page=3", "page"), asked_page("http://a.example/x?page=", "page")
    (3, 1)
    """
    return count_of(parse_qs(urlsplit(url).query).get(name, [""])[0]) or 1


def date_of(value: object) -> str:
    """Date of a record: a text as it is, a number as seconds or milliseconds since 1970; empty for anything else.

    >>> date_of("2022-01-20 10:00:00"), date_of(1642608000), date_of(1642608000000), date_of(None)
    ('2022-01-20 10:00:00', '2022-01-20', '2022-01-20', '')
    """
    if isinstance(value, str):
        return value[:40]
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < _MAX_MILLISECONDS:
        return ""
    seconds = value // 1000 if value > _MAX_SECONDS else value
    return datetime.fromtimestamp(seconds, _CHINA).date().isoformat()
