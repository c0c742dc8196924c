"""Compound files (OLE), as Word, Excel and PowerPoint wrote them until 2003: which of them, and their streams.

Chains of sectors are followed within bounds, so a file whose chains run in circles ends as any broken one.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Literal

from extractors.errors import DocumentError

Kind = Literal["word", "excel", "powerpoint", "other"]
MAX_STREAM = 20_000_000
"""Bytes of one stream that is read."""
_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER = 512
_ENTRY = 128
_STREAM = 2
_LAST = 0xFFFFFFF0
"""Sector numbers from here on mark ends."""
_KINDS: tuple[tuple[str, Kind], ...] = (
    ("worddocument", "word"),
    ("workbook", "excel"),
    ("book", "excel"),
    ("powerpoint document", "powerpoint"),
)
_WORD_FLAGS = 10
"""Offset of the flags in the first stream of Word's; 0x0100 among them says that the text is encrypted."""
_WORD_ENCRYPTED = 0x0100


def ole_kind(data: bytes) -> Kind:
    """Which program's file it is: :exc:`~extractors.errors.DocumentError` where it is encrypted or broken.

    A DOCX or XLSX with a password is a compound file too, with the whole package as an encrypted stream.
    """
    file = OleFile(data)
    if "encryptedpackage" in file:
        raise DocumentError("encrypted", "an office package that needs a password")
    kind: Kind = next((kind for name, kind in _KINDS if name in file), "other")
    if kind == "word":
        head = file.read("worddocument", _WORD_FLAGS + 2)
        if len(head) == _WORD_FLAGS + 2 and struct.unpack_from("<H", head, _WORD_FLAGS)[0] & _WORD_ENCRYPTED:
            raise DocumentError("encrypted", "a Word document that needs a password")
    return kind


class OleFile:
    """Streams of a compound file, by their names in lower case; what lies in its folders (embedded files) is left out."""

    def __init__(self, data: bytes) -> None:
        if len(data) < _HEADER or not data.startswith(_MAGIC):
            raise DocumentError("unreadable", "not a whole compound file")
        self._data = data
        shift, mini_shift = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise DocumentError("unreadable", "a compound file with sectors of impossible size")
        self._size, self._mini_size = 1 << shift, 1 << mini_shift
        directory, self._cutoff, mini_start = struct.unpack_from("<I4xII", data, 48)
        self._next = self._sector_table()
        self._mini_next = _integers(self._chain(mini_start, MAX_STREAM))
        self._mini = b""
        self._entries: dict[str, tuple[int, int]] = {}
        """Name → first sector and size in bytes."""
        self._read_directory(self._chain(directory, MAX_STREAM))

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def read(self, name: str, limit: int = MAX_STREAM) -> bytes:
        """The first ``limit`` bytes of a stream."""
        start, size = self._entries[name]
        wanted = min(size, limit)
        if size < self._cutoff:
            return _follow(self._mini, self._mini_next, start, self._mini_size, wanted)[:wanted]
        return self._chain(start, wanted)[:wanted]

    def size(self, name: str) -> int:
        """Bytes of a stream, as its entry says."""
        return self._entries[name][1]

    def _sector_table(self) -> Sequence[int]:
        """For each sector the one that follows it."""
        count, first_more, more = struct.unpack_from("<I20xII", self._data, 44)
        sectors = list(struct.unpack_from("<109I", self._data, 76))
        per_sector = self._size // 4 - 1
        most = len(self._data) // self._size + 1
        for _ in range(min(more, most)):
            if first_more >= _LAST:
                break
            listed = _integers(self._sector(first_more))
            sectors += listed[:per_sector]
            first_more = listed[per_sector] if len(listed) > per_sector else _LAST
        tables = [self._sector(sector) for sector in sectors[: min(count, most)] if sector < _LAST]
        return _integers(b"".join(tables))

    def _read_directory(self, directory: bytes) -> None:
        """The root, which is the first entry, and the streams right in it: a tree of entries, each seen once."""
        if len(directory) < _ENTRY:
            raise DocumentError("unreadable", "a compound file without a directory")
        start, size = struct.unpack_from("<II", directory, 116)
        self._mini = self._chain(start, min(size, MAX_STREAM))
        waiting = [struct.unpack_from("<I", directory, 76)[0]]
        seen = set(waiting)
        while waiting:
            at = waiting.pop() * _ENTRY
            if at + _ENTRY > len(directory):
                continue
            length, kind, left, right = struct.unpack_from("<HBxII", directory, at + 64)
            start, size = struct.unpack_from("<II", directory, at + 116)
            if kind == _STREAM and 2 <= length <= 64:
                name = directory[at : at + length - 2].decode("utf-16-le", errors="replace")
                self._entries.setdefault(name.lower(), (start, size))
            waiting += {left, right} - seen
            seen |= {left, right}

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        return self._data[start : start + self._size]

    def _chain(self, start: int, wanted: int) -> bytes:
        return _follow(self._data[self._size :], self._next, start, self._size, wanted)


def _follow(data: bytes, following: Sequence[int], start: int, size: int, wanted: int) -> bytes:
    """At most ``wanted`` bytes (rounded up to a sector) of the chain that begins at a sector."""
    parts = []
    sector = start
    for _ in range(-(-wanted // size)):
        if sector >= len(following) or sector >= _LAST:
            break
        parts.append(data[sector * size : (sector + 1) * size])
        sector = following[sector]
    return b"".join(parts)


def _integers(data: bytes) -> Sequence[int]:
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])
