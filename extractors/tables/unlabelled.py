"""The table whose one row has no label (section 四), where it is turned on its side or comes in several tables."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.tables.forms import FormTable
from extractors.tables.grid import Line, Piece, narrow_piece
from extractors.tables.header import Header

_SEVERAL = 3
"""Lines of a label and a value that make a turned table; a header may hold one of them by accident."""

Row = tuple[Sequence[Piece], Header]
"""Values, and the columns that they stand under."""


def turned_row(lines: Sequence[Line], table: FormTable) -> Row | None:
    """The row of a table that prints a line for each column: headings, label, value; ``None`` if it is no such table."""
    found: dict[int, Piece] = {}
    for line in lines:
        column = _labelled_column(line, table)
        if column is None:
            continue
        if column in found:
            return None
        found[column] = line[-1]
    if len(found) < _SEVERAL:
        return None
    pieces = [narrow_piece(found[column].text, column) for column in sorted(found)]
    spans = tuple((i, i + 1) if i in found else None for i in range(len(table.data_columns)))
    return pieces, Header(spans, frozenset((len(found),)), named=len(found), ordered=True)


def _labelled_column(line: Line, table: FormTable) -> int | None:
    """The column that a line's cells name, all but the last, which is the value: right behind the label, the only one."""
    if len(line) < 2 or line[-2].blank or line[-2].label not in table.known_labels:
        return None
    *headings, label = [piece.label for piece in line[:-1] if not piece.blank]
    fitting = [
        index
        for index, names in enumerate(table.column_labels)
        if label in names and set(headings) == table.column_groups[index]
    ]
    return fitting[0] if len(fitting) == 1 else None


def join_rows(first: Row, second: Row) -> Row | None:
    """One row of two that print different columns of a table; ``None`` if both print one column, or all of them."""
    (pieces, header), (more, other) = first, second
    if any(a and b for a, b in zip(header.spans, other.spans, strict=True)) or not (
        any(header.spans) and any(other.spans)
    ):
        return None
    offset = max((piece.end for piece in pieces), default=0)
    moved = [piece._replace(start=piece.start + offset, end=piece.end + offset) for piece in more]
    spans = tuple(a or (b and (b[0] + offset, b[1] + offset)) for a, b in zip(header.spans, other.spans, strict=True))
    joined = Header(
        spans,
        header.printed | other.printed,
        named=header.named + other.named,
        ordered=header.ordered and other.ordered,
    )
    return [*pieces, *moved], joined
