"""What reports lack, counted by form: a field that is suddenly missing everywhere is a change of ours or of theirs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from extractors.tables.forms import load_forms

FIELDS = ("agency", "year", "published", "signed", "contact", "division", "sections")
"""Fields of an item whose presence is watched, beside each table of its form."""
NO_FORM = "no_form"
_UNKNOWN = "table.unknown_"
_MAX_LABELS = 20
"""Of one report; one that has more is damaged."""


def counts_of(report: Mapping[str, Any]) -> Counter[str]:
    """What one report, as feeds hold it, adds to its portal's counts.

    ``form/<form>``, the report itself; ``lacking/<form>/<field or table>`` for each that it has not; ``unknown/<table>: <what
    is not known>`` for each label that the form has not.
    """
    form = report["form"] or NO_FORM
    counts = Counter({f"form/{form}": 1})
    counts.update(f"lacking/{form}/{name}" for name in _lacking(report))
    labels = [f"{it['table']}: {it['message']}" for it in report["findings"] if it["code"].startswith(_UNKNOWN)]
    counts.update(f"unknown/{label}" for label in labels[:_MAX_LABELS])
    return counts


def _lacking(report: Mapping[str, Any]) -> Iterable[str]:
    yield from (name for name in FIELDS if _is_empty(report[name]))
    form = load_forms().get(report["form"] or "")
    if form is not None:
        yield from (table.id for table in form.tables if not report["tables"].get(table.id))


def _is_empty(value: Any) -> bool:
    """Whether a field says nothing; a contact of which nothing is known is none."""
    return not any(value.values()) if isinstance(value, dict) else not value


def coverage(counts: Mapping[str, int]) -> dict[str, dict[str, float]]:
    """Form → ``reports``, and for each field and table that any of them lacks, the share of those that have it."""
    shares: dict[str, dict[str, float]] = {}
    for key, n in counts.items():
        kind, _, form = key.partition("/")
        if kind == "form":
            shares[form] = {"reports": n}
    for key, n in sorted(counts.items()):
        if key.startswith("lacking/"):
            _, form, name = key.split("/", 2)
            if shares.get(form, {}).get("reports"):
                shares[form][name] = round(1 - n / shares[form]["reports"], 4)
    return shares


def unknown_labels(counts: Mapping[str, int]) -> Counter[str]:
    """How often each label was printed that no form has."""
    prefix = "unknown/"
    return Counter({key.removeprefix(prefix): n for key, n in counts.items() if key.startswith(prefix)})
