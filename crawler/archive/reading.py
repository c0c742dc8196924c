"""Reads WARC files of any origin, record by record. What is broken has a name; nothing is read without bounds."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.client import HTTPException, parse_headers
from io import BytesIO
from pathlib import Path
from typing import Any, Literal

Problem = Literal["truncated", "too_large"]
"""Why a body is not whole: names of :data:`crawler.books.faults.FAULTS`."""

_STATUS = re.compile(rb"HTTP/\d(?:\.\d)? {1,8}(\d{3})(?!\d)")
_LINE = 65_536
_PIECE = 1 << 16
_SLACK = 1_000_000
"""Bytes that transfer and content encoding may add to a body."""
_OTHER_ENCODINGS = ("deflate", "br")
_OWN = b"software: nianbao/"
_ORIGINAL = "x-archive-orig-"
"""Before headers as they came, in answers of archives' own servers that were archived once more."""


class BadArchive(Exception):
    """The file can't be read, or not beyond some byte."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One record; ``body`` is there where it was wanted."""

    offset: int
    kind: str
    """``WARC-Type``."""
    fields: dict[str, str]
    """Of the record; names in lower case."""
    own: bool = False
    """Whether a crawl of ours wrote the file: then its notes say which pages count."""
    method: str = ""
    """Of a request."""
    status: int = 0
    """Of an answer."""
    headers: dict[str, list[str]] = field(default_factory=dict)
    """Of an answer: names in lower case, each byte of a value a character (latin-1)."""
    body: bytes | None = None
    """Without transfer and content encoding."""
    problem: Problem | None = None

    @property
    def uri(self) -> str:
        """Address of the page; some writers put it in brackets."""
        return self.fields.get("warc-target-uri", "").strip("<>")

    @property
    def date(self) -> str:
        """When it was met: ISO, UTC, without what is smaller than seconds."""
        date = self.fields.get("warc-date", "")
        return f"{date[:19]}Z" if len(date) > 20 else date

    @property
    def content_type(self) -> str:
        """What the body claims to be; empty if nothing does."""
        if self.headers:
            return next(iter(self.headers.get("content-type", ())), "")
        return "" if self.status else self.fields.get("content-type", "")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record begins, and what is known there."""

    offset: int = 0
    own: bool = False
    """:attr:`Record.own` of the record that begins there."""


def read_records(
    path: Path, wants: Callable[[Record], bool], max_body: int, place: Place | None = None
) -> Iterator[Record]:
    """Every whole record of a file, with the bodies of those that the caller ``wants``; :exc:`BadArchive` where that ends.

    They begin at ``place``, where a record must begin. Of a longer body than ``max_body`` bytes so much is read, and its
    ``problem`` says so.
    """
    place = place or Place()
    own = place.own
    for record, stream in _records(path, place.offset):
        info = record.kind == "warcinfo"
        known = replace(record, own=own)
        if info or wants(known):
            known = _with_body(known, stream, max_body)
        _drain(stream, record.offset)
        if info:
            own = _OWN in (known.body or b"")
        yield known


def read_record(path: Path, offset: int, max_body: int) -> Record:
    """The record that begins at a byte of a file, with its body. :exc:`BadArchive`."""
    for record, stream in _records(path, offset):
        return _with_body(record, stream, max_body)
    raise BadArchive(f"no record at byte {offset}")


def _records(path: Path, offset: int) -> Iterator[tuple[Record, Any]]:
    """Records from a byte on, each with the stream that holds the rest of its block."""
    from warcio.archiveiterator import ArchiveIterator  # optional

    with _named_errors(), path.open("rb") as file:
        file.seek(offset)
        records = ArchiveIterator(file, no_record_parse=True)
        for raw in records:
            if raw.format != "warc":
                raise BadArchive("an ARC file: warcio recompress makes a WARC file of it")
            fields = {name.lower(): value for name, value in raw.rec_headers.headers}
            if not fields.get("content-length", "").isdigit():
                raise BadArchive(f"a record without its length at byte {records.offset}")
            record = Record(offset=records.offset, kind=raw.rec_type or "", fields=fields)
            yield _with_head(record, raw.raw_stream), raw.raw_stream


@contextmanager
def _named_errors() -> Iterator[None]:
    """Whatever warcio and zlib raise over damaged files, under one name."""
    from warcio.exceptions import ArchiveLoadFailed
    from warcio.statusandheaders import StatusAndHeadersParserException

    try:
        yield
    except (ArchiveLoadFailed, StatusAndHeadersParserException, zlib.error, EOFError, ValueError, OSError) as error:
        raise BadArchive(" ".join(str(error).split())[:200] or type(error).__name__) from error


def _with_head(record: Record, stream: Any) -> Record:
    """The record with what the head of its message says; as it is, if it has none."""
    if record.kind not in ("response", "revisit", "request") or not record.uri.startswith(("http://", "https://")):
        return record
    line = stream.readline(_LINE)
    if record.kind == "request":
        return replace(record, method=line.partition(b" ")[0].decode("latin-1"))
    if (status := _STATUS.match(line)) is None:
        return record
    headers: dict[str, list[str]] = {}
    try:
        for name, value in parse_headers(stream).items():
            headers.setdefault(name.lower().removeprefix(_ORIGINAL), []).append(value)
    except HTTPException:  # lines or headers without end: no answer that a crawl would have taken
        return record
    return replace(record, status=int(status[1]), headers=headers)


def _with_body(record: Record, stream: Any, max_body: int) -> Record:
    """The record with its body, or as much of it as there is."""
    from warcio.bufferedreaders import BufferedReader, ChunkedDataReader

    if stream.limit > max_body + _SLACK:
        return replace(record, body=b"", problem="too_large")
    if "chunked" in _first(record, "transfer-encoding"):
        stream = ChunkedDataReader(stream)  # what is not chunked after all passes as it is
    body, problem = _read(stream, max_body + _SLACK), None
    encoding = _first(record, "content-encoding")
    if encoding in ("gzip", "x-gzip"):
        body, problem = _unzip(body, max_body)
    elif encoding in _OTHER_ENCODINGS:  # some archives keep the header beside what they have decoded
        body = _read(BufferedReader(BytesIO(body), decomp_type=encoding), max_body + 1)
    if len(body) > max_body:
        return replace(record, body=body[:max_body], problem="too_large")
    return replace(record, body=body, problem="truncated" if record.fields.get("warc-truncated") else problem)


def _first(record: Record, header: str) -> str:
    return next(iter(record.headers.get(header, ())), "").strip().lower()


def _unzip(body: bytes, max_body: int) -> tuple[bytes, Problem | None]:
    """What gzip holds, also if rubbish follows it; bytes that are no gzip as they are."""
    unpacked = bytearray()
    with gzip.GzipFile(fileobj=BytesIO(body)) as file:
        try:
            while len(unpacked) <= max_body and (piece := file.read1(_PIECE)):
                unpacked += piece
        except gzip.BadGzipFile:
            return bytes(unpacked) or body, None
        except (EOFError, zlib.error):
            return bytes(unpacked), "truncated"
    return bytes(unpacked), None


def _read(stream: Any, size: int) -> bytes:
    """Up to ``size`` bytes: one call may give fewer."""
    pieces: list[bytes] = []
    while size > 0 and (piece := stream.read(min(size, _PIECE))):
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)


def _drain(stream: Any, offset: int) -> None:
    """Read to the end of a record. :exc:`BadArchive` if the file ends before."""
    while stream.read(_PIECE):
        pass
    if stream.limit:
        raise BadArchive(f"the record at byte {offset} ends before its end")
