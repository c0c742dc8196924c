"""Documents that a page links, embeds or shows in a viewer, and pictures that may be the report's pages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

from extractors.documents.model import Document, Link
from extractors.report import Attachment

_BEFORE, _BELOW = 1, 3
"""Blocks around the body in which a document is still the article's: lists of attachments stand below it, and of a page
without any text the body is a guess."""
_DOCUMENT = re.compile(r"\.(pdf|docx?|wps|rtf|xlsx?|et|ofd|tiff?|zip|rar|7z)(?:$|[?#&])", re.IGNORECASE)
_PICTURE = re.compile(r"\.(jpe?g|png|bmp|gif|webp)(?:$|[?#&])", re.IGNORECASE)
_DOWNLOAD = re.compile(r"/download\.jsp\?[^#]{0,300}\bwbfileid=\d", re.IGNORECASE)
"""Address of a document that does not say of which type it is."""
_VIEWER = re.compile(r"viewer|pdfjs|preview|view\.aspx|\.html?$", re.IGNORECASE)
"""Path of a page that shows the document that a parameter names; a download's parameter is a mere name."""
TYPES = {
    "pdf": "application/pdf",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "wps": "application/vnd.ms-works",
    "rtf": "application/rtf",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "et": "application/vnd.ms-excel",
    "ofd": "application/ofd",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    "zip": "application/zip",
    "rar": "application/vnd.rar",
    "7z": "application/x-7z-compressed",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "bmp": "image/bmp",
    "gif": "image/gif",
    "webp": "image/webp",
}
"""Ending of a file's name → media type."""


def find_attachments(document: Document, body: range, url: str | None) -> list[Attachment]:
    """Documents of the body, in order, each once; of a viewer the document that it shows."""
    found: dict[str, Attachment] = {}
    base = _base(document, url)
    for link in _within(document.links, range(body.start - _BEFORE, body.stop + _BELOW)):
        match = _DOCUMENT.search(link.url) or _DOCUMENT.search(link.text)
        if match is None and not _DOWNLOAD.search(link.url):
            continue
        address = join_address(base, link.url)
        if address is None:
            continue
        address = _behind_viewer(address) or address
        name = link.text or (unquote(urlsplit(address).path.rsplit("/", 1)[-1]) if match is not None else "")
        media_type = TYPES[match[1].lower()] if match is not None else None
        found.setdefault(address, Attachment(url=address, name=name or None, media_type=media_type))
    return list(found.values())


def find_pictures(document: Document, body: range, url: str | None) -> list[Attachment]:
    """Pictures of the body, in order, each once; icons are left out where the page is read."""
    found: dict[str, Attachment] = {}
    base = _base(document, url)
    for image in _within(document.images, body):
        address = join_address(base, image.url)
        if address is not None and address not in found:
            match = _PICTURE.search(address)
            media_type = TYPES[match[1].lower()] if match is not None else None
            found[address] = Attachment(url=address, name=image.text or None, media_type=media_type)
    return list(found.values())


def join_address(base: str, url: str) -> str | None:
    """Absolute address; ``None`` for one that is none, such as ``http://[``."""
    try:
        joined = urljoin(base, url)
        urlsplit(joined)
    except ValueError:
        return None
    return joined


def _behind_viewer(url: str) -> str | None:
    """Address of the document that a viewer's address names; ``None`` for the address of anything else.

    >>> _behind_viewer("http://a.example/pdfjs/web/viewer.html?file=%2Fupload%2F2020.pdf#page=1")
    'http://a.example/upload/2020.pdf'
    >>> _behind_viewer("http://a.example/down.jsp?file=2020.pdf"), _behind_viewer("http://a.example/2020.pdf?v=1.pdf")
    (None, None)
    """
    parts = urlsplit(url)
    if _DOCUMENT.search(parts.path) or not _VIEWER.search(parts.path):
        return None
    for _, value in (*parse_qsl(parts.query), *parse_qsl(parts.fragment)):
        address = unquote(value) if "%" in value else value  # some are encoded twice
        if _DOCUMENT.search(address):
            return join_address(url, address)
    return None


def _within(links: Iterable[Link], body: range) -> Iterable[Link]:
    return (link for link in links if body.start <= link.block <= body.stop)


def _base(document: Document, url: str | None) -> str:
    return join_address(url or "", document.base or "") or url or ""
