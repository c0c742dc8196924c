"""Runs ``scrapy`` in a process of its own, as a person does."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.crawler.forks import Fork, run

PROJECT = Path(__file__).parents[2]
STAND_IN = ("-s", 'ITEM_PIPELINES={"stand_in.EveryPageIsAReport": 1}')
FAST = (
    *("-s", "DOWNLOAD_DELAY=0"),
    *("-s", "RETRY_TIMES=0"),
    *("-s", "DOWNLOAD_TIMEOUT=5"),
    *("-s", "EXTRACTION_PROCESSES=0"),  # to begin them takes longer than a small portal
)


@dataclass
class Run:
    """How a command ended."""

    status: int
    out: str
    err: str
    feed: Path

    @property
    def items(self) -> list[dict[str, Any]]:
        return json.loads(self.feed.read_text("utf-8"))

    @property
    def rows(self) -> dict[str, dict[str, str]]:
        """Rows of the summary by the first word of their portal."""
        cells = [re.split(r"\s*\|\s*", line.strip("| ")) for line in self.err.splitlines() if line.startswith("|")]
        heading, *rows = cells
        return {row[0].split()[0]: dict(zip(heading, row, strict=True)) for row in rows}


def scrapy_command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "scrapy", *with_ledger(*arguments)]


def with_ledger(*arguments: str) -> list[str]:
    """Arguments of a command; a crawl has a ledger only where one of them names it."""
    kept = any("LEDGER=" in argument for argument in arguments)
    return [*arguments, *([] if kept or arguments[:1] != ("crawl",) else ["-s", "LEDGER="])]


def environment() -> dict[str, str]:
    """Environment with the stand-in importable and no proxy between us and loopback."""
    kept = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    return {**kept, "PYTHONPATH": str(Path(__file__).parent), "COLUMNS": "200"}


def scrapy(*arguments: str, cwd: Path = PROJECT, timeout: float = 60) -> subprocess.CompletedProcess[str]:
    return run(with_ledger(*arguments), cwd, environment(), timeout)


def begin(*arguments: str, cwd: Path = PROJECT, log: Path = Path(os.devnull)) -> Fork:
    """Begin a command, all of whose output goes to a file."""
    with log.open("wb") as out:
        return Fork(with_ledger(*arguments), cwd, environment(), out, out)


def crawl(tmp_path: Path, *arguments: str, feed: str = "out.json") -> Run:
    """Crawl with the stand-in for the extractors, without delays."""
    path = tmp_path / feed
    done = scrapy("crawl", "yearly_reports", *FAST, *STAND_IN, *arguments, "-O", str(path))
    return Run(done.returncode, done.stdout, done.stderr, path)
