"""CSV: exact for programs, or safe for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from contextlib import suppress
from typing import BinaryIO

from crawler.export.sheets import Row, Sheet, Value

_FORMULA = frozenset("=+-@＝＋－＠")
_LEADING = ("\t", "\r", "\n")
_DASHES = ("-", "－")
"""A lone dash says that nothing was printed, and runs nowhere."""


class DelimitedWriter:
    """One sheet, codes of the columns as heading, lines ended as RFC 4180 has them.

    ``for_spreadsheets`` begins the file with the mark without which spreadsheets take it for GBK, and marks text that they
    would run as a formula with ``'``; without it text is exact.
    """

    def __init__(self, file: BinaryIO, sheet: Sheet, *, for_spreadsheets: bool = True) -> None:
        encoding = "utf-8-sig" if for_spreadsheets else "utf-8"
        self._text = io.TextIOWrapper(file, encoding, newline="", write_through=True)
        self._csv = csv.writer(self._text)
        self._safe = for_spreadsheets
        self._csv.writerow(sheet.codes)

    def write(self, sheet: Sheet, rows: Iterable[Row]) -> None:
        """Write rows."""
        if self._safe:
            rows = (tuple(map(safe_text, row)) for row in rows)
        self._csv.writerows(rows)

    def finish(self) -> None:
        """Leave the file to whoever opened it."""
        self._text.flush()
        self._text.detach()

    def discard(self) -> None:
        """Leave the file to whoever opened it."""
        with suppress(OSError):  # the disk is full: detaching writes what is held
            self._text.detach()


def safe_text(value: Value) -> Value:
    """Text that a spreadsheet would run as a formula, marked as text; all else as it is.

    >>> [safe_text(value) for value in ("=1+1", " －1件", "-", "云台镇", -3)]
    ["'=1+1", "' －1件", '-', '云台镇', -3]
    """
    if not isinstance(value, str) or value in _DASHES:
        return value
    return f"'{value}" if value.startswith(_LEADING) or value.lstrip()[:1] in _FORMULA else value
