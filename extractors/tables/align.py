"""Values to columns: a row is placed when the layout leaves one way to do it, else it stays unplaced.

Nothing here looks at what the numbers are, only at how many there are and where they stand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from extractors.tables.forms import FormTable
from extractors.tables.grid import Piece
from extractors.tables.header import Header
from extractors.tables.stream import Token

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
    raw = [piece.text.strip() for piece in values if not piece.blank]
    count = len(table.data_columns)
    if any(piece.tall and not piece.blank for piece in values):
        return Placed(None, raw, [])  # one value printed for several rows
    if header is not None and header.complete:
        if placed := _under_header(values, header):
            return Placed(placed[0], raw, placed[1])
        if len(values) == count:
            return Placed(_in_header_order(values, header), raw, [])
        return Placed(None, raw, [])
    if not raw and values:
        return Placed([""] * count, raw, [])
    if header is not None and not header.by_position:
        return Placed(None, raw, [])
    if len(values) == count:
        return Placed([piece.text for piece in values], raw, [])
    if len(values) > count and all(piece.blank for piece in values[count:]):
        return Placed([piece.text for piece in values[:count]], raw, [])
    first = next((index for index, piece in enumerate(values) if not piece.blank), 0)
    if len(raw) == count and not any(piece.blank for piece in values[first : first + count]):
        return Placed(list(raw), raw, [])
    return Placed(None, raw, [])


def _in_header_order(values: Sequence[Piece], header: Header) -> Placement:
    """One value for each label of a complete header, from left to right, whatever the form's order."""
    order = sorted(range(len(header.spans)), key=lambda index: header.spans[index] or (0, 0))
    placement: Placement = [None] * len(order)
    for index, piece in zip(order, values, strict=True):
        placement[index] = piece.text
    return placement


def _under_header(values: Sequence[Piece], header: Header) -> tuple[Placement, list[str]] | None:
    """Values under the labels, and those under none; ``None`` where one value stands under two labels, or two under one."""
    placement: Placement = [None] * len(header.spans)
    extra: list[str] = []
    for piece in values:
        under = [i for i, span in enumerate(header.spans) if span and piece.start < span[1] and span[0] < piece.end]
        if not under:
            if not piece.blank:
                extra.append(piece.text.strip())
        elif len(under) > 1:
            return None
        else:
            index = under[0]
            before = placement[index]
            if before is None or not before.strip():
                placement[index] = piece.text
            elif not piece.blank and before.strip() != piece.text.strip():
                return None
    if any(text is None for text in placement):
        return None
    return placement, extra


@dataclass(frozen=True, slots=True)
class CutRow:
    """The cells behind a row's label, in a text file that cuts its rows by pipes or tabs."""

    cells: Sequence[Piece]
    stub: int = 1
    """How many label cells the row prints before them; with them, rows of one table are equally wide."""
    final: bool = False
    """Whether it is its table's last: converters cut the blanks behind it."""

    @property
    def width(self) -> int:
        """How many cells the row prints, labels included."""
        return self.stub + len(self.cells)


@dataclass(slots=True)
class CutRows:
    """Rows of one table that a text file cuts into cells."""

    table: FormTable
    header: Header | None
    rows: list[CutRow] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many values a full row prints."""
        return len(self.table.data_columns)


def place_cut_rows(groups: Sequence[CutRows]) -> list[list[Placed]]:
    """Place the rows of a document's cut tables, group by group.

    A header whose labels stand over the values decides. Where spans were lost it does not: then a row holds blank cells
    in front of its values (for the columns of its label) or behind them (to fill the line). Which, one converter does
    alike for the whole document: the rule must let every row's values stand in a window of as many cells as columns.
    Rows of another width than most have lost or gained cells, and have no say.
    """
    usual = _usual_widths(groups)
    voters = [
        (row.cells, group.count)
        for group in groups
        if not group.table.unlabelled
        for row in group.rows
        if _is_regular(row, group, usual)
    ]
    shared = [
        rule for rule in ("left", "right") if all(_window(cells, count, rule) is not None for cells, count in voters)
    ]
    return [_place_group(group, shared, usual) for group in groups]


_BARE = 0
"""Width of sections whose rows are not filled up: each prints one cell a column behind its labels."""


def _usual_widths(groups: Sequence[CutRows]) -> dict[str | None, int]:
    """Section → how many cells its rows print, labels included, or ``_BARE``; left out where they do not agree."""
    sections: dict[str | None, list[tuple[CutRow, int]]] = {}
    for group in groups:
        sections.setdefault(group.table.section, []).extend((row, group.count) for row in group.rows)
    usual = {}
    for section, rows in sections.items():
        width, agreeing = Counter(row.width for row, _ in rows).most_common(1)[0]
        bare = sum(len(row.cells) == count for row, count in rows)
        if max(agreeing, bare) >= _ENOUGH * len(rows):
            usual[section] = width if agreeing > bare else _BARE
    return usual


def _is_regular(row: CutRow, group: CutRows, usual: dict[str | None, int]) -> bool:
    """Whether a row has all its cells: as wide as the others, or one cell a column where none is filled up."""
    width = usual.get(group.table.section)
    if width is None:
        return False
    return row.width == width or (len(row.cells) == group.count and (row.final or width == _BARE))


def _place_group(group: CutRows, shared: list[str], usual: dict[str | None, int]) -> list[Placed]:
    # Without a label nothing says where the row begins: only the exact number of cells will do.
    rules = ["exact"] if group.table.unlabelled else shared or _own_rules(group)
    placed: list[Placed] = []
    for row in group.rows:
        cells = row.cells
        raw = [cell.text.strip() for cell in cells if not cell.blank]
        under = _under_header(cells, group.header) if group.header is not None and group.header.complete else None
        if under is not None and (not under[1] or len(raw) > group.count):
            placed.append(Placed(under[0], raw, under[1]))
        elif group.header is not None and not group.header.by_position:
            placed.append(Placed(None if raw else [""] * group.count, raw, []))
        elif len(raw) == group.count:
            placed.append(Placed(list(raw), raw, []))
        elif not raw and cells:
            placed.append(Placed([""] * group.count, raw, []))
        elif _is_regular(row, group, usual):
            placed.append(_place_in_window(cells, raw, group.count, rules))
        else:
            placed.append(Placed(None, raw, []))
    return placed


def _place_in_window(cells: Sequence[Piece], raw: list[str], count: int, rules: list[str]) -> Placed:
    readings: list[Placement] = []
    for rule in rules:
        window = _window(cells, count, rule)
        if window is not None and window not in readings:
            readings.append(window)
    return Placed(readings[0] if len(readings) == 1 else None, raw, [])


def _own_rules(group: CutRows) -> list[str]:
    """Rules for a table whose rows fit neither side: the column where its full rows begin, if that is one."""
    firsts = [(row.cells, _first_full(row.cells, group.count)) for row in group.rows if row.cells]
    starts = {cells[first].start for cells, first in firsts if first is not None}
    return [f"at {start}" for start in starts] if len(starts) == 1 else []


def _first_full(cells: Sequence[Piece], count: int) -> int | None:
    """Index of the first value of a row that prints all of them, if something else than blanks can't be meant."""
    filled = [index for index, cell in enumerate(cells) if not cell.blank]
    full = len(filled) == count and filled[-1] - filled[0] == count - 1
    return filled[0] if full else None


