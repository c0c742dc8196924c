"""Tables that print no value: nothing but the forms' own labels tells that they are tables."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf

from extractors.documents.layout.aligned_columns import column_edges, find_columns, header_cells
from extractors.documents.layout.chains import Chain
from extractors.documents.layout.lines import Line
from extractors.documents.layout.printed import Word
from extractors.documents.layout.ruled import Placed
from extractors.documents.model import Cell
from extractors.tables.labels import caption
from extractors.tables.wordings import heads_columns, is_label


def is_header(line: Line) -> bool:
    """Whether a line prints nothing but what stands in headers of the forms."""
    return all(heads_columns(word.text) or caption(word.text) is not None for word in line.words)


def is_blank_row(line: Line) -> bool:
    """Whether a line prints nothing but the label of a row of the forms."""
    return len(line.words) == 1 and is_label(line.words[0].text) and not is_header(line)


def blank_table(head: Sequence[Line], rows: Sequence[Line], em: float) -> Placed | None:
    """The table of a header of the forms and the labels of blank rows, each cell one word; ``None`` if it is none."""
    if not head or not rows or not all(map(is_header, head)) or not all(map(is_blank_row, rows)):
        return None
    labels = [line.words[0] for line in rows]
    over = [_chain(word) for line in head for word in line.words]
    stub = max(word.x1 for word in labels)
    columns = find_columns([], over, stub, em)
    if not columns:
        return None
    xs = column_edges(columns, [*head, *rows], list(map(_chain, labels)))
    if (header := header_cells(over, xs, 2, em)) is None:
        return None
    cells, depth = header
    for number, label in enumerate(labels, depth):
        texts = ["", label.text, *[""] * len(columns)]
        cells += [Cell(text, number, column) for column, text in enumerate(texts)]
    lines = [*head, *rows]
    top, bottom = min(line.y0 for line in lines), max(line.y1 for line in lines)
    return Placed(cells, xs, depth + len(rows), top, bottom)


def _chain(word: Word) -> Chain:
    return Chain([word], (-inf, inf))
