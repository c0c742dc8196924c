"""Scrapy extension: what a crawl costs while it runs, written to the file that ``METER`` names."""

from __future__ import annotations

import asyncio
import json
import os
import time
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Self

from scrapy import signals
from scrapy.crawler import Crawler

from benchmarks.soak.memory import resident

_EVERY = 1_000
"""Answers between two samples."""
_TICK = 0.02
"""Seconds between two looks at how late the loop is."""


@dataclass(frozen=True, slots=True)
class Sample:
    """At one moment of a crawl."""

    answers: int
    """So far."""
    seconds: float
    """Since the spider was opened."""
    cpu: float
    """Seconds of all threads of the crawl and of the processes that it has started, since then."""
    own: float
    """The crawl's part of them."""
    megabytes: float
    """Resident, of the crawl itself."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one answer, in seconds."""

    cpu: float
    seconds: float
    own: float


@dataclass(slots=True)
class Measured:
    """Of one crawl. Answers are HTTP answers of all kinds."""

    samples: list[Sample] = field(default_factory=list)
    """The first when the spider was opened, the last when the feeds were written."""
    peak: float = 0.0
    """Resident megabytes at most."""
    stall: float = 0.0
    """Seconds that the loop was kept busy by one thing at most."""
    stats: dict[str, Any] = field(default_factory=dict)
    """Scrapy's counts."""

    def warm(self) -> Cost:
        """What an answer costs when 1,000 have come. :exc:`ValueError` for a crawl of too few."""
        last = self.samples[-1]
        first = next((sample for sample in self.samples if sample.answers >= _EVERY), last)
        further = last.answers - first.answers
        if further < _EVERY // 2:
            raise ValueError(f"{last.answers} answers are too few to measure what one costs")
        spent = (last.cpu - first.cpu, last.seconds - first.seconds, last.own - first.own)
        return Cost(*(part / further for part in spent))

    @classmethod
    def read(cls, file: Path) -> Self:
        """What a meter has written."""
        measured = cls(**json.loads(file.read_text("utf-8")))
        measured.samples = [Sample(**sample) for sample in measured.samples]  # type: ignore[arg-type]
        return measured


class Meter:
    """Measures its own process."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.file = Path(crawler.settings["METER"])
        self.measured = Measured()
        self.answers = 0
        for receiver, signal in (
            (self.opened, signals.spider_opened),
            (self.answered, signals.response_received),
            (self.closed, signals.spider_closed),
            (self.stopped, signals.engine_stopped),
        ):
            crawler.signals.connect(receiver, signal=signal)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Meter:
        """Build it as Scrapy does."""
        return cls(crawler)

    def opened(self) -> None:
        """Begin."""
        self.begun, self.own, self.others = time.monotonic(), time.process_time(), 0.0
        self.sample()
        self.tick(asyncio.get_running_loop().time())

    def answered(self) -> None:
        """Count an answer."""
        self.answers += 1
        if self.answers % _EVERY == 0:
            self.sample()

    def closed(self) -> None:
        """Note what the processes beside the crawl have taken, before they end."""
        self.others = max(self.others, cpu_of_children())

    def stopped(self) -> None:
        """Write what was measured."""
        self.sample()
        self.ticking.cancel()
        assert self.crawler.stats is not None
        stats = self.crawler.stats.get_stats()
        self.measured.stats = {key: value for key, value in stats.items() if isinstance(value, int | float)}
        self.file.write_text(json.dumps(asdict(self.measured)), "utf-8")

    def sample(self) -> None:
        """Note what it has cost so far."""
        now, self.measured.peak = resident(os.getpid()) or (0.0, 0.0)
        seconds, own = time.monotonic() - self.begun, time.process_time() - self.own
        self.others = max(self.others, cpu_of_children())  # at the end they are gone
        times = (round(part, 3) for part in (seconds, own + self.others, own))
        self.measured.samples.append(Sample(self.answers, *times, round(now, 1)))

    def tick(self, due: float) -> None:
        """See how late the loop is."""
        loop = asyncio.get_running_loop()
        self.measured.stall = max(self.measured.stall, round(loop.time() - due, 3))
        self.ticking = loop.call_later(_TICK, self.tick, loop.time() + _TICK)


def cpu_of_children() -> float:
    """Seconds of computing of the processes that this one has started and that have not ended; 0 where there is no ``/proc``."""
    tick = os.sysconf("SC_CLK_TCK")
    total = 0
    for file in Path("/proc/self/task").glob("*/children"):
        for child in file.read_text("ascii").split():
            with suppress(OSError):  # it has ended by now
                fields = Path(f"/proc/{child}/stat").read_text("utf-8", errors="replace").rpartition(")")[2].split()
                total += int(fields[11]) + int(fields[12])  # utime and stime: proc(5)
    return total / tick
