"""CSV for spreadsheets: one row per cell of a report's tables."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from scrapy.exporters import CsvItemExporter

from extractors.report import Mark, Number, Report
from extractors.tables.forms import Form, load_forms

COLUMNS = (
    "id", "agency", "division", "year", "form", "table", "row", "column", "table_label", "row_label", "column_label",
    "value", "unit", "raw", "status", "url",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_SEPARATOR = " | "


class CellsCsvExporter(CsvItemExporter):
    """Columns are :data:`COLUMNS`. ``raw`` and ``status`` are empty where the print is the plain number.

    A report without any cell has one row, so that it is not missed. A row that could not be placed has its printed values
    joined in ``raw``.
    """

    def __init__(self, file: BytesIO, **kwargs: Any) -> None:
        kwargs["encoding"] = "utf-8-sig"  # without its mark spreadsheets take the file for GBK
        kwargs.pop("fields_to_export", None)
        kwargs.pop("indent", None)
        super().__init__(file, **kwargs)

    def start_exporting(self) -> None:
        """Write the heading, also where no item follows."""
        self.csv_writer.writerow(COLUMNS)

    def export_item(self, item: Any) -> None:
        """Write the rows of one item."""
        common = (
            item.id,
            item.agency,
            item.division.code if item.division else None,
            item.year,
            item.form,
        )
        for cell in cell_rows(item):
            self.csv_writer.writerow([_as_text(value) for value in (*common, *cell, item.url)])


def cell_rows(report: Report) -> Iterator[tuple[Any, ...]]:
    """Rows of one report from ``table`` to ``status``, as they are printed; at least one."""
    form = load_forms().get(report.form or "")
    marks = {(mark.table, mark.row, mark.column): mark for mark in report.marks}
    unplaced = {(row.table, row.row): _SEPARATOR.join(row.raw) for row in report.unplaced}
    empty = True
    for table, rows in report.tables.items():
        for row, cells in rows.items():
            for column, value in cells.items():
                empty = False
                mark = marks.get((table, row, column))
                yield _cell(form, (table, row, column), value, mark, unplaced.get((table, row)))
    for (table, row), raw in unplaced.items():
        if not report.tables.get(table, {}).get(row):
            empty = False
            yield (table, row, None, *_labels(form, table, row, None), None, None, raw, "unplaced")
    if empty:
        yield (None,) * 10


def _cell(
    form: Form | None, place: tuple[str, str, str], value: Number | None, mark: Mark | None, unplaced: str | None
) -> tuple[Any, ...]:
    unit = mark.unit if mark and mark.unit else _unit(form, *place)
    raw = mark.raw if mark else None
    if mark and "unplaced" in mark.status and not raw:
        raw = unplaced
    return (*place, *_labels(form, *place), value, unit, raw, "+".join(mark.status) if mark else None)


def _labels(form: Form | None, table: str, row: str, column: str | None) -> tuple[str | None, ...]:
    """Chinese labels; ``None`` for what the form does not know."""
    if form is None:
        return (None, None, None)
    try:
        some_column = column or form.table(table).data_columns[0].key
        table_label, row_label, column_label = form.label(table, row, some_column)
    except (KeyError, StopIteration, IndexError):  # a table or row of another form
        return (None, None, None)
    return (table_label, row_label, column_label if column else None)


def _unit(form: Form | None, table: str, row: str, column: str) -> str | None:
    if form is None:
        return None
    try:
        return form.unit(table, row, column)
    except (KeyError, StopIteration):
        return None


def _as_text(value: Any) -> Any:
    """Text that a spreadsheet would run as a formula, marked as text; numbers stay numbers."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
