"""CSV for spreadsheets: one row per cell of a report's tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

from scrapy.exporters import CsvItemExporter

from extractors.report import Mark, Number, Report
from extractors.tables.forms import Form, load_forms

COLUMNS = (
    "id", "agency", "division", "year", "form", "table", "row", "column", "table_label", "row_label", "column_label",
    "value", "unit", "raw", "status", "url",
)  # fmt: skip
_FORMULA = frozenset("=+-@＝＋－＠")
_LEADING = ("\t", "\r", "\n")
_DASHES = ("-", "－")
"""A lone dash says that nothing was printed, and runs nowhere."""
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
    units = _header_units(report)
    empty = True
    for table, rows in report.tables.items():
        for row, cells in rows.items():
            for column, value in cells.items():
                empty = False
                mark = marks.get((table, row, column))
                unit = mark.unit if mark and mark.unit else _unit(form, table, row, column, units)
                yield _cell(form, (table, row, column), value, unit, mark, unplaced.get((table, row)))
    for (table, row), raw in unplaced.items():
        if not report.tables.get(table, {}).get(row):
            empty = False
            yield (table, row, None, *_labels(form, table, row, None), None, None, raw, "unplaced")
    if empty:
        yield (None,) * 10


def _cell(
    form: Form | None,
    place: tuple[str, str, str],
    value: Number | None,
    unit: str | None,
    mark: Mark | None,
    unplaced: str | None,
) -> tuple[Any, ...]:
    raw = mark.raw if mark else None
    if mark and "unplaced" in mark.status and not raw:
        raw = unplaced
    return (*place, *_labels(form, *place), value, unit, raw, "+".join(mark.status) if mark else None)


def _labels(form: Form | None, table: str, row: str, column: str | None) -> tuple[str | None, ...]:
    """Chinese labels; ``None`` for what the form does not know. The one row of a table is labelled as the table is."""
    if form is None:
        return (None, None, None)
    try:
        some_column = column or form.table(table).data_columns[0].key
        table_label, row_label, column_label = form.label(table, row, some_column)
    except (KeyError, StopIteration, IndexError):  # a table or row of another form
        return (None, None, None)
    return (table_label, row_label or table_label, column_label if column else None)


def _header_units(report: Report) -> dict[str, str | None]:
    """Unit that a table's header prints where it is another than the form's; ``None`` where headers contradict."""
    units: dict[str, set[str]] = {}
    for finding in report.findings:
        if finding.code == "table.header_unit" and finding.table is not None:
            units.setdefault(finding.table, set()).add(str(finding.stated))
    return {table: found.pop() if len(found) == 1 else None for table, found in units.items()}


def _unit(form: Form | None, table: str, row: str, column: str, printed: Mapping[str, str | None]) -> str | None:
    """Unit of a cell; ``printed`` has those of the tables whose header names another than the form."""
    if form is None:
        return None
    try:
        unit, of_table = form.unit(table, row, column), form.table(table).unit
    except (KeyError, StopIteration):
        return None
    return printed[table] if table in printed and unit == of_table else unit


def _as_text(value: Any) -> Any:
    """Text that a spreadsheet would run as a formula, marked as text; numbers stay numbers."""
    if not isinstance(value, str) or value in _DASHES:
        return value
    return f"'{value}" if value.startswith(_LEADING) or value.lstrip()[:1] in _FORMULA else value
