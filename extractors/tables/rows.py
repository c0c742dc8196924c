"""Rows of a form in the parts of a body: each with its values where they were printed, not yet in their columns."""

from __future__ import annotations

from collections.abc import Iterable

from extractors.tables.found_rows import FoundRows
from extractors.tables.grid_rows import GridReader
from extractors.tables.match import Matcher
from extractors.tables.parts import Part
from extractors.tables.text_rows import TextReader


def find_rows(parts: Iterable[Part], matcher: Matcher) -> FoundRows:
    """Go through the parts of one document."""
    found = FoundRows(matcher)
    grids, texts = GridReader(found), TextReader(found)
    for part in parts:
        found.begin(part)
        if part.kind == "lines":
            texts.read(part)
        else:
            grids.read(part)
    return found
