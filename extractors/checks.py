"""The form's identities and the prose against the tables. A check never changes a value."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from extractors.report import Finding, Number, Report, Severity, StatedCount
from extractors.tables.forms import FormTable, Identity, load_forms

Cells = dict[str, dict[str, Number | None]]


def run_checks(report: Report) -> None:
    """Append a finding for every identity that fails and every prose count that contradicts a table."""
    form = load_forms().get(report.form or "")
    if form is not None:
        for identity in form.identities:
            if identity.table in report.tables:
                _check_identity(report, identity, form.table(identity.table))
    report.findings.extend(_check_narrative(report))


def _check_identity(report: Report, identity: Identity, table: FormTable) -> None:
    cells = report.tables[identity.table]
    by_columns = identity.over == "columns"
    keys = (
        [column.key for column in table.data_columns]
        if by_columns
        else [row.key for row in table.rows if row.key in cells]
    )
    for key in keys:
        left = _total(cells, identity.left, key, by_columns=by_columns)
        right = _total(cells, identity.right, key, by_columns=by_columns)
        if left is None or right is None:
            report.checks.not_evaluable += 1
        elif _holds(left, identity.relation, right):
            report.checks.held += 1
        else:
            report.checks.failed += 1
            report.findings.append(_breach(report, identity, key, left, right))


def _total(cells: Cells, keys: Sequence[str], other: str, *, by_columns: bool) -> Decimal | None:
    """Sum of the cells, ``None`` if one of them is not stated."""
    total = Decimal(0)
    for key in keys:
        row, column = (key, other) if by_columns else (other, key)
        value = cells.get(row, {}).get(column)
        if value is None:
            return None
        total += Decimal(str(value))  # 0.1 + 0.2 万元 must be 0.3
    return total


def _holds(left: Decimal, relation: str, right: Decimal) -> bool:
    match relation:
        case "=":
            return left == right
        case "<=":
            return left <= right
        case _:
            return left >= right


def _breach(report: Report, identity: Identity, key: str, left: Decimal, right: Decimal) -> Finding:
    promised = identity.strength in ("official", "structure")
    source = report.evidence.get(f"tables.{identity.table}")
    severity: Severity = "info"
    if promised:
        # placed by a grid, the figures are the agency's; from flattened text our reading may be at fault
        severity = "error" if source is not None and source.source == "grid" else "warning"
    formula = f"{' + '.join(identity.left)} {identity.relation} {' + '.join(identity.right) or 0}"
    return Finding(
        code=f"{'check' if promised else 'expected'}.{identity.id}",
        severity=severity,
        table=identity.table,
        row=key if identity.over == "rows" else None,
        column=key if identity.over == "columns" else None,
        stated=_plain(left),
        computed=_plain(right),
        message=f"{formula}: {_plain(left)} against {_plain(right)}",
    )


def _plain(number: Decimal) -> float | int:
    return int(number) if number == number.to_integral_value() else float(number)


_NARRATIVE: dict[str, tuple[tuple[str, str, str], ...]] = {
    "new_received": (("t3_requests", "new_received", "total"),),
    "carried_in": (("t3_requests", "carried_in", "total"),),
    "carried_out": (("t3_requests", "carried_out", "total"),),
    "review_total": (("t4_review_litigation", "cases", "review_total"),),
    "litigation_total": (
        ("t4_review_litigation", "cases", "litigation_direct_total"),
        ("t4_review_litigation", "cases", "litigation_after_review_total"),
    ),
}
"""Prose count → the cells whose sum it must equal."""


def _check_narrative(report: Report) -> Iterable[Finding]:
    for count in report.stated_counts:
        cells = _NARRATIVE.get(count.key, ())
        values = [report.tables.get(table, {}).get(row, {}).get(column) for table, row, column in cells]
        stated = [value for value in values if value is not None]
        if cells and len(stated) == len(values) and sum(stated) != count.value:
            yield _contradiction(count, cells[0], sum(stated))


def _contradiction(count: StatedCount, cell: tuple[str, str, str], printed: float) -> Finding:
    table, row, column = cell
    return Finding(
        code=f"narrative.{count.key}",
        severity="warning",
        table=table,
        row=row,
        column=column,
        stated=count.value,
        computed=printed,
        message=f"the prose says {count.value:g} ({count.quote[:80]}), the table {printed:g}",
    )
