"""Every cell of every sheet is the same in every format, and those of the tables are the feed's."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from crawler.export.every import SHEETS
from crawler.export.sheets import Sheet
from tests.crawler.export.sample import export, finding, simulated

Rows = list[tuple[Any, ...]]
ITEMS = (
    *simulated()[::3],
    {**simulated()[-1], "id": "f", "year": None, "findings": [finding("table.incomplete", table="t3_requests")]},
)
NAMES = [name for name in SHEETS if name != "coverage"]
BY_NAME = pytest.mark.parametrize("name", NAMES)


def plain(rows: Iterable[Iterable[Any]], sheet: Sheet) -> Rows:
    """Rows in one order, numbers as numbers, nothing as ``None``."""
    kinds = [column.kind for column in sheet.columns]
    typed = (
        tuple(None if value in ("", None) else value if kind == "string" else float(value) for value, kind in pair)
        for pair in (zip(row, kinds, strict=True) for row in rows)
    )
    return sorted(typed, key=repr)


def read_csv(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as file:
        return [tuple(row) for row in csv.reader(file)][1:]


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return export(tmp_path_factory.mktemp("cells") / "package", ITEMS, ["all"], "package")


def test_cells_are_those_of_the_feed(package: Path) -> None:
    printed = [
        (each["id"], table, row, column, value)
        for each in ITEMS
        for table, rows in each["tables"].items()
        for row, cells in rows.items()
        for column, value in cells.items()
    ]
    codes = SHEETS["cells"].codes
    places = [codes.index(code) for code in ("id", "table", "row", "column", "value")]
    found = [tuple(row[place] for place in places) for row in read_csv(package / "cells.csv")]
    assert sorted((*row[:4], float(row[4]) if row[4] else None) for row in found if row[3]) == sorted(printed)


@BY_NAME
def test_database_has_them(name: str, package: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(export(tmp_path / "a.sqlite", ITEMS, [name]))) as connection:
        rows = connection.execute(f"SELECT * FROM {name}").fetchall()
    assert plain(rows, SHEETS[name]) == plain(read_csv(package / f"{name}.csv"), SHEETS[name])


@BY_NAME
def test_objects_have_them(name: str, package: Path, tmp_path: Path) -> None:
    objects = json.loads(export(tmp_path / "a.json", ITEMS, [name]).read_text("utf-8"))
    rows = (each.values() for each in objects)
    assert plain(rows, SHEETS[name]) == plain(read_csv(package / f"{name}.csv"), SHEETS[name])


@BY_NAME
def test_parted_parquet_has_them(name: str, package: Path, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    duckdb = pytest.importorskip("duckdb", reason="duckdb is not installed")
    folder = export(tmp_path / "data", ITEMS, [name], "parquet")
    codes = ", ".join(f'"{code}"' for code in SHEETS[name].codes)
    query = f"SELECT {codes} FROM read_parquet('{folder}/{name}/**/*.parquet', hive_partitioning = true)"
    rows = duckdb.sql(query).fetchall()
    assert plain(rows, SHEETS[name]) == plain(read_csv(package / f"{name}.csv"), SHEETS[name])


@BY_NAME
def test_workbook_has_them(name: str, package: Path, tmp_path: Path) -> None:
    pytest.importorskip("xlsxwriter", reason="xlsxwriter is not installed")
    from openpyxl import load_workbook

    book = load_workbook(export(tmp_path / "a.xlsx", ITEMS, [name]), read_only=True)
    rows = book[f"{SHEETS[name].chinese} {name}"].iter_rows(min_row=2, values_only=True)
    wide = len(SHEETS[name].columns)
    whole = ((*row, *[None] * (wide - len(row))) for row in rows)
    assert plain(whole, SHEETS[name]) == plain(read_csv(package / f"{name}.csv"), SHEETS[name])
