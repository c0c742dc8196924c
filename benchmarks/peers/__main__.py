"""This project beside the programs that one would otherwise take, on generated documents of known truth.

    python -m benchmarks.peers [--documents N] [--keep FOLDER]

Prints markdown. The peers are told more than this project: the right encoding, the form, and where it has its cells.
Each is installed by pip into an environment of its own under ``.venv-peers``; one that can't be is named as such.

*Cells*: *right* if value or blank came out as printed, *null* if a printed number came out as blank or unread, *absent*
if its row was not found, *wrong* (a count) if a number came out that is not printed there. *Title* and *date* (its day): of the pages
that print one, right, null or wrong; *invented*: of the pages that print no date, those for which one came out. *Body*:
F1 of the 5-grams of its letters and digits against the text that the generator printed as the report's body.
"""

from __future__ import annotations

import argparse
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from statistics import mean
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.peers.grams import f1
from benchmarks.peers.reading import PEERS, Peer, run, write_pages
from benchmarks.peers.samples import PAGES, PORTALS, Sampled, sampled

_DATE = re.compile(r"(\d{4})\D{1,3}(\d{1,2})\D{1,3}(\d{1,2})")
_TOLD = ("right", "null", "wrong")


def main() -> None:
    """Write the pages, run the readers, print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--documents", type=int, default=20, help="of each shape, and ten times as many of each other kind (default 20)"
    )
    parser.add_argument("--keep", type=Path, help="folder for pages and answers")
    options = parser.parse_args()
    samples = {f"{number:05}.html": sample for number, sample in enumerate(sampled(options.documents))}
    with TemporaryDirectory() as scratch:
        folder = options.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        write_pages(folder, samples)
        peers = [run(name, folder) for name in PEERS]
    print(report(samples, peers))


def report(samples: dict[str, Sampled], peers: Sequence[Peer]) -> str:
    """All tables, as markdown."""
    parts = [
        cells_table(samples, [peer for peer in peers if peer.gave("cells")]),
        article_table(samples, [peer for peer in peers if peer.gave("title")]),
        times_table(samples, peers),
        *(f"{peer.name}: {peer.failure}" for peer in peers if peer.failure),
    ]
    return "\n\n".join(parts)


def cells_table(samples: dict[str, Sampled], peers: Sequence[Peer]) -> str:
    """Cells of each group of documents."""
    groups = list(dict.fromkeys(sample.group for sample in samples.values() if sample.cells))
    chosen = [("all shapes", [group for group in groups if group not in (PAGES, PORTALS)])]
    rows = []
    for name, members in [*((group, [group]) for group in groups), *chosen]:
        named = {page: sample for page, sample in samples.items() if sample.group in members and sample.cells}
        row = [name, str(sum(len(sample.cells) for sample in named.values()))]
        for peer in peers:
            counts = sum((judge_cells(sample, peer.answers[page]) for page, sample in named.items()), Counter[str]())
            row += [_shares(counts, ("right", "null", "absent")), str(counts["wrong"])]
        rows.append(row)
    heads = [head for peer in peers for head in (f"{peer.label}: right · null · absent", "wrong")]
    return _markdown(["documents", "cells", *heads], rows)


def judge_cells(sample: Sampled, answer: dict[str, Any]) -> Counter[str]:
    """Right, null, absent and wrong cells of one page."""
    found = {(table, row, column): value for table, row, column, value in answer.get("cells", [])}
    counts: Counter[str] = Counter()
    for key, value in sample.cells.items():
        read = found.get(key)
        if key not in found:
            counts["absent"] += 1
        elif read == value:
            counts["right"] += 1
        else:
            counts["null" if read is None else "wrong"] += 1
    counts["wrong"] += sum(value is not None for key, value in found.items() if key not in sample.cells)
    return counts


def article_table(samples: dict[str, Sampled], peers: Sequence[Peer]) -> str:
    """Title, date and body of the whole pages, and of the simulator's."""
    rows = []
    for group in (PAGES, PORTALS):
        pages = {page: sample for page, sample in samples.items() if sample.group == group}
        for peer in peers:
            answers = [(sample, peer.answers[page]) for page, sample in pages.items()]
            titles = Counter(_judge(squeezed(a.get("title")), s.titles) for s, a in answers if s.titles)
            dates = Counter(_judge(day(a.get("date")), {s.day}) for s, a in answers if s.dated)
            invented = [day(a.get("date")) is not None for s, a in answers if s.dated is False]
            bodies = [f1(a.get("body") or "", s.body) for s, a in answers if s.body is not None]
            rows.append([
                group, peer.label, _shares(titles, _TOLD), _shares(dates, _TOLD) if peer.gave("date") else "–",
                _share(sum(invented), len(invented)) if invented and peer.gave("date") else "–",
                f"{mean(bodies):.3f}" if bodies else "–",
                _share(sum(value >= 0.95 for value in bodies), len(bodies)) if bodies else "–",
            ])  # fmt: skip
    told = " · ".join(_TOLD)
    heads = [
        "documents",
        "reader",
        f"title {told}",
        f"date {told}",
        "date invented",
        "body F1",
        "F1 ≥ 0.95",
    ]
    return _markdown(heads, rows)


def times_table(samples: dict[str, Sampled], peers: Sequence[Peer]) -> str:
    """CPU time a page, of whole pages and the simulator's, and how often the library raised."""
    rows = []
    parse: dict[str, float] = {}
    for peer in sorted((peer for peer in peers if peer.answers), key=lambda peer: peer.name != "lxml"):
        row = [peer.label]
        for group in (PAGES, PORTALS):
            ms = mean(peer.answers[page]["ms"] for page, sample in samples.items() if sample.group == group)
            row += [f"{ms:.2f}", f"{ms / parse.setdefault(group, ms):.1f}"]
        row.append(str(sum("error" in answer for answer in peer.answers.values())))
        rows.append(row)
    heads = ["reader", "ms a whole page", "× lxml", "ms a simulated page", "× lxml", "pages on which it raised"]
    return _markdown(heads, rows)


def squeezed(text: str | None) -> str | None:
    """Text without white space; ``None`` for nothing."""
    return "".join((text or "").split()) or None


def day(text: str | None) -> str | None:
    """ISO date of any print that has year, month and day in this order."""
    match = _DATE.search(unicodedata.normalize("NFKC", text or ""))
    return f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}" if match else None


def _judge(found: str | None, right: frozenset[str] | set[str | None]) -> str:
    return "right" if found in right else "null" if found is None else "wrong"


def _shares(counts: Counter[str], kinds: Sequence[str]) -> str:
    return " · ".join(_share(counts[kind], counts.total()) for kind in kinds)


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "–"


def _markdown(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


if __name__ == "__main__":
    main()
