"""What a finding says in Chinese: its code's clauses, filled in from it, with the labels that the form prints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from string import Formatter
from typing import Any

from crawler.export.labels import labels
from crawler.guide.findings import find_code
from extractors.tables.forms import Identity, load_forms

_SHOWN_TERMS = 4
"""Terms of a sum that are all shown."""
_RELATIONS = {"=": "=", "<=": "≤", ">=": "≥"}


def chinese_sentence(finding: Mapping[str, Any], form: str | None) -> str | None:
    """The sentence, without a stop; ``None`` for a code that the guide lacks.

    ``finding`` has ``code``, ``stated`` and ``computed``, and where it is about an identity ``table``; ``form`` is its
    report's.

    >>> chinese_sentence({"code": "table.not_a_number", "stated": "0 0", "computed": None}, None)
    '印作“0 0”'
    """
    entry = find_code(finding["code"])
    if entry is None:
        return None
    values = {
        "stated": _plain(finding["stated"]),
        "computed": _plain(finding["computed"]),
    }
    clauses = entry.explained["zh-CN"].says
    if any("relation" in _names(clause) for clause in clauses):
        values["relation"] = _relation(form, finding["code"], finding["table"])
    return "，".join(clause.format(**values) for clause in clauses if all(values[name] for name in _names(clause)))


def _plain(side: float | str | None) -> str | None:
    return f"{side:.15g}" if isinstance(side, float) else None if side is None else str(side)


@cache
def _names(clause: str) -> tuple[str, ...]:
    """Values that a clause needs."""
    return tuple(name for _, name, _, _ in Formatter().parse(clause) if name)


@cache
def _relation(form_id: str | None, code: str, table: str | None) -> str | None:
    """An identity in the form's labels; ``None`` where it is not one and only one."""
    form = load_forms().get(form_id or "")
    found = [each for each in form.identities if (each.code, each.table) == (code, table)] if form else []
    if form is None or len(found) != 1:
        return None
    (identity,) = found
    sides = (_side(form.id, identity, keys) for keys in (identity.left, identity.right))
    return f" {_RELATIONS[identity.relation]} ".join(sides)


def _side(form: str, identity: Identity, keys: Sequence[str]) -> str:
    """A sum in labels; of a long one the first two terms, and how many there are."""
    if len(keys) > _SHOWN_TERMS:
        return f"{_side(form, identity, keys[:2])} + …（共 {len(keys)} 项）"
    return " + ".join(_label(form, identity, key) for key in keys) or "0"


def _label(form: str, identity: Identity, key: str) -> str:
    """Label of a term: of a row, or of a column by whatever row."""
    if identity.over == "columns":
        return labels(form, (identity.table, key, None)).row or key
    rows = next(table.rows for table in load_forms()[form].tables if table.id == identity.table)
    return labels(form, (identity.table, rows[0].key, key)).column or key
