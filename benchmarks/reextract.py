"""Archives read again with one process and with two: how much faster, and the memory of both.

    python -m benchmarks.reextract [--pages N] [--rounds R] [--record]

The archive is one file of a crawl over simulated portals: reports, what is none, and what the crawl knew of each page; the same
pages come again at other addresses, each with bytes of its own. Each round reads it with one worker and then with two, each in a
process of its own, by the clock, from the start of the workers to the finished feed. *speed-up* is the median of the rounds, a
round with itself: by the clock, which tells nothing where other programs want the same cores, and by what the busiest worker and
whoever puts the feed together have computed, which is the speed-up of cores that nobody else wants. The feeds must be the same
bytes. ``--record`` appends the figures to the history.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from datetime import date
from itertools import count, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from scrapy.settings import Settings

from benchmarks.recorded import FOLDER, compare, record
from crawler.archive.notes import page_note
from crawler.archive.replay import find_files, replay_of
from crawler.archive.writer import ArchiveWriter, Exchange
from crawler.items import ReportPage
from crawler.portals import Portal
from crawler.reextract.engines import Processes
from crawler.reextract.outputs import open_output
from crawler.reextract.run import reread
from crawler.simulator import build_sites, plan_portals
from crawler.simulator.site import Request

HISTORY = FOLDER / "reextract.jsonl"
_PORTALS, _YEARS = 12, range(2019, 2025)
_DATE = "2026-01-02T03:04:05Z"
_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
_ASKED = b"GET / HTTP/1.1\r\n\r\n"


def main() -> None:
    """Measure, print the table, compare with the history."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=3_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--record", action="store_true", help=f"append the figures to {HISTORY.name}")
    parser.add_argument("--archive", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--workers", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.archive:
        print(json.dumps(_reread(options.archive, options.workers)))
        return
    with TemporaryDirectory(prefix="nianbao-reextract-") as folder:
        write_archive(Path(folder), options.pages)
        rounds = [{workers: _run(Path(folder), workers) for workers in (1, 2)} for _ in range(options.rounds)]
    print("\n".join(table(rounds)))
    size = {"pages": options.pages}
    speed_up = statistics.median(speed_ups(rounds, "busiest_cpu"))
    print("\n".join(compare(HISTORY, size, 1 / speed_up, lambda entry: 1 / entry["speed_up"])))
    if options.record:
        clock = round(statistics.median(speed_ups(rounds, "seconds")), 2)
        figures = {"speed_up": round(speed_up, 2), "by_the_clock": clock}
        record(HISTORY, {"day": date.today().isoformat(), **size, "load": os.getloadavg()[0], **figures})


def write_archive(folder: Path, pages: int) -> None:
    """Write one file of an archive as a crawl does, with that many pages."""
    archive = ArchiveWriter(folder, file_size=10**12, information={"software": "nianbao/benchmark"})
    for portal, url, body in islice(_pages(), pages):
        page = ReportPage(url=url, body=body, content_type="text/html", portal=portal, fetched_at=_DATE)
        answer = archive.write_exchange(Exchange(url, _DATE, _ASKED, b"", 200, _HEAD, body))
        archive.write_note(url, _DATE, page_note(page), answer)
    archive.close()


def _pages() -> Iterator[tuple[Portal, str, bytes]]:
    """Pages without end: those of the portals, then again with other addresses and other bytes."""
    sites = list(build_sites(plan_portals(_PORTALS, _YEARS, seed="reextract")))
    for turn in count():
        for site in sites:
            portal = Portal(id=site.host, name=site.host, urls=(f"http://{site.host}/",), recorded=False)
            for path, _ in site.truths:
                body = site.pages[path](Request("GET", path)).body
                yield portal, f"http://{site.host}/{turn}{path}", body + b"<!-- %d -->" % turn


def _run(folder: Path, workers: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.reextract", "--archive", str(folder), "--workers", str(workers)]
    found: dict[str, Any] = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    return found


def _reread(folder: Path, workers: int) -> dict[str, Any]:
    """Read an archive in this process and its workers: what it took and gave."""
    settings = Settings()
    settings.setmodule("crawler.settings")
    replay, feed = replay_of(find_files([str(folder)]), {}), folder / f"{workers}.jsonl"
    begun, busy = time.perf_counter(), time.process_time()
    with closing(Processes(workers)) as engine, feed.open("wb") as file:
        output = open_output("jsonl", file)
        found = reread(replay, "jsonl", settings, engine, output, lambda things, *_: things)
        output.finish()
        seconds, busy = time.perf_counter() - begun, time.process_time() - busy
        pids = engine.pids
        cpu, memory = [_cpu_seconds(pid) for pid in pids], max(map(_peak_mb, pids))
    return {
        "seconds": seconds,
        "own_cpu": busy,
        "workers_cpu": sum(cpu),
        "busiest_cpu": busy + max(cpu),
        "own_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000,
        "worker_mb": memory,
        "reports": found.totals["reports"],
        "digest": hashlib.sha256(feed.read_bytes()).hexdigest(),
    }


def _cpu_seconds(pid: int) -> float:
    """What a process has computed, as proc(5) has it in its fields 14 and 15."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _peak_mb(pid: int) -> float:
    """Its largest resident size; what it shares with the others counts, too."""
    status = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    return int(status["VmHWM"].split()[0]) / 1000


def speed_ups(rounds: Sequence[Mapping[int, Mapping[str, Any]]], what: str) -> list[float]:
    """Of each round. :exc:`SystemExit` if any feed is another than the first: that is to be mended first."""
    if len({run["digest"] for round_ in rounds for run in round_.values()}) > 1:
        raise SystemExit("the feeds differ: measure nothing before that is mended")
    return sorted(round_[1][what] / round_[2][what] for round_ in rounds)


def table(rounds: Sequence[Mapping[int, Mapping[str, Any]]]) -> list[str]:
    """Lines of the table: medians."""
    lines = [
        f"{'workers':8}{'s':>8}{'CPU s':>8}{'own CPU s':>11}{'busiest':>9}{'reports/CPU s':>15}{'MB':>6}{'MB a worker':>13}"
    ]
    for workers in (1, 2):
        what = ("seconds", "workers_cpu", "own_cpu", "busiest_cpu")
        seconds, cpu, own, busiest = (_median(rounds, workers, it) for it in what)
        memory = f"{_median(rounds, workers, 'own_mb'):6.0f}{_median(rounds, workers, 'worker_mb'):13.0f}"
        rate = rounds[0][workers]["reports"] / (cpu + own)
        lines.append(f"{workers:<8}{seconds:8.1f}{cpu:8.1f}{own:11.1f}{busiest:9.1f}{rate:15.0f}{memory}")
    for name, what in (("by the clock", "seconds"), ("by computing", "busiest_cpu")):
        each = speed_ups(rounds, what)
        lines.append(f"speed-up {name} {statistics.median(each):.2f} ({each[0]:.2f} to {each[-1]:.2f})")
    return [*lines, f"load {os.getloadavg()[0]:.1f}"]


def _median(rounds: Sequence[Mapping[int, Mapping[str, Any]]], workers: int, what: str) -> float:
    return round(statistics.median(round_[workers][what] for round_ in rounds), 2)


if __name__ == "__main__":
    main()
