"""Crawls of one folder, each a process of its own that is watched, and killed at its moment."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from benchmarks.soak.memory import Memory, Sample, measure, resident
from benchmarks.soak.moments import ARCHIVE, FEED, LEDGER, Moment
from crawler.books.outcome import ALARMED, ALL_READ, PARTLY_READ
from crawler.simulator import Simulator

OLD_FEED = "the feed of an earlier run"
_PROJECT = Path(__file__).parents[2]
_LOOK = 0.02
"""Seconds between looks at a process."""
_EVERY = 10
"""Requests between two samples of its memory."""
_SAID = 1_000
"""Characters of a log that are shown."""
_ORPHANS = 120
"""Seconds in which what a killed process had begun must have ended by itself."""
_SETTINGS = (
    "DOWNLOAD_DELAY=0",
    "RETRY_TIMES=1",
    "PORTALS_AT_ONCE=20",  # so that portals are done before the next kill
    "CLOSED_YEARS_DAYS=0",
    f"LEDGER={LEDGER}",
    f"ARCHIVE={ARCHIVE}",
    "ARCHIVE_FILE_SIZE=4000000",  # so that many files are begun and ended
    "RUN_REPORT=run.json",
)


class BrokenCrawl(Exception):
    """A crawl that nobody has killed came to no end."""


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
    timeout: int
    """``DOWNLOAD_TIMEOUT``, seconds."""
    deadline: float
    """Of the monotonic clock: :exc:`TimeoutError` for a process that lives longer."""
    readers: int
    """``EXTRACTION_PROCESSES``."""

    def __post_init__(self) -> None:
        """Make the folder, with the portals' addresses and an old feed."""
        (self.folder / "tmp").mkdir(parents=True)
        (self.folder / "logs").mkdir()
        (self.folder / "portals.txt").write_text("\n".join(portal.home for portal in self.simulator.portals), "utf-8")
        (self.folder / FEED).write_text(OLD_FEED, "utf-8")

    def run(self, moment: Moment | None, *arguments: str) -> Ended:
        """Crawl until the end, or until the moment to be killed.

        :exc:`TimeoutError` where that takes too long, :exc:`BrokenCrawl` where it ends without an end.
        """
        for log in self.simulator.log.values():
            log.clear()
        begun = time.monotonic()
        log_path = self.folder / "logs" / f"{len(list((self.folder / 'logs').iterdir())):03}.log"
        with log_path.open("wb") as log_file:
            process = subprocess.Popen(
                self._command(moment, arguments),
                cwd=self.folder,
                env=self._environment(),
                stdout=log_file,
                stderr=log_file,
            )
            try:
                memory = self._watch(process, moment)
            finally:
                process.kill()
                process.wait()
        if process.returncode not in (-signal.SIGKILL, ALL_READ, PARTLY_READ, ALARMED):
            said = log_path.read_text("utf-8", errors="replace")[-_SAID:]
            raise BrokenCrawl(f"{log_path.name} ended with status {process.returncode}: {said}")
        orphans = self._wait_for_orphans()
        return Ended(process.returncode, round(time.monotonic() - begun, 1), memory, orphans)

    def replay(self, feed: str) -> None:
        """Read the archive again, without the network, into another feed. Errors are those of :meth:`run`."""
        command = [sys.executable, "-m", "scrapy", "crawl", "archive", "-a", f"warc={ARCHIVE}/*.warc.gz", "-O", feed]
        try:
            done = subprocess.run(
                command, cwd=self.folder, env=self._environment(), capture_output=True, timeout=self._left, check=False
            )
        except subprocess.TimeoutExpired as error:
            raise TimeoutError(f"{self.folder}: the archive could not be read in time") from error
        if done.returncode != ALL_READ:
            raise BrokenCrawl(f"the replay ended with status {done.returncode}: {done.stderr.decode()[-_SAID:]}")

    @property
    def _left(self) -> float:
        """Seconds that are left."""
        return max(self.deadline - time.monotonic(), 0.0)

    def _watch(self, process: subprocess.Popen[bytes], moment: Moment | None) -> Memory:
        """Measure a process until it ends, or has asked for as much as its moment says."""
        bound = None if moment is None else moment.requests
        peak, samples = 0.0, list[Sample]()
        while process.poll() is None and (bound is None or self._served < bound):
            if not self._left:
                raise TimeoutError(f"{self.folder}: a crawl has not ended in time")
            served = self._served
            if (megabytes := resident(process.pid)) is not None:
                now, peak = megabytes
                if not samples or served >= samples[-1][0] + _EVERY:
                    samples.append((served, now))
            time.sleep(_LOOK)
        return measure(samples, self._served, peak)

    @property
    def _served(self) -> int:
        """Requests of the process so far."""
        return sum(map(len, self.simulator.log.values()))

    def _command(self, moment: Moment | None, arguments: tuple[str, ...]) -> list[str]:
        start = ["-m", "scrapy"]
        if moment is not None and moment.event:
            start = ["-m", "benchmarks.soak.killed", moment.event, moment.part, str(moment.count), str(moment.after)]
        own = (f"DOWNLOAD_TIMEOUT={self.timeout}", f"EXTRACTION_PROCESSES={self.readers}")
        settings = [part for setting in (*_SETTINGS, *own) for part in ("-s", setting)]
        named = ("-a", "url=@portals.txt", "-O", FEED)
        return [sys.executable, *start, "crawl", "yearly_reports", *named, *settings, *arguments]

    def _environment(self) -> dict[str, str]:
        """No proxy between us and loopback; what is temporary in a place that can be looked at."""
        kept = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
        own = {"PYTHONPATH": str(_PROJECT), "SCRAPY_SETTINGS_MODULE": "crawler.settings", "COLUMNS": "200"}
        return {**kept, **own, "TMPDIR": str(self.folder / "tmp")}

    def _wait_for_orphans(self) -> int:
        """Number of processes that go on without the crawl that has begun them; they have time to notice."""
        end = time.monotonic() + _ORPHANS
        while (left := len(_living(f"TMPDIR={self.folder / 'tmp'}"))) and time.monotonic() < end:
            time.sleep(_LOOK)
        return left


def _living(variable: str) -> list[str]:
    """Processes with a variable in their environment that begins like this; none where the system does not tell."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # another user's, or ended meanwhile
            if os.fsencode(f"\0{variable}") in b"\0" + (process / "environ").read_bytes():
                found.append(process.name)
    return found
