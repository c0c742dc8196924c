"""Extraction speed: bytes to item, beside bare parsers and the programs that one would otherwise take, on the same pages.

    make bench            # or: python -m benchmarks.extraction [--pages N] [--smallest BYTES] [--rounds R]
    python -m benchmarks.extraction --peers --record

Pages are the simulator's, in the families and markup that it serves. Each round starts every reader once, each in a
process of its own, and takes its CPU time for N pages behind 30 others that warm it up. *ms* is the median of the rounds,
*ratio* the median of what a round took over what lxml's bare parse took in that round. *Body F1* is over other pages
(the test suite's whole ones, with seeds from 70000): 5-grams against the text that the generator printed as the body.

``--peers`` takes along the programs of ``peers.toml``, ``--record`` appends the figures to the history. A ratio that is 15 %
worse than the last one recorded for such pages is said loudly.
"""

from __future__ import annotations

import argparse
import platform
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.peers.grams import f1
from benchmarks.peers.reading import PEERS, Peer, run, write_pages
from benchmarks.peers.samples import Sampled, whole_pages
from benchmarks.recorded import FOLDER, compare, record
from crawler.simulator import build_sites, plan_portals
from crawler.simulator.site import Request

SMALLEST = 30_000
"""Bytes; the real pages known to us have 30 to 160 kB, most of them word processors' markup."""
HISTORY = FOLDER / "extraction.jsonl"
FLOOR, OURS = "lxml", "nianbao"
_WITHOUT_PEERS = (FLOOR, "lexbor", OURS)
_WARMING, _TIMED, _JUDGED = "warming up", "timed", "judged"
_WARM = 30
_FIRST = 70_000


@dataclass(frozen=True, slots=True)
class Figures:
    """What one reader took and gave."""

    ms: float
    """CPU time a page."""
    ratio: float
    """Times lxml's bare parse."""
    f1: float | None = None
    """Mean over the bodies; ``None`` for a parser."""


def main() -> None:
    """Measure, print the table, compare with the history."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=100)
    parser.add_argument("--smallest", type=int, default=SMALLEST, help="bytes that a page must have")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument(
        "--peers", action="store_true", help="other programs too; pip installs them when first asked for"
    )
    parser.add_argument("--record", action="store_true", help=f"append the figures to {HISTORY.name}")
    options = parser.parse_args()
    samples = _samples(options.pages, options.smallest)
    names = [FLOOR, *(name for name in PEERS if name != FLOOR)] if options.peers else _WITHOUT_PEERS
    with TemporaryDirectory() as folder:
        write_pages(Path(folder), samples)
        rounds = [{name: run(name, Path(folder)) for name in names} for _ in range(options.rounds)]
    figures = {name: figures_of(name, rounds, samples) for name in names if not rounds[0][name].failure}
    sizes = [len(sample.data) for sample in samples.values() if sample.group == _TIMED]
    pages = {"pages": len(sizes), "median_kb": round(statistics.median(sizes) / 1000)}
    print(f"{pages['pages']} report pages, median {pages['median_kb']} kB, median of {options.rounds} rounds")
    print("\n".join(table(figures, rounds[0])))
    print("\n".join(regressions(figures, pages)))
    if options.record:
        run_ = {"day": date.today().isoformat(), "python": platform.python_version(), **pages, "rounds": options.rounds}
        entry = run_ | {"figures": {name: asdict(found) for name, found in figures.items()}}
        record(HISTORY, entry)


def report_pages(count: int, smallest: int = SMALLEST) -> list[tuple[str, bytes]]:
    """Address and bytes of pages that hold a whole report, the same for every run."""
    pages: list[tuple[str, bytes]] = []
    for site in build_sites(plan_portals(40, range(2019, 2025), seed="benchmark")):
        for path, truth in site.truths:
            if truth["is_report"]:
                body = site.pages[path](Request("GET", path)).body
                if len(body) >= smallest:
                    pages.append((f"http://{site.host}{path}", body))
                if len(pages) == count:
                    return pages
    return pages


def _samples(count: int, smallest: int) -> dict[str, Sampled]:
    samples = [
        Sampled(group=_TIMED if index >= _WARM else _WARMING, data=data, encoding=_encoding(data), url=url)
        for index, (url, data) in enumerate(report_pages(_WARM + count, smallest))
    ]
    for sample in whole_pages(count, first=_FIRST):
        sample.group, sample.form = _JUDGED, None
        samples.append(sample)
    return {f"{number:05}.html": sample for number, sample in enumerate(samples)}


def _encoding(data: bytes) -> str:
    try:
        data.decode()
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


def figures_of(name: str, rounds: Sequence[Mapping[str, Peer]], samples: Mapping[str, Sampled]) -> Figures:
    """Medians over the rounds. :exc:`SystemExit` if this project rejects a report: that is to be mended first."""
    timed = [page for page, sample in samples.items() if sample.group == _TIMED]
    answers = rounds[-1][name].answers
    if name == OURS and (rejected := [samples[page].url for page in timed if "cells" not in answers[page]]):
        raise SystemExit(f"{rejected[0]}: a report was rejected: measure nothing before that is mended")
    took = [{reader: _total(round_[reader], timed) for reader in (FLOOR, name)} for round_ in rounds]
    bodies = [
        f1(answers[page].get("body") or "", sample.body)
        for page, sample in samples.items()
        if sample.group == _JUDGED and sample.body is not None
    ]
    return Figures(
        ms=round(statistics.median(times[name] for times in took) / len(timed), 3),
        ratio=round(statistics.median(times[name] / times[FLOOR] for times in took), 2),
        f1=round(statistics.mean(bodies), 3) if rounds[-1][name].gave("body") else None,
    )


def _total(peer: Peer, pages: Sequence[str]) -> float:
    return sum(peer.answers[page]["ms"] for page in pages)


def table(figures: Mapping[str, Figures], peers: Mapping[str, Peer]) -> list[str]:
    """Lines of the table; a reader that did not run is named with the reason."""
    lines = [f"{'':28}{'ms a page':>10}{'pages/s':>10}{'ratio':>8}{'to ours':>9}{'body F1':>9}"]
    for name, found in sorted(figures.items(), key=lambda entry: entry[1].ratio):
        score = "" if found.f1 is None else f"{found.f1:.3f}"
        ours = f"{found.ratio / figures[OURS].ratio:.2f}"
        lines.append(
            f"{peers[name].label:28}{found.ms:10.2f}{1000 / found.ms:10.0f}{found.ratio:8.2f}{ours:>9}{score:>9}"
        )
    return lines + [f"{name}: {peer.failure}" for name, peer in peers.items() if peer.failure]


def regressions(figures: Mapping[str, Figures], pages: Mapping[str, int], history: Path = HISTORY) -> list[str]:
    """A loud line if our ratio is worse than the last one recorded for such pages."""
    return compare(history, pages, figures[OURS].ratio, lambda entry: entry["figures"][OURS]["ratio"])


if __name__ == "__main__":
    main()
