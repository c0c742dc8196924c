"""Archives as other programs write them, and what is looked at in ours."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.cli import main as warcio

from crawler.archive.writer import ArchiveWriter, Exchange

URL = "http://www.a.example/1.html"
DATE = "2026-01-02T03:04:05Z"
TITLE = "松汀镇人民政府2020年政府信息公开工作年度报告"
PAGE = f"<html><title>{TITLE}</title><body>{TITLE}</body></html>".encode()


def record(block: bytes, kind: str = "response", version: str = "1.0", **fields: str) -> bytes:
    """One record, spelled out; ``fields`` with ``_`` for ``-``."""
    named = {"WARC-Type": kind, "WARC-Record-ID": f"<urn:uuid:{len(block)}>", "WARC-Date": DATE, "WARC-Target-URI": URL}
    named |= {name.replace("_", "-"): value for name, value in fields.items()}
    named["Content-Length"] = str(len(block))
    head = "".join(f"{name}: {value}\r\n" for name, value in named.items())
    return f"WARC/{version}\r\n{head}\r\n".encode() + block + b"\r\n\r\n"


def http(body: bytes, *headers: str, line: str = "HTTP/1.1 200 OK") -> bytes:
    lines = (line, "Content-Type: text/html", *headers, "", "")
    return "\r\n".join(lines).encode("latin-1") + body


def write(path: Path, *records: bytes) -> Path:
    """A file of records, each in a member of its own where the name says gzip."""
    packed = map(gzip.compress, records) if path.suffix == ".gz" else records
    path.write_bytes(b"".join(packed))
    return path


def exchange(body: bytes = PAGE, url: str = URL, status: int = 200, date: str = DATE, *headers: bytes) -> Exchange:
    head = b"\r\n".join((b"HTTP/1.1 %d OK" % status, b"Content-Type: text/html", *headers, b"", b""))
    return Exchange(url, date, b"GET /1.html HTTP/1.1\r\nHost: www.a.example\r\n\r\n", b"", status, head, body)


def writer(folder: Path, file_size: int = 1_000_000) -> ArchiveWriter:
    return ArchiveWriter(folder, file_size=file_size, information={"software": "nianbao/0.1"})


def records_of(path: Path) -> list[dict[str, Any]]:
    """Fields of every record, with the block as ``block``."""
    with path.open("rb") as file:
        return [
            {**dict(each.rec_headers.headers), "block": each.raw_stream.read()}
            for each in ArchiveIterator(file, no_record_parse=True)
        ]


def is_valid(*paths: Path) -> bool:
    """What ``warcio check`` says of all digests."""
    try:
        return warcio(["check", *map(str, paths)]) in (0, None)
    except SystemExit as end:
        return not end.code
