"""Columns of a table without upright rules, and its header: extents of values and of the labels over them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from extractors.documents.layout.chains import Chain, Span
from extractors.documents.layout.lines import Line, block_text
from extractors.documents.layout.printed import Word
from extractors.documents.model import Cell
from extractors.tables.labels import caption

_EVEN = 0.5
"""Ems by which the widths of columns differ that are as wide as each other."""

_TOUCH = 0.2
"""Ems by which full lines of columns beside each other overlap: marks of punctuation stand out."""


def find_columns(values: Sequence[Word], head: Sequence[Chain], stub: float, em: float) -> list[Span]:
    """Extents of the columns: of values below each other with their label, and of labels over no value."""
    spans: list[Span] = []
    for x0, x1 in sorted((word.x0, word.x1) for word in values):
        if spans and x0 <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], x1))
        else:
            spans.append((x0, x1))
    leaves = sorted((chain.x0, chain.x1) for chain in head if chain.x0 >= stub and _is_lowest(chain, head))
    if len(leaves) < len(spans):
        spans = _by_label(spans, leaves)
    if len(leaves) == len(spans):  # labels in the middle of their columns, values at one side
        both = [(min(a, c), max(b, d)) for (a, b), (c, d) in zip(spans, leaves, strict=True)]
        if all(before[1] < after[0] + _TOUCH * em for before, after in pairwise(both)):
            return both
    if (even := _even_columns(spans, leaves, em)) is not None:
        return even
    for start, end in leaves:
        if not any(start < b and a < end for a, b in spans):
            spans.append((start, end))
    return sorted(spans)


def _by_label(spans: Sequence[Span], leaves: Sequence[Span]) -> list[Span]:
    """The extents, those under one label as one: a cell may print two numbers, a space between."""
    under: dict[Span, Span] = {}
    for start, end in spans:
        over = [leaf for leaf in leaves if start < leaf[1] and leaf[0] < end]
        if len(over) != 1:
            return list(spans)
        before = under.get(over[0], (start, end))
        under[over[0]] = (before[0], end)
    return list(under.values())


def _even_columns(spans: Sequence[Span], leaves: Sequence[Span], em: float) -> list[Span] | None:
    """Extents of columns as wide as each other, some of them blank: each of its label and the values beside that."""
    steps = [(after[0] + after[1] - before[0] - before[1]) / 2 for before, after in pairwise(leaves)]
    if len(steps) < 2 or max(steps) - min(steps) > _EVEN * em:
        return None
    half = sum(steps) / len(steps) / 2
    both = list(leaves)
    for start, end in spans:
        column = min(range(len(leaves)), key=lambda index: abs(sum(leaves[index]) - start - end))
        middle = sum(leaves[column]) / 2
        if start < middle - half or end > middle + half:
            return None
        both[column] = (min(both[column][0], start), max(both[column][1], end))
    return both


def _is_lowest(chain: Chain, head: Sequence[Chain]) -> bool:
    """Whether no label stands under this one, and some beside it: a caption stands alone."""
    under = any(other.top >= chain.bottom and other.x0 < chain.x1 and chain.x0 < other.x1 for other in head)
    return not under and any(
        other.top < chain.bottom and chain.top < other.bottom for other in head if other is not chain
    )


def column_edges(columns: Sequence[Span], lines: Iterable[Line], labels: Sequence[Chain]) -> list[float]:
    """Edges of the table's columns: two of labels if there are any, then those of values."""
    ends = [(line.x0, line.x1) for line in lines]
    first, last = min(x0 for x0, _ in ends), max(x1 for _, x1 in ends)
    inner = [(before[1] + after[0]) / 2 for before, after in pairwise(columns)]
    if not labels:
        return [first, *inner, last]
    border = (max(label.x1 for label in labels) + columns[0][0]) / 2
    return [first, (first + border) / 2, border, *inner, last]


def each_fits(xs: Sequence[float], values: Sequence[Sequence[Word]]) -> bool:
    """Whether each value of every row stands in a column of its own."""
    for row in values:
        columns = [column_of(xs, word) for word in row]
        if None in columns or len(set(columns)) < len(columns):
            return False
    return len(xs) > 1


def column_of(xs: Sequence[float], word: Word) -> int | None:
    """The column that holds the middle of a word."""
    middle = (word.x0 + word.x1) / 2
    return next(
        (index for index, (a, b) in enumerate(pairwise(xs)) if a <= middle < b or (b == xs[-1] == middle)), None
    )


def header_cells(head: Sequence[Chain], xs: Sequence[float], names: int, em: float) -> tuple[list[Cell], int] | None:
    """Cells of the header and how many rows it has: the lowest label over a column in the last of them.

    ``None`` if a column has no label of its own; a caption is none.
    """
    over: list[list[Chain]] = [[] for _ in range(len(xs) - 1)]
    for chain in sorted(head, key=lambda chain: chain.middle):
        inside = [index for index, (a, b) in enumerate(pairwise(xs)) if chain.x0 < b and a < chain.x1]
        middle = [i for i in inside if xs[i] <= (chain.x0 + chain.x1) / 2 < xs[i + 1]] or inside
        whole = [i for i in inside if chain.x0 <= (xs[i] + xs[i + 1]) / 2 <= chain.x1] or middle
        if names and whole[0] < names:
            whole = list(range(max(whole[-1] + 1, names)))
        chain.start, chain.end = whole[0], whole[-1] + 1
        for index in whole:
            over[index].append(chain)
    depth = max(map(len, over), default=0)
    leaves = [chains[-1] for chains in over[names:] if chains]
    if head and (len(leaves) < len(over) - names or any(leaf.end - leaf.start > 1 for leaf in leaves)):
        return None
    if any(caption(block_text(leaf.words, em)) for leaf in leaves):
        return None
    cells: list[Cell] = []
    for chain in {id(chain): chain for chains in over for chain in chains}.values():
        row = max(over[index].index(chain) for index in range(chain.start, chain.end))
        last = all(over[index][-1] is chain for index in range(chain.start, chain.end))
        text = block_text(chain.words, em)
        cells.append(Cell(text, row, chain.start, depth - row if last else 1, chain.end - chain.start))
    return sorted(cells, key=lambda cell: (cell.row, cell.column)), depth
