"""A crawl's items against the truth of simulated portals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

_FIELDS = ("title", "year", "form", "published", "signed", "document_url")
_ABSENT = "absent"


@dataclass(slots=True)
class Comparison:
    """How items agree with the truth; counts are sums over all pages."""

    reports: int = 0
    """Reports that there are."""
    found: int = 0
    near_misses: int = 0
    """Pages beside them that are none."""
    taken: int = 0
    """Near misses that came out as reports."""
    fields: int = 0
    """Fields asked for, without table cells."""
    cells: int = 0
    wrong_numbers: int = 0
    """Numbers that the page does not print there."""
    misses: list[str] = field(default_factory=list)
    """One line for each disagreement."""


def compare(items: Iterable[Mapping[str, Any]], truth: Sequence[Mapping[str, Any]]) -> Comparison:
    """Compare a feed with truth entries; they are paired by address."""
    by_url = {item["url"]: item for item in items}
    result = Comparison()
    for entry in truth:
        item = by_url.pop(entry["url"], None)
        if not entry["is_report"]:
            result.near_misses += 1
            if item is not None:
                result.taken += 1
                result.misses.append(f"{entry['url']}: taken for a report, is {entry['reason']}")
            continue
        result.reports += 1
        if item is None:
            result.misses.append(f"{entry['url']}: report not found ({entry['title']})")
            continue
        result.found += 1
        _compare_fields(result, entry, item)
        _compare_cells(result, entry, item)
    result.misses += [f"{url}: an item that no truth knows" for url in by_url]
    return result


def _compare_fields(result: Comparison, entry: Mapping[str, Any], item: Mapping[str, Any]) -> None:
    wanted = {name: (entry.get(name), item.get(name)) for name in _FIELDS}
    period = item.get("period")
    wanted["period"] = (entry["period"], period and [period["start"], period["end"]])
    wanted["sections"] = (entry["sections"], [section["number"] for section in item.get("sections", [])])
    wanted["unplaced_rows"] = (entry["unplaced_rows"], [row["row"] for row in item.get("unplaced", [])])
    contact = item.get("contact") or {}
    wanted |= {f"contact.{name}": (want, contact.get(name)) for name, want in entry["contact"].items()}
    wanted["agency"] = (True, item.get("agency") in entry["agency"] or item.get("agency"))
    for name, (want, got) in wanted.items():
        result.fields += 1
        if want != got:
            result.misses.append(f"{entry['url']}: {name}: want {want!r}, got {got!r}")


def _compare_cells(result: Comparison, entry: Mapping[str, Any], item: Mapping[str, Any]) -> None:
    want, got = _cells(entry["tables"]), _cells(item.get("tables") or {})
    want_marks, got_marks = _marks(entry["marks"]), _marks(item.get("marks") or [])
    for place in [*want, *(place for place in got if place not in want)]:
        result.cells += 1
        pair = (want.get(place, _ABSENT), got.get(place, _ABSENT))
        if pair[0] != pair[1]:
            result.wrong_numbers += pair[1] not in (None, _ABSENT)
            result.misses.append(f"{entry['url']}: {'.'.join(place)}: want {pair[0]!r}, got {pair[1]!r}")
        elif want_marks.get(place) != got_marks.get(place):
            marks = f"want mark {want_marks.get(place)}, got {got_marks.get(place)}"
            result.misses.append(f"{entry['url']}: {'.'.join(place)}: {marks}")


def _cells(tables: Mapping[str, Any]) -> dict[tuple[str, str, str], float | None]:
    return {
        (table, row, column): value
        for table, rows in tables.items()
        for row, columns in rows.items()
        for column, value in columns.items()
    }


def _marks(marks: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str, str], tuple[list[str], str | None]]:
    return {(mark["table"], mark["row"], mark["column"]): (sorted(mark["status"]), mark.get("unit")) for mark in marks}
