"""Printed lines to paragraphs, where the margins tell which lines go on."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from extractors.documents.layout.lines import Line, line_text

_FULL = 1.3
"""Ems from the right margin within which a line is full: the next character did not fit, or is no mark to begin with."""
_FLUSH = 0.8
"""Ems from the left margin within which a line is not indented."""
_INDENT = 3
"""Ems by which lines of one column are indented at most."""
_LONGEST = 4
"""Ends of lines by which a right margin is told."""
_FEWEST = 3
_MOST = 0.7
"""Share of the paragraphs that must be indented for lines that are not to go on."""


class _Margins(NamedTuple):
    left: float
    right: float


def joined_paragraphs(runs: Sequence[Sequence[Line]], em: float) -> list[list[str]]:
    """Texts of each run of lines; those that a full line goes on in, joined to it. Tables stand between runs.

    Where the document's paragraphs are not seen to begin with an indentation, every line is a paragraph.
    """
    lines = [line for run in runs for line in run]
    margins = _margins(lines, em)
    full = [line.x1 >= own.right - _FULL * line.em for line, own in zip(lines, margins, strict=True)]
    flush = [line.x0 <= own.left + _FLUSH * line.em for line, own in zip(lines, margins, strict=True)]
    indents = _indents(full, flush)
    joined: list[list[str]] = []
    index = -1
    for run in runs:
        paragraphs: list[str] = []
        for place, line in enumerate(run):
            index += 1
            text = line_text(line.words, line.em)
            goes_on = indents and place > 0 and full[index - 1] and flush[index] and "\t" not in text
            if goes_on and _same_column(run[place - 1], line, margins[index - 1]):
                paragraphs[-1] += text
            else:
                paragraphs.append(text)
        joined.append(paragraphs)
    return joined


def _margins(lines: Sequence[Line], em: float) -> list[_Margins]:
    """Margins of the column that each line stands in: those of the lines that begin at about the same place.

    One line that is longer than all others, such as a title, has no say.
    """
    lefts: dict[int, float] = {}
    rights: dict[int, list[float]] = {}
    for line in lines:
        key = int(line.x0 / em)
        lefts[key] = min(lefts.get(key, line.x0), line.x0)
        rights[key] = sorted([*rights.get(key, []), line.x1], reverse=True)[:_LONGEST]
    found = []
    for line in lines:
        near = range(int((line.x0 - _INDENT * line.em) / em), int((line.x0 + _INDENT * line.em) / em) + 1)
        longest = sorted((x for key in near for x in rights.get(key, ())), reverse=True)
        right = next((x for x, other in pairwise(longest) if x - other <= _FULL * line.em), longest[0])
        found.append(_Margins(min(lefts[key] for key in near if key in lefts), right))
    return found


def _indents(full: Sequence[bool], flush: Sequence[bool]) -> bool:
    """Whether lines behind those that end early are indented as a rule."""
    begins = [index for index in range(1, len(full)) if not full[index - 1]]
    indented = sum(not flush[index] for index in begins)
    return indented >= _FEWEST and indented >= _MOST * len(begins)


def _same_column(before: Line, line: Line, margins: _Margins) -> bool:
    """Whether a line stands under the one before, or at the head of another column or page."""
    return line.y0 <= before.y0 or abs(line.x0 - margins.left) <= _FLUSH * line.em
