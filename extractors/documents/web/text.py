"""Plain text to Document: every physical line is a paragraph, blank ones too."""

from __future__ import annotations

import re

from extractors.documents.model import Document, Paragraph
from extractors.errors import DocumentError

MAX_LINES = 50_000
"""A report has some hundreds."""
_PAGE_NUMBER = re.compile(r"\n[ \t]{0,40}\d{1,3}[ \t]{0,40}\n?(?=\f)|(?<=\f)\n?[ \t]{0,40}\d{1,3}[ \t]{0,40}(?=[\n\f])")
"""A number alone on its line beside a form feed: it would fill a blank cell of the table that the page break cuts."""


_EMPHASIS = re.compile(r"\*\*([^*\n]{1,300})\*\*")
"""How converters to markdown write bold print."""
_MARKS = 8
"""Marks of emphasis from which a text is markdown."""
_ONE_LINE, _FEW = 1_000, 3
"""A longer text in so few lines has lost its line breaks: what parts its lines now is the spaces."""
_JOINT = re.compile(r"(?<!\d)[ \u3000]{1,8}|(?<=\d)[ \u3000]{1,8}(?!\d{1,2}:\d\d|[年月日条件次个项份篇人期])")
"""A space where a line ended; not one inside a date, a time or a number with its unit."""


def read_text(text: str, *, encoding: str | None = None) -> Document:
    """Read a text file. Form feeds end lines as line feeds do, page numbers beside them go; nothing is trimmed.

    ``&nbsp;`` that a converter left behind is the blank that it stands for, and the asterisks of markdown's bold print
    go. A whole report on one line is parted at its spaces.
    """
    text = text.replace("&nbsp;", "\xa0").replace("\r\n", "\n").replace("\r", "\n")
    if text.count("**") >= _MARKS:
        text = _EMPHASIS.sub(r"\1", text)
    lines = _PAGE_NUMBER.sub("\n", text).replace("\f", "\n").split("\n")
    if len(text) > _ONE_LINE and sum(bool(line.strip()) for line in lines) <= _FEW:
        lines = [part for line in lines for part in _JOINT.split(line)]
    if len(lines) > MAX_LINES:
        raise DocumentError("too_large", f"{len(lines)} lines, more than {MAX_LINES}")
    return Document(media_type="text/plain", encoding=encoding, blocks=[Paragraph(line) for line in lines])
