"""Extraction speed: bytes to item, beside lxml's bare parse of the same pages.

    make bench            # or: python -m benchmarks.extraction [--pages N] [--smallest BYTES] [--repeat R]

Pages are the simulator's, in the families and markup that it serves. Times are CPU time of this process, the best of
R rounds; the ratio is what matters, since both run on the same machine in the same minute.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable

from lxml import etree

from crawler.simulator import build_sites, plan_portals
from crawler.simulator.site import Request
from extractors import Report, extract

SMALLEST = 30_000
"""Bytes; the real pages known to us have 30 to 160 kB, most of them word processors' markup."""


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


def seconds(work: Callable[[], object], rounds: int) -> float:
    """CPU seconds of one call, the best of several."""
    best = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def bare_parse(pages: list[tuple[str, bytes]]) -> None:
    """What any reader of HTML has to do at least."""
    for _, data in pages:
        etree.fromstring(data, etree.HTMLParser(encoding="utf-8"))


def full_extract(pages: list[tuple[str, bytes]]) -> None:
    """Bytes to item with findings and evidence."""
    for url, data in pages:
        if not isinstance(extract(data, url=url), Report):
            raise SystemExit(f"{url}: a report was rejected: measure nothing before that is mended")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=100)
    parser.add_argument("--smallest", type=int, default=SMALLEST, help="bytes that a page must have")
    parser.add_argument("--repeat", type=int, default=5)
    options = parser.parse_args()
    pages = report_pages(options.pages, options.smallest)
    sizes = [len(data) for _, data in pages]
    parse = seconds(lambda: bare_parse(pages), options.repeat)
    whole = seconds(lambda: full_extract(pages), options.repeat)
    print(f"{len(pages)} report pages, median {statistics.median(sizes) / 1000:.0f} kB, {options.repeat} rounds")
    print(f"{'':24}{'ms a page':>10}{'pages/s':>10}{'ratio':>8}")
    for name, total in (("lxml parse", parse), ("bytes to item", whole)):
        print(f"{name:24}{1000 * total / len(pages):10.2f}{len(pages) / total:10.0f}{total / parse:8.2f}")


if __name__ == "__main__":
    main()
