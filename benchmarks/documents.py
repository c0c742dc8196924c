"""Documents: cells right, seconds a page and peak memory, for each kind of file that reports come in.

    python -m benchmarks.documents [--documents N] [--first SEED] [--kinds NAME,…] [--peers]

Each kind renders known reports and reads them in a process of its own, whose peak memory is the reader's with Python and
this project, or that of a program it starts, if that is larger. A cell is *right* if its value or its blank came out as
printed, *null* if it did not come out, *wrong* if another number did. *Digits right* counts the digits of the numbers that
are printed, those of a number as right only if it came out as a whole. Seconds are CPU time, programs that are started
included. ``--peers`` has other programs read the same files: pdfplumber and camelot PDFs, rapidocr scans.

Kinds are in ``documents_kinds.py``, peers in ``documents_peers.py``.
"""

from __future__ import annotations

import argparse
import resource
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from benchmarks.documents_kinds import KINDS, Made
from benchmarks.documents_peers import PEERS, Measured, measure_peer
from benchmarks.peers.environment import EnvironmentFailed
from benchmarks.peers.readers.memory import peak_megabytes
from extractors.documents import read_document
from extractors.tables.read import read_tables
from tests.extractors.documents.filled import Cells, added, cells, score


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=50, help="of each kind (default 50)")
    parser.add_argument("--first", type=int, default=0, help="first seed")
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--peers", action="store_true")
    options = parser.parse_args()
    print("| kind | reader | files | pages | cells | right | null | wrong | digits right | s a page | peak MB |")
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    for name in options.kinds.split(","):
        kind = KINDS[name]
        if missing := kind.missing():
            print(f"| {name} | {missing} |")
            continue
        made = kind.make(range(options.first, options.first + options.documents))
        pages = sum(kind.pages(file.data) for file in made)
        _print_row(name, "nianbao", len(made), pages, measure(made))
        for peer in (peer for peer in PEERS if options.peers and PEERS[peer].reads == kind.medium):
            try:
                _print_row(name, peer, len(made), pages, measure_peer(peer, made))
            except EnvironmentFailed as error:
                print(f"| {name} | {peer}: {error} |")
        if note := kind.note():
            print(f"| {name} | {note} |", flush=True)


def _print_row(kind: str, reader: str, files: int, pages: int, measured: Measured) -> None:
    found, seconds, memory = measured
    shares = [f"{100 * part / found.cells:.2f} %" for part in (found.right, found.null)]
    digits = f"{100 * found.digits_right / found.digits:.2f} %"
    numbers = [*shares, str(found.wrong), digits, f"{seconds / pages:.3f}", f"{memory:.0f}"]
    print(f"| {kind} | {reader} | {files} | {pages} | {found.cells} | {' | '.join(numbers)} |", flush=True)


def measure(made: Sequence[Made]) -> Measured:
    """What a process makes of the files that reads them one behind the other."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        seconds, scores = 0.0, []
        for file in made:
            read, spent = pool.submit(_read, file.data).result()
            seconds += spent
            scores.append(score(file.truth, read))
        memory = pool.submit(_peak).result()
    return Measured(added(scores), seconds, memory)


def _read(data: bytes) -> tuple[Cells, float]:
    start = _seconds()
    document = read_document(data)
    spent = _seconds() - start
    return cells(read_tables(list(enumerate(document.blocks))).tables), spent


def _seconds() -> float:
    used = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def _peak() -> float:
    return max(peak_megabytes(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)


if __name__ == "__main__":
    main()
