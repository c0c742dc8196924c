"""Pages saved with all that belongs to them in one MIME file: ``.mht``, and Word's single file web page, often named ``.doc``."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.message import Message
from itertools import islice

from extractors.documents.model import Document
from extractors.documents.sniffing import MHTML
from extractors.documents.web.encoding import decode, visible
from extractors.documents.web.html import read_html
from extractors.errors import DocumentError

MAX_BYTES = 10_000_000
"""Of the page itself, decoded."""
MAX_PARTS = 500
"""Pages with their pictures and sheets; Word writes some dozens."""
MAX_NESTED = 50
"""Parts that hold parts."""
MAX_FIELD = 2_000
"""Bytes of a field Content-Type, which the standard library takes quadratic time to part."""
_FIELD = re.compile(rb"^content-type:[^\n]*+(?:\n[ \t][^\n]*+)*+", re.IGNORECASE | re.MULTILINE)


def read_mhtml(data: bytes) -> Document:
    """Read the page; what it embeds is not looked at.

    :exc:`~extractors.errors.DocumentError` where there is none or it is too large.
    """
    if data.count(b"boundary=") > MAX_NESTED:
        raise DocumentError("too_large", f"a MIME file of more than {MAX_NESTED} parts within parts")
    if any(len(field[0]) > MAX_FIELD for field in _FIELD.finditer(data)):
        raise DocumentError("too_large", f"a MIME file with a field of more than {MAX_FIELD} bytes")
    page = _page(message_from_bytes(data))
    content = page.get_payload(decode=True)
    assert isinstance(content, bytes)  # of a part that holds no others
    if len(content) > MAX_BYTES:
        raise DocumentError("too_large", f"a page of {len(content)} bytes, more than {MAX_BYTES}")
    text, encoding = decode(content, page.get("Content-Type"))
    document = read_html(visible(text), encoding=encoding)
    document.media_type = MHTML
    return document


def _page(message: Message) -> Message:
    """The part that is the page: the one that the head names as the start, else the first page (RFC 2387)."""
    parts = list(islice(message.walk(), MAX_PARTS + 1))
    if len(parts) > MAX_PARTS:
        raise DocumentError("too_large", f"a MIME file of more than {MAX_PARTS} parts")
    pages = [part for part in parts if part.get_content_type() == "text/html"]
    if not pages:
        raise DocumentError("unreadable", "a MIME file without a page")
    start = message.get_param("start")
    return next((page for page in pages if start and page.get("Content-ID") == start), pages[0])
