"""Rows of a table that goes on over page breaks: the header that is repeated, and cells that a break cuts in two."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from extractors.documents.layout.cut_rows import NUMBERED, is_cut_label
from extractors.documents.layout.label_lines import text_of
from extractors.documents.layout.printed import Word
from extractors.documents.layout.room import is_flush, is_full
from extractors.documents.layout.wrapping import is_cut_number
from extractors.numbers import is_value
from extractors.tables.labels import caption
from extractors.tables.wordings import heads_columns, is_label

Row = list[list[Word]]
"""Cells from left to right, the lines of each."""

_HEADER = 6
"""Rows of a header at most."""
_TOUCH = 0.2
"""Ems by which lines of columns beside each other overlap: marks of punctuation stand out."""
_APART = 3.0
"""Ems between two numbers of one cell: lines of one number stand closer."""
_REACH = 60
"""Rows above a page break in which a label of several rows begins."""


def rows_over_pages(pages: Sequence[Sequence[Row]], em: float, *, at_top: bool) -> list[Row]:
    """The rows of all pages. ``at_top``: text stands at the top of its cell, so a row's values are not behind its break."""
    rows: list[Row] = []
    for number, page in enumerate(pages):
        new = list(page[_repeated(rows, page) :])
        if rows and new:
            new[:1] = _without_rests(rows, new[0], em, at_top=at_top)
        while rows and new and _can_be_digits(rows[-1], new[0]):
            near = [*rows[-_REACH:], *(row for other in pages[number:] for row in other)]
            wraps = _wraps(near[: 2 * _REACH], new[0])
            _add_values(rows[-1], new.pop(0), gap=0.0 if wraps else _APART * em)
        rows += new
    return rows


def _repeated(rows: Sequence[Row], page: Sequence[Row]) -> int:
    """How many rows a page begins with that are the header of the last table again, and with it all that stands above rows."""
    above, texts = ([list(map(text_of, row)) for row in part] for part in (rows, page[:_HEADER]))
    if not texts or (not all(map(heads_columns, texts[0])) and caption(texts[0][0]) is None):
        return 0
    for first in range(len(above) - 1, -1, -1):
        if above[first] == texts[0]:
            captioned = first > 0 and len(above[first - 1]) == 1 and caption(above[first - 1][0]) is not None
            same = next((n for n, row in enumerate(texts) if above[first + n : first + n + 1] != [row]), len(texts))
            return 0 if captioned or first + same == len(above) else same
    return 0


class _Rest(NamedTuple):
    """A cell at the top of a page, and the one above the break that it may be the rest of."""

    above: list[Word]
    rest: list[Word]
    in_last_row: bool

    @property
    def is_known(self) -> bool:
        """Whether both together are a label of the forms."""
        return is_cut_label(text_of(self.above), text_of(self.rest))

    def may_go_on(self, words: Sequence[Word], em: float) -> bool:
        """Whether nothing speaks against it: the line above is full, and neither is a label for itself."""
        above, rest = text_of(self.above), text_of(self.rest)
        if is_label(above) or is_label(rest) or NUMBERED.match(rest):
            return False
        return self.in_last_row and is_full(self.above[-1], words, em)


def _without_rests(rows: list[Row], first: Row, em: float, *, at_top: bool) -> list[Row]:
    """The first row of a page without what belongs to cells above the break, which get it; nothing if that is all."""
    labels = [cell for cell in first if not is_value(text_of(cell))]
    values = [cell for cell in first if is_value(text_of(cell))]
    rests = [rest for cell in labels if (rest := _rest_of(rows, cell, em)) is not None]
    taken = [rest for rest in rests if rest.is_known]
    if not taken and labels and len(rests) == len(labels):
        words = [word for row in rows[-_REACH:] for cell in row for word in cell]
        if all(rest.may_go_on(words, em) for rest in rests) and _may_go_on(rows[-1], values, at_top=at_top):
            taken = rests
    for rest in taken:
        rest.above.extend(rest.rest)
    whole = any(rest.in_last_row for rest in taken) and len(taken) == len(labels)
    if whole:
        _add_values(rows[-1], values)
    own = {id(rest.rest) for rest in taken}
    left = [] if whole else [cell for cell in first if id(cell) not in own]
    return [left] if left else []


def _may_go_on(row: Row, values: Sequence[list[Word]], *, at_top: bool) -> bool:
    """Whether all values can be behind the break of their row: digits that go on, or what stands in the middle of its cell."""
    for value in values:
        above = _value_above(row, value)
        if (above is None and at_top) or (above is not None and not is_cut_number(_lines(above), text_of(value))):
            return False
    return True


def _can_be_digits(row: Row, values: Sequence[Sequence[Word]]) -> bool:
    """Whether the cells of a row, none of them a label, can be the rest of numbers above."""
    above = [_value_above(row, value) for value in values]
    pairs = zip(above, values, strict=True)
    return all(a is not None and is_cut_number(_lines(a), text_of(v)) for a, v in pairs)


def _wraps(rows: Sequence[Row], values: Sequence[Sequence[Word]]) -> bool:
    """Whether one of the columns is seen to wrap numbers; else what stands at the head of a page may be its number."""
    return any(
        len(cell) > 1 and is_value(text_of(cell)) and any(_overlap(cell[0], value[0]) > 0 for value in values)
        for row in rows
        for cell in row
    )


def _add_values(row: Row, values: Sequence[list[Word]], gap: float = 0.0) -> None:
    """Add values behind a break to their row, the rest of a number so far under it, whatever is between the pages."""
    for value in values:
        if (above := _value_above(row, value)) is not None:
            up = value[0].y0 - above[-1].y1 - gap
            above.extend(word._replace(y0=word.y0 - up, y1=word.y1 - up) for word in value)
        else:
            row.append(value)
    row.sort(key=lambda cell: cell[0].x0)


def _rest_of(rows: Sequence[Row], cell: list[Word], em: float) -> _Rest | None:
    """The last cell above in the column of a label, if it is a label too."""
    for row in reversed(rows[-_REACH:]):
        if over := [other for other in row if _overlap(other[-1], cell[0]) > _TOUCH * em]:
            above = over[-1]
            fits = len(over) == 1 and not is_value(text_of(above)) and is_flush(above[-1], cell[0], em)
            return _Rest(above, cell, row is rows[-1]) if fits else None
    return None


def _value_above(row: Row, value: Sequence[Word]) -> list[Word] | None:
    """The value of a row in the column of another."""
    return next((cell for cell in row if _overlap(cell[-1], value[0]) > 0 and is_value(text_of(cell))), None)


def _lines(cell: Sequence[Word]) -> str:
    return "\n".join(line.text for line in cell)


def _overlap(line: Word, other: Word) -> float:
    return min(line.x1, other.x1) - max(line.x0, other.x0)
