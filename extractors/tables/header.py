"""Headers: which columns of a grid a table's columns take, and whether the printed labels stand in the form's order."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile

from extractors.tables.forms import FormTable, Order
from extractors.tables.grid import Line, Piece
from extractors.tables.years import speaks_of_another

Span = tuple[int, int]
_FEWEST = 2
"""Columns that a header without some of the form's must print at least."""


@dataclass(frozen=True, slots=True)
class Header:
    """What the header rows over a table say."""

    spans: tuple[Span | None, ...]
    """Grid columns that each value column takes; ``None`` where no label says so surely."""
    printed: frozenset[int]
    """How many labels they print over the values, known or not: those that stand lowest, and all but headings. The two
    differ where rows of the header slipped against each other."""
    named: int
    """How many of the labels are the form's, or parts of such."""
    ordered: bool
    """Whether the known labels and the headings over them stand in the form's order, and none speaks of another year."""
    first: int | None = None
    """Leftmost column under one of the form's labels, as the markup has it."""
    end: int = 0
    """Columns that its rows take."""
    others: tuple[Span, ...] = ()
    """Grid columns under labels that the form does not have."""
    written_out: bool = False
    """Whether a label of several columns stands in each of them, as values then may."""

    apart: bool = field(init=False, repr=False, compare=False)
    """Whether no two columns overlap."""
    complete: bool = field(init=False, repr=False, compare=False)
    """Whether every column was found."""

    def __post_init__(self) -> None:
        taken = sorted(span for span in self.spans if span)
        object.__setattr__(self, "apart", all(first[1] <= second[0] for first, second in pairwise(taken)))
        object.__setattr__(self, "complete", all(self.spans))

    @property
    def partial(self) -> bool:
        """Whether it prints some of the form's columns in their order, and else only labels that are none of them."""
        known = sum(span is not None for span in self.spans)
        others = len(self.others)
        fewer = _FEWEST <= known < len(self.spans) and self.named == known
        return fewer and self.ordered and self.printed == {known + others}

    @property
    def by_position(self) -> bool:
        """Whether values may be told by their order alone: all labels are the form's, or misread, and stand in its order."""
        return self.ordered and len(self.spans) in self.printed and self.named >= len(self.spans)


def read_header(lines: Sequence[Line], table: FormTable, headings: set[str]) -> Header:
    """Find every column by the lowest label above it.

    ``headings`` are the form's words over several columns and in corners. A label that several columns share is told by
    the heading above it, else from left to right. Where the places of the labels contradict the order in which they are
    printed, the spans of the markup are wrong, and no column has a place.
    """
    labels, known = table.column_labels, table.known_labels
    leaves: dict[int, Piece] = {}
    above: dict[int, set[str]] = {}
    elsewhen: set[int] = set()
    texts: list[str] = []
    slipped = _is_ragged(lines)
    for line in lines:
        for piece in line:
            label, places = piece.label, range(piece.start, piece.end)
            if label not in known and label not in headings and not piece.blank and speaks_of_another(piece.text):
                elsewhen.update(places)
            if not piece.blank and not elsewhen.isdisjoint(places):
                leaves.update((place, piece) for place in places if place in elsewhen)
                continue
            if piece.own and not piece.blank:
                texts.append(label)
            if label in known:
                slipped |= any(place in leaves and leaves[place].label in known - {label} for place in places)
                leaves.update((place, piece) for place in places)
            elif not piece.blank and piece.own:
                for place in places:
                    leaves.pop(place, None)
                    if label not in headings and (place or table.unlabelled):
                        leaves[place] = piece
        if table.group_labels:
            for place, heading in _headings_of(line, table):
                above.setdefault(place, set()).add(heading)
    printed = _runs([leaves[place] for place in sorted(leaves)])
    ours = [piece for piece in printed if piece.label in known and piece.start not in elsewhen]
    spans, written_out = _assign(ours, labels, table.column_groups, above)
    if not table.unlabelled and texts and lines[0][0].label == texts[0] not in known:
        texts = texts[1:]  # the corner
    ordered = in_order(texts, table)
    starts = [span[0] for span in spans if span]
    if slipped or (ordered and starts != sorted(starts)):
        spans = (None,) * len(labels)
    unknown = [text for text in texts if text and text not in known and text not in headings]
    words = sum(text in known for text in texts) + len(unknown)
    return Header(
        spans,
        printed=frozenset((len(printed), words)),
        named=words - sum(not resembles(text, known) for text in unknown),
        ordered=ordered and not elsewhen,
        first=min(starts, default=None),
        end=max((piece.end for line in lines for piece in line), default=0),
        others=tuple((piece.start, piece.end) for piece in printed if piece not in ours),
        written_out=written_out,
    )


