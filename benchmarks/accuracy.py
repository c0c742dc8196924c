"""Accuracy of the table reader: known figures in every shape, whole and damaged; cells right, null, absent, wrong.

    python -m benchmarks.accuracy [--documents N] [--damaged]

Each shape is filled N times, in the forms of 2019 and 2021, with no cells blank and with 30 % and 80 % of them blank. A
cell is *right* if its value or its blank came out as printed, *null* if its row was left unplaced or its print was no
number, *absent* if its row was not found, *wrong* if a number came out that was not printed there.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable
from random import Random

from extractors.documents import read_document
from extractors.tables.read import read_tables
from tests.extractors import shapes
from tests.extractors.damage import DAMAGE

Shape = Callable[[shapes.Sample], str]
Damage = Callable[[str, Random], str]
_KINDS = ("right", "null", "absent", "wrong")


def judge(sample: shapes.Sample, text: str) -> Counter[str]:
    """Count the cells of one document by how they came out."""
    reading = read_tables(list(enumerate(read_document(text.encode()).blocks)))
    unplaced = {(row.table, row.row) for row in reading.unplaced}
    found = {
        (table, row, column): value
        for table, rows in reading.tables.items()
        for row, cells in rows.items()
        for column, value in cells.items()
    }
    counts: Counter[str] = Counter()
    for key, value in sample.truth.items():
        if key not in found:
            counts["absent"] += 1
        elif key[:2] in unplaced or (found[key] is None and value is not None):
            counts["null"] += 1
        else:
            counts["right" if found[key] == value else "wrong"] += 1
    counts["wrong"] += sum(value is not None for key, value in found.items() if key not in sample.truth)
    return counts


def measure(shape: Shape, documents: int, damage: Damage | None = None) -> Counter[str]:
    """Count over many documents of one shape."""
    total: Counter[str] = Counter()
    for seed in range(documents):
        form = ("cn_2019", "cn_2021")[seed % 2]
        sample = shapes.Sample(form, seed, blanks=(0.0, 0.3, 0.8)[seed // 2 % 3])
        text = shape(sample)
        total += judge(sample, damage(text, Random(seed)) if damage else text)
    return total


def row(name: str, counts: Counter[str]) -> str:
    """One line of the table, counts and shares."""
    total = counts.total()
    shares = "".join(f"{counts[kind]:9}{100 * counts[kind] / total:8.2f} %" for kind in _KINDS)
    return f"{name:42}{total:9}{shares}"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=60, help="documents per shape (default 60)")
    parser.add_argument("--damaged", action="store_true", help="also with each kind of damage")
    options = parser.parse_args()
    print(f"{'shape':42}{'cells':>9}" + "".join(f"{kind:>9}{'':10}" for kind in _KINDS))
    for shape in (*shapes.COMPLETE, *shapes.LOSSY):
        print(row(shape.__name__, measure(shape, options.documents)))
    if options.damaged:
        # damage works on lines: markup has none, and a report on one line has but one
        texts = [s for s in (*shapes.COMPLETE, *shapes.LOSSY) if not s.__name__.startswith(("html", "one_line"))]
        for damage in DAMAGE:
            for shape in texts:
                name = f"{damage.__name__}: {shape.__name__}"
                print(row(name, measure(shape, options.documents, damage)))


if __name__ == "__main__":
    main()
