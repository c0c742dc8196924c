"""The printed shape of the forms: physical tables with their spans, from the form's data."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from extractors.tables.forms import Form, FormTable, Row

_FLOW_NOTE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
"""Stands in the upper left corner of table 三 of every copy."""
_APPLICANTS = "申请人情况"
_INFORMATION = "信息内容"
_DISCLOSURE_WIDTH = 4

Value = Callable[[str, str, str], str]
"""Print of (table, row, column)."""


@dataclass(frozen=True, slots=True)
class Span:
    """A cell of a physical table."""

    text: str
    colspan: int = 1
    rowspan: int = 1
    label: bool = False


PhysicalTable = list[list[Span]]


def printed_rows(table: FormTable) -> tuple[Row, ...]:
    """Rows of the official form; the local additions that its data also know are left out."""
    return tuple(row for row in table.rows if not row.optional)


def disclosure_tables(form: Form, value: Value, *, split: bool = False) -> list[PhysicalTable]:
    """Section 二: one table of stacked blocks under their captions, or one table a block if ``split``."""
    blocks = [_disclosure_block(table, value) for table in form.tables if table.section == "二"]
    return blocks if split else [[row for block in blocks for row in block]]


def _disclosure_block(table: FormTable, value: Value) -> PhysicalTable:
    columns = table.data_columns
    # The last value column fills the grid where a block has fewer than three.
    widths = [1] * (len(columns) - 1) + [_DISCLOSURE_WIDTH - len(columns)]
    header = [Span(column.label, width, label=True) for column, width in zip(columns, widths, strict=True)]
    rows = [
        [Span(row.label, label=True)]
        + [Span(value(table.id, row.key, column.key), width) for column, width in zip(columns, widths, strict=True)]
        for row in printed_rows(table)
    ]
    caption = [Span(table.caption or "", _DISCLOSURE_WIDTH, label=True)]
    return [caption, [Span(_INFORMATION, label=True), *header], *rows]


def requests_table(form: Form, value: Value) -> PhysicalTable:
    """Section 三: three label columns, seven value columns, three header rows."""
    table = form.table("t3_requests")
    paths = [(_APPLICANTS, *column.under, column.label) for column in table.data_columns]
    header = _header(paths)
    depth = len(header)
    stub = _stub([(*row.under, row.label) for row in printed_rows(table)])
    corner = Span(_FLOW_NOTE, _stub_width(table), depth, label=True)
    rows = [
        labels + [Span(value(table.id, row.key, column.key)) for column in table.data_columns]
        for labels, row in zip(stub, printed_rows(table), strict=True)
    ]
    return [[corner, *header[0]], *header[1:], *rows]


def review_table(form: Form, value: Value, *, spare_cell: bool = False) -> PhysicalTable:
    """Section 四: one row of values and no label column; ``spare_cell`` adds the empty 16th that converters leave."""
    table = form.table("t4_review_litigation")
    header = _header([(*column.under, column.label) for column in table.data_columns])
    row = [Span(value(table.id, table.rows[0].key, column.key)) for column in table.data_columns]
    return [*header, row + ([Span("")] if spare_cell else [])]


def _stub_width(table: FormTable) -> int:
    return max(len(row.under) + 1 for row in printed_rows(table))


def _header(paths: Sequence[tuple[str, ...]]) -> PhysicalTable:
    """Header rows over columns: a shared heading spans its columns, a short path's label reaches down."""
    depth = max(map(len, paths))
    rows: PhysicalTable = [[] for _ in range(depth)]
    for level, _, path, width in _runs(paths):
        last = level == len(path) - 1
        rows[level].append(Span(path[level], width, depth - level if last else 1, label=True))
    return rows


def _stub(paths: Sequence[tuple[str, ...]]) -> list[list[Span]]:
    """Label cells of each row: a group spans its rows, a short path's label reaches to the right."""
    width = max(map(len, paths))
    rows: list[list[Span]] = [[] for _ in paths]
    for level, start, path, height in _runs(paths):
        last = level == len(path) - 1
        rows[start].append(Span(path[level], width - level if last else 1, height, label=True))
    return rows


def _runs(paths: Sequence[tuple[str, ...]]) -> list[tuple[int, int, tuple[str, ...], int]]:
    """(level, first index, path, how many neighbours share the path down to that level), in reading order."""
    runs = []
    for index, path in enumerate(paths):
        for level in range(len(path)):
            head = path[: level + 1]
            if index and paths[index - 1][: level + 1] == head and level < len(path) - 1:
                continue
            length = 1
            if level < len(path) - 1:
                while index + length < len(paths) and paths[index + length][: level + 1] == head:
                    length += 1
            runs.append((level, index, path, length))
    return runs