def looks_of(piece: Piece) -> tuple[Hashable, ...]:
    """All that :func:`read_header` sees of a piece: headers of the same looks say the same."""
    return piece.label, piece.start, piece.end, piece.own, piece.blank, speaks_of_another[piece.text]


def resembles(text: str, known: Iterable[str]) -> bool:
    """Whether a label is a part of one of the form's, or holds it, or differs by a character that was read wrong or lost."""
    return len(text) > 1 and any(
        text in name or (len(name) > 1 and name in text) or _differs_by_one(text, name) for name in known
    )


def _differs_by_one(text: str, name: str) -> bool:
    longest = max(len(text), len(name))
    same = takewhile(lambda pair: pair[0] == pair[1], zip(text, name, strict=False))
    same_end = takewhile(lambda pair: pair[0] == pair[1], zip(reversed(text), reversed(name), strict=False))
    return len(text) + len(name) >= 2 * longest - 1 and len(list(same)) + len(list(same_end)) >= longest - 1


def in_order(texts: Iterable[str], table: FormTable) -> bool:
    """Whether printed labels (cores, in reading order) stand as the form has them, row by row or column by column."""
    texts = list(texts)
    return any(_follows(texts, order) for order in table.orders) and all(
        _follows(texts, level) for level in table.heading_levels
    )


def _follows(texts: Sequence[str], order: Order) -> bool:
    """Whether the texts that the order knows at all come in it; a whole header printed again starts anew."""
    position, found = -1, 0
    for text in texts:
        places = order.places.get(text)
        if places is None:
            continue
        ahead = next((place for place in places if place > position), None)
        if ahead is None:
            if found < order.length or places[0] != 0:
                return False
            ahead, found = 0, 0
        position, found = ahead, found + 1
    return True


def _is_ragged(lines: Sequence[Line]) -> bool:
    """Whether the rows come from a text file that lost its spans: then columns of different rows do not match."""
    return len({len(line) for line in lines}) > 1 and all(p.end - p.start == 1 for line in lines for p in line)


def _headings_of(line: Line, table: FormTable) -> Iterable[tuple[int, str]]:
    """Places and the group heading over them; in rows without spans a heading reaches over the blanks behind it."""
    groups = table.group_labels
    flat = all(piece.end - piece.start == 1 for piece in line)
    current = ""
    for piece in line:
        label = piece.label
        if not piece.blank:
            current = label if label in groups else ""
        elif not flat:
            current = ""
        if current:
            for place in range(piece.start, piece.end):
                yield place, current


def _runs(pieces: Sequence[Piece]) -> list[Piece]:
    """Each piece once, where it covers several places next to each other."""
    printed: list[Piece] = []
    for piece in pieces:
        if not printed or printed[-1] is not piece:
            printed.append(piece)
    return printed


def _assign(
    printed: Sequence[Piece],
    labels: Sequence[frozenset[str]],
    groups: Sequence[frozenset[str]],
    above: dict[int, set[str]],
) -> tuple[tuple[Span | None, ...], bool]:
    """Columns of printed labels, and whether one is printed in each place of its span, which then is as wide."""
    spans: list[Span | None] = [None] * len(labels)
    last, widened = -1, False
    for piece in printed:
        label = piece.label
        over = set().union(*[above[place] for place in range(piece.start, piece.end) if place in above])
        fitting = [i for i, names in enumerate(labels) if label in names and over <= groups[i]]
        free = [i for i in fitting if spans[i] is None]
        if free:
            last = free[0]
            spans[last] = piece.start, piece.end
        elif last in fitting and (span := spans[last]) is not None and span[1] == piece.start:
            spans[last] = span[0], piece.end
            widened = True
    return tuple(spans), widened
