"""Labels of tables, rows and columns: Chinese from the forms, English from ``labels.toml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from crawler.datafiles import load_toml
from extractors.tables.forms import load_forms

Place = tuple[str, str | None, str | None]
"""Table, row and column; the column is ``None`` for a row as a whole, both are for a table."""


@dataclass(frozen=True, slots=True)
class Labels:
    """What a cell is called; ``None`` for what the form does not know. A table's only row is labelled as the table is."""

    table: str | None = None
    row: str | None = None
    column: str | None = None
    table_en: str | None = None
    row_en: str | None = None
    column_en: str | None = None
    unit: str | None = None
    """Unit that the form gives the cell."""
    table_unit: str | None = None
    """Unit that the form gives the whole table."""


UNKNOWN = Labels()


def labels(form: str | None, place: Place) -> Labels:
    """Labels of a cell of a form, or of the row or table as a whole.

    >>> found = labels("cn_2019", ("t3_requests", "granted", "legal_other"))
    >>> found.row, found.column, found.row_en, found.column_en, found.unit
    ('（一）予以公开', '法人或其他组织 / 其他', 'granted', 'organisations: other', '件')
    """
    return _of_form(form or "").get(place, UNKNOWN)


def place_label(form: str | None, table: str | None, row: str | None, column: str | None) -> str | None:
    """Chinese labels of a place from the table down; ``None`` where the form has no such place.

    >>> place_label("cn_2019", "t3_requests", "granted", "total")
    '收到和处理政府信息公开申请情况 / （一）予以公开 / 总计'
    """
    found = labels(form, (table or "", row, column))
    return " / ".join(dict.fromkeys(filter(None, (found.table, found.row, found.column)))) or None


@cache
def _of_form(form_id: str) -> dict[Place, Labels]:
    form = load_forms().get(form_id)
    if form is None:
        return {}
    found: dict[Place, Labels] = {}
    for table in form.tables:
        english = load_english()[table.id]
        for row in table.rows:
            for column in table.data_columns:
                table_label, row_label, column_label = form.label(table.id, row.key, column.key)
                found[table.id, row.key, column.key] = Labels(
                    table=table_label,
                    row=row_label or table_label,
                    column=column_label,
                    table_en=english["label"],
                    row_en=english["rows"].get(row.key),
                    column_en=english["columns"].get(column.key),
                    unit=form.unit(table.id, row.key, column.key),
                    table_unit=table.unit,
                )
            whole = Labels(
                table=table_label,
                row=row_label or table_label,
                table_en=english["label"],
                row_en=english["rows"].get(row.key),
            )
            found[table.id, row.key, None] = whole
            found[table.id, None, None] = Labels(table=table_label, table_en=english["label"])
    return found


@cache
def load_english() -> dict[str, dict[str, Any]]:
    """Table id → ``label``, ``rows`` (key → English) and ``columns``."""
    return load_toml("crawler.export", "labels.toml")
