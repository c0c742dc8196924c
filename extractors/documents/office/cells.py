"""Cells to a table, where they are one."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.documents.model import Block, Cell, Paragraph, Table
from extractors.documents.web.table_builder import MAX_POSITIONS, MAX_WIDTH, WHITE
from extractors.documents.web.walk import close_gaps

_PROSE = 200
"""Characters; a cell that holds more, and most of its table's text, holds the article."""


def table_blocks(cells: Sequence[Cell], height: int) -> list[Block]:
    """A table of ``height`` rows, or its lines where it only lays out prose or is too large to be a table.

    The same rules as for HTML: see :class:`~extractors.documents.web.table_builder.TableBuilder`.
    """
    cells = [cell._replace(rowspan=min(cell.rowspan, height - cell.row)) for cell in cells]
    sizes = [len(cell.text) for cell in cells]
    if not any(sizes):
        return []
    width = max(cell.column + cell.colspan for cell in cells)
    large = width > MAX_WIDTH or sum(cell.rowspan * cell.colspan for cell in cells) > MAX_POSITIONS
    if large or len(cells) == 1 or (max(sizes) > _PROSE and max(sizes) > 0.6 * sum(sizes)):
        return [Paragraph(line) for cell in cells for line in cell.text.split("\n") if line]
    return [Table(tuple(cells), height, width)]


def cell_text(lines: Sequence[str]) -> str:
    """Text of a cell: its lines that print anything, trimmed as in HTML (NBSP stays: it marks a blank)."""
    parts = (part for text in lines for part in text.split("\n"))
    return "\n".join(line for part in parts if (line := close_gaps(part).strip(WHITE)))
