"""Troubles that repeat: the log tells the first of a kind at a portal, and how many more there were."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass

from crawler.logs.logplace import place_of

WINDOW = 1_000
"""Lines until the same kind of trouble at the same portal is told again."""
_MAX_KINDS = 20_000
"""Kinds that are remembered; of more, the oldest are forgotten."""
_PARTICULARS = re.compile(r"<[^<>]{0,2000}>|https?://\S+|\d+")


@dataclass(slots=True)
class _Told:
    line: int
    """When the kind was told, counted in lines of the log."""
    last: logging.LogRecord | None = None
    """The last one that was kept back."""
    more: int = 0
    """How many were, since then."""


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
        """The last record of each kind that is still kept back, for the end of the log."""
        for told in self._told.values():
            if told.last is not None:
                told.last.__dict__["more"] = told.more - 1
                yield told.last
                told.last, told.more = None, 0

    def _is_news(self, record: logging.LogRecord) -> bool:
        kind = kind_of(record)
        told = self._told.pop(kind, None)
        if told is not None and self._lines - told.line < WINDOW:
            self._told[kind] = _Told(told.line, _bare(record), told.more + 1)
            return False
        if told is not None:
            record.__dict__["more"] = told.more
        if len(self._told) >= _MAX_KINDS:
            self._told.pop(next(iter(self._told)))
        self._told[kind] = _Told(self._lines)
        return True


def kind_of(record: logging.LogRecord) -> tuple[str, ...]:
    """What makes two records the same trouble: portal and ``kind`` where they say so, else the words of the message."""
    error = type(record.exc_info[1]).__name__ if record.exc_info else ""
    words = getattr(record, "kind", None) or _PARTICULARS.sub("", str(record.msg)[:2000])
    return place_of(record)[0] or "", record.levelname, record.name, str(words), error


def _bare(record: logging.LogRecord) -> logging.LogRecord:
    """A record as it is told, without what it holds on to: requests, and with a traceback whole pages."""
    portal, url = place_of(record)
    kept = {"name": record.name, "levelno": record.levelno, "levelname": record.levelname, "created": record.created}
    kept |= {"msecs": record.msecs, "kind": getattr(record, "kind", None), "portal": portal, "url": url}
    return logging.makeLogRecord({**kept, "msg": record.getMessage()})
