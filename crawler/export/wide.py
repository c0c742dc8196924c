"""``wide``: one row for each report, a column for each cell that any form has, whatever the reports hold."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from crawler.export.cells import cell_unit, printed_units
from crawler.export.labels import labels
from crawler.export.reports import REPORTS, report_row
from crawler.export.sheets import Column, Item, Row, Sheet
from extractors.tables.forms import Form, FormTable, load_forms

Key = tuple[str, str, str]

_SHARED = 14
"""Columns of ``reports`` that stand in front: who reports on what, from where."""
_OTHER_UNITS = Column("other_units", "非标准单位", "cells printed in another unit than their column's: code=unit, …")


def _rows(item: Item) -> Iterator[Row]:
    tables = item["tables"]
    values = (tables.get(table, {}).get(row, {}).get(column) for table, row, column in _places())
    yield (*report_row(item)[:_SHARED], item["url"], _other_units(item), *values)


def _other_units(item: Item) -> str | None:
    """Units that the report prints where its form gives another or none: a column's numbers need not be of one unit."""
    form, printed = item["form"], printed_units(item)
    marked = {(mark["table"], mark["row"], mark["column"]): mark["unit"] for mark in item["marks"] if mark["unit"]}
    if not marked and not printed:
        return None
    others = []
    for place in _places():
        table, row, column = place
        if item["tables"].get(table, {}).get(row, {}).get(column) is None:
            continue
        found = labels(form, place)
        unit = marked.get(place) or cell_unit(found, table, printed)
        if unit != found.unit:
            others.append(f"{'.'.join(place)}={unit or '?'}")
    return ", ".join(others) or None


@cache
def _places() -> tuple[Key, ...]:
    return tuple(_columns())


@cache
def _columns() -> dict[Key, Column]:
    """Every cell of every form, in the order of the newest form that has its table, then of the older ones."""
    columns: dict[Key, Column] = {}
    forms = load_forms().values()
    for table_id in dict.fromkeys(table.id for form in forms for table in form.tables):
        for form in forms:
            for table in form.tables:
                if table.id == table_id:
                    _add_columns(columns, form, table)
    return columns


def _add_columns(columns: dict[Key, Column], form: Form, table: FormTable) -> None:
    for row in table.rows:
        for column in table.data_columns if row.data else ():
            place = (table.id, row.key, column.key)
            found = labels(form.id, place)
            unit = f", {found.unit}" if found.unit else ""
            chinese = f"{found.row} / {found.column}{unit}"
            columns.setdefault(place, Column(".".join(place), chinese, f"{found.row_en} / {found.column_en}", "number"))


WIDE = Sheet(
    "wide",
    "宽表",
    "wide table",
    (
        *REPORTS.columns[:_SHARED],
        next(column for column in REPORTS.columns if column.code == "url"),
        _OTHER_UNITS,
        *_columns().values(),
    ),
    _rows,
    key=("id",),
)