def _window(cells: Sequence[Piece], count: int, rule: str) -> Placement | None:
    """The ``count`` cells that a rule picks, if every value stands among them; missing cells are no blanks."""
    if rule == "left":
        start = 0
    elif rule == "right":
        start = len(cells) - count
    elif rule == "exact":
        start = 0 if len(cells) == count else -1
    else:
        column = int(rule.removeprefix("at "))
        start = next((i for i, cell in enumerate(cells) if cell.start == column), -1)
    if start < 0 or start + count > len(cells):
        return None
    window = cells[start : start + count]
    outside = [*cells[:start], *cells[start + count :]]
    return [cell.text for cell in window] if all(cell.blank for cell in outside) else None


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
    followed: bool = True
    """Whether the row that the form has next was found: else its label may be lost and its values stand here."""

    @property
    def piped(self) -> bool:
        """Whether pipes cut its cells: then blanks between them are cells."""
        return any(token.cut == "pipe" for token in self.tokens)


GAP_RULES = (BlankRule(base=0, step=1), BlankRule(base=1, step=2), BlankRule(base=1, step=1))
_ENOUGH = 0.7
"""Share of a document's rows that a rule for blanks must explain exactly before it may place any."""


def choose_rule(runs: Sequence[Run]) -> tuple[BlankRule, bool]:
    """How a document of one cell a line prints its blank cells: as lines of NBSP, as empty lines, or not at all.

    A rule is taken only with evidence from inside the rows: blanks before a value, at the exact number of columns. Also
    tells whether it explains most rows; where it does not, the layout says little, and a full row is no proof.
    """
    runs = [run for run in runs if not run.piped]
    best, most = BlankRule(), sum(1 for run in runs if _fits(run, BlankRule()))
    for rule in (BlankRule(nbsp=True), *GAP_RULES):
        fitting = [run for run in runs if _fits(run, rule)]
        witnesses = [run for run in fitting if not _fits(run, BlankRule()) and _inner_blank(run, rule)]
        needed = 1 if rule.nbsp else 3
        if len(witnesses) >= needed and len(fitting) > most and len(fitting) >= _ENOUGH * len(runs):
            best, most = rule, len(fitting)
    return best, most >= _ENOUGH * len(runs)


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


def place_by_run(run: Run, rule: BlankRule, *, sure: bool) -> Placed:
    """Place the tokens behind a label: as many as columns, printed blanks counted.

    Where the rule is not ``sure``, rows lose cells, and the rest of two rows could add up to one: then the label of the
    next row must be there, and the values stand evenly.
    """
    count = len(run.table.data_columns)
    raw = [token.text for token in run.tokens if not token.blank]
    if raw and (not run.ordered or (not sure and (not run.followed or _is_uneven(run)))):
        return Placed(None, raw, [])
    if len(raw) == count and not _contradicted(run, rule):
        return Placed(list(raw), raw, [])
    cells = _cells_of(run, rule)
    if cells is not None and run.last and rule.nbsp:
        while len(cells) > count and not cells[-1]:
            cells.pop()  # paragraphs behind the table
    if cells is not None and len(cells) == count:
        return Placed(list(cells), raw, [])
    if not raw:
        return Placed([""] * count, raw, [])
    return Placed(None, raw, [])


def _is_uneven(run: Run) -> bool:
    """Whether something else than values stands among a run's values, or they do not stand equally far apart."""
    filled = [index for index, token in enumerate(run.tokens) if token.text]
    inner = run.tokens[: filled[-1] + 1]
    return (
        any(token.blank == "nbsp" for token in inner) or len({token.gap for token in inner if token.cut == "line"}) > 1
    )


def _contradicted(run: Run, rule: BlankRule) -> bool:
    """Whether a row that prints all its values also holds blanks, where blanks are cells.

    Behind a table's last row they may be paragraphs.
    """
    if not rule.nbsp and not rule.step:
        return False
    cells = _cells_of(run, rule) or []
    while run.last and cells and not cells[-1]:
        cells.pop()
    return "" in cells
