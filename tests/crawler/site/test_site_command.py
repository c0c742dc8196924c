from __future__ import annotations

from pathlib import Path

import pytest
from scrapy.exceptions import UsageError

from crawler.commands.site import Command
from tests.crawler.export.sample import simulated, write_feed, write_ledger
from tests.crawler.running import run_command


def run(*arguments: str) -> int:
    return run_command(Command(), *arguments)


@pytest.fixture
def feed(tmp_path: Path) -> str:
    return str(write_feed(tmp_path / "out.json", simulated()[:5]))


def test_site_of_a_feed(tmp_path: Path, feed: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(feed, "-O", str(tmp_path / "site")) == 0
    assert capsys.readouterr().err.startswith("5 reports of 1 agencies: ")
    names = {path.stem for path in (tmp_path / "site/downloads").iterdir()}
    assert names == {"reports", "panel", "panel_findings", "wide", "findings", "contacts"}


def test_site_of_a_ledger_offers_coverage(tmp_path: Path) -> None:
    source = write_ledger(tmp_path / "ledger.sqlite", simulated()[:5])
    assert run(str(source), "-O", str(tmp_path / "site")) == 0
    assert (tmp_path / "site/downloads/coverage.csv").is_file()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["FEED"], "what to write"),
        (["FEED", "-O", "new", "--downloads", "tables"], "no sheet 'tables'"),
        (["FEED", "-O", "new", "--downloads", "coverage"], "known to the ledger only"),
        (["FEED", "-O", "full"], "name a new folder"),
    ],
)
def test_wrong_usage_is_said_and_nothing_is_written(
    tmp_path: Path, feed: str, monkeypatch: pytest.MonkeyPatch, arguments: list[str], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "full").mkdir()
    (tmp_path / "full/a").touch()
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(UsageError, match=said):
        run(*[feed if argument == "FEED" else argument for argument in arguments])
    assert sorted(tmp_path.rglob("*")) == before


def test_feed_that_is_none_leaves_no_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.json").write_text("{", "utf-8")
    assert run(str(tmp_path / "a.json"), "-O", str(tmp_path / "site")) == 1
    assert "no report" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]
