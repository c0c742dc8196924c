"""Memory of a process over what it has done: its peak, and what it grows by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import linear_regression

_WARM_UP = 8_000
"""Requests during which caches of bounded size fill up: headers, labels and numbers that reports print again and again."""
_ENOUGH = 2_000
"""Requests after that from which a slope says something."""

Sample = tuple[int, float]
"""Requests that had been served, and resident megabytes then."""


@dataclass(frozen=True, slots=True)
class Memory:
    """Of one process; megabytes."""

    requests: int
    peak: float
    slope: float | None
    """By which it grows in 1,000 requests, by least squares after the warm-up; ``None`` for too short a crawl."""


def resident(pid: int) -> tuple[float, float] | None:
    """Resident megabytes of a process, now and at most so far; ``None`` where the system does not tell (no Linux)."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text("utf-8", errors="replace").splitlines()
    except OSError:
        return None
    named = {name: text.split() for name, _, text in (line.partition(":") for line in lines)}
    if "VmRSS" not in named:  # it has ended
        return None
    return int(named["VmRSS"][0]) / 1024, int(named["VmHWM"][0]) / 1024


def measure(samples: Sequence[Sample], requests: int, peak: float) -> Memory:
    """Sum samples up.

    >>> measure([(n, 100 + n / 1000) for n in range(10_000)], requests=10_000, peak=120).slope
    1.0
    """
    settled = [sample for sample in samples if sample[0] >= _WARM_UP]
    long_enough = len(settled) > 2 and requests - settled[0][0] >= _ENOUGH
    slope = round(linear_regression(*zip(*settled, strict=True)).slope * 1000, 2) if long_enough else None
    return Memory(requests, round(peak, 1), slope)
