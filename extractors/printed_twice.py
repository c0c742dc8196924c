"""Tables that both a page and its document print: the page's stand, and where the two differ is said."""

from __future__ import annotations

from typing import TypeVar

from extractors.report import Finding, Mark, Report, Tables, Unplaced

_OfTable = TypeVar("_OfTable", Finding, Mark, Unplaced)


def keep_printed(joined: Report, page: Report, printed: Tables) -> set[str]:
    """Put tables that the page prints whole in place of the document's; cells that differ are findings.

    ``joined`` is changed; ``page`` is the report before the document was read, ``printed`` are the document's tables.
    Gives the ids of the tables that are the page's.
    """
    both = sorted(page.tables.keys() & printed.keys() & joined.tables.keys())
    kept = page.tables.keys() - printed.keys() | {table for table in both if _is_whole(page, table, printed)}
    differences = [_differences(page, table, printed, kept=table in kept) for table in both]
    for table in kept.intersection(both):
        joined.tables[table] = page.tables[table]
        joined.marks = _exchanged(joined.marks, page.marks, table)
        joined.unplaced = _exchanged(joined.unplaced, page.unplaced, table)
        joined.findings = _exchanged(joined.findings, page.findings, table)
        joined.evidence[f"tables.{table}"] = page.evidence[f"tables.{table}"]
    joined.findings += filter(None, differences)
    return kept


def _is_whole(page: Report, table: str, printed: Tables) -> bool:
    """Whether a page prints every row of a table that the document prints, and each of them is placed."""
    lost = any(row.table == table for row in page.unplaced)
    return not lost and page.tables[table].keys() >= printed[table].keys()


def _differences(page: Report, table: str, printed: Tables, *, kept: bool) -> Finding | None:
    """The first cell of which page and document print different numbers, and how many more there are."""
    found = [
        (row, column, value, other)
        for row, cells in page.tables[table].items()
        for column, value in cells.items()
        if value is not None and (other := printed[table].get(row, {}).get(column)) not in (None, value)
    ]
    if not found:
        return None
    row, column, value, other = found[0]
    more = f"; {len(found) - 1} more cells differ" if len(found) > 1 else ""
    message = f"the page prints {value}, the document {other}{more}{'; the page stands' if kept else ''}"
    return Finding(
        code="table.document_differs",
        severity="warning",
        table=table,
        row=row,
        column=column,
        stated=value,
        message=message,
    )


def _exchanged(joined: list[_OfTable], page: list[_OfTable], table: str) -> list[_OfTable]:
    """What is said about one table, as the page has it."""
    return [it for it in joined if it.table != table] + [it for it in page if it.table == table]
