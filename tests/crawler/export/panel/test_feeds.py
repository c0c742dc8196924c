"""The feeds of ``feeds.toml`` give the panels that stand beside them."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.crawler.export.panel.sample import findings, panel
from tests.crawler.export.sample import finding, report

FEEDS = tomllib.loads(Path(__file__).with_name("feeds.toml").read_text("utf-8"))["feeds"]
COUNTIES = {"青禾县": "990121", "松汀县": "990122"}


@pytest.mark.parametrize("feed", FEEDS, ids=lambda feed: feed["says"])
@pytest.mark.parametrize("order", [1, -1], ids=["in order", "backwards"])
def test_feed_gives_its_panel(feed: dict[str, Any], order: int) -> None:
    items = [item_of(**entry) for entry in feed["reports"]][::order]
    assert shown(panel(items), feed["panel"]) == sorted(feed["panel"], key=by_id)
    expected = feed.get("findings", [])
    assert shown(findings(items), expected) == sorted(expected, key=by_id)


def by_id(row: dict[str, Any]) -> str:
    return str(row["id"])


def shown(rows: Sequence[dict[str, Any]], expected: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows by id, each with the columns that are expected of it; "" stands for nothing."""
    columns = {row["id"]: row.keys() for row in expected}
    return [
        {key: "" if row[key] is None else row[key] for key in columns.get(row["id"], row)}
        for row in sorted(rows, key=by_id)
    ]


def item_of(
    id: str,
    agency: str,
    year: int,
    *,
    county: str = "青禾县",
    code: str | None = None,
    table: str = "2023",
    level: str | None = None,
    text: str | None = None,
    cells: dict[str, float] | None = None,
    units: dict[str, str] | None = None,
    **fields: Any,
) -> dict[str, Any]:
    division = {"code": code or COUNTIES[county], "name": f"岚江省霁州市{county}", "table": table} if county else None
    known = {
        "division": division,
        "sections": [{"number": "一", "heading": "总体情况", "text": text}] if text else [],
        "tables": tables(cells or {}),
        "marks": [mark(place, unit) for place, unit in (units or {}).items()],
        "findings": [finding(code) for code in fields.pop("findings", [])],
        "portal": fields.pop("portal", "qinghe") or None,
    }
    if level is not None:
        known["agency_level"] = level
    return report(id, agency, year, **known, **fields)


def tables(cells: dict[str, float]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for place, value in cells.items():
        table, row, column = place.split(".")
        found.setdefault(table, {}).setdefault(row, {})[column] = value
    return found


def mark(place: str, unit: str) -> dict[str, Any]:
    table, row, column = place.split(".")
    return {"table": table, "row": row, "column": column, "raw": unit, "status": ["unit"], "unit": unit}
