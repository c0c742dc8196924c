"""Reading elements of pages that may be hostile: no look at a page costs more than the page is long."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from ipaddress import ip_address
from itertools import islice
from urllib.parse import urlsplit

from lxml import etree
from scrapy.http import TextResponse

_WEB_ADDRESS = re.compile(r"https?://(?:[^/?\s\[\]@\\]{1,300}|\[[\da-fA-F:.]{2,45}\](?::\d{1,5})?)(?:[/?]|$)")
"""Scheme and host that a request can be made for; the rest of an address is quoted if it has to be."""
_MAX_PARTS = 200
MAX_ANCESTORS = 40
"""How far a link looks up for its row and list; deeper nesting is no layout of a person."""
_SILENT = frozenset(("a", "script", "style", "noscript", "head"))


def absolute(response: TextResponse, address: str) -> str | None:
    """Web address that a link of a page names, without fragment; ``None`` for what is none."""
    try:
        url = response.urljoin(address.strip()).split("#")[0]
        parts = urlsplit(url)
        parts.port  # noqa: B018  (reading it is what checks it)
        if "[" in parts.netloc:
            ip_address(parts.hostname or "")
    except ValueError:  # brackets that are no IPv6 address, a port that is none
        return None
    return url if _WEB_ADDRESS.match(url) else None


def first_text(element: etree._Element, limit: int = 400) -> str:
    """Text of an element, cut after about ``limit`` characters."""
    parts: list[str] = []
    total = 0
    for part in islice(element.itertext(), _MAX_PARTS):
        parts.append(str(part))
        total += len(part)
        if total > limit:
            break
    return "".join(parts)


def nearest(element: etree._Element, tags: Collection[str]) -> etree._Element | None:
    """Nearest ancestor with one of the tags."""
    return next((a for a in islice(element.iterancestors(), MAX_ANCESTORS) if a.tag in tags), None)


def holds_many_links(element: etree._Element, bound: int) -> bool:
    """Whether an element holds more than ``bound`` links."""
    return next(islice(element.iter("a"), bound, None), None) is not None


def texts_outside_links(root: etree._Element) -> Iterator[str]:
    """Every text of a page that stands in no link, script or style."""
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if event == "end":
            if element.tail and element is not root:
                yield str(element.tail)
        elif element.tag in _SILENT or not isinstance(element.tag, str):
            walk.skip_subtree()
        elif element.text:
            yield str(element.text)
