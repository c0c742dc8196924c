"""Values to columns: a row is placed when the layout leaves one way to do it, else it stays unplaced.

Nothing here looks at what the numbers are, only at how many there are and where they stand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from extractors.numbers import is_value, parse_cell
from extractors.tables.forms import FormTable
from extractors.tables.grid import Piece
from extractors.tables.header import Header
from extractors.tables.stream import Token

Ended = Literal["row", "header", "unsure"]
"""What comes behind a row: where the form has another one, that one; a caption or header of another table; or neither."""
Placement = list[str | None]
"""One raw text per column of the table, in order; ``None`` for a column that the row does not print."""


@dataclass(slots=True)
class Placed:
    """A row with its values in their columns, or not."""

    values: Placement | None
    """``None``: unplaced."""
    raw: list[str]
    """Values as printed, blanks left out."""
    extra: list[str]
    """Values that stand under no label."""


# --- grids -----------------------------------------------------------------------------------------------------------


def place_by_grid(values: Sequence[Piece], table: FormTable, header: Header | None) -> Placed:
    """Place the pieces right of a row's label: under the header's labels, else one value for each column.

    A row that prints as many cells as there are columns is placed in order even where its spans drift from the
    header's, which real pages do; but only where the header does not speak against that order.
    """
    raw = [text for piece in values if (text := piece.text.strip())]
    count = len(table.data_columns)
    if [piece for piece in values if piece.tall and not piece.blank]:
        return Placed(None, raw, [])  # one value printed for several rows
    if header is not None and header.complete:
        if header.apart and tuple([(piece.start, piece.end) for piece in values]) == header.spans:
            return Placed([piece.text for piece in values], raw, [])
        placed = under_header(values, header, written_out=header.written_out)
        if placed is not None and not _has_spare_cell(values, header) and not any(map(is_value, placed[1])):
            return Placed(placed[0], raw, placed[1])
        if len(values) == count and not header.others:
            return Placed(_in_header_order(values, header), raw, [])
        return Placed(None, raw, [])  # a value beside all labels, or a spare cell: which one is too many is not said
    if header is not None and header.partial and (placed := under_header(values, header, partial=True)):
        return Placed(placed[0], raw, placed[1])
    if not raw and values:
        return Placed([""] * count, raw, [])
    if header is not None and not header.by_position:
        return Placed(None, raw, [])
    if len(values) >= count and all(piece.blank for piece in values[count:]):
        return Placed([piece.text for piece in values[:count]], raw, [])
    filled = [index for index, piece in enumerate(values) if not piece.blank]
    if len(filled) == count and filled[-1] - filled[0] < count:  # side by side
        return Placed(list(raw), raw, [])
    return Placed(None, raw, [])


def _has_spare_cell(values: Sequence[Piece], header: Header) -> bool:
    """Whether a row reaches beyond its header and holds a blank before that, which may be the cell that moved the others."""
    if max([piece.end for piece in values]) <= header.end:
        return False
    return any(piece.blank for piece in values if piece.start < header.end)


def _in_header_order(values: Sequence[Piece], header: Header) -> Placement:
    """One value for each label of a complete header, from left to right, whatever the form's order."""
    spans = [span for span in header.spans if span]
    order = sorted(range(len(spans)), key=spans.__getitem__)
    placement: Placement = [None] * len(order)
    for index, piece in zip(order, values, strict=True):
        placement[index] = piece.text
    return placement


def under_header(
    values: Sequence[Piece], header: Header, *, partial: bool = False, written_out: bool = False
) -> tuple[Placement, list[str]] | None:
    """Values under the labels, and those under none; ``None`` where one value stands under two labels, or two under one.

    What stands under a label that the form does not have is left out.

    ``partial``: columns that the header does not print may lack a value, and no cell may stand beside its labels.
    ``written_out``: a cell of several columns may stand in each of them. A blank cell that covers several columns whole
    is blank in each.
    """
    placement: Placement = [None] * len(header.spans)
    extra: list[str] = []
    for piece in values:
        under = [i for i, span in enumerate(header.spans) if span and piece.start < span[1] and span[0] < piece.end]
        if len(under) > 1:
            if not (piece.blank and _covers_whole(piece, under, header)):
                return None
            for index in under:
                placement[index] = placement[index] or piece.text
            continue
        if not under:
            if (partial or not piece.blank) and not any(
                piece.start < end and start < piece.end for start, end in header.others
            ):
                extra.append(piece.text.strip())
            continue
        (index,) = under
        before = placement[index]
        if before is None or not before.strip():
            placement[index] = piece.text
        elif not piece.blank and not (written_out and before.strip() == piece.text.strip()):
            return None
    if partial:
        lacking = any(span and text is None for span, text in zip(header.spans, placement, strict=True))
        return None if extra or lacking else (placement, extra)
    return None if None in placement else (placement, extra)


