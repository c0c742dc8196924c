"""What one sheet of a workbook shows, as tables and lines, whatever the medium.

A sheet has no paragraphs: what stands alone in its row is a line of text, unless it is a row of the table around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import NamedTuple

from extractors.documents.model import Block, Cell, Paragraph
from extractors.documents.office.cells import cell_text, table_blocks
from extractors.documents.web.table_builder import MAX_POSITIONS
from extractors.errors import DocumentError

_NUMBERED = re.compile(r"\s{0,9}[一二三四五六七八九十]{1,3}\s{0,3}[、.．,，]")
_PROSE = 100
"""Characters; no label of a form is longer."""
MAX_COVERED = 500_000
"""Rows times columns of all merged cells of one sheet."""
_REACH = 100
"""Rows and columns of a merged cell that count where nothing is printed so far down or right: whole columns are merged too."""


Place = tuple[int, int]
"""Row and column, from 0."""


@dataclass(slots=True)
class Sheet:
    """What one sheet shows; hidden rows and columns are taken out before."""

    cells: list[Cell] = field(default_factory=list)
    """Those that print anything, and merged ones; in any order."""
    boxed: set[Place] | None = None
    """Rows and columns of cells that have a border; ``None`` where the medium does not tell."""


def sheet_blocks(sheet: Sheet) -> list[Block]:
    """Tables and lines of a sheet, from top to bottom."""
    blocks: list[Block] = []
    for run in _runs(_bands(sheet)):
        for part in _parts(run, known=bool(sheet.boxed)):
            if len(part) == 1 and part[0].lone:
                blocks += [Paragraph(line) for line in part[0].cells[0].text.split("\n") if line.strip()]
            else:
                blocks += _table(part, sheet.cells)
    return blocks


class Shown:
    """Places of rows or columns when the hidden ones among the first ``end`` are gone."""

    def __init__(self, hidden: AbstractSet[int], end: int) -> None:
        self._hidden = hidden
        self._before = [0]
        for number in range(end if hidden else 0):
            self._before.append(self._before[-1] + (number not in hidden))

    def __contains__(self, number: int) -> bool:
        return number not in self._hidden

    def place(self, number: int) -> int:
        """New number of a row or column."""
        known = len(self._before) - 1
        return self._before[number] if number < known else self._before[-1] + number - known


def shown_sheet(
    texts: dict[Place, str],
    merged: Iterable[tuple[int, int, int, int]],
    boxed: Iterable[Place] | None,
    rows: Shown,
    columns: Shown,
) -> Sheet:
    """Put a sheet together from its texts and merged ranges (first row and column, last row and column)."""
    cells: list[Cell] = []
    covered: set[Place] = set()
    last_row, last_column = (max([place[axis] for place in texts], default=0) for axis in (0, 1))
    for top, left, bottom, right in merged:
        bottom, right = min(bottom, max(last_row, top + _REACH)), min(right, max(last_column, left + _REACH))
        height, width = rows.place(bottom + 1) - rows.place(top), columns.place(right + 1) - columns.place(left)
        if len(covered) + (bottom + 1 - top) * (right + 1 - left) > MAX_COVERED:
            raise DocumentError("too_large", f"merged cells over more than {MAX_COVERED} places")
        covered |= {(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)}
        if height > 0 and width > 0:
            cells.append(Cell(texts.get((top, left), ""), rows.place(top), columns.place(left), height, width))
    cells += [
        Cell(text, rows.place(row), columns.place(column))
        for (row, column), text in texts.items()
        if row in rows and column in columns and (row, column) not in covered  # below a merged cell nothing shows
    ]
    if boxed is not None:
        boxed = {(rows.place(row), columns.place(column)) for row, column in boxed if row in rows and column in columns}
    return Sheet(cells, boxed)


class _Band(NamedTuple):
    """Rows that merged cells hold together, mostly one."""

    start: int
    end: int
    """Exclusive."""
    cells: list[Cell]
    """That print anything, by row and column."""
    drawn: bool
    """Whether borders run through it, over several columns."""

    @property
    def lone(self) -> bool:
        return len(self.cells) == 1

    @property
    def left(self) -> int:
        return min(cell.column for cell in self.cells)

    @property
    def right(self) -> int:
        return max(cell.column + cell.colspan for cell in self.cells)


def _bands(sheet: Sheet) -> list[_Band]:
    """Rows that print anything or that borders show, in order."""
    columns: dict[int, set[int]] = {}
    for row, column in sheet.boxed or ():
        columns.setdefault(row, set()).add(column)
    drawn = {row for row, boxed in columns.items() if len(boxed) > 1}
    rows: dict[int, list[Cell]] = {row: [] for row in drawn}
    for cell in sorted(sheet.cells, key=lambda cell: (cell.row, cell.column)):
        if cell.text:
            rows.setdefault(cell.row, []).append(cell)
    bands: list[_Band] = []
    for row in sorted(rows):
        end = max([row + 1, *(cell.row + cell.rowspan for cell in rows[row])])
        if bands and row < bands[-1].end:
            last = bands.pop()
            bands.append(_Band(last.start, max(end, last.end), last.cells + rows[row], last.drawn or row in drawn))
        else:
            bands.append(_Band(row, end, rows[row], row in drawn))
    return bands


def _runs(bands: Iterable[_Band]) -> list[list[_Band]]:
    """Bands without an empty row between them; drawn rows in which nothing is printed end no run, but begin none."""
    runs: list[list[_Band]] = []
    for band in bands:
        if runs and runs[-1][-1].end >= band.start:
            runs[-1].append(band)
        elif band.cells:
            runs.append([band])
    return runs


def _parts(run: Sequence[_Band], *, known: bool) -> list[list[_Band]]:
    """A run cut into lines, each by itself, and tables; ``known``: borders tell what a table's row is."""
    filled = [band for band in run if len(band.cells) > 1]
    width = max((band.right - band.left for band in filled), default=0)
    parts: list[list[_Band]] = []
    table: list[_Band] = []
    for band in run:
        if band.lone and (not table or not _is_row(band, width, _stubs(filled), known=known)):
            parts += [table] if table else []
            parts.append([band])
            table = []
        elif band.cells or table:
            table.append(band)
    parts += [table] if table else []
    return [piece for part in parts for piece in _without_tail(part, width)]


