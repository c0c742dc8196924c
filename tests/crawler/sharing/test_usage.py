"""What is wrong with a shared run's settings is told before anything is requested."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.crawler.crawling import scrapy

CRAWL = ("crawl", "yearly_reports", "-a", "portals=sample")


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"LEDGER": "", "SHARED": "redis://127.0.0.1:1/0"}, "workers need a ledger in PostgreSQL: LEDGER names none"),
        ({"LEDGER": "FOLDER/ledger.sqlite", "SHARED": "redis://127.0.0.1:1/0"}, "in PostgreSQL, not a file"),
    ],
)
def test_shared_run_needs_a_ledger_on_a_server(tmp_path: Path, settings: dict[str, str], told: str) -> None:
    assert told in usage_error(tmp_path, settings)


@pytest.mark.parametrize("address", ["redis://:hush@127.0.0.1:1/0", "http://:hush@127.0.0.1/"])
def test_shared_run_needs_a_redis(postgres, tmp_path: Path, address: str) -> None:
    pytest.importorskip("redis", reason="needs the optional group 'redis'")
    told = usage_error(tmp_path, {"LEDGER": postgres.empty_database(), "SHARED": address})
    assert "shared:" in told
    assert "hush" not in told


def usage_error(folder: Path, settings: dict[str, str]) -> str:
    settings = {key: value.replace("FOLDER", str(folder)) for key, value in settings.items()}
    given = [part for key, value in settings.items() for part in ("-s", f"{key}={value}")]
    done = scrapy(*CRAWL, *given, "-s", f"RUN_REPORT={folder / 'run.json'}")
    assert done.returncode == 2, done.stderr[-2000:]
    return done.stderr
