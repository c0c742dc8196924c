"""The tables of a report as they are printed: rows and columns of its form, each number beside its print and its findings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from crawler.export.cells import CELLS, cell_rows
from crawler.export.sheets import Item
from extractors.tables.forms import FormTable, load_forms

Place = tuple[str | None, str | None, str | None]
"""Table, row and column of a finding; ``None`` where it is about the whole."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading over columns."""

    chinese: str
    english: str | None
    columns: int = 1
    levels: int = 1
    unit: str | None = None
    """Of the column, where the table has several."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell states."""

    value: float | None
    raw: str | None
    """Text as printed, where that is not the plain number."""
    status: tuple[str, ...]
    unit: str | None
    """Where it is another than its column's."""
    findings: tuple[int, ...]
    """Numbers of the findings about it."""

    @property
    def is_plain(self) -> bool:
        """Whether it is a number and nothing else."""
        return not (self.status or self.findings or self.unit or self.value is None)


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table."""

    chinese: str
    english: str | None
    above: str | None
    """Heading that begins here."""
    cells: tuple[Cell | None, ...]
    """``None`` where the report does not print the cell."""
    findings: tuple[int, ...]


@dataclass(slots=True)
class Table:
    """A table of a report."""

    code: str
    chinese: str
    english: str | None
    unit: str | None
    levels: Sequence[Sequence[Heading]]
    lines: list[Line] = field(default_factory=list)
    findings: tuple[int, ...] = ()
    """About the table, or about a whole column of it."""

    @property
    def width(self) -> int:
        """Number of columns, without the stub."""
        return sum(heading.columns for heading in self.levels[0])


def tables_of(item: Item, findings: Sequence[Mapping[str, Any]]) -> list[Table]:
    """Tables of a report in the order in which it holds them, with the findings that the page lists."""
    about: dict[Place, tuple[int, ...]] = defaultdict(tuple)
    for number, finding in enumerate(findings, start=1):
        place = (finding["table"], finding["row"], finding["column"] if finding["row"] else None)
        about[place] += (number,)
    codes = CELLS.codes
    cells = [dict(zip(codes, row, strict=True)) for row in cell_rows(item)]
    printed = [cell for cell in cells if cell["table"] and cell["column"]]
    return [_table(item["form"], list(group), about) for _, group in groupby(printed, key=lambda cell: cell["table"])]


def _table(form_id: str | None, cells: Sequence[dict[str, Any]], about: Mapping[Place, tuple[int, ...]]) -> Table:
    first = cells[0]
    form = load_forms().get(form_id or "")
    form_table = next((table for table in form.tables if table.id == first["table"]), None) if form else None
    columns = {cell["column"]: cell for cell in cells}
    units = _units(cells)
    unit = units[first["column"]] if len(set(units.values())) == 1 else None
    table = Table(
        code=first["table"],
        chinese=first["table_label"] or first["table"],
        english=first["table_en"],
        unit=unit,
        levels=_headings(form_table, columns, {} if unit else units),
        findings=about.get((first["table"], None, None), ()),
    )
    above: str | None = None
    for row, group in groupby(cells, key=lambda cell: cell["row"]):
        found = {cell["column"]: cell for cell in group}
        label = next(iter(found.values()))
        under = _under(form_table, row)
        line = Line(
            chinese=label["row_label"] or row,
            english=label["row_en"],
            above=under if under != above else None,
            cells=tuple(_cell(found.get(column), units[column], about) for column in columns),
            findings=about.get((first["table"], row, None), ()),
        )
        above = under
        table.lines.append(line)
    return table


def _cell(cell: dict[str, Any] | None, unit: str | None, about: Mapping[Place, tuple[int, ...]]) -> Cell | None:
    if cell is None:
        return None
    return Cell(
        value=cell["value"],
        raw=cell["raw"],
        status=tuple(cell["status"].split("+")) if cell["status"] else (),
        unit=cell["unit"] if cell["unit"] != unit else None,
        findings=about.get((cell["table"], cell["row"], cell["column"]), ()),
    )


def _under(table: FormTable | None, row: str) -> str | None:
    """Headings over a row of a form."""
    found = next((each for each in table.rows if each.key == row), None) if table else None
    return " / ".join(found.under) or None if found else None


def _units(cells: Sequence[dict[str, Any]]) -> dict[str, str | None]:
    """Column → the unit of its cells, those apart that print one of their own; ``None`` where they have several."""
    units: dict[str, set[str | None]] = {cell["column"]: set() for cell in cells}
    for cell in cells:
        if "unit" not in (cell["status"] or "").split("+"):
            units[cell["column"]].add(cell["unit"])
    return {column: found.pop() if len(found) == 1 else None for column, found in units.items()}


def _headings(
    table: FormTable | None, columns: Mapping[str, dict[str, Any]], units: Mapping[str, str | None]
) -> list[list[Heading]]:
    """Headings level by level: what stands over several columns spans them, a label that has less over it stands taller."""
    known = {column.key: column for column in table.data_columns} if table else {}
    above = {key: known[key].under if key in known else () for key in columns}
    depth = max(map(len, above.values()))
    levels: list[list[Heading]] = []
    for level in range(depth + 1):
        headings: list[Heading] = []
        for start, group in groupby(
            columns, key=lambda key: above[key][: level + 1] if level < len(above[key]) else key
        ):
            keys = list(group)
            if not isinstance(start, str):
                headings.append(Heading(start[-1], _group_english(columns, keys, level == depth - 1), len(keys)))
            elif level == len(above[start]):
                label = known[start].label if start in known else start
                english = columns[start]["column_en"]
                leaf = english.rpartition(": ")[2] if english and above[start] else english
                headings.append(Heading(label, leaf, 1, depth + 1 - level, units.get(start)))
        levels.append(headings)
    return levels


def _group_english(columns: Mapping[str, dict[str, Any]], keys: Sequence[str], innermost: bool) -> str | None:
    """English labels name the group before a colon."""
    english: str | None = columns[keys[0]]["column_en"]
    return english.rpartition(": ")[0] or None if english and innermost else None
