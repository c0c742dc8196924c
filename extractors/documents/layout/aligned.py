"""Tables without upright rules: rows of values whose columns nothing crosses.

A table is made only where every row of values has one label, and every value one column. Horizontal rules part rows;
where there are none and rows stand so close that the lines of wrapped labels can't be told from other rows, the lines
stay lines.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from math import inf

from extractors.documents.layout.aligned_columns import column_edges, column_of, each_fits, find_columns, header_cells
from extractors.documents.layout.blank_tables import blank_table, is_blank_row, is_header
from extractors.documents.layout.chains import Chain, Span, chains_of, space_of
from extractors.documents.layout.lines import Line, block_text, em_of, line_of, lines_of
from extractors.documents.layout.one_header import one_header
from extractors.documents.layout.page_breaks import with_rest
from extractors.documents.layout.printed import Rule, Word
from extractors.documents.layout.printing_order import UNKNOWN, Printing, row_at, rows_in_order
from extractors.documents.layout.ruled import Placed
from extractors.documents.layout.whole_cells import in_place
from extractors.documents.model import Cell
from extractors.numbers import is_value
from extractors.tables.labels import caption

_TIGHT = 1.3
"""Ems between the middles of lines of one cell at most; rows stand further apart."""
_CLOSER = 0.92
"""Share of the distance between rows that lines of one cell keep at most."""
_ON_LEVEL = 0.7
"""Ems between the middle of a row's values and the lines of its label."""
_BESIDE = 1.0
"""The same for the nearest of them."""
_HEADING = re.compile("[一二三四五六七八九十]{1,2}、")
"""Of a section: what stands so over a header is none of its labels."""
_NARROW = 0.6
"""Share of the text's width that lines of one cell take at most."""
_MOST_ABOVE = 4
"""Lines of one cell in front of the first with several: of a caption, a header, or a label that the page cuts."""
_SPACE = 0.7
"""Ems between two numbers of one cell at most."""
_NEXT_ROWS = 4
"""Rows by which it is told where values begin: the first may be blank in its first columns."""
_LONG = 0.3
"""Share of the text's width along which a rule runs that parts rows; shorter ones underline words."""
_MAX_RULES = 500
"""Rules between lines of one page; more are a drawing."""
_LARGER = 1.3
"""Times the height of the line before, of a heading."""
_APART = 7.0
"""Ems from the top of one line of a table to the foot of the next at most …"""
_NEAR = 3.2
"""… and in front of its first line with several cells."""


@dataclass(slots=True)
class _Part:
    """A header and the rows under it."""

    head: list[Line] = field(default_factory=list)
    rows: list[Line] = field(default_factory=list)


def aligned_tables(
    lines: Sequence[Line],
    em: float,
    before: Placed | None = None,
    rules: Sequence[Rule] = (),
    printing: Printing = UNKNOWN,
    breaks: Sequence[float] = (),
) -> list[Placed | Line]:
    """Lines, and tables in place of those that form one.

    ``before`` is the table that ends the page before: one without a header that its columns fit goes on in them.
    ``rules`` are the horizontal ones of the page. ``printing``: how the document prints cells. ``breaks``: heights at which
    pages end that are set below each other.
    """
    found: list[Placed | Line] = []
    width = max((line.x1 for line in lines), default=0.0) - min((line.x0 for line in lines), default=0.0)
    rules = (
        [rule for rule in rules if rule.x1 - rule.x0 >= _LONG * width]
        if len(rules) <= _MAX_RULES * (1 + len(breaks))
        else []
    )
    for run in _runs(lines, em):
        em = em_of(word for line in run for word in line.words)
        if not any(_values(line) for line in run) and not any(map(is_header, run)):
            found += run
            continue
        above = before if not found else None
        found += _from_rows(run, em, above, rules, printing, breaks) or _from_pages(run, em, above, rules, breaks)
    return found


