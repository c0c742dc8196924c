"""Kinds of files that sheets are written to. A writer takes rows as they come and holds a bounded number of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from crawler.export.sheets import Row, Sheet


class Writer(Protocol):
    """What takes the rows of sheets that were named when it was made."""

    def write(self, sheet: Sheet, rows: Iterable[Row]) -> None:
        """Take further rows of a sheet."""
        ...

    def finish(self) -> None:
        """Write what is still held; nothing is written afterwards. The file stays open."""
        ...

    def discard(self) -> None:
        """Let go of everything instead: what was written is thrown away. Never fails."""
        ...
