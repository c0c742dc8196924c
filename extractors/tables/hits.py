"""Rows of a form found in a document, and where in the form the reading stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from extractors.tables.align import Ended, Run
from extractors.tables.forms import FormTable
from extractors.tables.grid import Line, Piece
from extractors.tables.header import Header


@dataclass(slots=True)
class Hit:
    """A row of the form found in the document, with its values where they were printed."""

    table: FormTable
    index: int
    source: str
    """``grid``: an HTML table; ``cut``: a text row cut by tabs or pipes; ``stream``: a cell a line."""
    pieces: Sequence[Piece] = ()
    header: Header | None = None
    run: Run | None = None
    stub: int = 1
    """Label cells that the row prints: its own and those of groups that begin with it."""
    announced: int = 0
    """Which caption or header of its table it stands under, counted through the document; 0 for none."""
    outline: int = 0
    """Under which outline it stands: a page may hold two reports, one behind the other."""
    aligned: bool = True
    """Whether its columns may be told by order: their labels stand in the form's, and its unit and code are there."""
    asides: int = 0
    """Units and codes that it prints before its values."""
    before_header: bool = False
    """Whether a caption or a header comes next."""
    label: str = ""
    """As printed; empty for a row without one."""
    exact: bool = True
    """Whether its label is the form's, not a part of it or one with more behind it."""
    ended: Ended = "row"
    disputed: bool = False
    """Whether the document prints the row again with other values, and nothing says which are right."""

    @property
    def filled(self) -> bool:
        """Whether the row prints a value."""
        if self.run is not None and any(token.text for token in self.run.tokens):
            return True
        return not all(piece.blank for piece in self.pieces)


@dataclass(slots=True)
class Context:
    """Where in the form the reading stands."""

    table: FormTable | None = None
    index: int = -1
    header_lines: list[Line] = field(default_factory=list)
    pending: list[Line] = field(default_factory=list)
    """Rows of headings that may begin the next header."""
    headers: dict[str, Header | None] = field(default_factory=dict)
    """What those lines say for each table."""
    rows_since_header: bool = False
    seen: set[str] = field(default_factory=set)
    """Tables whose caption, header or rows were printed."""
    part: int = 0
    """Number of the part that is read."""
    outline: int = 0
    """How many outlines began so far: lines that say 一、总体情况."""
    announcements: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Table id → running number of its last caption or header, and the part that printed it."""
    column_texts: dict[str, list[str]] = field(default_factory=dict)
    """Table id → column labels and headings that flattened text printed since, in order."""

    elsewhen: bool = False
    """Whether a heading over all columns says that the rows below it are another year's."""
    crowded: set[str] = field(default_factory=set)
    """Tables whose header in flattened text prints labels that the form does not have, or only another table's."""

    def announce(self, table: FormTable) -> None:
        """Note a caption or header."""
        number = self.announcements.get(table.id, (0, 0))[0]
        if self.announcements.get(table.id, (0, -1))[1] != self.part or self.index >= 0 or not number:
            number += 1
        self.announcements[table.id] = number, self.part
        self.seen.add(table.id)

    def announced(self, table: FormTable) -> int:
        """Running number of the caption or header that a row of the table stands under: in its part or the one before."""
        number, part = self.announcements.get(table.id, (0, 0))
        return number if self.part - part <= 1 else 0

    def start_header(self) -> None:
        """Forget the header: what follows stands under another one."""
        self.header_lines, self.rows_since_header = self.pending, False
        self.pending = []
        self.headers.clear()

    def add_header_line(self, line: Line) -> None:
        """Take one more row of the header."""
        self.header_lines.append(line)
        self.headers.clear()
