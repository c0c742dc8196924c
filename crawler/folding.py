"""Troubles that repeat: the log tells the first of a kind at a portal, and how many more there were."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass

WINDOW = 1_000
"""Lines until the same kind of trouble at the same portal is told again."""
_MAX_KINDS = 20_000
"""Kinds that are remembered; of more, the oldest are forgotten."""
_PARTICULARS = re.compile(r"<[^<>]{0,2000}>|https?://\S+|\d+")


@dataclass(slots=True)
class _Told:
    line: int
    """When the kind was told, counted in lines of the log."""
    record: logging.LogRecord
    more: int = 0
    """Of the kind since then."""


class Folding(logging.Filter):
    """Keeps back warnings and errors whose kind was told less than :data:`WINDOW` lines ago.

    A record that is told again has ``more``, the number of those that were kept back.
    """

    def __init__(self) -> None:
        super().__init__()
        self._lines = 0
        self._told: dict[tuple[str, ...], _Told] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether a record is to be told."""
        if record.levelno >= logging.WARNING and not self._is_news(record):
            return False
        self._lines += 1
        return True

    def rest(self) -> Iterator[logging.LogRecord]:
        """The last record of each kind that was kept back and not told since; they are told by this."""
        for told in self._told.values():
            if told.more:
                told.record.__dict__["more"], told.more = told.more - 1, 0
                yield told.record

    def _is_news(self, record: logging.LogRecord) -> bool:
        kind = kind_of(record)
        told = self._told.pop(kind, None)
        if told is not None and self._lines - told.line < WINDOW:
            self._told[kind] = _Told(told.line, record, told.more + 1)
            return False
        if told is not None:
            record.__dict__["more"] = told.more
        if len(self._told) >= _MAX_KINDS:
            self._told.pop(next(iter(self._told)))
        self._told[kind] = _Told(self._lines, record)
        return True


def kind_of(record: logging.LogRecord) -> tuple[str, ...]:
    """What makes two records the same trouble: portal and ``kind`` where they say so, else the words of the message."""
    error = type(record.exc_info[1]).__name__ if record.exc_info else ""
    portal, kind = (str(getattr(record, name, "")) for name in ("portal", "kind"))
    words = kind or _PARTICULARS.sub("", str(record.msg)[:2000])
    return portal, record.levelname, record.name, words, error
