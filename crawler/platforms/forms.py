"""Sending a page's own form, as its pager does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from urllib.parse import urlencode

from lxml import etree
from scrapy import Request
from scrapy.http import TextResponse

from crawler.platforms.markup import absolute
from crawler.platforms.pagers import with_query

_MAX_FIELDS = 300
_MAX_BODY = 1_000_000
"""Characters of a form; the state that ASP.NET keeps in one is some ten thousand."""
_KEPT = frozenset(("", "hidden", "text"))


def form_around(element: etree._Element) -> etree._Element | None:
    """Form that an element stands in."""
    return next(element.iterancestors("form"), None)


def form_request(form: etree._Element, response: TextResponse, values: Mapping[str, str]) -> Request | None:
    """Request that sends a form with some of its fields set.

    ``None`` for a form that is none of a pager: it asks for a password, holds more than a page keeps in one, or its
    action is no web address.
    """
    fields = {**dict(_fields(form)), **values}
    if any(True for field in form.iter("input") if (field.get("type") or "").lower() == "password"):
        return None
    url = absolute(response, form.get("action") or response.url)
    if url is None or sum(map(len, fields.values())) > _MAX_BODY:
        return None
    if (form.get("method") or "").lower() != "post":
        return Request(with_query(url, **fields))
    body = urlencode(fields, encoding=response.encoding, errors="replace")
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    return Request(url, method="POST", body=body, headers=headers)


def _fields(form: etree._Element) -> Iterator[tuple[str, str]]:
    """Names and values of the fields that are sent whatever is clicked."""
    for field in islice(form.iter("input"), _MAX_FIELDS):
        name = field.get("name")
        if name and (field.get("type") or "").lower() in _KEPT:
            yield name, field.get("value") or ""
    for select in islice(form.iter("select"), _MAX_FIELDS):
        if name := select.get("name"):
            options = list(islice(select.iter("option"), _MAX_FIELDS))
            chosen = next((o for o in options if o.get("selected") is not None), options[0] if options else None)
            if chosen is not None:
                yield name, chosen.get("value") or ""
