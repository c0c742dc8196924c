"""What one crawl shows of itself: how many portals it can serve at once, and whether a page costs the same at the end."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from statistics import linear_regression
from tempfile import TemporaryDirectory

from benchmarks.crawl.meter import Measured, Sample
from benchmarks.crawl.runs import CONTESTANTS, WITHOUT_READING, Contestant, crawl
from benchmarks.crawl.server import serving

_REPORTS = 6
"""Of each portal that is crawled politely."""
_OF_A_PORTAL = 100
_AT_ONCE = 20
"""Portals at once in a long crawl, so that some are done and others begun all the time."""
_WARM = 2_000
"""Answers after which bounded caches are full."""


def measure_polite(portals: int, pages: int) -> dict[str, float]:
    """Crawl many portals at once with the delay of 2 s: ``requests_s`` while all have work, ``peak`` megabytes."""
    settings = {**WITHOUT_READING, "DOWNLOAD_DELAY": "2", "PORTALS_AT_ONCE": str(portals)}
    measured = _crawl(Contestant("polite", settings=settings), portals, _REPORTS, pages)
    answers = measured.samples[-1].answers
    first, last = (next(s for s in measured.samples if s.answers >= part * answers) for part in (0.25, 0.75))
    return {
        "requests_s": round((last.answers - first.answers) / (last.seconds - first.seconds), 1),
        "cpu_ms": round(1000 * (last.cpu - first.cpu) / (last.answers - first.answers), 2),
        "peak": measured.peak,
        "stall": measured.stall,
        "answers": answers,
    }


def measure_long(name: str, reports: int, pages: int) -> dict[str, object]:
    """Crawl many reports: ``ms`` of CPU time for an answer up to each power of ten, ``growth`` of memory.

    ``growth`` is in megabytes for 1,000 answers, by least squares over the second half.
    """
    contestant = CONTESTANTS[name]
    contestant = replace(contestant, settings={**contestant.settings, "PORTALS_AT_ONCE": str(_AT_ONCE)})
    measured = _crawl(contestant, -(-reports // _OF_A_PORTAL), _OF_A_PORTAL, pages)
    samples = [sample for sample in measured.samples if sample.answers >= _WARM]
    late = samples[len(samples) // 2 :]
    growth = linear_regression([s.answers for s in late], [s.megabytes for s in late]).slope
    return {
        "ms": {sample.answers: _ms(samples[0], sample) for sample in _steps(samples)},
        "growth": round(1000 * growth, 2),
        "peak": measured.peak,
        "stall": measured.stall,
    }


def _crawl(contestant: Contestant, portals: int, reports: int, pages: int) -> Measured:
    with serving(portals, reports, min(pages, portals * reports)) as served, TemporaryDirectory() as folder:
        return crawl(contestant, served, Path(folder))


def _steps(samples: list[Sample]) -> list[Sample]:
    """Samples after a tenth, two tenths, a half and all of a crawl."""
    return [samples[max(1, round(part * (len(samples) - 1)))] for part in (0.1, 0.2, 0.5, 1)]


def _ms(first: Sample, last: Sample) -> float:
    return round(1000 * (last.cpu - first.cpu) / (last.answers - first.answers), 2)
