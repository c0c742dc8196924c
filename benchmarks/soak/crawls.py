"""Crawls of one folder, each a process of its own that is watched, and killed at its moment."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.soak.memory import Memory, Sample, measure, resident
from benchmarks.soak.moments import ARCHIVE, FEED, LEDGER, Moment
from crawler.simulator import Simulator

OLD_FEED = "the feed of an earlier run"
_PROJECT = Path(__file__).parents[2]
_LOOK = 0.02
"""Seconds between looks at a process."""
_EVERY = 10
"""Requests between two samples of its memory."""
_ORPHANS = 120
"""Seconds in which what a killed process had begun must have ended by itself."""
_SETTINGS = (
    "DOWNLOAD_DELAY=0",
    "DOWNLOAD_TIMEOUT=20",  # what hangs must end, and no healthy portal may seem to hang on a busy machine
    "RETRY_TIMES=1",
    "PORTALS_AT_ONCE=20",  # so that portals are done before the next kill
    "CLOSED_YEARS_DAYS=0",
    f"LEDGER={LEDGER}",
    f"ARCHIVE={ARCHIVE}",
    "ARCHIVE_FILE_SIZE=4000000",  # so that many files are begun and ended
    "RUN_REPORT=run.json",
)


@dataclass(frozen=True, slots=True)
class Ended:
    """How one process ended."""

    status: int
    """Negative: the number of the signal."""
    seconds: float
    memory: Memory
    orphans: int
    """Processes that outlived it."""

    @property
    def was_killed(self) -> bool:
        """Whether it did not end by itself."""
        return self.status == -signal.SIGKILL


@dataclass(frozen=True, slots=True)
class Crawls:
    """Crawls of all portals of a simulator into one folder: feed, ledger, archive, run's report, logs."""

    folder: Path
    simulator: Simulator
    deadline: float
    """Of the monotonic clock: :exc:`TimeoutError` for a process that lives longer."""

    def prepare(self) -> None:
        """Make the folder, with the portals' addresses and an old feed."""
        (self.folder / "tmp").mkdir(parents=True)
        (self.folder / "logs").mkdir()
        (self.folder / "portals.txt").write_text("\n".join(portal.home for portal in self.simulator.portals), "utf-8")
        (self.folder / FEED).write_text(OLD_FEED, "utf-8")

    def run(self, moment: Moment | None, *arguments: str) -> Ended:
        """Crawl until the end, or until the moment to be killed."""
        for log in self.simulator.log.values():
            log.clear()
        begun = time.monotonic()
        with (self.folder / "logs" / f"{len(list((self.folder / 'logs').iterdir())):03}.log").open("wb") as log_file:
            process = subprocess.Popen(
                self._command(moment, arguments),
                cwd=self.folder,
                env=self._environment(),
                stdout=log_file,
                stderr=log_file,
                start_new_session=True,  # by which what it begins is known
            )
            try:
                memory = self._watch(process, moment)
            finally:
                process.kill()
                process.wait()
        orphans = _wait_for_orphans(process.pid)
        return Ended(process.returncode, round(time.monotonic() - begun, 1), memory, orphans)

    def _watch(self, process: subprocess.Popen[bytes], moment: Moment | None) -> Memory:
        """Measure a process until it ends, or has asked for as much as its moment says."""
        bound = None if moment is None else moment.requests
        served, peak, samples = 0, 0.0, list[Sample]()
        while process.poll() is None and (bound is None or served < bound):
            if time.monotonic() > self.deadline:
                raise TimeoutError(f"{self.folder}: a crawl has not ended in time")
            served = sum(map(len, self.simulator.log.values()))
            if (megabytes := resident(process.pid)) is not None:
                now, peak = megabytes
                if not samples or served >= samples[-1][0] + _EVERY:
                    samples.append((served, now))
            time.sleep(_LOOK)
        return measure(samples, peak)

    def _command(self, moment: Moment | None, arguments: tuple[str, ...]) -> list[str]:
        start = ["-m", "scrapy"]
        if moment is not None and moment.event:
            start = ["-m", "benchmarks.soak.killed", moment.event, moment.part, str(moment.count), str(moment.after)]
        settings = [part for setting in _SETTINGS for part in ("-s", setting)]
        named = ("-a", "url=@portals.txt", "-O", FEED)
        return [sys.executable, *start, "crawl", "yearly_reports", *named, *settings, *arguments]

    def _environment(self) -> dict[str, str]:
        """No proxy between us and loopback; what is temporary in a place that can be looked at."""
        kept = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
        own = {"PYTHONPATH": str(_PROJECT), "SCRAPY_SETTINGS_MODULE": "crawler.settings", "COLUMNS": "200"}
        return {**kept, **own, "TMPDIR": str(self.folder / "tmp")}


def _wait_for_orphans(session: int) -> int:
    """Number of processes of a session that go on without its first one; they have time to notice."""
    end = time.monotonic() + _ORPHANS
    while (left := sum(1 for _ in _members(session))) and time.monotonic() < end:
        time.sleep(_LOOK)
    return left


def _members(session: int) -> Iterator[int]:
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text("utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:  # ended meanwhile
            continue
        if int(fields[3]) == session and fields[0] != "Z":
            yield int(stat.parent.name)
