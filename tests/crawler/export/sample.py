"""Items to export, without a crawl."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from itemadapter import ItemAdapter

from crawler.export.every import SHEETS, choose_sheets
from crawler.export.formats import format_of, open_writer
from crawler.export.sheets import Item
from crawler.export.sources import Source
from crawler.export.write import write_sheets
from crawler.items import AnnualReport
from crawler.ledger import Ledger, Visit
from crawler.simulator.items import simulated_items
from extractors.report import Finding

T3 = "t3_requests"
NOW = "2026-01-01T00:00:00Z"


@cache
def simulated() -> tuple[Item, ...]:
    """Two counties of six agencies, 2018 (prose) to 2022."""
    return tuple(simulated_items(2, 6, range(2018, 2023), "exports"))


def item(id_: str = "a", **fields: Any) -> dict[str, Any]:
    """An item that states what is named and nothing else."""
    base: dict[str, Any] = {"id": id_, "report_key": None, "portal": "qinghe", "fetched_at": None}
    return ItemAdapter(AnnualReport(**{**base, **fields})).asdict()


def report(id_: str, agency: str, year: int, **fields: Any) -> dict[str, Any]:
    """An item of an agency of 青禾县."""
    division = {"code": "990121", "name": "岚江省霁州市青禾县", "table": "2023"}
    level = "township" if agency.endswith(("镇人民政府", "乡人民政府", "街道办事处")) else "department"
    known = {"agency": agency, "year": year, "division": division, "agency_level": level, "form": "cn_2019"}
    return item(id_, **{**known, **fields})


def finding(code: str, **fields: Any) -> dict[str, Any]:
    """A finding of which only what is named is said."""
    return ItemAdapter(Finding(code=code, **{"severity": "warning", "message": "", **fields})).asdict()


def write_feed(path: Path, items: Iterable[Item]) -> Path:
    path.write_text("[\n" + ",\n".join(json.dumps(each, ensure_ascii=False) for each in items) + "\n]", "utf-8")
    return path


def write_ledger(path: Path, items: Iterable[Item]) -> Path:
    """A ledger that one run has filled."""
    with Ledger.open(path) as ledger:
        run = ledger.begin({}, NOW)
        with ledger.writing() as connection:
            for each in items:
                place = {"portal": each["portal"], "address": each["url"], "url": each["url"]}
                visit = Visit(**place, role="report", at=NOW, outcome="report", extractor="0")
                ledger.settle(connection, run, visit, each)
        ledger.end(run, "finished", 0, {}, NOW)
    return path


def export(
    target: Path, items: Iterable[Item], what: Sequence[str] = ("cells",), format_name: str | None = None
) -> Path:
    format_ = format_of(format_name, target)
    sheets = choose_sheets(what, one=format_.holds_one, has_coverage=False)
    with open_writer(format_, target, sheets) as writer:
        write_sheets(Source(items), sheets, writer)
    return target


def rows(name: str, items: Iterable[Item]) -> list[dict[str, Any]]:
    """Rows that items give a sheet, by the codes of its columns."""
    sheet = SHEETS[name]
    return [dict(zip(sheet.codes, row, strict=True)) for each in items for row in sheet.rows(each)]


def cell_count(items: Iterable[Item]) -> int:
    """Cells of tables, and one for each report that has none."""
    counts = [sum(len(cells) for table in each["tables"].values() for cells in table.values()) for each in items]
    return sum(max(1, count) for count in counts)


def printed_sum(items: Iterable[Item], year: int | None = None) -> float:
    return sum(
        value
        for each in items
        if year in (None, each["year"])
        for table in each["tables"].values()
        for cells in table.values()
        for value in cells.values()
        if value is not None
    )
