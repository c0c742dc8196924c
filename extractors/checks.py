"""What a report promises against what it prints: the form's identities, then the prose. A check never changes a value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractors.narrative import check_narrative, check_outline
from extractors.report import Evidence, Finding, Number, Report, Severity
from extractors.sums import as_number, exact_sum
from extractors.tables.forms import FormTable, Identity, load_forms

_MANY = 5
"""Terms of a sum from which on a message leaves out those that are zero."""
Values = Sequence[Number | None]


def run_checks(report: Report) -> None:
    """Append a finding for every identity that fails, every prose count that contradicts a table, every empty part.

    ``report.checks`` counts the identities that hold, fail, and can't be evaluated because a cell is not stated.
    """
    form = load_forms().get(report.form or "")
    if form is not None:
        tables = {table.id: table for table in form.tables if table.id in report.tables}
        lines = {table.id: _lines(report, table) for table in tables.values()}
        for table in tables.values():
            held, failed = report.checks.held, report.checks.failed
            for identity in form.identities:
                if identity.table == table.id:
                    _check_identity(report, identity, table, lines[table.id])
            _note_confirmed(report, table.id, report.checks.held - held, report.checks.failed - failed)
    report.findings.extend(check_narrative(report))
    report.findings.extend(check_outline(report))


def _note_confirmed(report: Report, table: str, held: int, failed: int) -> None:
    """Say in a table's evidence that its figures agree with each other: the reading was made without that."""
    evidence = report.evidence.get(f"tables.{table}")
    if evidence is not None and held and not failed:
        confirmed = f"{evidence.quote}; {held} {'identity holds' if held == 1 else 'identities hold'}"
        report.evidence[f"tables.{table}"] = Evidence(source=evidence.source, quote=confirmed)


def _lines(report: Report, table: FormTable) -> dict[str, Values]:
    """Values of each printed row, in the order of the columns."""
    return {row: tuple(map(cells.get, table.data_keys)) for row, cells in report.tables[table.id].items()}


def _check_identity(report: Report, identity: Identity, table: FormTable, lines: dict[str, Values]) -> None:
    counts = report.checks
    for key, left, right in _sides(identity, table, lines):
        held = _holds(left, identity.relation, right)
        if held is None:
            counts.not_evaluable += 1
        elif held:
            counts.held += 1
        else:
            counts.failed += 1
            report.findings.append(_breach(report, identity, key, left, right))


def _sides(identity: Identity, table: FormTable, lines: dict[str, Values]) -> Iterator[tuple[str, Values, Values]]:
    """Each column (or row) that the identity is about, with the values of both sides."""
    keys, sides = table.data_keys, (identity.left, identity.right)
    if identity.over == "columns":
        blank = (None,) * len(keys)
        left_lines, right_lines = ([lines.get(row, blank) for row in side] for side in sides)
        for place, key in enumerate(keys):
            yield key, [line[place] for line in left_lines], [line[place] for line in right_lines]
        return
    left_places, right_places = ([keys.index(key) for key in side] for side in sides)
    for row in table.rows:
        if (line := lines.get(row.key)) is not None:
            yield row.key, [line[place] for place in left_places], [line[place] for place in right_places]


def _holds(left: Values, relation: str, right: Values) -> bool | None:
    """Whether the relation holds, ``None`` if cells that are not stated leave it open."""
    try:
        left_total, right_total = exact_sum(left), exact_sum(right)
    except TypeError:  # a cell is not stated
        return _holds_anyhow(left, relation, right)
    if relation == "=":
        return left_total == right_total
    return left_total <= right_total if relation == "<=" else left_total >= right_total


def _holds_anyhow(left: Values, relation: str, right: Values) -> bool | None:
    """``False`` where what is stated of one side alone is more than the other side: what is not stated is not negative."""
    if None not in right and relation != ">=" and _total(left) > _total(right) and _counts(left):
        return False
    if None not in left and relation == "=" and _total(right) > _total(left) and _counts(right):
        return False
    return None


def _total(values: Values) -> Number | Decimal:
    """Sum of the values stated."""
    return exact_sum([value for value in values if value is not None])


def _counts(values: Values) -> bool:
    return all(value is None or value >= 0 for value in values)


def _breach(report: Report, identity: Identity, key: str, left: Values, right: Values) -> Finding:
    promised = identity.is_promised
    source = report.evidence.get(f"tables.{identity.table}")
    by_grid = source is not None and source.source == "grid"
    severity: Severity = "info"
    if promised:
        # under exact labels in a grid the figures are the agency's; from flattened text our reading may be at fault
        severity = "error" if by_grid else "warning"
    doubt = "" if by_grid or not promised else "; cells were placed without a grid, so the reading may be at fault"
    return Finding(
        code=identity.code,
        severity=severity,
        table=identity.table,
        row=key if identity.over == "rows" else None,
        column=key if identity.over == "columns" else None,
        stated=as_number(_total(left)),
        computed=as_number(_total(right)),
        message=f"{_shown(identity.left, left)} {identity.relation} {_shown(identity.right, right)} does not hold{doubt}",
    )


def _shown(keys: Sequence[str], values: Values) -> str:
    """One side of an identity with its figures; of a long one what is neither zero nor blank."""
    terms = [
        f"{key} {value}" for key, value in zip(keys, values, strict=True) if value or (value == 0 and len(keys) < _MANY)
    ]
    blank = sum(value is None for value in values)
    terms += [f"{blank} not stated"] * (blank > 0)
    if len(keys) == 1:
        return terms[0]
    return f"{' + '.join(terms) or '…'} ({as_number(_total(values))})" if keys else "0"
