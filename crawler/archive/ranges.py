"""Files of an archive in pieces that can be read at the same time, and what they tell as if they were read in one go.

Where records begin in the middle of a file is a guess: bytes that look like a record may lie within another. So each piece says
where it began and where the next one must begin, and one that began elsewhere is read again.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from crawler.archive.entries import Entry, entries_of, is_read, is_useful
from crawler.archive.index import ArchiveIndex
from crawler.archive.reading import BadArchive, Place, read_records

RANGE = 8_000_000
"""Bytes of a file that are a piece."""
_GZIP, _WARC, _BETWEEN = b"\x1f\x8b\x08", b"WARC/1.", b"\r\n\r\n"
_PIECE, _HEAD = 1 << 20, 1 << 16
"""Bytes that are searched at once; that the beginning of a member is looked for in."""


@dataclass(frozen=True, slots=True)
class Range:
    """Bytes of a file in which records begin; the last of them may end behind it."""

    path: Path
    begin: int
    end: int


@dataclass(slots=True)
class Scanned:
    """What the records of a range tell."""

    begins: Place | None
    """Where the first one begins; ``None`` if none seems to."""
    ends: Place | None = None
    """Where the first one behind the range begins; ``None`` if the file ends, or breaks off."""
    entries: list[Entry] = field(default_factory=list)
    passed_over: Counter[str] = field(default_factory=Counter)
    useful: bool = False
    error: str | None = None
    """Why the file breaks off."""


Again = Callable[[Range, Place, int], Scanned]
"""Reads a range once more, from a place where a record begins: :func:`scan`."""


def split(path: Path, size: int = RANGE) -> list[Range]:
    """Ranges of a file. :exc:`OSError`."""
    return [Range(path, begin, begin + size) for begin in range(0, max(path.stat().st_size, 1), size)]


def scan_guessing(place: Range, max_body: int) -> Scanned:
    """Read a range from where its first record seems to begin."""
    if place.begin == 0:
        return scan(place, Place(), max_body)
    begin = _find_record(place)
    return Scanned(None) if begin is None else scan(place, Place(begin, _is_own(place.path)), max_body)


def scan(range_: Range, place: Place, max_body: int) -> Scanned:
    """Read the records of a range from a place in it."""
    scanned = Scanned(begins=place)
    try:
        for record in read_records(range_.path, is_read, max_body, place):
            if record.offset >= range_.end:
                scanned.ends = Place(record.offset, record.own)
                break
            scanned.entries.extend(entries_of(record, scanned.passed_over))
            scanned.useful = is_useful(record) or scanned.useful
    except BadArchive as error:
        scanned.error = str(error)
    return scanned


def take_scanned(index: ArchiveIndex, pieces: Iterable[tuple[Range, Scanned]], again: Again) -> None:
    """Take in a file whose ranges were read, in their order. :exc:`BadArchive` as :meth:`ArchiveIndex.add` raises it."""
    expected: Place | None = Place()
    file, useful = None, False
    for range_, scanned in pieces:
        file = index.begin(range_.path) if file is None else file
        if expected is None or expected.offset >= range_.end:
            continue
        if scanned.begins != expected:
            scanned = again(range_, expected, index.max_body)
        index.take(file, scanned.entries)
        index.passed_over += scanned.passed_over
        useful, expected = useful or scanned.useful, scanned.ends
        if scanned.error is not None:
            raise BadArchive(scanned.error)
    index.end(useful=useful)


def _find_record(range_: Range) -> int | None:
    """First byte of a range at which a record seems to begin: in a gzip member of its own, or behind the end of another one."""
    with range_.path.open("rb") as file:
        zipped = file.read(len(_GZIP)) == _GZIP
        mark, back = (_GZIP, 0) if zipped else (_BETWEEN + _WARC, len(_BETWEEN))
        for begin in range(range_.begin, range_.end, _PIECE):
            file.seek(begin - back)
            data = file.read(_PIECE + _HEAD)
            for found in _places(data, mark, min(_PIECE, range_.end - begin)):
                if not zipped or _holds_record(data[found : found + _HEAD]):
                    return begin + found
    return None


def _places(data: bytes, mark: bytes, end: int) -> Iterator[int]:
    """Where a mark begins before the end."""
    found = data.find(mark)
    while 0 <= found < end:
        yield found
        found = data.find(mark, found + 1)


def _holds_record(data: bytes) -> bool:
    try:
        return zlib.decompressobj(31).decompress(data, len(_WARC)) == _WARC
    except zlib.error:
        return False


def _is_own(path: Path) -> bool:
    """What the beginning of a file says of the rest: whether a crawl of ours wrote it."""
    try:
        return any(record.own for record in islice(read_records(path, lambda _: False, 0), 2))
    except BadArchive:
        return False
