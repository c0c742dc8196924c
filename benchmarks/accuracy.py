"""Accuracy of the table reader: known figures in every shape, whole and damaged; cells right, null, absent, wrong.

    python -m benchmarks.accuracy [--documents N] [--first SEED] [--damaged] [--workers N]

Each shape is filled N times, in every form that has it, with no cells blank and with 30 % and 80 % of them blank; half of
the documents print no number twice. A cell is *right* if its value or its blank came out as printed, *null* if its row
was left unplaced or its print was no number, *absent* if its row was not found, *wrong* if a number came out that was not
printed there. Where digits were lost the print says another number: then only one that could not be its rest is wrong.

A row is *placeable* if what is printed leaves one reading of it:

- All its lines are there, once, in order, as they were, and the line behind them too: else its end is not known. Page
  numbers between them and broken lines do not count against it.
- Its blank cells are printed, or it has none in a document that loses nothing but blank cells. Where blanks are empty
  lines, the last row of a table may not end in one: what parts the table from the text looks the same.
- Where a row's columns are told by the header alone (rows written out under their spans), the header's lines are all
  there too.
- In a document of one cell a line, not both lost and doubled lines: a row with the right number of cells may have lost
  one and gained another.

A line printed twice can make up for a blank cell that was dropped or lost, without a trace: the row then prints a number
for every column, one of them twice. What is read there is counted as *traceless* and not as wrong: it is printed, and no
reader can know. This goes only for blank cells that are gone and lines that are doubled, and only for a row that reads as
its own values in their order, some of them twice.

The exit status is 1 if a bar is missed: complete shapes all right, nothing wrong, 97 % of the placeable cells right.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from multiprocessing import Pool
from random import Random

from extractors.documents import read_document
from extractors.tables.read import read_tables
from tests.extractors import damage as damages
from tests.extractors import shapes
from tests.extractors.damage import Damage
from tests.extractors.shapes import Sample, Shape

_KINDS = ("right", "null", "absent", "traceless", "wrong")
_BAR = 0.97
"""Share of the placeable cells that must be right."""
_TEXTS = tuple(
    shape for shape in (*shapes.COMPLETE, *shapes.LOSSY) if not shape.__name__.startswith(("html", "one_line"))
)
"""Damage works on lines: markup has none, and a report on one line has but one."""
_HEADED = (shapes.markdown, shapes.markdown_repeated, shapes.tabs, shapes.commas)
"""Shapes whose rows are written out under their spans: only the header says which blank is a cell."""
_ROW_A_LINE = (*shapes.ROW_A_LINE, shapes.spaces)
Job = tuple[Shape, Damage | None, range]


def judge(
    sample: Sample,
    text: str,
    placeable: set[tuple[str, str]],
    *,
    digits_lost: bool = False,
    traceless: bool = False,
) -> Counter[str]:
    """Count the cells of one document by how they came out; those of placeable rows are counted again.

    ``traceless``: blank cells were dropped and lines doubled.
    """
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
        read = found.get(key)
        if key not in found:
            kind = "absent"
        elif key[:2] in unplaced or (read is None and value is not None):
            kind = "null"
        elif read == value or (digits_lost and _is_rest(str(read), sample.printed[key])):
            kind = "right"
        elif traceless and _fills_up(sample, key, found):
            kind = "traceless"
        else:
            kind = "wrong"
        counts[kind] += 1
        if key[:2] in placeable:
            counts["placeable"] += 1
            counts["placed"] += kind == "right"
    counts["wrong"] += sum(value is not None for key, value in found.items() if key not in sample.truth)
    return counts


def _is_rest(text: str, printed: str) -> bool:
    """Whether a print without some of its characters is the text."""
    rest = iter(printed)
    return all(char in rest for char in text)


def _fills_up(sample: Sample, key: shapes.Key, found: dict[shapes.Key, float | None]) -> bool:
    """Whether a row reads as its code and values in order, some of them twice in a row, with no blank left."""
    own = [place for place in sample.printed if place[:2] == key[:2]]
    read = [found.get(place) for place in own]
    code = next(row.number or "" for row in sample.form.table(key[0]).rows if row.key == key[1])
    stated = [float(code)] if code.isdecimal() else []
    printed = iter([*stated, *(value for place in own if (value := sample.truth[place]) is not None)])
    return None not in read and all(value in printed for value, _ in groupby(read))


def placeable_rows(
    sample: Sample, shape: Shape, text: str, lines: list[damages.Printed], damage: Damage | None
) -> set[tuple[str, str]]:
    """Rows that the damaged document leaves one reading of; see above."""
    blank = {key[:2] for key, value in sample.printed.items() if not value}
    if damage is None and shape not in shapes.LOSSY:
        return {key[:2] for key in sample.printed}
    if damage is None and shape in shapes.DROPPING:
        return {key[:2] for key in sample.printed} - blank
    rows = sample.rows(shape)
    whole = {key for key, came in zip(rows, damages.whole_rows(list(rows.values()), lines), strict=True) if came}
    if shape in shapes.EMPTY_LINES:
        whole -= _open_ended(sample)
    if shape in shapes.DROPPING:
        whole -= blank
    scattered = damage is not None and damage not in damages.KEEPING and shape in shapes.DROPPING
    if scattered or (damage is damages.lost_and_doubled_lines and shape not in _ROW_A_LINE):
        return set()
    if shape in _HEADED:
        whole -= _beheaded(sample, rows, text, lines)
    return whole


def _open_ended(sample: Sample) -> set[tuple[str, str]]:
    """Last rows of tables that end in a blank cell."""
    ends = set()
    for table in sample.form.tables:
        keys = [key for key in sample.printed if key[0] == table.id]
        if not sample.printed[keys[-1]]:
            ends.add(keys[-1][:2])
    return ends


def _beheaded(
    sample: Sample, rows: dict[tuple[str, str], range], text: str, lines: list[damages.Printed]
) -> set[tuple[str, str]]:
    """Rows of tables that lost a line of their header: one between the rows before the table and its first row."""
    sound = {line.origin for line in lines if line.sound}
    originals = text.split("\n")
    lost: set[tuple[str, str]] = set()
    end = 0
    for table in sample.form.tables:
        own = [(key, row) for key, row in rows.items() if key[0] == table.id]
        if not own:
            continue
        start = min(row.start for _, row in own)
        if any(index not in sound for index in range(end, start) if originals[index].strip()):
            lost.update(key for key, _ in own)
        end = max(row.stop for _, row in own)
    return lost


def measure(job: Job) -> Counter[str]:
    """Count over many documents of one shape, with one damage or none."""
    shape, damage, seeds = job
    forms = shapes.FORMS[:2] if shape in shapes.NATIONAL else shapes.FORMS
    total: Counter[str] = Counter()
    for seed in seeds:
        form = forms[seed % len(forms)]
        blanks = (0.0, 0.3, 0.8)[seed // len(forms) % 3]
        sample = Sample(form, seed, blanks=blanks, distinct=seed // len(forms) // 3 % 2 == 1)
        text = shape(sample)
        lines = [damages.Printed(line, index) for index, line in enumerate(text.split("\n"))]
        if damage is not None:
            lines = list(damage([line.text for line in lines], Random(seed)))
        placeable = placeable_rows(sample, shape, text, lines, damage)
        printed = "\n".join(line.text for line in lines)
        doubles = damage is damages.doubled_lines or damage is damages.lost_and_doubled_lines
        count = judge(
            sample,
            printed,
            placeable,
            digits_lost=damage is damages.lost_digits,
            traceless=damage is damages.lost_and_doubled_lines or (doubles and shape in shapes.DROPPING),
        )
        total.update(count)
    return total


def line(name: str, counts: Counter[str]) -> str:
    """One line of the table: counts and shares."""
    total = max(sum(counts[kind] for kind in _KINDS), 1)
    shares = "".join(f"{counts[kind]:9}{100 * counts[kind] / total:8.2f} %" for kind in _KINDS)
    placed = f"{100 * counts['placed'] / counts['placeable']:9.2f} %" if counts["placeable"] else f"{'-':>11}"
    return f"{name:42}{total:9}{shares}{counts['placeable']:11}{placed}"


def missed_bars(counts: Iterable[tuple[Job, Counter[str]]]) -> Iterator[str]:
    """What is worse than it must be."""
    damaged: Counter[str] = Counter()
    for (shape, damage, _), count in counts:
        name = shape.__name__ if damage is None else f"{damage.__name__}: {shape.__name__}"
        if count["wrong"]:
            yield f"{name}: {count['wrong']} wrong numbers"
        if damage is None and shape in shapes.COMPLETE and count["right"] != sum(count[kind] for kind in _KINDS):
            yield f"{name}: not all right, though nothing was lost"
        damaged += count
    if damaged["placed"] < _BAR * damaged["placeable"]:
        yield f"{100 * damaged['placed'] / damaged['placeable']:.2f} % of the placeable cells placed"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=60, help="documents per shape (default 60)")
    parser.add_argument("--damaged", action="store_true", help="also with each kind of damage")
    parser.add_argument("--workers", type=int, default=2, help="processes (default 2)")
    parser.add_argument(
        "--first", type=int, default=0, help="first seed (default 0); the reader was made on those below 110"
    )
    options = parser.parse_args()
    seeds = range(options.first, options.first + options.documents)
    jobs: list[Job] = [(shape, None, seeds) for shape in (*shapes.COMPLETE, *shapes.LOSSY)]
    if options.damaged:
        jobs += [(shape, damage, seeds) for damage in damages.DAMAGE for shape in _TEXTS]
    heads = "".join(f"{kind:>9}{'':10}" for kind in _KINDS)
    print(f"{'shape':42}{'cells':>9}{heads}{'placeable':>11}{'placed':>11}")
    results: list[tuple[Job, Counter[str]]] = []
    with Pool(options.workers) as pool:
        for job, counts in zip(jobs, pool.imap(measure, jobs), strict=True):
            shape, damage, _ = job
            print(
                line(shape.__name__ if damage is None else f"{damage.__name__}: {shape.__name__}", counts), flush=True
            )
            results.append((job, counts))
    for kind, chosen in (("whole", False), ("damaged", True)):
        total: Counter[str] = Counter()
        for (_, damage, _), counts in results:
            if (damage is not None) == chosen:
                total += counts
        if total:
            print(line(f"all {kind}", total))
    missed = list(missed_bars(results))
    for bar in missed:
        print("missed:", bar)
    sys.exit(bool(missed))


if __name__ == "__main__":
    main()
