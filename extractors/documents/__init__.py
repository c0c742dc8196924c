"""Bytes to Document, whatever the medium; the medium is what the bytes are, not what their name claims."""

from __future__ import annotations

from codecs import BOM_UTF8

from extractors.documents.media import read_medium
from extractors.documents.model import Block, Cell, Document, Link, Paragraph, Region, Table
from extractors.documents.sniffing import HTML, TEXTS, sniff, sniff_inside
from extractors.documents.web.encoding import decode, visible
from extractors.documents.web.html import read_html
from extractors.documents.web.text import read_text
from extractors.errors import DocumentError

__all__ = ["Block", "Cell", "Document", "Link", "Paragraph", "Region", "Table", "read_document", "sniff"]

MAX_BYTES = 10_000_000
"""Larger pages are refused; the largest real report page seen is below 1 MB."""
MAX_DOCUMENT_BYTES = 50_000_000
"""The same for documents: scans are large."""


def read_document(data: bytes, content_type: str | None = None) -> Document:
    """Read bytes of any medium. :exc:`~extractors.errors.DocumentError` says why they can't be read."""
    if not data or data.isspace():
        raise DocumentError("empty", "no bytes but white space" if data else "no bytes")
    media_type = sniff(data)
    bound = MAX_BYTES if media_type in TEXTS else MAX_DOCUMENT_BYTES
    if len(data) > bound:
        raise DocumentError("too_large", f"{len(data)} bytes, more than {bound}")
    if media_type not in TEXTS:
        return read_medium(data, sniff_inside(data))
    text, encoding = decode(data, content_type)
    shown = visible(text)
    if media_type == HTML:
        is_same = shown is text and encoding == "utf-8" and not data.startswith(BOM_UTF8)
        return read_html(data if is_same else shown, encoding=encoding)
    return read_text(shown, encoding=encoding)
