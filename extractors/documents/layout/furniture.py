"""What stands on pages and is no part of the text: page numbers, running heads and feet."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import NamedTuple

from extractors.documents.layout.lines import Line
from extractors.numbers import is_value
from extractors.tables.wordings import is_in_label

_MARGIN = 0.12
"""Share of a page's height at its head and foot where furniture stands."""
_SAME_HEIGHT = 0.01
"""Share of a page's height by which the places of a running head differ."""
_DASH = r"[-—–―－─·•.…~\s]{0,8}"
_MARKED = re.compile(
    rf"{_DASH}第?\s?\d{{1,3}}\s?页{_DASH}|{_DASH}第?\s?\d{{1,3}}\s?页?[\s,，/／]{{0,3}}共?\s?\d{{1,3}}\s?页{_DASH}"
    r"|\s{0,3}\d{1,3}\s?[/／]\s?\d{1,3}\s{0,3}|\s{0,3}[-—–―－─·•]{1,3}\s?\d{1,3}\s?[-—–―－─·•]{1,3}\s{0,3}"
    r"|(?i:page)\s?\d{1,3}(?:\s?(?:of|/)\s?\d{1,3})?"
)
_FIGURE = re.compile(r"(?<!\S)[-\d][\d.,]{0,15}(?!\S)")
_ROW = 3
"""Figures from which a line is a row of a table."""
_CELLS = 3
"""Words from which a line that is no row may be the header of a table …"""
_HEADER = 12
"""… if a row follows it within so many lines."""
_BARE = re.compile(r"\s{0,3}(\d{1,3})\s{0,3}")


class Margins(NamedTuple):
    """The lines of one page and what of it counts as head and foot."""

    lines: Sequence[Line]
    height: float
    first: float
    """Upper edge of its first ruled table; head lines stand above."""
    last: float
    """Lower edge of its last ruled table."""


def without_furniture(pages: Sequence[Margins], text: Callable[[Line], str]) -> list[list[Line]]:
    """Lines of each page without page numbers and what many pages print at one place of their margins."""
    edges = [[(line, text(line)) for line in page.lines if _in_margin(line, page)] for page in pages]
    running = _running(edges, pages)
    kept = []
    for page, lines in zip(pages, edges, strict=True):
        dropped = {
            id(line) for line, printed in lines if _MARKED.fullmatch(printed) or _key(line, printed, page) in running
        }
        kept.append([line for line in page.lines if id(line) not in dropped])
    outermost = [{id(line) for line in (*lines[:1], *lines[-1:])} for lines in kept]
    numbers = _bare_numbers(
        [
            [
                (line, int(match[1]), _place(line, page))
                for line, printed in lines
                if id(line) in outer and (match := _BARE.fullmatch(printed)) is not None
            ]
            for page, lines, outer in zip(pages, edges, outermost, strict=True)
        ]
    )
    return [[line for line in lines if id(line) not in numbers] for lines in kept]


def _in_margin(line: Line, page: Margins) -> bool:
    place = line.middle / page.height if page.height else 0.5
    return (place < _MARGIN and line.middle < page.first) or (place > 1 - _MARGIN and line.middle > page.last)


def _key(line: Line, printed: str, page: Margins) -> tuple[str, int]:
    """What a line prints, its numbers aside, and where."""
    return re.sub(r"\d+", "0", printed), _place(line, page)


def _place(line: Line, page: Margins) -> int:
    """How far down its page a line stands, in steps of what is the same height."""
    return round(line.middle / page.height / _SAME_HEIGHT) if page.height else 0


def _running(edges: list[list[tuple[Line, str]]], pages: Sequence[Margins]) -> set[tuple[str, int]]:
    """Lines that stand at one place of at least half of the pages, and more than one.

    Rows of figures do not, nor lines of nothing but figures (those that count the pages are told by that) or labels, nor does
    what stands only on pages where the same header of a table is repeated.
    """
    places: defaultdict[tuple[str, int], set[int]] = defaultdict(set)
    headers: defaultdict[tuple[str, int], set[int]] = defaultdict(set)
    for index, (page, lines) in enumerate(zip(pages, edges, strict=True)):
        for line, printed in lines:
            figures = len(_FIGURE.findall(printed))
            if figures < min(_ROW, len(printed.split())) and not all(is_in_label(word.text) for word in line.words):
                key = _key(line, printed, page)
                places[key].add(index)
                if _is_header(line, page):
                    headers[key].add(index)
    repeated = [found for key, found in headers.items() if found == places[key] and len(found) > 1]
    most = [key for key, found in places.items() if len(found) > 1 and 2 * len(found) >= len(pages)]
    running = [key for key in most if not any(places[key] <= found for found in repeated)]
    return {(key, place + step) for key, place in running for step in (-1, 0, 1)}


def _is_header(line: Line, page: Margins) -> bool:
    """Whether a row of figures follows a line of several words soon."""
    if len(line.words) < _CELLS:
        return False
    place = next(index for index, other in enumerate(page.lines) if other is line)
    below = page.lines[place + 1 : place + 1 + _HEADER]
    return any(len(line.words) > 1 and is_value(line.words[-1].text) for line in below)


def _bare_numbers(edges: Sequence[Sequence[tuple[Line, int, int]]]) -> set[int]:
    """Identities of lines, among the outermost of each page, that are numbers and count the pages; a lone page has none.

    ``edges``: of each page such lines with their numbers and places. Where numbers begin anew, at the same place, those behind
    count too.
    """
    pages: defaultdict[int, set[int]] = defaultdict(set)
    for index, lines in enumerate(edges):
        for _, number, _ in lines:
            pages[number - index].add(index)
    first, own = max(pages.items(), key=lambda item: len(item[1]), default=(0, set[int]()))
    if len(own) < 2 and not (len(edges) == 1 and first == 1):
        return set()
    found = [(line, number - index, place) for index, lines in enumerate(edges) for line, number, place in lines]
    places = {place + step for _, offset, place in found if offset == first for step in (-1, 0, 1)}
    counts = {
        offset
        for offset, there in pages.items()
        if len(there) > 1 and min(there) + offset == 1 and max(there) - min(there) == len(there) - 1
    }
    return {id(line) for line, offset, place in found if offset == first or (offset in counts and place in places)}
