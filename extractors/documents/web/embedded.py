"""What elements show or open beside plain links: addresses of documents in scripts, pictures that are no icons."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

Attributes = Mapping[str, str | None]

_QUOTED = re.compile(
    r"""["'](?P<url>[^"'<>\s]{1,1000}[^"'<>\s./*;,]\.(?:pdf|doc[xm]?|wps|rtf|xls[xmb]?|et|ofd|mht(?:ml)?|zip|rar)(?:[?#][^"'<>\s]{0,300})?)["']""",
    re.IGNORECASE,
)
_MAX_SCRIPT = 5_000
"""Characters; one that shows a document is a line or two."""
_MAX_SHOWN = 10
"""Addresses of one script."""
_LAZY = ("data-original", "data-src", "src")
"""Attributes with a picture's address: the first ones hold it where the last holds a mere stand-in."""
_SMALL = 120
"""Pixels; a page that can be read is larger."""
_SIDE = re.compile(r"(?:^|[;\s])(?:width|height)\s{0,3}:\s{0,3}(\d{1,4})px", re.IGNORECASE)
_ICON = re.compile(
    r"(?:^|[/_.-])(?:ico|icons?|logo|qr|qrcode|ewm|erweima|weixin|wechat|weibo|share|btn|button|arrow|banner|blank|spacer|"
    r"loading|filetype(?:images)?|beian|gongan|jiucuo|dzjg|wza)(?=[/_.\d-]|$)",
    re.IGNORECASE,
)
"""Words of the last two parts of an icon's path."""


def scripted_addresses(script: str) -> Iterator[str]:
    """Addresses of documents that a script quotes, as printed.

    >>> list(scripted_addresses("showVsbpdfIframe('/__local/A/7B/nb.pdf','100%'); if (x.indexOf('.pdf') > 0) {}"))
    ['/__local/A/7B/nb.pdf']
    """
    if len(script) <= _MAX_SCRIPT and "." in script:
        for count, match in enumerate(_QUOTED.finditer(script)):
            if count == _MAX_SHOWN:
                return
            yield match["url"].replace("\\/", "/")


def link_address(attributes: Attributes) -> str | None:
    """Address that a link leads to: its own, else that of the document which its script opens or its data name."""
    href = attributes.get("href")
    if href and not href.startswith(("#", "javascript:")):
        return href
    quoted = (f"'{value}' {value}" for value in attributes.values() if value)
    return next((address for text in quoted for address in scripted_addresses(text)), href)


def picture_address(attributes: Attributes) -> str | None:
    """Address of a picture that may be a page of a document; ``None`` for an icon, by its size or its address.

    >>> picture_address({"src": "/images/icon_pdf.gif"}), picture_address({"src": "/W020210107_1.jpg", "width": "600"})
    (None, '/W020210107_1.jpg')
    """
    url = next((url for name in _LAZY if (url := attributes.get(name))), None)
    if url is None or _ICON.search("/".join(url.partition("?")[0].split("/")[-2:])):
        return None
    sizes = [attributes.get("width"), attributes.get("height"), *_SIDE.findall((attributes.get("style") or "")[:500])]
    return None if any(size is not None and size.isdecimal() and int(size[:5]) < _SMALL for size in sizes) else url
