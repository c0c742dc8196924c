"""Plain text to Document: every physical line is a paragraph, blank ones too."""

from __future__ import annotations

import re

from extractors.documents.model import Document, Paragraph
from extractors.errors import DocumentError

MAX_LINES = 200_000
_PAGE_NUMBER = re.compile(r"\n[ \t]{0,40}\d{1,3}[ \t]{0,40}\n?(?=\f)|(?<=\f)\n?[ \t]{0,40}\d{1,3}[ \t]{0,40}(?=[\n\f])")
"""A number alone on its line beside a form feed: it would fill a blank cell of the table that the page break cuts."""


def read_text(text: str, *, encoding: str | None = None) -> Document:
    """Read a text file. Form feeds end lines as line feeds do, page numbers beside them go; nothing is trimmed.

    ``&nbsp;`` that a converter left behind is the blank that it stands for.
    """
    text = text.replace("&nbsp;", "\xa0").replace("\r\n", "\n").replace("\r", "\n")
    lines = _PAGE_NUMBER.sub("\n", text).replace("\f", "\n").split("\n")
    if len(lines) > MAX_LINES:
        raise DocumentError("too_large", f"{len(lines)} lines, more than {MAX_LINES}")
    return Document(media_type="text/plain", encoding=encoding, blocks=[Paragraph(line) for line in lines])