def _from_pages(
    run: Sequence[Line], em: float, before: Placed | None, rules: Sequence[Rule], breaks: Sequence[float]
) -> list[Placed | Line]:
    """Tables whose rows are told by the places of their lines, page by page."""
    found: list[Placed | Line] = []
    for _, page in groupby(run, key=lambda line: bisect_left(breaks, line.middle)):
        last = found[-1] if found else before
        items = _from_lines(list(page), em, last if isinstance(last, Placed) else None, rules)
        found = with_rest(found, items, em)
    return found


def _from_lines(
    run: Sequence[Line], em: float, before: Placed | None, rules: Sequence[Rule], reach: float = inf
) -> list[Placed | Line]:
    """Tables whose rows are told by the places of their lines, labels of groups no further from them than ``reach``."""
    found: list[Placed | Line] = []
    for part in _parts(run):
        while part.head and _HEADING.match(part.head[0].words[0].text) and len(part.head[0].words) == 1:
            found.append(part.head.pop(0))
        table = _table(part, em, before if not found else None, rules, reach) or blank_table(part.head, part.rows, em)
        found += [table] if table is not None else [*part.head, *part.rows]
    return found


def _from_rows(
    run: Sequence[Line],
    em: float,
    before: Placed | None,
    rules: Sequence[Rule],
    printing: Printing,
    breaks: Sequence[float],
) -> list[Placed | Line]:
    """Tables whose rows are told by the order in which they are printed; empty if that makes none.

    Each row is read as one line, far from the others; the tables are moved back to where they stand.
    """
    rows = rows_in_order([word for line in run for word in line.words], em, rules, printing, breaks)
    lines = [row.line for row in rows]
    items = _from_lines(lines, em, before, (), reach=em)
    if not all(isinstance(item, Placed) for item in items):
        items = one_header(lines, before) or items
    found: list[Placed | Line] = []
    for item in items:
        top, bottom = (item.top, item.bottom) if isinstance(item, Placed) else (item.y0, item.y0)
        own = rows[row_at(top, em) : row_at(bottom, em) + 1]
        found += [in_place(item, own, em)] if isinstance(item, Placed) else lines_of(own[0].words)
    return found if any(isinstance(item, Placed) for item in found) else []


def _values(line: Line) -> list[Word]:
    """What stands behind the first word and may be a value, and the first one where all are."""
    values = [word for word in line.words if is_value(word.text)]
    return values if len(line.words) > 1 or len(values) == 1 else []


def _runs(lines: Sequence[Line], em: float) -> Iterator[list[Line]]:
    """Lines that may be one table: from the first with several cells to the last, nothing wide between; and the rest."""
    run: list[Line] = []
    several = False
    width = max((line.x1 for line in lines), default=0.0) - min((line.x0 for line in lines), default=0.0)
    for line in lines:
        cells = bool(len(line.words) > 1 or _values(line))
        far = bool(run) and line.y1 - run[-1].y0 > (_APART if several else _NEAR) * em
        if run and (far or _is_heading(line, run) or not (cells or line.x1 - line.x0 < _NARROW * width)):
            yield run
            run, several = [], False
        elif run and not cells and not several and (len(run) > _MOST_ABOVE or _HEADING.match(line.words[0].text)):
            yield run
            run = []
        several |= cells
        run.append(line)
    if run:
        yield run


def _is_heading(line: Line, run: Sequence[Line]) -> bool:
    """Whether a line begins a section, and is no label of a row."""
    if len(line.words) > 1 or not _HEADING.match(line.words[0].text):
        return False
    return line.words[0].text.endswith(("情况", "事项")) or line.em > _LARGER * run[-1].em


