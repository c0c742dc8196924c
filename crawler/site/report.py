"""The page of a report: what it says, where each of it was read, and what is doubtful."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crawler.export.labels import labels
from crawler.export.sheets import Item
from crawler.ledger import KeptReport
from crawler.site.called import cell_name, field_label, finding_name, finding_place, finding_says
from crawler.site.shown import shown
from crawler.site.tables import tables_of

_MOST = 200
"""Entries of a list that a page shows."""
_MAX_SECTION, _MAX_PROSE = 20_000, 60_000
"""Characters of one section and of all."""
_MAX_DIFFERENCE = 120
_MAX_EDITIONS, _MAX_DIFFERENCES = 20, 30
_FACTS = ("title", "agency", "agency_level", "division", "year", "published", "signed", "form")


@dataclass(frozen=True, slots=True)
class Fact:
    """A field with where it was read."""

    chinese: str
    english: str
    value: str
    source: str | None
    quote: str | None
    group: str | None = None
    """Group of words that its value is a code of."""


def report_values(
    item: Item, panel_findings: Sequence[Mapping[str, Any]], history: Sequence[KeptReport] | None
) -> dict[str, Any]:
    """What the template ``report.html`` shows. Lists and texts are bounded, so that no page grows without end."""
    prose, cut = _prose(item)
    found = tables_of(item)
    return {
        "item": item,
        "facts": list(_facts(item)),
        "findings": item["findings"][:_MOST],
        "more_findings": max(0, len(item["findings"]) - _MOST),
        "panel_findings": panel_findings[:_MOST],
        "tables": found,
        "unplaced": [(labels(item["form"], (row["table"], row["row"], None)), row) for row in item["unplaced"][:_MOST]],
        "stated_counts": item["stated_counts"][:_MOST],
        "sections": prose,
        "cut": cut,
        "attachments": item["attachments"][:_MOST],
        "editions": [edition for kept in history or () for edition in kept.editions[-_MAX_EDITIONS:]],
        "side": _side,
        "finding_name": finding_name,
        "finding_place": finding_place,
        "finding_says": finding_says,
        "cell_name": cell_name,
        "most_differences": _MAX_DIFFERENCES,
    }


_GROUPS = {"agency_level": "level", "form": "form"}


def _facts(item: Item) -> Iterator[Fact]:
    for name in _FACTS:
        value = item[name]
        if name == "division" and value:
            value = f"{value['name']}（{value['code']}）"
        yield _fact(item, name, _text(value), _GROUPS.get(name))
    if item["period"]:
        yield _fact(item, "period", f"{item['period']['start']} — {item['period']['end']}", None)
    for name, value in item["contact"].items():
        if value:
            yield Fact(*field_label(name), _text(value), *_evidence(item, "contact"))


def _fact(item: Item, name: str, value: str, group: str | None) -> Fact:
    return Fact(*field_label(name), value, *_evidence(item, name), group)


def _evidence(item: Item, name: str) -> tuple[str | None, str | None]:
    """Source and quote of a field."""
    evidence = item["evidence"].get(name) or {}
    return evidence.get("source"), evidence.get("quote")


def _text(value: Any) -> str:
    return "; ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)


def _prose(item: Item) -> tuple[list[tuple[str, list[str]]], bool]:
    """Sections as heading and paragraphs, and whether something was left out."""
    left, prose = _MAX_PROSE, []
    for section in item["sections"][:_MOST]:
        text = section["text"][: min(left, _MAX_SECTION)]
        left -= len(text)
        heading = "、".join(filter(None, (section["number"], section["heading"])))
        prose.append((heading, [line for line in text.split("\n") if line.strip()]))
    stated = sum(len(section["text"]) for section in item["sections"])
    return prose, stated > _MAX_PROSE - left or len(item["sections"]) > _MOST


def _side(difference: dict[str, Any], side: str) -> object | None:
    """Before or after of a difference as text; ``None`` where there was nothing."""
    return shown(json.dumps(difference[side], ensure_ascii=False), _MAX_DIFFERENCE) if side in difference else None
