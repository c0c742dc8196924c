"""Markdown tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    r"""Lines of a table, with a blank one behind it.

    >>> print("\n".join(table(["a", "b"], [["1", "x"]])).strip())
    | a | b |
    |---|---|
    | 1 | x |
    """
    yield _line(headings)
    yield "|" + "---|" * len(headings)
    for row in rows:
        yield _line(row)
    yield ""


def code(text: str) -> str:
    """Text as code, nothing for an empty one."""
    return f"`{text}`" if text else ""


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