def _parts(run: Sequence[Line]) -> Iterator[_Part]:
    """Headers with their rows. A header prints no value, and words over the columns of the values below it.

    So does a caption of the forms, wherever it stands; where no value is printed at all, what their headers print.
    """
    part, waiting = _Part(), list[Line]()
    blank = not any(map(_values, run))
    for line, (stub, left) in zip(run, _borders(run), strict=True):
        values = _values(line)
        over = any(word.x0 >= stub or word.x1 > left or caption(word.text) for word in line.words)
        if not values and (is_header(line) if blank else over):
            if part.rows:
                yield part
                part = _Part()
            part.head += [*waiting, line]
        elif part.rows or values or (part.head and is_blank_row(line) and all(map(is_header, part.head))):
            part.rows += [*waiting, line]
        else:
            waiting.append(line)
            continue
        waiting = []
    part.rows += waiting
    yield part


def _borders(run: Sequence[Line]) -> list[Span]:
    """Where the labels of the next rows end and where their values begin, for each line; the last rows' for those behind.

    What stands between is over columns that these rows leave blank. Labels stand on a level with values, or their lines
    just above and below.
    """
    rows = [index for index, line in enumerate(run) if _values(line)]
    found: list[Span] = []
    for index in range(len(run)):
        own = [row for row in rows if row >= index][:_NEXT_ROWS] or rows[-_NEXT_ROWS:]
        left = min((word.x0 for row in own for word in _values(run[row])), default=inf)
        near = own if len(own) == _NEXT_ROWS else rows[-_NEXT_ROWS:]
        ends = [end for row in near for end in _label_ends(run, row, left, above=row > own[0])]
        found.append((max(ends, default=left), left))
    return found


def _label_ends(run: Sequence[Line], row: int, left: float, *, above: bool) -> list[float]:
    """Right edges of the words that label a row of values, in front of ``left``."""
    lines = [run[row]]
    for other in run[max(row - above, 0) : row + 2]:
        if abs(other.middle - run[row].middle) < _BESIDE * run[row].em:
            lines.append(other)
    return [word.x1 for line in lines for word in line.words if word.x1 <= left and not is_value(word.text)]


def _table(part: _Part, em: float, before: Placed | None, rules: Sequence[Rule], reach: float) -> Placed | None:
    """The table of a header and its rows; ``None`` where anything can be read in two ways.

    ``reach``: how far from a row the middle of its group's label stands at most.
    """
    value_rows = [line for line in part.rows if _values(line)]
    if not value_rows or (len(value_rows) < 2 and not part.head and before is None):
        return None
    left = min(word.x0 for line in value_rows for word in _values(line))
    if any(word.x1 > left for line in part.rows if not _values(line) for word in line.words):
        return None
    stub = [word for line in part.rows for word in line.words if word.x1 <= left and not is_value(word.text)]
    values = [[word for word in line.words if word.x1 > left] for line in value_rows]
    if (labelled := _label_rows(values, stub, em, rules)) is None:
        return None
    rows, chains = labelled
    labels = [row.label for row in rows if row.label is not None]
    head = chains_of([word for line in part.head for word in line.words], em, _TIGHT * em, rules)
    names = 2 * bool(labels)  # columns of group labels and of labels
    if part.head:
        xs = _edges(part, values, labels, head, em)
    elif before is not None and each_fits(before.xs[names:], values):
        xs = before.xs
    else:
        return None
    if len(xs) < 3:  # one value below another is a list
        return None
    if (header := header_cells(head, xs, names, em)) is None:
        return None
    cells, depth = header
    _add_groups(rows, chains, reach)
    for number, row in enumerate(rows, depth):
        placed = _row_cells(row, number, xs, names, em)
        if placed is None:
            return None
        cells += placed
    top, bottom = min(line.y0 for line in [*part.head, *part.rows]), max(line.y1 for line in [*part.head, *part.rows])
    return Placed(cells, xs, depth + len(rows), top, bottom)


def _edges(
    part: _Part, values: Sequence[Sequence[Word]], labels: Sequence[Chain], head: Sequence[Chain], em: float
) -> list[float]:
    """Where the columns of a table with a header begin and end."""
    right = max((label.x1 for label in labels), default=0.0)
    columns = find_columns([word for row in values for word in row], head, right, em)
    return column_edges(columns, [*part.head, *part.rows], labels)


