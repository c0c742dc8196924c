"""Identities between the years of one agency, as ``across.toml`` says them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, Literal

from crawler.datafiles import load_toml
from crawler.export.panel.findings import PanelFinding
from crawler.export.panel.report import PanelReport
from extractors.report import Severity
from extractors.sums import as_number

_TERM = re.compile(r"(-?)(last )?(\w+)")


@dataclass(frozen=True, slots=True)
class _Term:
    key: str
    last: bool
    """Whether it is of the year before."""
    sign: int


@dataclass(frozen=True, slots=True)
class _Identity:
    code: str
    table: str
    each: Literal["row", "column"]
    rows: tuple[str, ...]
    left: tuple[_Term, ...]
    relation: Literal["=", "<="]
    right: tuple[_Term, ...]
    severity: Severity
    message: str


def check_years(before: PanelReport, after: PanelReport, *, renamed: bool) -> Iterator[PanelFinding]:
    """Findings of a year and the one before. Blank cells prove nothing; between two names all is a note (``renamed``)."""
    if after.year != before.year + 1:
        return
    for identity in _load_identities():
        rows = after.tables.get(identity.table, {})
        lines = (
            identity.rows if identity.each == "row" else dict.fromkeys(key for cells in rows.values() for key in cells)
        )
        for line in lines:
            left, right = (_total(side, identity, line, before, after) for side in (identity.left, identity.right))
            if left is None or right is None or left == right or (identity.relation == "<=" and left < right):
                continue
            row, column = (line, identity.left[0].key) if identity.each == "row" else (identity.left[0].key, line)
            yield PanelFinding(
                code=identity.code,
                severity="info" if renamed else identity.severity,
                message=identity.message,
                id=after.id,
                year=after.year,
                other_id=before.id,
                place=f"{identity.table}.{row}.{column}",
                stated=as_number(left),
                computed=as_number(right),
            )


def _total(
    terms: Sequence[_Term], identity: _Identity, line: str, before: PanelReport, after: PanelReport
) -> Decimal | None:
    """Sum of one side; ``None`` where a term is not stated, or the two reports count it in different units."""
    total = Decimal(0)
    for term in terms:
        row, column = (line, term.key) if identity.each == "row" else (term.key, line)
        report = before if term.last else after
        value = report.value(identity.table, row, column)
        if value is None or f"{identity.table}.{row}.{column}" in report.units:
            return None
        total += term.sign * Decimal(str(value))
    return total


@cache
def _load_identities() -> tuple[_Identity, ...]:
    data = load_toml("crawler.export.panel", "across.toml")
    return tuple(_identity(entry) for entry in data["identities"])


def _identity(entry: Mapping[str, Any]) -> _Identity:
    sides = {side: tuple(_term(text) for text in entry[side]) for side in ("left", "right")}
    return _Identity(**{**entry, **sides, "rows": tuple(entry.get("rows", ()))})


def _term(text: str) -> _Term:
    match = _TERM.fullmatch(text)
    if match is None:
        raise ValueError(f"across.toml: {text!r} is no term")
    return _Term(match[3], last=bool(match[2]), sign=-1 if match[1] else 1)
