"""Writes what was asked and answered as WARC 1.1: gzip for each record, files bounded in size, whole after every record."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from crawler.archive.digests import Digests, Payload
from crawler.archive.folder import free_name, opened, recover

_FORMAT = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
_NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and what answered it. Heads are lines ended by CRLF, an empty one last."""

    uri: str
    date: str
    """When the answer was there: ISO, UTC, ``Z``."""
    asked: bytes
    """Head of the request, without what nobody else may know."""
    asked_body: bytes
    status: int
    head: bytes
    body: bytes
    """Payload without transfer encoding; a content encoding stays."""
    address: str | None = None
    """IP address that answered."""


class ArchiveWriter:
    """Of one run. :exc:`OSError` where a record can't be written; the file then ends with the one before."""

    def __init__(self, folder: Path, *, file_size: int, information: dict[str, str]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.file_size = file_size
        self.information = {"format": "WARC File Format 1.1", "conformsTo": _FORMAT, **information}
        self.digests = Digests(folder)  # before anything is touched: it is the lock
        try:
            self.digests.forget_lost(folder, recover(folder))
        except OSError:
            self.digests.close()
            raise
        self._started = datetime.now(UTC).strftime("%Y%m%d%H%M%S")
        self._path: Path | None = None
        self._file: BinaryIO | None = None
        self._size = 0

    def write_exchange(self, exchange: Exchange) -> str:
        """Write a ``response`` (``revisit`` where its bytes are stored already) and its ``request``: id of the former."""
        records, packed = _packer()
        response, new = self._answer(records, exchange)
        request = records.create_warc_record(
            exchange.uri,
            "request",
            payload=BytesIO(exchange.asked_body),
            length=len(exchange.asked_body),
            http_headers=_Head(exchange.asked),
        )
        records.write_request_response_pair(request, response)
        self._append(packed.getvalue())
        if new is not None and self._path is not None:
            self.digests.add(new, self._path.name, self._size)
        if exchange.status == 200:
            self.digests.came(exchange.uri, response.rec_headers.get_header("WARC-Payload-Digest"))
        self._rotate()
        return _id(response)

    def write_conversion(self, uri: str, date: str, body: bytes, content_type: str, source: str | None) -> str:
        """Write a page as the crawl made it (in the browser, or out of an answer to a script), beside its source's id."""
        return self._write("conversion", uri, date, body, content_type, source)

    def write_note(self, uri: str, date: str, note: bytes, about: str | None = None) -> str:
        """Write what the crawl knew, as JSON, about the record with that id."""
        return self._write("metadata", uri, date, note, JSON, about)

    def close(self) -> None:
        """Give the last file its name, and the folder free."""
        try:
            self._finish()
        finally:
            self.digests.close()

    def _answer(self, records: Any, exchange: Exchange) -> tuple[Any, Payload | None]:
        """Record of an answer; beside it its payload, if that is stored with it for the first time."""
        headers = {"WARC-Date": exchange.date}
        if exchange.address:
            headers["WARC-IP-Address"] = exchange.address
        head = _Head(exchange.head)
        if exchange.status == 304 and (before := self.digests.latest(exchange.uri)) is not None:
            revisit = _revisit(records, exchange.uri, before, head, headers)
            revisit.rec_headers.replace_header("WARC-Profile", _NOT_MODIFIED)
            return revisit, None
        response = records.create_warc_record(
            exchange.uri,
            "response",
            payload=BytesIO(exchange.body),
            length=len(exchange.body),
            http_headers=head,
            warc_headers_dict=headers,
        )
        if not exchange.body:
            return response, None
        digest = response.rec_headers.get_header("WARC-Payload-Digest")
        if (before := self.digests.find(digest)) is not None:
            return _revisit(records, exchange.uri, before, head, headers), None
        return response, Payload(digest, exchange.uri, exchange.date)

    def _write(self, kind: str, uri: str, date: str, block: bytes, content_type: str, about: str | None) -> str:
        records, packed = _packer()
        record = records.create_warc_record(
            uri,
            kind,
            payload=BytesIO(block),
            length=len(block),
            warc_content_type=content_type,
            warc_headers_dict={"WARC-Date": date, **({"WARC-Refers-To": about} if about else {})},
        )
        records.write_record(record)
        self._append(packed.getvalue())
        self._rotate()
        return _id(record)

    def _append(self, data: bytes) -> None:
        """Write to the open file, all of it or nothing."""
        file = self._file or self._open()
        try:
            _write_all(file, data)
        except OSError:
            file.truncate(self._size)
            raise
        self._size += len(data)

    def _open(self) -> BinaryIO:
        path = free_name(self.folder, self._started)
        self._file = opened(path).open("xb", buffering=0)  # what is written is the system's at once
        self._path, self._size = path, 0
        records, packed = _packer()
        records.write_record(records.create_warcinfo_record(path.name, self.information))
        self._append(packed.getvalue())
        return self._file

    def _rotate(self) -> None:
        if self._size >= self.file_size:
            self._finish()

    def _finish(self) -> None:
        """Close the open file and give it its name; one that holds nothing goes."""
        if self._file is None or self._path is None:
            return
        file, path = self._file, self._path
        self._file = self._path = None
        try:
            os.fsync(file.fileno())
        finally:
            file.close()
            if self._size:
                opened(path).rename(path)
            else:
                opened(path).unlink()


class _Head:
    """Head of a message for warcio, which would escape what is not ASCII: names of files come in any encoding."""

    def __init__(self, head: bytes) -> None:
        self.headers_buff = head

    def compute_headers_buffer(self, header_filter: object = None) -> None:
        """It is there."""


def _packer() -> tuple[Any, BytesIO]:
    """Maker of records, and where it packs them."""
    from warcio.warcwriter import WARCWriter  # optional

    packed = BytesIO()
    return WARCWriter(packed, gzip=True, warc_version="1.1"), packed


def _revisit(records: Any, uri: str, before: Payload, head: _Head, headers: dict[str, str]) -> Any:
    return records.create_revisit_record(
        uri, before.digest, before.uri, before.date, http_headers=head, warc_headers_dict=headers
    )


def _id(record: Any) -> str:
    return str(record.rec_headers.get_header("WARC-Record-ID"))


def _write_all(file: BinaryIO, data: bytes) -> None:
    """An unbuffered file takes what it can."""
    rest = memoryview(data)
    while rest:
        rest = rest[file.write(rest) :]
