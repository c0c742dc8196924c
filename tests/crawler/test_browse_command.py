"""``scrapy browse`` in a process of its own, asked on loopback."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import ProxyHandler, build_opener

import pytest
from scrapy.exceptions import UsageError

from crawler.commands.browse import Command
from tests.crawler.export.sample import export, simulated, write_feed
from tests.crawler.running import run_command

pytest.importorskip("datasette", reason="the group `browse` is not installed")
_RUN = "import sys; from tests.crawler.test_browse_command import run; sys.exit(run(*sys.argv[1:]))"
_OPEN = build_opener(ProxyHandler({})).open


def run(*arguments: str) -> int:
    return run_command(Command(), *arguments)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    feed = write_feed(tmp_path_factory.mktemp("browse") / "out.json", simulated())
    command = [sys.executable, "-c", _RUN, str(feed), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0


def ask(address: str) -> Any:
    with _OPEN(address, timeout=60) as answer:
        return json.load(answer)


def test_serves_rows_and_facets_on_loopback(address: str) -> None:
    assert address.startswith("http://127.0.0.1:")
    answer = ask(f"{address}/reports.json?_size=0")
    assert answer["filtered_table_rows_count"] == len(simulated())
    years = answer["facet_results"]["year"]["results"]
    assert {year["value"]: year["count"] for year in years} == dict.fromkeys(range(2018, 2023), 12)


def test_columns_have_labels_in_both_languages(address: str) -> None:
    with _OPEN(f"{address}/reports", timeout=60) as answer:
        assert "报告年度 · report year" in answer.read().decode()


def test_question_finds_agencies_without_applications(address: str) -> None:
    received: dict[str, dict[int, float | None]] = {}
    for item in simulated():
        total = item["tables"].get("t3_requests", {}).get("new_received", {}).get("total")
        received.setdefault(item["agency"], {})[item["year"]] = total
    found = ask(f"{address}/no_applications.json?_shape=array&first_year=2021&last_year=2022&level=")
    assert {row["series_agency"] for row in found} == {
        agency for agency, years in received.items() if [years.get(year) for year in (2021, 2022)] == [0, 0]
    }
    assert found
    townships = ask(f"{address}/no_applications.json?_shape=array&first_year=&last_year=&level=township")
    assert {(row["agency_level"], row["first"], row["last"]) for row in townships} == {("township", 2020, 2022)}


def test_nothing_can_be_written(address: str) -> None:
    with pytest.raises(HTTPError) as refused:
        ask(f"{address}.json?sql=delete+from+reports")
    refused.value.close()
    assert refused.value.code == 400


def test_database_of_an_export_is_served_as_it_is(tmp_path: Path) -> None:
    from crawler.export.browsing import find_database

    database = export(tmp_path / "mine.sqlite", simulated()[:2], ("reports",))
    assert find_database([str(database)], "", tmp_path) == database


def test_source_is_needed() -> None:
    with pytest.raises(UsageError, match="at least one feed"):
        run()
