"""What items are written to: packed where they are read, put together where they are all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, Protocol

from crawler.export.formats import UnusableTarget
from crawler.exporters.lines import encode_item
from crawler.items import AnnualReport, as_plain

Pack = Callable[[AnnualReport], bytes]
"""Makes of an item what an output takes."""
_FORMS = {".jsonl": "jsonl", ".jl": "jsonl", ".json": "json", ".parquet": "parquet"}
"""Ending of a file → format."""


class Output(Protocol):
    """A feed that grows item by item."""

    def write(self, packed: bytes) -> None:
        """Take an item."""

    def finish(self) -> None:
        """Write the end."""


def form_of(target: Path) -> str:
    """Format that a file's ending names. :exc:`~crawler.export.formats.UnusableTarget`."""
    if (form := _FORMS.get(target.suffix)) is None:
        raise UnusableTarget(f"{target}: {target.suffix or 'no ending'} is none of {', '.join(_FORMS)}")
    if form == "parquet":
        _nested(target)
    return form


def packer(form: str) -> Pack:
    """How items are packed for a format."""
    if form != "parquet":
        return lambda item: encode_item(item).encode()
    from crawler.export.writers.nested import pack_item  # optional

    return lambda item: pack_item(as_plain(item))


def open_output(form: str, file: BinaryIO) -> Output:
    """Output of a format into a file."""
    if form != "parquet":
        return _Lines(file, array=form == "json")
    from crawler.export.writers.nested import PackedItemsWriter  # optional

    return PackedItemsWriter(file)


class _Lines:
    """JSON Lines, or with ``array`` JSON with an item a line; the same bytes as a crawl's feeds."""

    def __init__(self, file: BinaryIO, *, array: bool) -> None:
        self._file = file
        self._array = array
        self._before = b"[\n" if array else b""

    def write(self, packed: bytes) -> None:
        self._file.write(self._before + packed)
        self._before = b",\n" if self._array else b"\n"

    def finish(self) -> None:
        if not self._array:
            self._file.write(self._before)
        else:
            self._file.write(b"[\n\n]" if self._before == b"[\n" else b"\n]")


def _nested(target: Path) -> None:
    """:exc:`~crawler.export.formats.UnusableTarget` where the optional group is missing."""
    try:
        import crawler.export.writers.nested  # noqa: F401
    except ImportError as error:
        raise UnusableTarget(f"{target} needs the group `parquet`: pip install 'nianbao[parquet]'") from error
