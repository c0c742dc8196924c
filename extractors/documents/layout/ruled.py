"""Tables out of ruling lines: a grid, whose cells span where a rule between two places is missing."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice, takewhile

from extractors.documents.layout.lines import block_text, em_of, lines_of
from extractors.documents.layout.printed import Rule, Word
from extractors.documents.layout.wrapping import Wrapping, Written
from extractors.documents.model import Cell
from extractors.documents.web.table_builder import MAX_POSITIONS

_SAME = 0.3
"""Ems between rules that are one: double lines, edges of cells drawn one by one."""
_SAME_EDGE = 0.4
"""Ems between rules at the ends of different cells that are one edge of the grid."""
_GAP = 0.6
"""Ems between pieces of one rule: dashes, corners that do not quite meet."""
_SHORT = 0.8
"""Ems; a shorter rule is part of a drawing …"""
_SHORTEST = 0.4
"""… unless it joins two longer ones and is no shorter than this: the page's text may be much larger than a table's."""
_MOST_NEAR = 200
"""Rules at one height that are looked at: more are a drawing's."""
_TOUCH = 0.5
"""Ems between rules that belong to one table."""
_STANDS_OUT = 1.0
"""Ems that rules reach beyond the last one across them where the outer border is not printed."""
_COVERED = 0.6
"""Share of a cell's side along which a rule must run."""
_MAX_CROSSINGS = 4_000_000
DEFAULT_EM = 12.0
"""Height of a line where a page prints no text."""


@dataclass(slots=True)
class Piece:
    """One rule, all its parts together: where it lies across its direction, and from where to where it runs."""

    at: float
    start: float
    end: float


@dataclass(slots=True)
class Placed:
    """A table and where it stands on its page."""

    cells: list[Cell]
    xs: list[float]
    """Edges of its columns, one more than there are columns."""
    height: int
    """Rows."""
    top: float
    bottom: float
    open_top: bool = False
    """Whether no rule runs along its upper edge: the row may go on from the page before."""
    full: frozenset[int] = frozenset()
    """Columns of the cells in its last row whose last line is full: their text may go on on the next page."""
    several: bool = False
    """Whether a cell prints several numbers."""
    ruled: bool = False
    """Whether rules bound its cells."""

    @property
    def left(self) -> float:
        """Left edge."""
        return self.xs[0]

    @property
    def right(self) -> float:
        """Right edge."""
        return self.xs[-1]


@dataclass(slots=True)
class _Grid:
    xs: list[float]
    ys: list[float]
    right_walls: list[list[bool]]
    """Row → column → whether a rule parts it from the next column."""
    lower_walls: list[list[bool]]
    open_top: bool
    spans: list[tuple[int, int, int, int]] = field(default_factory=list)
    """Row, column, rows, columns of each cell, in reading order."""


def ruled_tables(words: Sequence[Word], rules: Iterable[Rule]) -> tuple[list[Placed], list[Word], list[Rule]]:
    """Tables of a page, the words that stand in none, and the horizontal rules of none."""
    em = em_of(words) or DEFAULT_EM
    horizontal, vertical = _both_ways(rules, em)
    if len(horizontal) * len(vertical) > _MAX_CROSSINGS:  # a drawing
        return [], list(words), []
    tables: list[Placed] = []
    used: set[int] = set()
    rest = list(words)
    for across, down in _components(horizontal, vertical, em):
        grid = _grid(across, down, em)
        if grid is None or len(grid.spans) < 2:
            continue
        used |= {id(piece) for piece in across}
        table, rest = _filled(grid, rest, em)
        tables.append(table)
    lone = [Rule(piece.start, piece.at, piece.end, piece.at) for piece in horizontal if id(piece) not in used]
    return tables, rest, lone


def whole_rules(rules: Iterable[Rule], em: float) -> list[Rule]:
    """Rules put together from their parts: dashes, dots, double lines, the edges of neighbouring cells."""
    horizontal, vertical = _both_ways(rules, em)
    return [
        *(Rule(piece.start, piece.at, piece.end, piece.at) for piece in horizontal),
        *(Rule(piece.at, piece.start, piece.at, piece.end) for piece in vertical),
    ]


