from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from scrapy.exceptions import UsageError

from crawler.commands.export import Command
from tests.crawler.export.sample import cell_count, simulated, write_feed, write_ledger
from tests.crawler.running import run_command


def run(*arguments: str) -> int:
    return run_command(Command(), *arguments)


@pytest.fixture
def feed(tmp_path: Path) -> str:
    return str(write_feed(tmp_path / "out.json", simulated()))


def test_cells_are_what_a_single_file_holds(tmp_path: Path, feed: str, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "cells.csv"
    assert run(feed, "-O", str(target)) == 0
    with target.open(encoding="utf-8-sig", newline="") as file:
        assert sum(1 for _ in csv.DictReader(file)) == cell_count(simulated())
    assert capsys.readouterr().err == f"{len(simulated())} reports: cells in {target}\n"


def test_package_holds_everything(tmp_path: Path, feed: str) -> None:
    assert run(feed, "-O", str(tmp_path / "data")) == 0
    assert {"panel.csv", "wide.csv", "cells.csv", "datapackage.json"} <= {p.name for p in (tmp_path / "data").iterdir()}


def test_several_sheets_are_named_with_commas(tmp_path: Path, feed: str) -> None:
    assert run(feed, "-O", str(tmp_path / "data"), "--what", "reports,contacts") == 0
    assert len(list((tmp_path / "data").iterdir())) == 3


def test_ledger_says_what_is_missing(tmp_path: Path) -> None:
    source = write_ledger(tmp_path / "ledger.sqlite", [each for each in simulated()[:10] if each["year"] != 2020])
    assert run(str(source), "-O", str(tmp_path / "coverage.json"), "--what", "coverage") == 0
    rows = json.loads((tmp_path / "coverage.json").read_text("utf-8"))
    found = {(row["agency"], row["year"]) for row in rows if row["state"] == "found"}
    assert found == {(each["agency"], each["year"]) for each in simulated()[:10] if each["year"] != 2020}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["FEED"], "with -O what to write"),
        (["-O", "a.csv"], "at least one feed"),
        (["FEED", "-O", "a.ods"], "none of"),
        (["FEED", "-O", "a.csv", "--what", "tables"], "no sheet 'tables'"),
        (["FEED", "-O", "a.csv", "--what", "cells,reports"], "holds one sheet"),
        (["FEED", "-O", "a.csv", "--what", "all"], "holds one sheet"),
        (["FEED", "-O", "a.csv", "--what", "coverage"], "known to the ledger only"),
        (["ledger", "-O", "a.csv"], "no such file"),
    ],
)
def test_wrong_usage_is_said_before_anything_is_written(
    tmp_path: Path, feed: str, monkeypatch: pytest.MonkeyPatch, arguments: list[str], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.iterdir())
    with pytest.raises(UsageError, match=said):
        run(*[feed if argument == "FEED" else argument for argument in arguments])
    assert sorted(tmp_path.iterdir()) == before


def test_feed_that_is_none_ends_with_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.json").write_text("{", "utf-8")
    assert run(str(tmp_path / "a.json"), "-O", str(tmp_path / "a.csv")) == 1
    assert capsys.readouterr().err.startswith(f"error: {tmp_path / 'a.json'}, line 1: no report")
    assert run(str(tmp_path / "b.json"), "-O", str(tmp_path / "a.csv")) == 1
    assert not (tmp_path / "a.csv").exists()