def _covers_whole(piece: Piece, under: Sequence[int], header: Header) -> bool:
    """Whether a cell begins and ends where columns do."""
    spans = [span for index in under if (span := header.spans[index])]
    return piece.start in [start for start, _ in spans] and piece.end in [end for _, end in spans]


# --- streams ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BlankRule:
    """What counts as a blank cell in the runs of a document that prints a cell a line."""

    nbsp: bool = False
    base: int = 0
    """Empty lines between two cells; with ``step``, more of them are blank cells."""
    step: int = 0


@dataclass(frozen=True, slots=True)
class Run:
    """The tokens behind a row's label."""

    table: FormTable
    tokens: tuple[Token, ...]
    next_gap: int
    last: bool
    """Whether other text than a label follows: the last row of its table."""
    ordered: bool = True
    """Whether the column labels before it stand in the form's order."""
    ended: Ended = "row"
    """What ends it: where that is nothing sure, lines may be lost, and values of other rows stand here."""
    whole: bool = False
    """Whether all its values stand on its label's line."""

    @property
    def piped(self) -> bool:
        """Whether pipes cut its cells: then blanks between them are cells."""
        return any(token.cut == "pipe" for token in self.tokens)


_PARAGRAPHS = 2
"""Lines of NBSP behind a table that are no cells, at most."""
GAP_RULES = (BlankRule(base=0, step=1), BlankRule(base=1, step=2), BlankRule(base=1, step=1))
_NEARLY_ALL = 0.85
_ENOUGH = 0.7
"""Share of a document's rows that a rule for blanks must explain exactly before it may place any."""


def is_doubtful(ended: Ended, *, lost: bool, gained: bool) -> bool:
    """Whether the right number of cells says little about a row of several lines.

    One that lost a cell and gained another has the right number too, and so may the rests of two rows: in a document
    whose rows are seen to do both, none is believed, and else only one that has a sure end.
    """
    return (lost and gained) or ended == "unsure" or (lost and ended == "header")


@dataclass(frozen=True, slots=True)
class Layout:
    """How a document of one cell a line prints its rows, as far as the rows show it."""

    rule: BlankRule
    sure: bool
    """Whether the rule explains most rows; where it does not, the layout says little, and a full row is no proof."""
    lost: bool
    """Whether some row has fewer cells than columns: blanks were dropped, or lines were."""
    gained: bool
    """Whether some row has more cells than columns, though the label behind it is there: lines were doubled or added."""
    whole: bool
    """Whether nearly all rows have all their cells: blanks are printed, or there are none, and what lacks was lost."""
    gap: int
    """Empty lines before most values."""


def choose_layout(runs: Sequence[Run], *, doubled: bool = False) -> Layout:
    """How a document of one cell a line prints its blank cells: as lines of NBSP, as empty lines, or not at all.

    A rule is taken only with evidence from inside the rows: blanks before a value, at the exact number of columns.
    ``doubled``: lines of text are seen to be printed twice.
    """
    runs = [run for run in runs if not run.piped]
    best, most = BlankRule(), sum(1 for run in runs if _fits(run, BlankRule()))
    for rule in (BlankRule(nbsp=True), *GAP_RULES):
        fitting = [run for run in runs if _fits(run, rule)]
        witnesses = [run for run in fitting if not _fits(run, BlankRule()) and _inner_blank(run, rule)]
        needed = 1 if rule.nbsp else 3
        if len(witnesses) >= needed and len(fitting) > most and len(fitting) >= _ENOUGH * len(runs):
            best, most = rule, len(fitting)
    surpluses = [_run_surplus(run, best) for run in runs]
    sure = most >= _ENOUGH * len(runs)
    lost = any(surplus < 0 for surplus in surpluses)
    gained = doubled or any(surplus > 0 for surplus in surpluses)
    whole = sum(surplus >= 0 for surplus in surpluses) >= _NEARLY_ALL * len(runs)
    gaps = Counter(token.gap for run in runs for token in run.tokens if token.text and token.cut == "line")
    gap = max(gaps, key=gaps.__getitem__, default=0)
    return Layout(best, sure, lost=lost, gained=gained, whole=whole, gap=gap)


