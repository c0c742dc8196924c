"""What is printed: text from pages made safe, streams that take Chinese, a standard output that may fail."""

from __future__ import annotations

import io
import json
import os
import sys
import unicodedata
from collections.abc import Callable
from typing import BinaryIO, TextIO

from rich.console import Console

PIPED_WIDTH = 1_000
"""Characters of a line where a program may read it."""


def speak_utf8() -> None:
    """Make the standard streams UTF-8 whatever the locale: what we print is Chinese, and a pipe has no locale."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def to_standard_output(write: Callable[[BinaryIO], int]) -> int:
    """Exit status of ``write``, which is given standard output.

    A reader that has seen enough (``| head``) ends it quietly with 0; a full disk is one line and 1.
    """
    try:
        status = write(sys.stdout.buffer)
        sys.stdout.flush()
    except BrokenPipeError:
        _abandon_output()
        return 0
    except OSError as error:
        _abandon_output()
        print(f"error: standard output: {error.strerror or error}", file=sys.stderr)
        return 1
    return status


def console_on(stream: TextIO) -> Console:
    """Console for tables: plain text, and so wide that no row is wrapped, unless the stream is a terminal."""
    console = Console(file=stream, highlight=False)
    if console.is_terminal:
        return console
    return Console(file=stream, highlight=False, no_color=True, color_system=None, width=PIPED_WIDTH)


def _abandon_output() -> None:
    """Send what its buffer still holds nowhere, or Python would fail on it again when it ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


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


def printable_json(line: str) -> str:
    r"""The same JSON, with what a terminal would obey or not show written as escapes.

    >>> printable_json('"a\x9b31m\u202eb\u3000报告"')
    '"a\\u009b31m\\u202eb\u3000报告"'
    """
    if line.isprintable():
        return line
    return "".join(
        char if char.isprintable() or unicodedata.category(char) == "Zs" else json.dumps(char)[1:-1] for char in line
    )
