"""``cells``: one row for each cell of the tables, tidy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from crawler.export.labels import Labels, Place, labels
from crawler.export.sheets import AGENCY_COLUMNS, FORM, URL, Column, Item, Row, Sheet, agency_values

SEPARATOR = " | "
"""Between the printed values of a row that could not be placed."""
_EMPTY: Row = (None,) * 10


def cell_rows(item: Item) -> Iterator[Row]:
    """Rows of one report as its tables are printed; at least one, so that no report is missed.

    ``raw`` and ``status`` are empty where the print is the plain number. A row that could not be placed has its printed
    values joined in ``raw``.
    """
    front = (*agency_values(item), item["form"])
    division = item["division"]
    back = (item["url"], item["report_key"], item["portal"], item["agency_level"], division and division["name"])
    empty = True
    for place, values, found in _cells(item):
        empty = False
        names = (found.table, found.row, found.column)
        yield (*front, *place, *names, *values, *back, found.table_en, found.row_en, found.column_en)
    if empty:
        yield (*front, *_EMPTY, *back, None, None, None)


CELLS = Sheet(
    "cells",
    "单元格",
    "cells",
    (
        *AGENCY_COLUMNS,
        FORM,
        Column("table", "表代码", "table code"),
        Column("row", "行代码", "row code"),
        Column("column", "列代码", "column code"),
        Column("table_label", "表", "table (Chinese)"),
        Column("row_label", "行", "row (Chinese)"),
        Column("column_label", "列", "column (Chinese)"),
        Column("value", "数值", "value", "number"),
        Column("unit", "单位", "unit"),
        Column("raw", "原文", "text as printed, where it is not the plain number"),
        Column("status", "原文状态", "what was printed, joined with +"),
        URL,
        Column("report_key", "报告标识", "division / agency / year"),
        Column("portal", "门户网站", "portal"),
        Column("agency_level", "机构层级", "level of the agency"),
        Column("division_name", "行政区划", "division"),
        Column("table_en", "表（英文）", "table"),
        Column("row_en", "行（英文）", "row"),
        Column("column_en", "列（英文）", "column"),
    ),
    cell_rows,
)


def _cells(item: Item) -> Iterator[tuple[Place, Row, Labels]]:
    """Place, (value, unit, raw, status) and labels of each cell, then of the unplaced rows that have no cells."""
    form = item["form"]
    marks = {(mark["table"], mark["row"], mark["column"]): mark for mark in item["marks"]}
    unplaced = {(row["table"], row["row"]): SEPARATOR.join(row["raw"]) for row in item["unplaced"]}
    printed = printed_units(item)
    for table, rows in item["tables"].items():
        for row, cells in rows.items():
            for column, value in cells.items():
                place = (table, row, column)
                found = labels(form, place)
                unit = cell_unit(found, table, printed)
                if (mark := marks.get(place)) is None:
                    yield place, (value, unit, None, None), found
                    continue
                raw = mark["raw"] or (unplaced.get((table, row), "") if "unplaced" in mark["status"] else "")
                yield place, (value, mark["unit"] or unit, raw, "+".join(mark["status"])), found
    for (table, row), raw in unplaced.items():
        if not item["tables"].get(table, {}).get(row):
            whole = (table, row, None)
            yield whole, (None, None, raw, "unplaced"), labels(form, whole)


def printed_units(item: Item) -> dict[str, str | None]:
    """Unit that a table's header prints where it is another than the form's; ``None`` where headers contradict."""
    units: dict[str, set[str]] = {}
    for finding in item["findings"]:
        if finding["code"] == "table.header_unit" and finding["table"] is not None:
            units.setdefault(finding["table"], set()).add(str(finding["stated"]))
    return {table: found.pop() if len(found) == 1 else None for table, found in units.items()}


def cell_unit(found: Labels, table: str, printed: Mapping[str, str | None]) -> str | None:
    """Unit of a cell whose print names none; ``printed`` has the units that headers print."""
    return printed[table] if table in printed and found.unit == found.table_unit else found.unit