def _run_surplus(run: Run, rule: BlankRule) -> int:
    """Cells of a run beyond the number of columns; what ends a table, or a row whose label is lost, adds none.

    A row that prints no value lacks none.
    """
    cells = _cells_of(run, rule)
    if cells is None:
        cells = [token.text for token in run.tokens if token.text]
    surplus = len(cells) - len(run.table.data_columns)
    if not any(token.text for token in run.tokens):
        surplus = max(surplus, 0)
    return min(surplus, 0) if run.last or run.ended == "unsure" else surplus


def _cells_of(run: Run, rule: BlankRule) -> list[str] | None:
    """Cells of a run under a rule, blanks as ``""``; ``None`` where its gaps don't divide."""
    cells: list[str] = []
    for token in run.tokens:
        if rule.step:
            blanks, odd = divmod(token.gap - rule.base, rule.step)
            if (blanks < 0 or odd) and token.cut == "line":
                return None
            cells.extend([""] * max(blanks, 0))
        if token.blank == "nbsp":
            if rule.nbsp:
                cells.append("")
        elif token.blank != "edge":
            cells.append(token.text)
    if rule.step and not run.last:
        blanks, odd = divmod(run.next_gap - rule.base, rule.step)
        if blanks < 0 or odd:
            return None
        cells.extend([""] * blanks)
    return cells


def _fits(run: Run, rule: BlankRule) -> bool:
    cells = _cells_of(run, rule)
    return cells is not None and len(cells) == len(run.table.data_columns)


def _inner_blank(run: Run, rule: BlankRule) -> bool:
    """Whether a blank stands before a value, or several make up the row: then they are cells, not paragraphs."""
    cells = _cells_of(run, rule) or []
    filled = [index for index, cell in enumerate(cells) if cell]
    blanks = [index for index, cell in enumerate(cells) if not cell]
    return bool(blanks) and ((bool(filled) and blanks[0] < filled[-1]) or len(blanks) >= 2)


def place_by_run(run: Run, layout: Layout) -> Placed:
    """Place the tokens behind a label: as many as columns, printed blanks counted.

    Where no rule explains most rows, or some are seen to have lost or gained cells, values must stand evenly.
    """
    rule, count = layout.rule, len(run.table.data_columns)
    raw = [token.text for token in run.tokens if not token.blank]
    doubtful = not run.ordered or is_doubtful(run.ended, lost=layout.lost, gained=layout.gained)
    if not layout.sure:
        doubtful |= layout.gained or any(token.blank == "nbsp" for token in _inner(run))
    if not layout.sure or ((layout.lost or layout.gained) and not rule.step):
        doubtful |= _is_uneven(run, layout.gap)
    if (layout.lost or layout.gained) and layout.whole:
        doubtful |= repeats_value([token.text for token in run.tokens])
    if raw and doubtful:
        return Placed(None, raw, [])
    cells = _cells_of(run, rule)
    if cells is not None and run.last and rule.step and (layout.gained or run.next_gap > rule.base + 1):
        cells = None  # nothing says where it ends
    if cells is not None and run.last and rule.nbsp and not layout.gained:
        inner = any(token.blank == "nbsp" for token in _inner(run))
        for _ in range(_PARAGRAPHS):  # behind the table; a blank too many inside would look the same
            if len(cells) > count and not cells[-1] and not (inner and run.table.unlabelled):
                cells.pop()
    if cells is not None and len(cells) == count:
        return Placed(list(cells), raw, [])
    if not raw:
        return Placed([""] * count, raw, [])
    return Placed(None, raw, [])


def repeats_value(texts: Sequence[str]) -> bool:
    """Whether two values side by side are the same number but zero: where lines get lost, one may stand twice for another.

    >>> repeats_value(["3", "12", "12"]), repeats_value(["0", "0", "", "/", "/"])
    (True, False)
    """
    return any(a == b and parse_cell[a].value for a, b in pairwise(texts))


def _inner(run: Run) -> Sequence[Token]:
    """Tokens up to a run's last value."""
    last = max((index for index, token in enumerate(run.tokens) if token.text), default=-1)
    return run.tokens[: last + 1]


def _is_uneven(run: Run, gap: int) -> bool:
    """Whether a run's values do not stand as far apart as others in the document."""
    gaps = [token.gap for token in _inner(run) if token.cut == "line"]
    if gaps and not run.last:
        gaps.append(run.next_gap)
    return any(other != gap for other in gaps)
