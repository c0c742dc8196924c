"""What converters and copying do to text, on purpose and with a seed: each function loses, doubles or moves something.

A damage takes the lines of a document and gives the lines that are left, each with the line that it came from, so that
a benchmark can tell which rows came through whole (:func:`whole_rows`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Printed:
    """A line of a damaged document."""

    text: str
    origin: int | None = None
    """Index of the line that it came from, or is part of; ``None`` for one that was added."""
    sound: bool = True
    """Whether it still says what it said, or, if it was added, says nothing that could be a cell."""


Damage = Callable[[Sequence[str], Random], Iterator[Printed]]


def damaged(text: str, damage: Damage, rng: Random) -> str:
    """Text with the damage done to its lines."""
    return "\n".join(line.text for line in damage(text.split("\n"), rng))


def _is_label(line: str) -> bool:
    return any("\u4e00" <= char <= "\u9fff" for char in line)


def collapsed_lines(lines: Sequence[str], rng: Random) -> Iterator[Printed]:
    """Equal lines behind each other printed once, as some converters do."""
    last = None
    for index, line in enumerate(lines):
        if not line.strip() or line != last:
            yield Printed(line, index)
        last = line if line.strip() else last


def lost_lines(lines: Sequence[str], rng: Random) -> Iterator[Printed]:
    """Three lines of a hundred lost."""
    return (Printed(line, index) for index, line in enumerate(lines) if rng.random() > 0.03)


def lost_labels(lines: Sequence[str], rng: Random) -> Iterator[Printed]:
    """Eight labels of a hundred lost, their values left."""
    return (Printed(line, index) for index, line in enumerate(lines) if rng.random() > 0.08 or not _is_label(line))


def lost_stretch(lines: Sequence[str], rng: Random) -> Iterator[Printed]:
    """A few rows lost together."""
    start = rng.randrange(len(lines))
    end = start + rng.randint(2, 30)
    return (Printed(line, index) for index, line in enumerate(lines) if not start <= index < end)


def lost_digits(lines: Sequence[str], rng: Random) -> Iterator[Printed]:
    """Three digits of a hundred lost, of numbers and of labels. The number printed is then another one."""
    for index, line in enumerate(lines):
        text = "".join(char for char in line if not char.isdigit() or rng.random() > 0.03)
        yield Printed(text, index, text == line)


def doubled_lines(lines: Sequence[str], rng: Random) -> Iterator[Printed]:
    """Three lines of a hundred printed twice."""
    for index, line in enumerate(lines):
        yield Printed(line, index)
        if rng.random() < 0.03:
            yield Printed(line, None, sound=False)


def doubled_stretch(lines: Sequence[str], rng: Random) -> Iterator[Printed]:
    """A few rows printed twice, one copy behind the other."""
    start = rng.randrange(len(lines))
    end = min(start + rng.randint(2, 60), len(lines))
    for index in (*range(end), *range(start, len(lines))):
        yield Printed(lines[index], index)


def lost_and_doubled_lines(lines: Sequence[str], rng: Random) -> Iterator[Printed]:
    """Two lines of a hundred lost, two printed twice."""
    for index, line in enumerate(lines):
        roll = rng.random()
        if roll > 0.02:
            yield Printed(line, index)
        if roll > 0.98:
            yield Printed(line, None, sound=False)


def added_blanks(lines: Sequence[str], rng: Random) -> Iterator[Printed]:
    """Empty lines, and lines of NBSP, where there were none."""
    for index, line in enumerate(lines):
        yield Printed(line, index)
        if rng.random() < 0.02:
            yield Printed(rng.choice(["", "\xa0"]), None, sound=False)


def page_numbers(lines: Sequence[str], rng: Random) -> Iterator[Printed]:
    """Page numbers between dashes inside the tables."""
    for index, line in enumerate(lines):
        yield Printed(line, index)
        if rng.random() < 0.02:
            yield Printed(f"- {rng.randint(1, 9)} -")


def page_breaks(lines: Sequence[str], rng: Random) -> Iterator[Printed]:
    """Section 三 cut between two rows: a page number, and the header once more."""
    header = [line for line in lines if "勾稽关系" in line][:1]
    start = lines.index(header[0]) if header else 0
    end = next((i for i in range(start, len(lines)) if "本年新收" in lines[i]), start)
    rows = [i for i in range(end + 1, len(lines)) if "属于" in lines[i] or "申请" in lines[i]]
    breaks = set(rng.sample(rows, min(2, len(rows))))
    for index, line in enumerate(lines):
        if index in breaks:
            yield Printed(f"- {rng.randint(2, 9)} -")
            yield from (Printed(lines[i]) for i in range(start, end))
        yield Printed(line, index)


def cut_labels(lines: Sequence[str], rng: Random) -> Iterator[Printed]:
    """One label of ten cut to its first half."""
    for index, line in enumerate(lines):
        cut = _is_label(line) and len(line) > 8 and "|" not in line and "\t" not in line and rng.random() < 0.1
        yield Printed(line[: len(line) // 2] if cut else line, index, sound=not cut)


def garbled_labels(lines: Sequence[str], rng: Random) -> Iterator[Printed]:
    """One Chinese character of a hundred read in the wrong encoding."""
    for index, line in enumerate(lines):
        text = "".join(
            rng.choice("\ufffd锟斤拷烫屯") if "\u4e00" <= char <= "\u9fff" and rng.random() < 0.01 else char
            for char in line
        )
        yield Printed(text, index, text == line)


def lost_punctuation(lines: Sequence[str], rng: Random) -> Iterator[Printed]:
    """No punctuation between Chinese characters any more."""
    table = dict.fromkeys(map(ord, "、（）“”：。"))
    return (Printed(line.translate(table), index) for index, line in enumerate(lines))


def wrapped_labels(lines: Sequence[str], rng: Random) -> Iterator[Printed]:
    """One label of five broken over two lines."""
    for index, line in enumerate(lines):
        wraps = 6 < len(line) < 40 and not set("|\t<, ") & set(line) and rng.random() < 0.2
        middle = len(line) // 2 if wraps else len(line)
        yield Printed(line[:middle], index)
        if wraps:
            yield Printed(line[middle:], index)


def widened_cells(lines: Sequence[str], rng: Random) -> Iterator[Printed]:
    """White space around numbers, and between the characters of short labels."""
    for index, line in enumerate(lines):
        if line.strip() and not _is_label(line) and not set("|\t,") & set(line) and rng.random() < 0.2:
            yield Printed(rng.choice(["\u3000{}", "{}\xa0", "  {} "]).format(line), index)
        elif 2 <= len(line) <= 4 and _is_label(line) and rng.random() < 0.5:
            yield Printed("\u3000".join(line), index)
        else:
            yield Printed(line, index)


KEEPING: tuple[Damage, ...] = (
    page_numbers, page_breaks, cut_labels, garbled_labels, lost_punctuation, wrapped_labels, widened_cells,
)  # fmt: skip
"""Damages that lose and add no cell."""
LOSING: tuple[Damage, ...] = (collapsed_lines, lost_lines, lost_labels, lost_stretch, lost_digits)
GAINING: tuple[Damage, ...] = (doubled_lines, doubled_stretch, added_blanks)
DAMAGE: tuple[Damage, ...] = (*KEEPING, *LOSING, *GAINING, lost_and_doubled_lines)


def whole_rows(rows: Sequence[range], lines: Sequence[Printed]) -> list[bool]:
    """Which rows came through: all their lines there in order with nothing between, and a sound line behind them.

    ``rows`` are the lines that each row took before the damage. A line may have been broken in two, or moved.
    """
    starts: dict[int, list[int]] = {}
    for position, line in enumerate(lines):
        if line.origin is not None:
            starts.setdefault(line.origin, []).append(position)
    return [any(_is_whole(row, lines, position) for position in starts.get(row.start, ())) for row in rows]


def _is_whole(row: range, lines: Sequence[Printed], position: int) -> bool:
    expected = row.start
    for line in lines[position:]:
        if not line.sound:
            return False
        if line.origin is None or line.origin == expected - 1:
            continue  # a page number, or the other half of a line
        if line.origin != expected:
            return False
        expected += 1
        if expected > row.stop:
            break
    return True
