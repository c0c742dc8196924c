"""Pages as they are printed: words and ruling lines with their places, whatever made them (PDF, OFD, OCR).

Places are in points (1/72 inch) or pixels of one page, from its upper left corner, y downwards, the page upright.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple


class Word(NamedTuple):
    """A run of text on one line without a wide gap in it."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    order: int = 0
    """Greater than those of the words that are printed before it; 0 for all where nothing tells."""


class Rule(NamedTuple):
    """A straight ruling line, horizontal or vertical: its middle, however thick it is printed."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(slots=True)
class PrintedPage:
    """One page."""

    width: float
    height: float
    words: list[Word] = field(default_factory=list)
    """In any order."""
    rules: list[Rule] = field(default_factory=list)
