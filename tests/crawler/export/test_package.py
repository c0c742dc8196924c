from __future__ import annotations

import csv
import json
import warnings
from pathlib import Path
from typing import Any

import pytest

from crawler.export.every import SHEETS
from tests.crawler.export.sample import cell_count, export, item, simulated

pytest.importorskip("frictionless", reason="frictionless is not installed")


@pytest.fixture
def frictionless() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its own dependencies are deprecated in places
        import frictionless

        yield frictionless


def read_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_package_is_valid_by_its_own_schema(tmp_path: Path, frictionless: Any) -> None:
    folder = export(tmp_path / "package", simulated(), ["all"])
    found = frictionless.validate(folder / "datapackage.json")
    assert found.valid, found.flatten(["name", "rowNumber", "fieldName", "message"])[:5]
    counts = [len(read_rows(folder / f"{name}.csv")) for name in ("reports", "cells")]
    assert counts == [len(simulated()), cell_count(simulated())]


def test_row_of_no_report_would_be_found(tmp_path: Path, frictionless: Any) -> None:
    folder = export(tmp_path / "package", simulated(), ["reports", "contacts"])
    with (folder / "contacts.csv").open("a", encoding="utf-8") as file:
        file.write("nobody" + "," * (len(SHEETS["contacts"].columns) - 1) + "\r\n")
    found = frictionless.validate(folder / "datapackage.json", skip_errors=["hash-count", "byte-count"])
    assert [error.type for task in found.tasks for error in task.errors] == ["foreign-key"]


def test_fields_have_both_labels(tmp_path: Path) -> None:
    folder = export(tmp_path / "package", simulated(), ["reports"])
    (resource,) = json.loads((folder / "datapackage.json").read_text("utf-8"))["resources"]
    year = next(field for field in resource["schema"]["fields"] if field["name"] == "year")
    assert year == {"name": "year", "type": "integer", "title": "报告年度", "description": "report year"}
    assert resource["schema"]["primaryKey"] == ["id"]


def test_text_is_exact(tmp_path: Path) -> None:
    folder = export(tmp_path / "package", [item(agency="=1+1\n“云台”,", title=" a ")], ["reports"])
    (row,) = read_rows(folder / "reports.csv")
    assert (row["agency"], row["title"]) == ("=1+1\n“云台”,", " a ")


def test_files_of_empty_sheets_are_there_too(tmp_path: Path, frictionless: Any) -> None:
    folder = export(tmp_path / "package", [], ["all"])
    assert frictionless.validate(folder / "datapackage.json").valid
    assert sorted(path.stem for path in folder.glob("*.csv")) == sorted(set(SHEETS) - {"coverage"})
