"""Bytes to Document, whatever the medium; the medium is what the bytes are, not what their name claims."""

from __future__ import annotations

import re

from extractors.documents.encoding import decode, visible
from extractors.documents.html import read_html
from extractors.documents.model import Block, Cell, Document, Link, Paragraph, Region, Table
from extractors.documents.text import read_text
from extractors.errors import DocumentError

__all__ = ["Block", "Cell", "Document", "Link", "Paragraph", "Region", "Table", "read_document", "sniff"]

MAX_BYTES = 10_000_000
"""Larger pages are refused; the largest real report page seen is below 1 MB."""

_SIGNATURES = (
    (b"%PDF", "application/pdf"),
    (b"\xd0\xcf\x11\xe0", "application/x-ole-storage"),
    (b"PK\x03\x04", "application/zip"),
    (b"PK\x05\x06", "application/zip"),
    (b"Rar!", "application/vnd.rar"),
    (b"{\\rtf", "application/rtf"),
    (b"\x89PNG", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"\x1f\x8b", "application/gzip"),
    (b"7z\xbc\xaf", "application/x-7z-compressed"),
)
_HTML = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|meta|title|div|p|table|span|br|script|h[1-6]|ul|a|center|font|td|tr)[\s>/]",
    re.IGNORECASE,
)
_BINARY = bytes((*range(9), *range(14, 27), *range(28, 32)))
"""Bytes that no text holds."""
_BOMS = (b"\xff\xfe", b"\xfe\xff")


def sniff(data: bytes) -> str:
    """Media type of the bytes, by what they hold.

    >>> sniff(b"%PDF-1.4"), sniff(b" <HTML>"), sniff("规章 0".encode()), sniff(bytes(range(32)) * 9)
    ('application/pdf', 'text/html', 'text/plain', 'application/octet-stream')
    """
    for signature, media_type in _SIGNATURES:
        if data.startswith(signature) and not (signature == b"BM" and not _binary(data[:64])):
            return media_type
    if data.startswith(_BOMS):
        text = data[:8000].decode("utf-16", errors="replace").encode()
        return "text/html" if _HTML.search(text) else "text/plain"
    head = data[:8000]
    if _binary(head) > max(2, len(head) // 200):
        return "application/octet-stream"
    return "text/html" if _HTML.search(data[:100_000]) else "text/plain"


def _binary(data: bytes) -> int:
    return len(data) - len(data.translate(None, _BINARY))


def read_document(data: bytes, content_type: str | None = None) -> Document:
    """Read bytes of any medium. :exc:`~extractors.errors.DocumentError` says why they can't be read."""
    if not data.strip():
        raise DocumentError("empty", "no bytes but white space" if data else "no bytes")
    if len(data) > MAX_BYTES:
        raise DocumentError("too_large", f"{len(data)} bytes, more than {MAX_BYTES}")
    media_type = sniff(data)
    if media_type not in ("text/html", "text/plain"):
        raise DocumentError("unreadable", f"{media_type}: no reader for this medium")
    text, encoding = decode(data, content_type)
    text = visible(text)
    if media_type == "text/html":
        return read_html(text, encoding=encoding)
    return read_text(text, encoding=encoding)
