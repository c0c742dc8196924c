from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.crawler.export.sample import T3, cell_count, export, item, printed_sum, rows, simulated

pandas = pytest.importorskip("pandas", reason="pandas is not installed")


def test_csv_opens_in_pandas(tmp_path: Path) -> None:
    frame = pandas.read_csv(export(tmp_path / "cells.csv", simulated()), dtype={"division": str})
    assert len(frame) == cell_count(simulated())
    assert frame["value"].sum() == pytest.approx(printed_sum(simulated()))
    assert set(frame["division"].str.len()) == {6, 9}


def test_csv_is_safe_to_open_in_a_spreadsheet(tmp_path: Path) -> None:
    target = export(tmp_path / "reports.csv", [item(agency="=cmd|' /C calc'!A0")], ["reports"])
    assert target.read_bytes().startswith(b"\xef\xbb\xbf")
    with target.open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["agency"] == "'=cmd|' /C calc'!A0"


def test_json_and_json_lines_hold_the_rows(tmp_path: Path) -> None:
    array = json.loads(export(tmp_path / "a.json", simulated()).read_text("utf-8"))
    lines = [json.loads(line) for line in export(tmp_path / "a.jsonl", simulated()).read_text("utf-8").splitlines()]
    assert array == lines == rows("cells", simulated())


@pytest.mark.parametrize(("name", "empty"), [("a.json", "[]\n"), ("a.jsonl", "")])
def test_no_items_make_an_empty_file(tmp_path: Path, name: str, empty: str) -> None:
    assert export(tmp_path / name, []).read_text("utf-8") == empty


def test_null_and_zero_are_different(tmp_path: Path) -> None:
    mark = {"table": T3, "row": "granted", "column": "total", "raw": "", "status": ["blank"], "unit": None}
    each = item(form="cn_2019", tables={T3: {"granted": {"total": None}, "carried_out": {"total": 0}}}, marks=[mark])
    frame = pandas.read_csv(export(tmp_path / "cells.csv", [each]))
    assert list(frame["value"].isna()) == [True, False]
    assert list(frame["status"].fillna("")) == ["blank", ""]
