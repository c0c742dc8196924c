"""What converters and copying do to text, on purpose and with a seed: each function loses, doubles or moves something."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random


def _lines(text: str, change: Callable[[str], Iterator[str]]) -> str:
    return "\n".join(changed for line in text.split("\n") for changed in change(line))


def _is_label(line: str) -> bool:
    return any("\u4e00" <= char <= "\u9fff" for char in line)


def collapsed_lines(text: str, rng: Random) -> str:
    """Equal lines behind each other printed once, as some converters do."""
    kept: list[str] = []
    last = None
    for line in text.split("\n"):
        if not line.strip() or line != last:
            kept.append(line)
        last = line if line.strip() else last
    return "\n".join(kept)


def lost_lines(text: str, rng: Random) -> str:
    """Three lines of a hundred lost."""
    return _lines(text, lambda line: iter([line] if rng.random() > 0.03 else []))


def lost_labels(text: str, rng: Random) -> str:
    """Eight labels of a hundred lost, their values left."""
    return _lines(text, lambda line: iter([line] if rng.random() > 0.08 or not _is_label(line) else []))


def doubled_lines(text: str, rng: Random) -> str:
    """Three lines of a hundred printed twice."""
    return _lines(text, lambda line: iter([line, line] if rng.random() < 0.03 else [line]))


def page_numbers(text: str, rng: Random) -> str:
    """Page numbers between dashes inside the tables."""
    return _lines(text, lambda line: iter([line, f"- {rng.randint(1, 9)} -"] if rng.random() < 0.02 else [line]))


def cut_labels(text: str, rng: Random) -> str:
    """One label of ten cut to its first half."""

    def change(line: str) -> Iterator[str]:
        cut = _is_label(line) and len(line) > 8 and "|" not in line and "\t" not in line and rng.random() < 0.1
        yield line[: len(line) // 2] if cut else line

    return _lines(text, change)


def lost_punctuation(text: str, rng: Random) -> str:
    """No punctuation between Chinese characters any more."""
    return text.translate(dict.fromkeys(map(ord, "、（）“”：。")))


def wrapped_labels(text: str, rng: Random) -> str:
    """One label of five broken over two lines."""

    def change(line: str) -> Iterator[str]:
        if 6 < len(line) < 40 and not set("|\t<") & set(line) and rng.random() < 0.2:
            yield line[: len(line) // 2]
            yield line[len(line) // 2 :]
        else:
            yield line

    return _lines(text, change)


DAMAGE = (
    collapsed_lines, lost_lines, lost_labels, doubled_lines, page_numbers, cut_labels, lost_punctuation, wrapped_labels,
)  # fmt: skip