@dataclass(slots=True)
class _Row:
    middle: float
    label: Chain | None
    values: list[Word]
    group: Chain | None = None


def _label_rows(
    values: Sequence[list[Word]], stub: Sequence[Word], em: float, rules: Sequence[Rule]
) -> tuple[list[_Row], list[Chain]] | None:
    """Rows of values with their labels, and all labels of ``stub``; ``None`` where one stands beside two rows."""
    middles = [line_of(words).middle for words in values]
    steps = [below - above for above, below in pairwise(middles)]
    tight = min([_TIGHT * em, *(_CLOSER * step for step in steps)])
    own = [space_of(row[0], rules) for row in values]
    parted = len(set(own)) == len(own) and not any(inf in space or -inf in space for space in own)
    chains = chains_of(stub, em, inf if parted else tight, rules)
    near = _ON_LEVEL * em
    labels = _row_labels(middles, chains, [c.space if parted else (c.top - near, c.bottom + near) for c in chains])
    if labels is None:
        return None
    return [_Row(middle, label, row) for middle, label, row in zip(middles, labels, values, strict=True)], chains


def _row_labels(
    middles: Sequence[float], chains: Sequence[Chain], heights: Sequence[Span]
) -> list[Chain | None] | None:
    """The label of each row of values, the rightmost beside it; ``None`` where one label stands beside two rows.

    ``heights`` are those between which rows stand beside each label.
    """
    labels: list[Chain | None] = []
    for middle in middles:
        beside = [c for c, (top, bottom) in zip(chains, heights, strict=True) if top <= middle <= bottom]
        last = max(beside, key=lambda chain: chain.x0, default=None)
        if last is not None:  # of those in one column, the one whose lines stand on both sides
            beside = [c for c in beside if c.x0 < last.x1 and last.x0 < c.x1]
            last = min(beside, key=lambda chain: max(chain.top - middle, middle - chain.bottom))
        labels.append(last)
    given = [id(label) for label in labels if label is not None]
    if len(set(given)) < len(given) or 0 < len(given) < len(middles):
        return None
    return labels


def _add_groups(rows: list[_Row], chains: Sequence[Chain], reach: float) -> None:
    """Add the labels that are none of a row of values, the rightmost first, and put the rows in order."""
    used = {id(row.label) for row in rows}
    for chain in sorted(chains, key=lambda chain: -chain.x0):
        if id(chain) not in used:
            _add_group(rows, chain, reach)
    rows.sort(key=lambda row: row.middle)


def _add_group(rows: list[_Row], chain: Chain, reach: float) -> None:
    """A label that no row's values stand beside: of a group, in front of the labels; else a row without values.

    ``reach``: how far from the row the middle of its group's label stands at most.
    """
    near = min(rows, key=lambda row: abs(row.middle - chain.middle))
    beside = near.label is not None and chain.x1 <= near.label.x0 and abs(near.middle - chain.middle) <= reach
    if beside and near.group is None:
        near.group = chain
    elif all(row.label is None or chain.x1 <= row.label.x0 for row in rows):
        rows.append(_Row(chain.middle, None, [], chain))
    else:
        rows.append(_Row(chain.middle, chain, []))


def _row_cells(row: _Row, number: int, xs: Sequence[float], names: int, em: float) -> list[Cell] | None:
    """Cells of a row, blank ones too; ``None`` where two values share a column that do not stand a space apart."""
    texts = [""] * (len(xs) - 1)
    right = -inf
    for word in row.values:
        column = column_of(xs, word)
        if column is None or column < names or (texts[column] and word.x0 - right > _SPACE * em):
            return None
        texts[column] += f"\n{word.text}" if texts[column] else word.text
        right = word.x1
    if names:
        texts[0] = block_text(row.group.words, em) if row.group is not None else ""
        texts[1] = block_text(row.label.words, em) if row.label is not None else ""
    return [Cell(text, number, column) for column, text in enumerate(texts)]