def _is_row(band: _Band, width: int, stubs: set[Place], *, known: bool) -> bool:
    """Whether what stands alone is a row of the table above it: a caption in it, or a label without values."""
    cell = band.cells[0]
    if len(cell.text) > _PROSE:
        return False
    if cell.colspan >= width:
        return not _NUMBERED.match(cell.text)
    if known:
        return band.drawn
    return (cell.column, cell.colspan) in stubs and not (cell.colspan == 1 and _NUMBERED.match(cell.text))


def _stubs(bands: Iterable[_Band]) -> set[Place]:
    """Where and how wide the first cells of tables' rows are."""
    return {(cell.column, cell.colspan) for band in bands for cell in band.cells if cell.column == band.left}


def _without_tail(table: Sequence[_Band], width: int) -> list[list[_Band]]:
    """A table, and behind it the lines at its end that are as wide as it is: those caption nothing in it."""
    end = len(table)
    while end > 1 and table[end - 1].lone and table[end - 1].cells[0].colspan >= width:
        end -= 1
    return [list(table[:end]), *([band] for band in table[end:])]


def _table(bands: Sequence[_Band], cells: Sequence[Cell]) -> list[Block]:
    """A rectangle of cells, blank ones too."""
    filled = [band for band in bands if band.cells]
    top, bottom = bands[0].start, bands[-1].end
    left, right = min(band.left for band in filled), max(band.right for band in filled)
    if (bottom - top) * (right - left) > MAX_POSITIONS:
        return [Paragraph("\t".join(cell.text.replace("\n", " ") for cell in band.cells)) for band in filled]
    inside = {
        (cell.row, cell.column): cell for cell in cells if top <= cell.row < bottom and left <= cell.column < right
    }
    covered: set[Place] = set()
    placed = []
    for row in range(top, bottom):
        for column in range(left, right):
            if (row, column) in covered:
                continue
            cell = inside.get((row, column), Cell("", row, column))
            height, width = min(cell.rowspan, bottom - row), min(cell.colspan, right - column)
            if height > 1 or width > 1:
                covered |= {(row + down, column + along) for down in range(height) for along in range(width)}
            placed.append(Cell(cell_text([cell.text]), row - top, column - left, height, width))
    return table_blocks(placed, bottom - top)
