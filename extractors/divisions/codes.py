"""Codes of divisions inside the other numbers that a page prints."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from extractors.text import squeeze

_CREDIT_CODE = re.compile(r"(?<![0-9A-Za-z])1\d{7}[0-9A-HJ-NPQRTUWXY]{10}")
_DIGITS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))


def area_of_site(code: str, domain: str | None, url: str | None) -> str | None:
    """Six digits of the area that runs a site, from its 政府网站标识码; ``None`` unless ``domain`` is the page's host.

    Templates are copied with another site's tags, so ``domain`` (SiteDomain) has to agree before the code is believed.

    >>> area_of_site("5323250001", "www.qinghe.gov.cn", "http://qinghe.gov.cn/a.html")
    '532325'
    >>> area_of_site("5323250001", "www.linxi.gov.cn", "http://qinghe.gov.cn/a.html") is None
    True
    """
    own, stated = _host(url or ""), _host(domain or "")
    within = stated.count(".") > 1 and own.endswith(f".{stated}")  # "gov.cn" alone says nothing
    if not own or not (own == stated or within):
        return None
    return code[:6] if re.fullmatch(r"\d{10}", squeeze(code)) else None


def areas_of_bodies(text: str) -> Iterator[tuple[str, str]]:
    """Area and whole code of every 统一社会信用代码 of a public body in a text: an index number, an address.

    The check digit has to be right; numbers of eighteen digits are many.

    >>> list(areas_of_bodies("11532323015172622Y-/2020-0206003")), list(areas_of_bodies("115323230151726220"))
    ([('532323', '11532323015172622Y')], [])
    """
    for match in _CREDIT_CODE.finditer(text):
        code = match[0]
        total = sum(_DIGITS.index(digit) * weight for digit, weight in zip(code, _WEIGHTS, strict=False))
        if _DIGITS[-total % 31] == code[17]:
            yield code[2:8], code


def _host(address: str) -> str:
    """Host of an address, or of what a tag says in its place: with or without scheme and ``www.``."""
    try:
        host = urlsplit(address if "//" in address else f"//{address}").hostname or ""
    except ValueError:
        return ""
    return host.rstrip(".").removeprefix("www.")
