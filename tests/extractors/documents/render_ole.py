"""Compound files with given streams, as small as they can be."""

from __future__ import annotations

import struct
from collections.abc import Mapping

SECTOR = 512
_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A file of version 3: the sector table first, then the directory, then the streams, none of them a small one."""
    chains = [_padded(data) for data in streams.values()]
    entries = [_entry("Root Entry", 5, _END, 0, below=1 if streams else _FREE)]
    directory_sectors = (len(streams) + 4) // 4
    sector = 1 + directory_sectors
    table = [_TABLE, *_chain(1, directory_sectors)]
    for number, (name, data) in enumerate(streams.items(), 1):
        length = len(chains[number - 1]) // SECTOR
        following = number + 1 if number < len(streams) else _FREE
        entries.append(_entry(name, 2, sector if data else _END, len(data), right=following))
        table += _chain(sector, length)
        sector += length
    assert len(table) <= SECTOR // 4, "more than one sector of sector numbers"
    table += [_FREE] * (SECTOR // 4 - len(table))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6xII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1)
    header += struct.pack("<IIIIIII", 1, 0, 0, _END, 0, _END, 0)
    header += struct.pack("<I", 0) + struct.pack("<108I", *[_FREE] * 108)
    return header + struct.pack("<128I", *table) + _padded(b"".join(entries)) + b"".join(chains)


def _chain(start: int, length: int) -> list[int]:
    return [start + place + 1 for place in range(length - 1)] + [_END] * (length > 0)


def _padded(data: bytes) -> bytes:
    return data + bytes(-len(data) % SECTOR)


def _entry(name: str, kind: int, start: int, size: int, *, below: int = _FREE, right: int = _FREE) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    return (
        text.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(text), kind, 1, _FREE, right, below)
        + bytes(36)
        + struct.pack("<III", start, size, 0)
    )


def record(kind: int, data: bytes = b"") -> bytes:
    """A record of Excel's stream."""
    return struct.pack("<HH", kind, len(data)) + data


def workbook_stream(*sheet: bytes, shared: bytes = b"") -> bytes:
    """Excel's stream with one sheet of the given records; ``shared`` are those of the workbook."""
    begin = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 6))
    end = record(0x0A)
    bound = struct.pack("<IHBB", 0, 0, 1, 0) + b"A"
    start = len(begin) + len(shared) + len(record(0x85, bound)) + len(end)
    bound = struct.pack("<IHBB", start, 0, 1, 0) + b"A"
    return begin + shared + record(0x85, bound) + end + begin.replace(b"\x05", b"\x10", 1) + b"".join(sheet) + end
