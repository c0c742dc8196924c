"""Figures that are struck out, in every reader alike: one that stands alone in its cell is printed, and not meant."""

from __future__ import annotations

import re

from extractors.numbers import DOUBT, is_value

_BEGIN, _END = "\x01", "\x02"
"""Around a run that is struck out, until its line is whole: control characters, which no reader lets through."""
_RUN = re.compile(f"{_BEGIN}[^{_END}]*{_END}")


def strike(text: str) -> str:
    """A run of text that is struck out, in a line for :func:`settled`."""
    return f"{_BEGIN}{text}{_END}"


def settled(line: str) -> str:
    r"""A line of a cell without the signs of :func:`strike`; in doubt if it is nothing but a value that is struck out.

    >>> settled(strike("13")), settled(strike("13") + "\u200215"), settled(strike("旧")), settled("13")
    ('13\ufffd', '13\u200215', '旧', '13')
    """
    if _BEGIN not in line:
        return line
    plain = line.replace(_BEGIN, "").replace(_END, "")
    if not _RUN.sub("", line).strip() and is_value(plain.strip()):
        return plain.rstrip() + DOUBT
    return plain
