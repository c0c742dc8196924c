"""Tables whose columns are known: spans repeated, every row as the pieces that it prints."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.documents.model import Table


@dataclass(frozen=True, slots=True)
class Piece:
    """One printed cell as one row of the grid shows it: columns ``start`` … ``end`` (exclusive)."""

    text: str
    start: int
    end: int
    own: bool = True
    """False in the rows that the cell only reaches by its row span."""
    tall: bool = False
    """Whether it spans several rows."""

    @property
    def blank(self) -> bool:
        """Whether it prints nothing."""
        return not self.text.strip()


Line = tuple[Piece, ...]
"""One row of a grid, left to right."""


def grid_lines(table: Table) -> list[Line]:
    """Rows of a table, each cell repeated in every row that it spans. ``height`` lines, no gaps filled.

    A cell may not cover a place twice: where row spans of broken markup overlap, the first one printed keeps it.
    """
    lines: list[list[Piece]] = [[] for _ in range(table.height)]
    for cell in table.cells:
        for row in range(cell.row, min(cell.row + cell.rowspan, table.height)):
            lines[row].append(
                Piece(cell.text, cell.column, cell.column + cell.colspan, row == cell.row, cell.rowspan > 1)
            )
    return [tuple(sorted(line, key=lambda piece: piece.start)) for line in lines]


def text_line(cells: list[str]) -> Line:
    """A row that a text file cuts by tabs or pipes: columns are counted, spans are not known."""
    return tuple(Piece(text, index, index + 1) for index, text in enumerate(cells))