def _both_ways(rules: Iterable[Rule], em: float) -> tuple[list[Piece], list[Piece]]:
    """Horizontal rules and vertical ones."""
    across: list[tuple[float, float, float]] = []
    down: list[tuple[float, float, float]] = []
    for x0, y0, x1, y1 in rules:
        if abs(x1 - x0) >= abs(y1 - y0):
            across.append((y0 + y1, x0, x1))
        else:
            down.append((x0 + x1, y0, y1))
    horizontal, vertical = _merged(across, em), _merged(down, em)
    long_horizontal, long_vertical = _Long(horizontal, em), _Long(vertical, em)
    return (
        [piece for piece in horizontal if long_vertical.parts(piece)],
        [piece for piece in vertical if long_horizontal.parts(piece)],
    )


class _Long:
    """The rules of one direction that are no parts of drawings."""

    def __init__(self, pieces: Iterable[Piece], em: float) -> None:
        self._em = em
        self._pieces = sorted((p for p in pieces if p.end - p.start >= _SHORT * em), key=lambda piece: piece.at)

    def parts(self, piece: Piece) -> bool:
        """Whether a rule of the other direction is long too, or runs from one of these to another."""
        if piece.end - piece.start >= _SHORT * self._em:
            return True
        return self._is_met(piece.at, piece.start) and self._is_met(piece.at, piece.end)

    def _is_met(self, at: float, end: float) -> bool:
        near = _SHORTEST / 2 * self._em
        first = bisect_left(self._pieces, end - near, key=lambda piece: piece.at)
        there = (self._pieces[index] for index in range(first, len(self._pieces)))
        here = takewhile(lambda piece: piece.at <= end + near, islice(there, _MOST_NEAR))
        return any(piece.start - near <= at <= piece.end + near for piece in here)


def _merged(segments: list[tuple[float, float, float]], em: float) -> list[Piece]:
    """Rules out of their parts; each segment is (twice its place across, one end, other end)."""
    groups: list[list[tuple[float, float, float]]] = []
    first = 0.0
    for twice, one, other in sorted(segments):
        if not groups or twice / 2 - first > _SAME * em:
            groups.append([])
            first = twice / 2
        groups[-1].append((min(one, other), max(one, other), twice / 2))
    merged: list[Piece] = []
    for group in groups:
        runs: list[list[tuple[float, float, float]]] = []
        reach = 0.0
        for segment in sorted(group):
            if not runs or segment[0] - reach > _GAP * em:
                runs.append([])
                reach = segment[1]
            runs[-1].append(segment)
            reach = max(reach, segment[1])
        for run in runs:
            start, end = run[0][0], max(segment[1] for segment in run)
            if end - start > _SHORTEST * em:
                weights = [max(segment[1] - segment[0], 1e-3) for segment in run]
                at = sum(w * segment[2] for w, segment in zip(weights, run, strict=True)) / sum(weights)
                merged.append(Piece(at, start, end))
    return merged


