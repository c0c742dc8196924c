"""What is said at the end: what became of all pages, in a few lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from crawler.reextract.run import Reread
from crawler.terminal import printable

_TOLD = 20
"""Pages or files that are named one by one."""
_PASSED_OVER = {
    "status": "no page came",
    "medium": "neither page nor document",
    "words": "nothing of annual reports in it",
    "address": "no address",
    "again": "met before",
    "portal": "of other portals",
}


def summary_lines(found: Reread) -> Iterator[str]:
    """Lines of the summary; only of what there is."""
    totals = found.totals
    yield f"{totals['reports']} reports, {totals['pages']} pages"
    yield from _line("no reports", _below(totals, "rejected/"))
    yield from _line("skipped", {"on other years": totals["skipped"]})
    yield from _line("faults", _below(totals, "fault/"))
    yield from _line("passed over", {_PASSED_OVER[why]: n for why, n in sorted(found.passed_over.items())})
    yield from _named("BAD", found.bad)
    yield from _named("LOST", found.lost)


def _line(name: str, counts: Mapping[str, int]) -> Iterator[str]:
    if any(counts.values()):
        yield f"{name}: " + ", ".join(f"{what} {n}" for what, n in counts.items() if n)


def _below(counts: Counter[str], prefix: str) -> dict[str, int]:
    return {what.removeprefix(prefix): n for what, n in sorted(counts.items()) if what.startswith(prefix)}


def _named(word: str, places: list[str]) -> Iterator[str]:
    yield from (f"{word}: {printable(place)}" for place in places[:_TOLD])
    if len(places) > _TOLD:
        yield f"{word}: {len(places) - _TOLD} more"
