"""Files of an archive's folder: how they are called, and what a killed run left of the last one."""

from __future__ import annotations

import os
import zlib
from pathlib import Path

OPEN = ".open"
"""Ending of a file that is still written."""
_PIECE = 1 << 16


def free_name(folder: Path, started: str) -> Path:
    """Name of the next file of a run that ``started`` then (14 digits): ``nianbao-20261122113000-00001.warc.gz``."""
    serial = 1
    while (path := folder / f"nianbao-{started}-{serial:05}.warc.gz").exists() or opened(path).exists():
        serial += 1
    return path


def opened(path: Path) -> Path:
    """The same file while it is written."""
    return path.with_name(path.name + OPEN)


def recover(folder: Path) -> dict[str, int]:
    """Cut what killed runs left open behind its last whole record, and rename it: file name → bytes kept.

    A file without any whole record goes.
    """
    kept: dict[str, int] = {}
    for torn in sorted(folder.glob(f"nianbao-*.warc.gz{OPEN}")):
        size = whole_bytes(torn)
        if not size:
            torn.unlink()
            continue
        with torn.open("r+b") as file:
            file.truncate(size)
            os.fsync(file.fileno())
        path = torn.with_name(torn.name.removesuffix(OPEN))
        torn.rename(path)
        kept[path.name] = size
    return kept


def whole_bytes(path: Path) -> int:
    """Bytes up to the end of the last whole gzip member: one record is one member. Memory does not grow with the file."""
    whole = position = 0
    with path.open("rb") as file:
        unpack = zlib.decompressobj(31)
        rest = b""
        while rest or (rest := file.read(_PIECE)):
            try:
                unpack.decompress(rest, _PIECE)
            except zlib.error:
                return whole  # zeros of a file system that lost power, too
            left = unpack.unused_data if unpack.eof else unpack.unconsumed_tail
            position += len(rest) - len(left)
            rest = left
            if unpack.eof:
                whole, unpack = position, zlib.decompressobj(31)
    return whole
