"""Pages set below each other, where tables have no upright rules: what goes on over a page break then stands in one run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from extractors.documents.paper.lines import Line, line_of
from extractors.documents.paper.printed import Rule
from extractors.documents.paper.reading_order import Part
from extractors.documents.paper.ruled import Placed

_GAP = 0.6
"""Ems between the last line of a page and the first one of the next."""
_MOST = 2000
"""Lines that are set below each other; a report's longest table has some hundred."""


class Stretch(NamedTuple):
    """A table, or lines; those of several pages below each other."""

    part: Part
    rules: Sequence[Rule] = ()
    """The pages' horizontal rules."""
    breaks: tuple[float, ...] = ()
    """Heights at which pages end."""
    begins_page: bool = False


def stretches(pages: Sequence[tuple[Sequence[Part], Sequence[Rule]]], em: float, *, joined: bool) -> list[Stretch]:
    """The parts of all pages; lines that end a page and those that begin the next one are one stretch if ``joined``."""
    found: list[Stretch] = []
    for parts, rules in pages:
        for number, part in enumerate(parts):
            new = Stretch(part, rules, begins_page=number == 0)
            last = found[-1] if joined and found and number == 0 else None
            below = _below(last, new, em) if last is not None else None
            if below is not None:
                found[-1] = below
            else:
                found.append(new)
    return found


def _below(last: Stretch, new: Stretch, em: float) -> Stretch | None:
    """Both stretches' lines, the new ones moved down; ``None`` if one of them is a table or they are too many."""
    if isinstance(last.part, Placed) or isinstance(new.part, Placed) or len(last.part) + len(new.part) > _MOST:
        return None
    end = max(line.y1 for line in last.part)
    down = end + _GAP * em - min(line.y0 for line in new.part)
    order = 1 + max(word.order for line in last.part for word in line.words)
    return last._replace(
        part=[*last.part, *(_moved(line, down, order) for line in new.part)],
        rules=[*last.rules, *(Rule(rule.x0, rule.y0 + down, rule.x1, rule.y1 + down) for rule in new.rules)],
        breaks=(*last.breaks, end + _GAP * em / 2),
    )


def _moved(line: Line, down: float, order: int) -> Line:
    words = [word._replace(y0=word.y0 + down, y1=word.y1 + down, order=word.order + order) for word in line.words]
    return line_of(words)
