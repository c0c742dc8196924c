"""RAR archives (format 4) of stored members: what no free program writes."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping

_MARK = b"Rar!\x1a\x07\x00"
_MAIN, _FILE, _END = 0x73, 0x74, 0x7B
_STORED, _NORMAL = 0x30, 0x33
_PASSWORD = 0x04


def write_rar(members: Mapping[bytes, bytes], *, compressed: bool = False, password: bool = False) -> bytes:
    """An archive; names as its system encodes them. ``compressed`` and ``password`` only claim to be so."""
    parts = [_MARK, _block(_MAIN, 0, b"\0" * 6)]
    for name, data in members.items():
        method = _NORMAL if compressed else _STORED
        fields = struct.pack(
            "<IIBIIBBHI", len(data), len(data), 2, zlib.crc32(data), 0x51216000, 29, method, len(name), 32
        )
        parts += [_block(_FILE, 0x8000 | (_PASSWORD if password else 0), fields + name), data]
    return b"".join([*parts, _block(_END, 0x4000, b"")])


def _block(kind: int, flags: int, fields: bytes) -> bytes:
    rest = struct.pack("<BHH", kind, flags, 7 + len(fields)) + fields
    return struct.pack("<H", zlib.crc32(rest) & 0xFFFF) + rest
