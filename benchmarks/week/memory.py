"""What the ledger must hold after a day: every report that was ever there to be read, its editions, and their coverage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any
from urllib.parse import urlsplit

from crawler.ledger import Ledger
from crawler.simulator.compare import compare

_Place = tuple[str, str, int]
"""Portal, agency, year."""
Truths = Mapping[str, Sequence[Mapping[str, Any]]]


def of_ledger(ledger: Ledger, read: Truths) -> Iterator[str]:
    """What it holds otherwise; ``read`` are the truths of each report's address, one after another."""
    items = {item["url"]: item for item in ledger.items()}
    for url, truths in read.items():
        if url not in items:
            yield f"ledger: {url} is not there"
            continue
        editions = len(_editions(ledger, items[url]["id"]))
        if editions != len(truths):
            yield f"ledger: {editions} editions of {url}, not {len(truths)}"
        yield from (f"ledger: {miss}" for miss in compare([items[url]], [truths[-1]]).misses)
    yield from (f"ledger: {url} is no report" for url in items.keys() - read.keys())


def of_coverage(ledger: Ledger, unread: int) -> Iterator[str]:
    """What coverage says otherwise of agencies and years: found, changed, failed (``unread`` ones), or missing.

    Pages that are no reports may fill gaps, and count as listed.
    """
    states: dict[_Place, str] = {}
    for item in ledger.items():
        place = (urlsplit(item["url"]).netloc, item["agency"], item["year"])
        state = "changed" if len(_editions(ledger, item["id"])) > 1 else "found"
        states[place] = min(state, states.get(place, state))  # "changed" goes first
    rows = list(ledger.coverage())
    listed = {(row.portal, row.agency, row.year) for row in rows if row.state in ("list_only", "failed")}
    pairs = {
        (portal, agency, year) for (portal, agency, _), (other, _, year) in product(states, repeat=2) if other == portal
    }
    expected = Counter(states.values()) + Counter(failed=unread, missing=len(pairs - states.keys() - listed))
    seen = Counter(row.state for row in rows if row.state != "list_only")
    if seen != expected:
        yield f"coverage: {dict(seen)}, not {dict(expected)}"


def _editions(ledger: Ledger, report: str) -> Sequence[object]:
    return next(kept.editions for kept in ledger.history(report) if kept.id == report)