def _components(horizontal: list[Piece], vertical: list[Piece], em: float) -> list[tuple[list[Piece], list[Piece]]]:
    """Rules that touch each other, the smaller tables first: what stands inside another one is read before it."""
    near = _TOUCH * em
    parent = list(range(len(horizontal) + len(vertical)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for v, down in enumerate(vertical, len(horizontal)):
        for h, across in enumerate(horizontal):
            if (
                across.start - near <= down.at <= across.end + near
                and down.start - near <= across.at <= down.end + near
            ):
                parent[root(h)] = root(v)
    found: dict[int, tuple[list[Piece], list[Piece]]] = {}
    for index, piece in enumerate([*horizontal, *vertical]):
        found.setdefault(root(index), ([], []))[index >= len(horizontal)].append(piece)
    both = [component for component in found.values() if component[0] and component[1]]
    return sorted(both, key=lambda component: max(piece.end - piece.start for piece in component[0]))


def _grid(across: list[Piece], down: list[Piece], em: float) -> _Grid | None:
    xs = _edges(down, across, em)
    ys = _edges(across, down, em)
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows < 1 or columns < 1 or rows * columns > MAX_POSITIONS:
        return None
    beside = _covered(down, xs, ys, em)
    under = _covered(across, ys, xs, em)
    grid = _Grid(
        xs,
        ys,
        right_walls=[[beside[c + 1][r] for c in range(columns)] for r in range(rows)],
        lower_walls=[[under[r + 1][c] for c in range(columns)] for r in range(rows)],
        open_top=not any(under[0]),
    )
    grid.spans = _spans(grid, rows, columns)
    return grid


def _edges(pieces: list[Piece], crossing: list[Piece], em: float) -> list[float]:
    """Places of the rules, those of different rows brought together, and of outer borders that are not printed."""
    edges: list[list[float]] = []
    for at in sorted(piece.at for piece in pieces):
        if edges and at - edges[-1][0] <= _SAME_EDGE * em:
            edges[-1].append(at)
        else:
            edges.append([at])
    places = [sum(group) / len(group) for group in edges]
    first, last = min(piece.start for piece in crossing), max(piece.end for piece in crossing)
    if places[0] - first > _STANDS_OUT * em:
        places.insert(0, first)
    if last - places[-1] > _STANDS_OUT * em:
        places.append(last)
    return places


def _covered(pieces: list[Piece], edges: list[float], steps: list[float], em: float) -> list[list[bool]]:
    """Edge → step → whether rules run along most of that step of the edge."""
    runs = [[0.0] * (len(steps) - 1) for _ in edges]
    for piece in pieces:
        edge = min(range(len(edges)), key=lambda index: abs(edges[index] - piece.at))
        if abs(edges[edge] - piece.at) > _SAME_EDGE * em:
            continue
        for step in range(max(bisect_right(steps, piece.start) - 1, 0), len(steps) - 1):
            if steps[step] >= piece.end:
                break
            runs[edge][step] += min(steps[step + 1], piece.end) - max(steps[step], piece.start)
    return [[run >= _COVERED * (steps[step + 1] - steps[step]) for step, run in enumerate(edge)] for edge in runs]


def _spans(grid: _Grid, rows: int, columns: int) -> list[tuple[int, int, int, int]]:
    """Cells: rectangles of places with no rule between them, each as wide and then as high as it can be."""
    taken = [[False] * columns for _ in range(rows)]
    spans = []
    for row in range(rows):
        for column in range(columns):
            if taken[row][column]:
                continue
            end = column + 1
            while end < columns and not grid.right_walls[row][end - 1] and not taken[row][end]:
                end += 1
            below = row + 1
            while below < rows and _goes_on(grid, below, column, end):
                below += 1
            for line in taken[row:below]:
                line[column:end] = [True] * (end - column)
            spans.append((row, column, below - row, end - column))
    return spans


def _goes_on(grid: _Grid, row: int, start: int, end: int) -> bool:
    """Whether the columns of a row are one cell with those above it: no rule above, between, or missing at their ends."""
    if any(grid.lower_walls[row - 1][start:end]) or any(grid.right_walls[row][start : end - 1]):
        return False
    inner_left = start == 0 or grid.right_walls[row][start - 1]
    inner_right = end == len(grid.xs) - 1 or grid.right_walls[row][end - 1]
    return inner_left and inner_right


def _filled(grid: _Grid, words: list[Word], em: float) -> tuple[Placed, list[Word]]:
    """The table with each word in the cell that holds its middle, and the words outside."""
    owner = {
        (row + r, column + c): index
        for index, (row, column, height, width) in enumerate(grid.spans)
        for r in range(height)
        for c in range(width)
    }
    held: list[list[Word]] = [[] for _ in grid.spans]
    rest = []
    for word in words:
        row = bisect_right(grid.ys, (word.y0 + word.y1) / 2) - 1
        column = bisect_right(grid.xs, (word.x0 + word.x1) / 2) - 1
        index = owner.get((row, column))
        if index is None:
            rest.append(word)
        else:
            held[index].append(word)
    written = [
        Written(lines_of(own), grid.xs[column + columns] - grid.xs[column])
        for (_, column, _, columns), own in zip(grid.spans, held, strict=True)
    ]
    wrapping = Wrapping(written)
    numbers = wrapping.numbers()
    cells = [
        Cell(numbers.get(index) or block_text(own, em), *span)
        for index, (span, own) in enumerate(zip(grid.spans, held, strict=True))
    ]
    rows = len(grid.ys) - 1
    full = frozenset(
        cell.column
        for cell, own in zip(cells, written, strict=True)
        if cell.row + cell.rowspan == rows and own.lines and wrapping.is_full(own)
    )
    return Placed(
        cells, grid.xs, rows, grid.ys[0], grid.ys[-1], grid.open_top, full, wrapping.several, ruled=True
    ), rest
