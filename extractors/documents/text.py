"""Plain text to Document: every physical line is a paragraph, blank ones too."""

from __future__ import annotations

from extractors.documents.model import Document, Paragraph
from extractors.errors import DocumentError

MAX_LINES = 200_000


def read_text(text: str, *, encoding: str | None = None) -> Document:
    """Read a text file. Form feeds end lines as line feeds do; nothing is trimmed.

    ``&nbsp;`` that a converter left behind is the blank that it stands for.
    """
    lines = text.replace("&nbsp;", "\xa0").replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").split("\n")
    if len(lines) > MAX_LINES:
        raise DocumentError("too_large", f"{len(lines)} lines, more than {MAX_LINES}")
    return Document(media_type="text/plain", encoding=encoding, blocks=[Paragraph(line) for line in lines])
