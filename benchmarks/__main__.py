"""All tables of docs/benchmarks.md in one run, one after another, each in a process of its own.

    python -m benchmarks --into FOLDER           # all of benchmarks/tables.toml
    python -m benchmarks --into FOLDER crawl     # those that are named

What each prints goes to ``FOLDER/NAME.txt`` below its command, the load before it, and its seconds and exit status. Ends with 1 if
any of them missed a bar or failed; the others are run all the same.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
import tomllib
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

TABLES = Path(__file__).with_name("tables.toml")


def main() -> int:
    """Run them; 1 if any missed a bar or failed."""
    tables = load_tables()
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    every = [*tables, []]  # argparse holds "none given" against the choices, too
    parser.add_argument("names", nargs="*", choices=every, metavar="NAME", help=", ".join(tables))
    parser.add_argument("--into", type=Path, required=True, metavar="FOLDER")
    options = parser.parse_args()
    options.into.mkdir(parents=True, exist_ok=True)
    return max([run_table(tables[name], options.into / f"{name}.txt") for name in options.names or tables])


def load_tables() -> dict[str, list[str]]:
    """Name of each table → its module below ``benchmarks`` and arguments."""
    tables: dict[str, list[str]] = tomllib.loads(TABLES.read_text("utf-8"))
    return tables


def run_table(arguments: Sequence[str], file: Path) -> int:
    """Measure one; 1 if it ended with any other status than 0."""
    command = ["python", "-m", f"benchmarks.{arguments[0]}", *arguments[1:]]
    begun = time.perf_counter()
    with file.open("w", encoding="utf-8") as out:
        head = f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, load {os.getloadavg()[0]:.1f}: {' '.join(command)}"
        print(head, file=out, flush=True)
        status = subprocess.run(
            [sys.executable, *command[1:]], stdout=out, stderr=subprocess.STDOUT, check=False
        ).returncode
        print(f"status {status}, {time.perf_counter() - begun:.0f} s", file=out)
    print(f"{head}\n    status {status}, {time.perf_counter() - begun:.0f} s, {file}", flush=True)
    return min(status, 1) if status >= 0 else 1


if __name__ == "__main__":
    sys.exit(main())
