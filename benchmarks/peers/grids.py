"""Where the official forms print every cell, for readers that go by place."""

from __future__ import annotations

from functools import cache
from typing import Any

from crawler.simulator.layout import PhysicalTable
from tests.extractors.shapes import FORMS, Key, Sample, grid

Place = tuple[int, int, int]
"""Table, line, cell of the line, in the order of :meth:`Sample.tables`."""


@cache
def places(form: str) -> dict[Key, Place]:
    """Where each cell's value is printed."""
    sample = Sample(form, 0, distinct=True)
    keys = {text: key for key, text in sample.printed.items()}
    return {
        keys[span.text]: (number, line, cell)
        for number, (_, table) in enumerate(sample.tables())
        for line, spans in enumerate(table)
        for cell, span in enumerate(spans)
        if not span.label
    }


def describe_forms() -> dict[str, dict[str, Any]]:
    """What the readers are told: form → table → its anchor, and its rows with the places of their cells.

    ``anchor`` is a label of the table that no other table has; a row's ``below`` and its columns' ``right`` count from
    there, ``column`` from the left edge. ``label`` is what is printed before the row's values: its own labels, or the
    header's last line where the row has none.
    """
    return {form: _describe(form) for form in FORMS}


def _describe(form: str) -> dict[str, Any]:
    tables = [table for _, table in Sample(form, 0).tables()]
    described: dict[str, Any] = {}
    for (table, row, column), (number, line, cell) in places(form).items():
        physical = tables[number]
        own = [span for span in physical[line] if span.label]
        entry = described.setdefault(table, {"anchor": (own or physical[0])[0].text, "rows": {}, "at": None})
        if entry["at"] is None:
            entry["at"] = (line if own else 0, _column(physical, line, 0) if own else 0)
        top, left = entry["at"]
        label = "".join(span.text for span in own or physical[line - 1])
        wanted = entry["rows"].setdefault(row, {"label": label, "below": line - top, "right": {}, "column": {}})
        place = _column(physical, line, cell)
        wanted["right"][column] = place - left
        wanted["column"][column] = place
    return described


def _column(table: PhysicalTable, line: int, cell: int) -> int:
    """Column of the grid in which a cell of a line begins."""
    wanted = table[line][cell]
    return next(index for index, place in enumerate(grid(table)[line]) if place is not None and place[0] is wanted)
