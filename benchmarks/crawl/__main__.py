"""Crawl speed: bare Scrapy with its own defaults beside this project, which crawls the same pages from the same server.

    python -m benchmarks.crawl [--portals N] [--reports N] [--rounds R] [--record]
    python -m benchmarks.crawl --polite 3000     # so many portals at once, each with its delay of 2 s, all with work
    python -m benchmarks.crawl --long 100000     # one crawl of so many reports: does a page cost the same at the end?

The server is a process of its own and sends pages that were composed before. Each round runs every contestant once, in a process of
its own, in turn. The first 1,000 answers warm it up; *ms* is the CPU time for each further one, of the crawl and the processes that
read pages for it (median of the rounds), *own* the crawl's part, *ratio* the median of what a round took the contestant over what it
took bare Scrapy in that round, *speed* its inverse: pages a second where there is one core. *Two cores*: the same where there are two
that nobody else wants, of which bare Scrapy can use one; each page then takes half of its time, or the crawl's own part if that is
more. *Stall* is how long at most one thing kept the loop busy. Bare Scrapy is given the addresses of the reports and reads nothing; ours is given each portal's column, asks for
robots.txt, and finds them. Our delay is off, so that nothing but work takes time.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.crawl.meter import Cost, Measured
from benchmarks.crawl.one_crawl import measure_long, measure_polite
from benchmarks.crawl.runs import BARE, CONTESTANTS, crawl
from benchmarks.crawl.server import serving
from benchmarks.recorded import FOLDER, compare, record

HISTORY = FOLDER / "crawl.jsonl"
_PAGES = 1_000
"""Different pages that the server has, dealt out in turn."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one contestant."""

    ms: float
    """CPU time an answer."""
    own: float
    """The crawl's own part."""
    ratio: float
    """Times bare Scrapy's."""
    two_cores: float
    """Times bare Scrapy's speed, where there are two cores."""
    answers_s: float
    """Answers a second on the clock."""
    peak: float
    """Resident megabytes."""
    stall: float
    """Seconds."""


def main() -> None:
    """Measure, print, compare with the history."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--portals", type=int, default=80)
    parser.add_argument("--reports", type=int, default=25, help="of each portal")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--record", action="store_true", help=f"append the figures to {HISTORY.name}")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to a file")
    parser.add_argument("--polite", type=int, metavar="PORTALS")
    parser.add_argument("--long", type=int, metavar="REPORTS")
    parser.add_argument(
        "--only", choices=[name for name in CONTESTANTS if name != BARE], default="ledger", help="--long"
    )
    options = parser.parse_args()
    if options.polite:
        figures = measure_polite(options.polite, _PAGES)
    elif options.long:
        figures = measure_long(options.only, options.long, _PAGES)
    else:
        figures = _contest(options.portals, options.reports, options.rounds, keep=options.record)
    if options.polite or options.long:
        print(json.dumps(figures, indent=1))
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1), "utf-8")


def _contest(portals: int, reports: int, rounds: int, *, keep: bool) -> dict[str, object]:
    with serving(portals, reports, min(_PAGES, portals * reports)) as served, TemporaryDirectory() as folder:
        ran = [{name: crawl(each, served, Path(folder)) for name, each in CONTESTANTS.items()} for _ in range(rounds)]
    figures = {name: figures_of(name, ran) for name in CONTESTANTS}
    case = {"portals": portals, "reports": reports}
    print(f"{portals * reports} reports of {portals} portals, median of {rounds} rounds, load {os.getloadavg()[0]:.0f}")
    print("\n".join(table(figures)))
    for name, found in figures.items():
        if name != BARE:
            said = compare(HISTORY, case, found.ratio, lambda run, name=name: run["figures"].get(name, {}).get("ratio"))
            print("\n".join(f"{name}: {line}" for line in said))
    run = {"day": date.today().isoformat(), "python": platform.python_version(), **case, "rounds": rounds}
    entry = run | {"figures": {name: asdict(found) for name, found in figures.items()}}
    if keep:
        record(HISTORY, entry)
    return entry


def figures_of(name: str, rounds: Sequence[Mapping[str, Measured]]) -> Figures:
    """Medians over the rounds."""
    warm = [{each: round_[each].warm() for each in (BARE, name)} for round_ in rounds]
    return Figures(
        ms=round(1000 * statistics.median(costs[name].cpu for costs in warm), 2),
        own=round(1000 * statistics.median(costs[name].own for costs in warm), 2),
        ratio=round(statistics.median(costs[name].cpu / costs[BARE].cpu for costs in warm), 2),
        two_cores=round(statistics.median(costs[BARE].cpu / _on_two_cores(costs[name]) for costs in warm), 2),
        answers_s=round(1 / statistics.median(costs[name].seconds for costs in warm), 1),
        peak=round(statistics.median(round_[name].peak for round_ in rounds)),
        stall=round(statistics.median(round_[name].stall for round_ in rounds), 2),
    )


def _on_two_cores(cost: Cost) -> float:
    """Seconds that an answer takes at least."""
    return max(cost.own, cost.cpu / 2)


def table(figures: Mapping[str, Figures]) -> list[str]:
    """Lines of the table."""
    lines = [
        f"{'':31}{'ms':>7}{'own':>7}{'ratio':>7}{'speed':>7}{'two cores':>11}{'a second':>10}{'peak MB':>9}{'stall s':>9}"
    ]
    for name, found in figures.items():
        label = CONTESTANTS[name].label
        lines.append(
            f"{label:31}{found.ms:7.2f}{found.own:7.2f}{found.ratio:7.2f}{1 / found.ratio:7.2f}{found.two_cores:11.2f}"
            f"{found.answers_s:10.0f}{found.peak:9.0f}{found.stall:9.2f}"
        )
    return lines


if __name__ == "__main__":
    main()
