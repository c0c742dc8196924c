"""A week of scheduled crawls in fast motion.

    python -m benchmarks.week --portals 60 [--folder FOLDER]

Simulated portals, one for each story of ``benchmarks/week/stories.py`` and healthy ones of every family, of which some publish,
correct and withdraw reports, are crawled on seven days by the command of ``deploy/nianbao.service``, with its clock set to each
day. Since the script knows what has happened, it knows which alarms must ring, what the webhook must be told, how the crawl
must end, what the feed must have and which editions the ledger must hold. Whatever differs is printed; the exit status says
whether anything did.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.week.week import Plan, Week

_SHOWN = 40


def main() -> int:
    """Live the week, print, and give the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--portals", type=int, default=60, help="healthy ones, beside those of the stories")
    parser.add_argument("--folder", type=Path, help="keep everything in a new folder of that name")
    options = parser.parse_args()
    with TemporaryDirectory(prefix="nianbao-week-") as temporary:
        folder = (options.folder or Path(temporary)).absolute()
        folder.mkdir(exist_ok=True, parents=True)
        week = Week(Plan(options.portals))
        days = week.run(folder, lambda line: print(line[:2000], file=sys.stderr, flush=True))
    print("day  status  reports  ringing  told  recovered  wrong   seconds")
    for day in days:
        figures = (day.ended.status, day.reports, day.ringing, day.told, day.recovered, len(day.wrong))
        print(f"{day.number:3}  {'  '.join(f'{n:7}' for n in figures)}  {day.ended.seconds:7}")
    wrong = [f"day {day.number}: {line}" for day in days for line in day.wrong]
    print(*wrong[:_SHOWN], sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
