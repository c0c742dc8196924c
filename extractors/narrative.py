"""The prose against the tables, the year and the outline: what a report says in words that its figures do not bear out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from extractors.counts import counts_of_other_years
from extractors.report import Finding, Number, Report, Severity, StatedCount
from extractors.tables.forms import load_forms
from extractors.vocabulary import load_vocabulary

Cell = tuple[str, str, str]
"""Keys of table, row and column."""

_QUOTED = 80
"""Characters of prose that a message quotes."""


@cache
def narrative_cells() -> dict[str, tuple[tuple[Cell, ...], ...]]:
    """Key of a prose count → the cells whose sum it must equal, one choice after the other."""
    return load_vocabulary("narrative", _build)


def _build(data: Mapping[str, Any]) -> dict[str, tuple[tuple[Cell, ...], ...]]:
    def cell(place: str) -> Cell:
        table, row, column = place.split(".")
        return table, row, column

    return {key: tuple(tuple(map(cell, places)) for places in choices) for key, choices in data["cells"].items()}


def check_narrative(report: Report) -> Iterator[Finding]:
    """Give a finding for every count of the prose that contradicts a table, or is another year's."""
    for count in report.stated_counts:
        for cells in narrative_cells().get(count.key, ()):
            values = [_value(report, cell) for cell in cells]
            stated = [value for value in values if value is not None]
            if len(stated) == len(values):
                if sum(stated) != count.value:
                    yield _contradiction(count, cells[0], sum(stated))
                break
    if report.year is not None:
        for year, count in counts_of_other_years(report.sections, report.year):
            yield _misdated(year, report.year, count)


def check_outline(report: Report) -> Iterator[Finding]:
    """Give a finding for every heading with nothing under it, neither prose nor a table of its section."""
    form = load_forms().get(report.form or "")
    told = any(finding.code == "page.tables_missing" for finding in report.findings)
    for section in report.sections:
        tables = [table.id for table in form.tables if table.section == section.number] if form is not None else []
        if section.text or any(table in report.tables for table in tables):
            continue
        expected = section.number in ("二", "三", "四")
        if not (expected and told):
            severity: Severity = "warning" if expected else "info"
            yield Finding(
                code="page.section_empty",
                severity=severity,
                field="sections",
                stated=section.number,
                message=f"nothing that can be read stands under {section.number}、{section.heading[:40]}",
            )


def _value(report: Report, cell: Cell) -> Number | None:
    table, row, column = cell
    return report.tables.get(table, {}).get(row, {}).get(column)


def _contradiction(count: StatedCount, cell: Cell, printed: float) -> Finding:
    table, row, column = cell
    return Finding(
        code=f"narrative.{count.key}",
        severity="warning",
        table=table,
        row=row,
        column=column,
        stated=count.value,
        computed=printed,
        message=f"the prose says {count.value} ({count.quote[:_QUOTED]}), the table {printed}",
    )


def _misdated(named: int, year: int, count: StatedCount) -> Finding:
    return Finding(
        code="narrative.other_year",
        severity="warning",
        field="year",
        stated=named,
        computed=year,
        message=f"a count is given for {named} in a report on {year}: {count.quote[:_QUOTED]}",
    )
