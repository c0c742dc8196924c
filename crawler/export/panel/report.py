"""What the panel keeps of a report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from crawler.export.cells import cell_unit, printed_units
from crawler.export.labels import labels
from crawler.export.sheets import Item


@dataclass(frozen=True, slots=True)
class PanelReport:
    """A report whose agency and year are known."""

    id: str
    agency: str
    level: str | None
    division: str | None
    division_name: str | None
    division_table: str | None
    """Year of the table that has the code."""
    year: int
    form: str | None
    day: str
    """When it was published, else fetched: ISO date, or empty."""
    whole: bool
    """Whether all of it could be read."""
    corrected: bool
    """Whether its title says that it mends another."""
    url: str | None
    tables: Mapping[str, Mapping[str, Mapping[str, float | None]]]
    units: Mapping[str, str | None]
    """Cells (``table.row.column``) printed in another unit than their form's → that unit."""
    scope: Mapping[str, int]
    """Kind → number of the units below that a county's report says it counts, beside its own office."""

    def value(self, table: str, row: str, column: str) -> float | None:
        """A cell; ``None`` where it is not printed or states no number."""
        return self.tables.get(table, {}).get(row, {}).get(column)

    def unit(self, table: str, row: str, column: str) -> str | None:
        """Unit of a cell, as printed, else as its form has it."""
        code = f"{table}.{row}.{column}"
        return self.units[code] if code in self.units else labels(self.form, (table, row, column)).unit


def other_units(item: Item) -> dict[str, str | None]:
    """Cells that hold a number in another unit than their form's, by ``table.row.column``; ``None``: headers contradict."""
    form, printed = item["form"], printed_units(item)
    marked = {(mark["table"], mark["row"], mark["column"]): mark["unit"] for mark in item["marks"] if mark["unit"]}
    places = {
        (table, row, column): value
        for table, rows in item["tables"].items()
        if table in printed or any(place[0] == table for place in marked)
        for row, cells in rows.items()
        for column, value in cells.items()
    }
    units: dict[str, str | None] = {}
    for place, value in places.items():
        found = labels(form, place)
        unit = marked.get(place) or cell_unit(found, place[0], printed)
        if value is not None and unit != found.unit:
            units[".".join(place)] = unit
    return units
