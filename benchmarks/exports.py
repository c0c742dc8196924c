"""Exports of many reports: seconds per 1,000 reports and peak memory, a process for each format.

    python -m benchmarks.exports [--reports N] [--formats csv,parquet,…]

Reports are the simulator's, a thousand different ones over and over under new ids, 30 agencies a county and five years each.
Times are CPU seconds of one process from reading the feed to the finished file; memory is the largest resident size.
"""

from __future__ import annotations

import argparse
import gzip
import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from crawler.simulator.items import simulated_items

BODIES, YEARS = 30, range(2019, 2024)
FORMATS = {
    "csv": ("cells.csv", "cells"),
    "wide": ("wide.csv", "wide"),
    "jsonl": ("cells.jsonl", "cells"),
    "parquet": ("cells.parquet", "cells"),
    "parted": ("parquet", "all"),
    "sqlite": ("reports.sqlite", "all"),
    "package": ("package", "all"),
    "panel": ("panel.csv", "panel"),
    "xlsx": ("reports.xlsx", "reports,wide,panel,contacts,sections,findings"),
    "xlsx_cells": ("cells.xlsx", "cells"),
}
"""Name → file or folder, sheets."""


def many_items(count: int) -> Iterator[dict[str, Any]]:
    """Items under ids and divisions of their own, county after county."""
    for number, item in enumerate(islice(cycle(list(simulated_items(7, BODIES, YEARS, "benchmark"))), count)):
        code = f"{10_0000 + number // (BODIES * len(YEARS)):06}{item['division']['code'][6:]}"
        yield {**item, "id": f"{number:016x}", "division": {**item["division"], "code": code}}


def export(name: str, feed: Path, folder: Path) -> None:
    """Export one format in this process and print what it cost."""
    from crawler.export.every import choose_sheets
    from crawler.export.formats import format_of, open_writer
    from crawler.export.sources import open_source
    from crawler.export.write import write_sheets

    target, what = FORMATS[name]
    format_ = format_of("parquet" if name == "parted" else None, folder / target)
    sheets = choose_sheets(what.split(","), one=format_.holds_one, has_coverage=False)
    begun = time.process_time()
    with open_source([str(feed)], "") as source, open_writer(format_, folder / target, sheets) as writer:
        count = write_sheets(source, sheets, writer)
    seconds = time.process_time() - begun
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    size = sum(path.stat().st_size for path in [folder / target, *(folder / target).rglob("*")] if path.is_file())
    print(f"{name:12}{1000 * seconds / count:12.2f}{memory:12.0f}{size / 1e6:12.0f}", flush=True)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=5_000)
    parser.add_argument("--formats", default=",".join(FORMATS))
    parser.add_argument("--feed", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.feed:
        export(options.formats, options.feed, options.feed.parent)
        return
    with TemporaryDirectory(prefix="nianbao-exports-") as folder:
        feed = Path(folder) / "feed.jsonl.gz"
        with gzip.open(feed, "wt", compresslevel=1, encoding="utf-8") as file:
            for item in many_items(options.reports):
                file.write(json.dumps(item, ensure_ascii=False) + "\n")
        print(f"{options.reports} reports, a feed of {feed.stat().st_size / 1e6:.0f} MB compressed")
        print(f"{'':12}{'s per 1,000':>12}{'MB of memory':>14}{'MB written':>12}", flush=True)
        for name in options.formats.split(","):
            command = [sys.executable, "-m", "benchmarks.exports", "--feed", str(feed), "--formats", name]
            subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
