"""Soak: portals with every fault, a crawl of them that is killed again and again, and what must hold all the same.

    python -m benchmarks.soak --portals 300 --kills 50 --minutes 30 [--json soak.json]

First the portals are crawled without disturbance, with a ledger and an archive, and once more with ``since=last``. Then a crawl
is killed with SIGKILL at moments that the seed chooses (after some number of requests, while it starts, while ledger, archive,
feed or report are begun or put in their places), and started again until it ends by itself; its archive is read again. The table
says what held, the exit status whether all did. ``--minutes`` is what it may take at most.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.soak.crawls import BrokenCrawl
from benchmarks.soak.soak import Outcome, Plan, soak

_LAST_YEAR = 2024


def main() -> int:
    """Soak, print, and give the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--portals", type=int, default=300)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--years", type=int, default=8, help="on which each portal's agencies report")
    parser.add_argument("--seed", default="soak")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures to a file")
    parser.add_argument("--folder", type=Path, help="keep everything in a new folder of that name")
    options = parser.parse_args()
    years = range(_LAST_YEAR + 1 - options.years, _LAST_YEAR + 1)
    with TemporaryDirectory(prefix="nianbao-soak-") as temporary:
        folder = (options.folder or Path(temporary)).absolute()
        plan = Plan(options.portals, options.kills, years, options.minutes, options.seed)
        try:
            outcome = soak(folder, plan, _tell)
        except (BrokenCrawl, TimeoutError) as error:
            print(f"BROKEN  {error}")
            return 1
    if options.json:
        options.json.write_text(json.dumps(asdict(outcome), ensure_ascii=False, indent=1), "utf-8")
    return _print(outcome)


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _print(outcome: Outcome) -> int:
    width = max(len(promise.name) for promise in outcome.promises)
    for promise in outcome.promises:
        print(f"{'held' if promise.held else 'BROKEN':8}{promise.name:{width + 2}}{promise.detail}")
    return 0 if all(promise.held for promise in outcome.promises) else 1


if __name__ == "__main__":
    sys.exit(main())
