"""The demo: serve the sample portals, crawl them as one would real ones, and hold the feed against the truth.

Run as ``python -m crawler.simulator.demo [FEED]``; ends with the exit status of the crawl.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from crawler.simulator import SAMPLE_PORT, ServedPortal, Simulator, build_sites, sample_portals
from crawler.simulator.compare import Comparison, compare

_SHOWN_MISSES = 10
_SHOWN_COLUMNS = 3
_SHOWN_MARKS = 3
_TOLD_FIELDS = ("url", "agency", "year", "published", "signed", "form")

Item = Mapping[str, Any]


def main(arguments: Sequence[str]) -> int:
    """Crawl the sample portals into the feed named first (``out.json``) and tell what came of it."""
    feed = Path(arguments[0] if arguments else "out.json").absolute()
    console = Console(soft_wrap=True)
    simulator = Simulator(build_sites(sample_portals()), SAMPLE_PORT)
    with ExitStack() as stack:
        try:
            stack.enter_context(simulator)
        except OSError as error:
            console.print(f"demo: {error.strerror or error}; is another demo or simulator using port {SAMPLE_PORT}?")
            return 1
        console.print(f"{len(simulator.portals)} sample portals on loopback, port {SAMPLE_PORT}; crawling …")
        before = _stamp(feed)
        status = _crawl(feed)
        if _stamp(feed) == before:
            console.print(f"the crawl ended with status {status} and wrote no feed")
            return status or 1
        _tell(console, json.loads(feed.read_text("utf-8")), simulator.portals)
    console.print(f"Feed: {feed}")
    return status


def _crawl(feed: Path) -> int:
    """Run the crawl as anybody would; its log and summary go to standard error."""
    command = [
        sys.executable,
        "-m",
        "scrapy",
        "crawl",
        "yearly_reports",
        "-a",
        "portals=sample",
        "-O",
        str(feed),
        "-s",
        "LEDGER=",
    ]
    settings = {"SCRAPY_SETTINGS_MODULE": "crawler.settings"}  # also outside of the project's folder
    return subprocess.run([*command, "-L", "WARNING"], env={**os.environ, **settings}, check=False).returncode


def _stamp(file: Path) -> tuple[int, int] | None:
    """Which file stands there, to tell a new feed from one that was there before."""
    if not file.exists():
        return None
    status = file.stat()
    return status.st_ino, status.st_mtime_ns


def _tell(console: Console, items: Sequence[Item], portals: Sequence[ServedPortal]) -> None:
    truth = [entry for portal in portals for entry in portal.truth]
    console.print(_found_table(items, portals))
    if items:
        console.print(*_example(items), sep="\n", markup=False, highlight=False)
    attached = sum(item["document_url"] is not None for item in items)
    console.print(f"\n{attached} of the reports lie in attachments, which were read with their pages.")
    _tell_comparison(console, compare(items, truth), truth)


def _found_table(items: Sequence[Item], portals: Sequence[ServedPortal]) -> Table:
    table = Table(
        "portal", "reports", "agencies", "years", "cells", "findings", title="What was found", box=SIMPLE_HEAD
    )
    for portal in portals:
        own = [item for item in items if item["portal"] == portal.id]
        years = sorted({item["year"] for item in own if item["year"] is not None})
        counts = (
            len(own),
            len({item["agency"] for item in own}),
            f"{years[0]}–{years[-1]}" if years else "",
            sum(map(_cell_count, own)),
            sum(len(item["findings"]) for item in own),
        )
        table.add_row(portal.id, *map(str, counts))
    return table


def _cell_count(item: Item) -> int:
    return sum(len(columns) for rows in item["tables"].values() for columns in rows.values())


def _example(items: Sequence[Item]) -> list[str]:
    """One report in a few lines: one with marks and a figure of its own in table 三, which shows most."""
    item = max(items, key=lambda item: (0 < len(item["marks"]) < 20, _requests(item), item["id"]))
    lines = [f"One of them: {item['title']}"]
    lines += [f"  {name}: {item[name]}" for name in _TOLD_FIELDS]
    lines.append(f"  contact: {json.dumps(item['contact'], ensure_ascii=False)}")
    for table, rows in item["tables"].items():
        row, columns = next(iter(rows.items()))
        shown = ", ".join(f"{column} {value}" for column, value in list(columns.items())[:_SHOWN_COLUMNS])
        lines.append(f"  {table}.{row}: {shown}{' …' if len(columns) > _SHOWN_COLUMNS else ''}")
    for mark in item["marks"][:_SHOWN_MARKS]:
        value = item["tables"][mark["table"]][mark["row"]][mark["column"]]
        place = f"{mark['table']}.{mark['row']}.{mark['column']}"
        lines.append(f"  {place} is printed {mark['raw']!r} ({', '.join(mark['status'])}): {json.dumps(value)}")
    return lines


def _requests(item: Item) -> float:
    total: float | None = item["tables"].get("t3_requests", {}).get("new_received", {}).get("total")
    return total or 0


def _tell_comparison(console: Console, result: Comparison, truth: Sequence[Item]) -> None:
    kinds = Counter(entry["reason"] for entry in truth if not entry["is_report"])
    console.print(
        f"\nAgainst the truth: {result.found} of {result.reports} reports found; "
        f"{result.near_misses - result.taken} of {result.near_misses} near misses left out "
        f"({', '.join(f'{kind} {count}' for kind, count in sorted(kinds.items()))}); "
        f"{result.cells} cells and {result.fields} fields compared, {result.wrong_numbers} wrong numbers, "
        f"{len(result.misses)} disagreements."
    )
    for miss in result.misses[:_SHOWN_MISSES]:
        console.print(f"  {miss}", markup=False)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)  # as a shell counts an interrupt; the server went with the block that held it
