"""Pages set below each other, where tables have no upright rules: what goes on over a page break then stands in one run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from extractors.documents.layout.lines import Line, line_of
from extractors.documents.layout.printed import Rule
from extractors.documents.layout.reading_order import Part
from extractors.documents.layout.ruled import Placed
from extractors.numbers import is_value

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
    """Heights at which pages end; not known between a header and its rows."""
    begins_page: bool = False


def stretches(pages: Sequence[tuple[Sequence[Part], Sequence[Rule]]], em: float, *, joined: bool) -> list[Stretch]:
    """The parts of all pages; lines that end a page and those that begin the next one are one stretch if ``joined``.

    So they are where a header ends a page, its rows on the next one.
    """
    found: list[Stretch] = []
    for parts, rules in pages:
        for number, part in enumerate(parts):
            new = Stretch(part, rules, begins_page=number == 0)
            last = found[-1] if found and number == 0 else None
            below = _below(last, new, em) if last is not None and (joined or _ends_in_header(last.part)) else None
            if last is not None and below is not None:
                found[-1] = below if joined else below._replace(breaks=last.breaks)
            else:
                found.append(new)
    return found


def _ends_in_header(part: Part) -> bool:
    if isinstance(part, Placed):
        return False
    words = part[-1].words
    return len(words) > 1 and not any(is_value(word.text) for word in words)


def _below(last: Stretch, new: Stretch, em: float) -> Stretch | None:
    """Both stretches' lines, the new ones moved down; ``None`` if one of them is a table or they are too many."""
    if isinstance(last.part, Placed) or isinstance(new.part, Placed) or len(last.part) + len(new.part) > _MOST:
        return None
    end = max(line.y1 for line in last.part) + _GAP * em / 2
    top = min(line.y0 for line in new.part) - _GAP * em / 2
    down, order = end - top, 1 + max(word.order for line in last.part for word in line.words)
    below = [Rule(rule.x0, rule.y0 + down, rule.x1, rule.y1 + down) for rule in new.rules if rule.y0 >= top]
    return last._replace(
        part=[*last.part, *(_moved(line, down, order) for line in new.part)],
        rules=[*(rule for rule in last.rules if rule.y0 <= end), *below],
        breaks=(*last.breaks, end),
    )


def _moved(line: Line, down: float, order: int) -> Line:
    words = [word._replace(y0=word.y0 + down, y1=word.y1 + down, order=word.order + order) for word in line.words]
    return line_of(words)
