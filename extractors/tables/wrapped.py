"""Labels that a converter of PDF files wraps around their numbers: the values stand on one of the label's lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractors.numbers import is_value
from extractors.tables.labels import MAX_LABEL
from extractors.tables.match import Matcher

TextLine = tuple[int, str]
"""Index of its block, and its text."""

_VALUES = 2
"""Values that a line must end in: one number may end a line of prose."""
_BEFORE, _AFTER = 2, 3
"""Lines of a label above and below the one with the values."""


def join_wrapped(lines: Sequence[TextLine], matcher: Matcher) -> tuple[list[TextLine], dict[int, list[int]]]:
    """Lines with each such label whole on the line of its values; and index of that line → those that it took up.

    Joined is only what then is a row's label to the letter, and was none before.
    """
    result: list[TextLine] = []
    taken: dict[int, list[int]] = {}
    skipped = 0
    for position, (index, text) in enumerate(lines):
        if skipped:
            skipped -= 1
            continue
        if (row := _split(text, matcher)) is not None:
            heads, part, values = row
            above = _bare(reversed(result[-_BEFORE:]), matcher) if not heads else []
            below = _bare(iter(lines[position + 1 : position + 1 + _AFTER]), matcher)
            if (found := _complete(above, part, below, matcher)) is not None:
                before, after, label = found
                taken[index] = [line for line, _ in (*above[:before], *below[:after])]
                del result[len(result) - before :]
                text, skipped = "  ".join((*heads, label, *values)), after
        result.append((index, text))
    return result, taken


def _split(text: str, matcher: Matcher) -> tuple[list[str], str, list[str]] | None:
    """Labels in front, the part of a label, and the values behind it; ``None`` for a line that is no such row."""
    if "|" in text or len(text) > MAX_LABEL:
        return None
    words = text.split()
    count = 0
    while count < len(words) and is_value(words[-1 - count]):
        count += 1
    if count < _VALUES or count == len(words):
        return None
    *heads, part = words[: len(words) - count]
    if not all(matcher.kind(head) for head in heads) or _is_whole(part, matcher):
        return None
    return heads, part, words[len(words) - count :]


def _is_whole(label: str, matcher: Matcher) -> bool:
    return matcher.kind(label) is not None and label.count("（") + label.count("(") <= label.count("）") + label.count(
        ")"
    )


def _bare(lines: Iterator[TextLine], matcher: Matcher) -> list[TextLine]:
    """The lines in front that print no values and no whole label."""
    bare: list[TextLine] = []
    for index, text in lines:
        words = text.split()
        if not words or len(text) > MAX_LABEL or "|" in text or "。" in text or any(map(is_value, words)):
            break
        if _is_whole("".join(words), matcher):
            break
        bare.append((index, "".join(words)))
    return bare


def _complete(
    above: Sequence[TextLine], part: str, below: Sequence[TextLine], matcher: Matcher
) -> tuple[int, int, str] | None:
    """How many lines above and below make the part a row's label, the fewest; and that label."""
    ways = sorted((i + j, i, j) for i in range(len(above) + 1) for j in range(len(below) + 1) if i or j)
    for _, before, after in ways:
        texts = [text for _, text in reversed(above[:before])] + [part] + [text for _, text in below[:after]]
        label = "".join(texts)
        if _is_whole(label, matcher) and matcher.kind(label) == "row":
            return before, after, label
    return None
