"""JSON and JSON Lines: one object a row, keyed by the columns' codes."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import BinaryIO

from crawler.export.sheets import Row, Sheet


class ObjectsWriter:
    """One sheet; an array with an object a line, or with ``lines`` the objects alone."""

    def __init__(self, file: BinaryIO, sheet: Sheet, *, lines: bool) -> None:
        self._file = file
        self._lines = lines
        self._before = b"" if lines else b"[\n"
        self._encode = json.JSONEncoder(ensure_ascii=False).encode

    def write(self, sheet: Sheet, rows: Iterable[Row]) -> None:
        """Write rows."""
        codes = sheet.codes
        for row in rows:
            self._file.write(self._before + self._encode(dict(zip(codes, row, strict=True))).encode())
            self._before = b"\n" if self._lines else b",\n"

    def finish(self) -> None:
        """End the last line, and the array."""
        if self._lines:
            self._file.write(self._before)
        else:
            self._file.write(b"[]\n" if self._before == b"[\n" else b"\n]\n")

    def discard(self) -> None:
        """Nothing is held."""
