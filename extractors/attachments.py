"""Documents that a page links, embeds or shows in a viewer, and pictures that may be the report's pages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import unquote, urljoin, urlsplit

from extractors.documents.model import Document, Link
from extractors.report import Attachment
from extractors.viewers import DOCUMENT, shown_address

_BEFORE, _BELOW = 1, 3
"""Blocks around the body in which a document is still the article's: lists of attachments stand below it, and of a page
without any text the body is a guess."""
_PICTURE = re.compile(r"\.(jpe?g|png|bmp|gif|webp)(?:$|[?#&])", re.IGNORECASE)
_DOWNLOAD = re.compile(r"/download\.jsp\?[^#]{0,300}\bwbfileid=\d", re.IGNORECASE)
"""Address of a document that does not say of which type it is."""
TYPES = {
    "pdf": "application/pdf",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "docm": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "wps": "application/vnd.ms-works",
    "rtf": "application/rtf",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xlsm": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xlsb": "application/vnd.ms-excel.sheet.binary.macroenabled.12",
    "et": "application/vnd.ms-excel",
    "ofd": "application/ofd",
    "mht": "multipart/related",
    "mhtml": "multipart/related",
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
        shown = shown_address(link.url)
        match = DOCUMENT.search(shown or link.url) or DOCUMENT.search(link.text)
        if match is None and shown is None and not _DOWNLOAD.search(link.url):
            continue
        address = join_address(base, shown or link.url)
        if address is None:
            continue
        name = link.text or (unquote(urlsplit(address).path.rsplit("/", 1)[-1]) if match is not None else "")
        media_type = TYPES.get(match[1].lower()) if match is not None else None
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


def _within(links: Iterable[Link], body: range) -> Iterable[Link]:
    return (link for link in links if body.start <= link.block <= body.stop)


def _base(document: Document, url: str | None) -> str:
    return join_address(url or "", document.base or "") or url or ""
