"""Text from pages, made safe to print: no character of theirs moves the cursor or reverses a line."""

from __future__ import annotations

import unicodedata


def printable(text: str) -> str:
    r"""Text with control, format and surrogate characters shown as ``�``; white space becomes a space.

    >>> printable("a\x1b[31mb\u202ec\nd")
    'a�[31mb�c d'
    """
    if text.isprintable():
        return text
    return "".join(
        char
        if char.isprintable()
        else " "
        if char.isspace()
        else "\ufffd"
        if unicodedata.category(char)[0] == "C"
        else char
        for char in text
    )
