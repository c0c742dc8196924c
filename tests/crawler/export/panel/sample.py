"""Panels of a few reports."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from crawler.export.panel.gather import Panel
from crawler.export.sheets import Item


def panel(items: Iterable[Item]) -> list[dict[str, Any]]:
    return _rows(items, "panel")


def findings(items: Iterable[Item]) -> list[dict[str, Any]]:
    return _rows(items, "panel_findings")


def series(items: Iterable[Item]) -> dict[str, list[int]]:
    """Series → its years."""
    found: dict[str, list[int]] = {}
    for row in panel(items):
        found.setdefault(row["series"], []).append(row["year"])
    return found


def _rows(items: Iterable[Item], name: str) -> list[dict[str, Any]]:
    with Panel() as gathered:
        for item in items:
            gathered.add(item)
        return [
            dict(zip(sheet.codes, row, strict=True))
            for sheet, rows in gathered.rows()
            for row in rows
            if sheet.name == name
        ]
