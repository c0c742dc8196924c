"""Rows that a text file cuts into cells by pipes, tabs or commas: which cells are the columns'."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from extractors.numbers import is_value
from extractors.tables.align import Ended, Placed, Placement, is_doubtful, repeats_value, under_header
from extractors.tables.forms import FormTable
from extractors.tables.grid import Piece
from extractors.tables.header import Header


@dataclass(frozen=True, slots=True)
class CutRow:
    """The cells behind a row's label, in a text file that cuts its rows by pipes or tabs."""

    cells: Sequence[Piece]
    stub: int = 1
    """How many label cells the row prints before them; with them, rows of one table are equally wide."""
    final: bool = False
    """Whether it is its table's last: converters cut the blanks behind it."""
    whole: bool = True
    """Whether one line prints the row; else its cells stand on several, of which some may be lost or doubled."""
    fill: int = 0
    """How many of its last cells stand, several on a line, behind its values: they fill it up, and are no column's."""
    ended: Ended = "row"
    """What ends it: where that is nothing sure, lines may be lost, and cells of other rows stand here."""

    @property
    def width(self) -> int:
        """How many cells the row prints, labels included."""
        return self.stub + len(self.cells)


@dataclass(slots=True)
class CutRows:
    """Rows of one table that a text file cuts into cells."""

    table: FormTable
    header: Header | None
    repeats: bool = False
    """Whether the document writes cells that span columns in each of them: then two values side by side may be one."""
    rows: list[CutRow] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many values a full row prints."""
        return len(self.table.data_columns)


def place_cut_rows(groups: Sequence[CutRows]) -> list[list[Placed]]:
    """Place the rows of a document's cut tables, group by group.

    A header whose labels stand over the values decides. Where spans were lost it does not: then a row holds blank cells
    in front of its values (for the columns of its label) or behind them (to fill the line). Which, one converter does
    alike for all tables of a section: the rule must let every row's values stand in a window of as many cells as
    columns. Rows of another width than most have lost or gained cells, and have no say.
    """
    usual = _usual_widths(groups)
    shared = _shared_rules(groups, usual)
    lost, gained = _odd_rows(groups, usual)
    placed: list[list[Placed]] = []
    for group in groups:
        # Without a label nothing says where the row begins: only the exact number of cells will do.
        rules = ["exact"] if group.table.unlabelled else shared.get(group.table.section) or _own_rules(group)
        results = []
        for row in group.rows:
            result = _place_row(row, group, _surplus(row, group, usual), rules)
            repeated = (lost or gained) and repeats_value([cell.text.strip() for cell in row.cells])
            if not row.whole and result.raw and (repeated or is_doubtful(row.ended, lost=lost, gained=gained)):
                result = Placed(None, result.raw, [])
            results.append(result)
        placed.append(results)
    return placed


_MOST = 0.5
"""Share of a section's rows that must be equally wide for others to be odd."""
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
        if max(agreeing, bare) >= _MOST * len(rows):
            usual[section] = width if agreeing >= bare else _BARE
    return usual


def _surplus(row: CutRow, group: CutRows, usual: dict[str | None, int]) -> int | None:
    """How many cells more than usual a row prints: 0 if it has all of them, ``None`` where there is no usual number."""
    width = usual.get(group.table.section)
    if width is None:
        return None
    if row.final and len(row.cells) == group.count and (row.whole or not row.cells[-1].blank):
        return 0
    return row.width - (width or row.stub + group.count)


def _shared_rules(groups: Sequence[CutRows], usual: dict[str | None, int]) -> dict[str | None, list[str]]:
    """Section → the rules that fit all its rows.

    Blanks stand in front of values where labels spanned columns and spans are written out. A section whose labels stand
    in several columns, and that has no such blanks, tells that this document fills up its rows behind the values.
    """
    voters: dict[str | None, list[tuple[CutRow, int]]] = {}
    for group in groups:
        if not group.table.unlabelled:
            regular = [(row, group.count) for row in group.rows if _surplus(row, group, usual) == 0]
            voters.setdefault(group.table.section, []).extend(regular)
    fitting = {section: _fitting_rules(rows) for section, rows in voters.items()}
    nested = [group for group in groups if any(row.under for row in group.table.rows)]
    fills = any(fitting.get(group.table.section) == ["left"] or _is_shifted(group) for group in nested)
    return {section: ["left"] if fills and "left" in rules else rules for section, rules in fitting.items()}


def _is_shifted(group: CutRows) -> bool:
    """Whether labels of columns stand over those of rows, since the corner before them is not written out."""
    first = group.header.first if group.header is not None else None
    return first is not None and first < max(row.stub for row in group.rows)


def _fitting_rules(rows: Sequence[tuple[CutRow, int]]) -> list[str]:
    return [rule for rule in ("left", "right") if all(_window(row, count, rule) for row, count in rows)]


def _odd_rows(groups: Sequence[CutRows], usual: dict[str | None, int]) -> tuple[bool, bool]:
    """Whether rows printed on several lines are seen to lose cells, and to gain some (not of a row whose label is lost)."""
    surpluses = [
        (surplus, row)
        for group in groups
        for row in group.rows
        if not row.whole and not row.final and (surplus := _surplus(row, group, usual)) is not None
    ]
    gained = any(surplus > 0 and row.ended != "unsure" for surplus, row in surpluses)
    return any(surplus < 0 for surplus, _ in surpluses), gained


def _place_row(row: CutRow, group: CutRows, surplus: int | None, rules: Sequence[str]) -> Placed:
    cells = row.cells
    raw = [cell.text.strip() for cell in cells if not cell.blank]
    under = (
        under_header(cells, group.header, written_out=True)
        if group.header is not None and group.header.complete
        else None
    )
    if under is not None and (not under[1] or len(raw) > group.count):
        moved = under[1] and not all(is_value(text) for text in under[0] if text and text.strip())
        return Placed(None, raw, []) if moved else Placed(under[0], raw, under[1])
    if (group.header is not None and not group.header.by_position) or (group.repeats and len(cells) != group.count):
        return Placed(None if raw else [""] * group.count, raw, [])
    exact = row.whole or len(cells) == group.count or (surplus is not None and surplus <= 0)
    if exact and _first_full(cells, group.count) is not None:
        return Placed(list(raw), raw, [])
    if not raw and cells:
        return Placed([""] * group.count, raw, [])
    if surplus == 0:
        return _place_in_window(row, raw, group.count, rules)
    return Placed(None, raw, [])


def _place_in_window(row: CutRow, raw: list[str], count: int, rules: Sequence[str]) -> Placed:
    readings: list[Placement] = []
    for rule in rules:
        window = _window(row, count, rule)
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


def _window(row: CutRow, count: int, rule: str) -> Placement | None:
    """The ``count`` cells (at least one) that a rule picks, if every value stands among them; missing cells are no blanks."""
    cells = row.cells
    if rule == "left":
        start = 0
    elif rule == "right":
        start = len(cells) - count
    elif rule == "exact":
        start = 0 if len(cells) == count else -1
    else:
        column = int(rule.removeprefix("at "))
        start = next((i for i, cell in enumerate(cells) if cell.start == column), -1)
    if start < 0 or start + count > len(cells) - (row.fill if any(not cell.blank for cell in cells) else 0):
        return None
    window = cells[start : start + count]
    outside = [*cells[:start], *cells[start + count :]]
    return [cell.text for cell in window] if all(cell.blank for cell in outside) else None
