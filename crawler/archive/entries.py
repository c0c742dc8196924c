"""What one record tells an index: plain data, so that records can be read in one process and noted in another."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Literal

from w3lib.url import safe_url_string

from crawler.archive.candidates import is_wanted, may_be_report, why_unwanted
from crawler.archive.notes import Missed, read_note
from crawler.archive.reading import Record
from crawler.archive.writer import JSON
from crawler.urls import site_of

Entry = tuple[Literal["answer", "page", "method", "missed", "note"], tuple[Any, ...]]
"""What it is, and the row but for its file; a ``page`` is about the ``answer`` before it."""


def is_read(record: Record) -> bool:
    """Whether a record's body is looked at."""
    if record.own:
        return record.kind == "metadata" and record.content_type == JSON
    return is_wanted(record)


def is_useful(record: Record) -> bool:
    """Whether a record shows that its file is one to read."""
    return record.own or (record.kind in ("response", "revisit") and record.status > 0)


def entries_of(record: Record, passed_over: Counter[str]) -> Iterator[Entry]:
    """What a record says. Answers of other people's archives that can be no report are counted by the reason."""
    match record.kind:
        case "request":
            yield "method", (record.fields.get("warc-concurrent-to", ""), record.method)
        case "metadata" if record.own:
            yield from _note(record)
        case "conversion" if record.own:
            yield _answer(record)
        case "response" | "revisit" if record.status:
            yield _answer(record)
            if not record.own and record.kind == "response":
                yield from _page(record, passed_over)


def _answer(record: Record) -> Entry:
    fields = record.fields
    earlier = _address(fields.get("warc-refers-to-target-uri", "").strip("<>"))
    return "answer", (
        record.offset,
        record.kind,
        fields.get("warc-record-id"),
        _address(record.uri),
        record.date,
        moment(record.date),
        record.status,
        fields.get("warc-payload-digest"),
        earlier,
        moment(fields.get("warc-refers-to-date", "")[:19] + "Z"),
    )


def _page(record: Record, passed_over: Counter[str]) -> Iterator[Entry]:
    if record.body is None:
        passed_over[why_unwanted(record)] += 1
    elif not may_be_report(record):
        passed_over["words"] += 1
    else:
        try:
            yield "page", (site_of(safe_url_string(record.uri)),)
        except ValueError:
            passed_over["address"] += 1  # none that a browser would go to


def _note(record: Record) -> Iterator[Entry]:
    match read_note(record.body or b""):
        case Missed() as missed:
            yield "missed", (_address(record.uri), missed.page, missed.fetched_at, missed.fault, missed.detail)
        case None:
            return
        case page:
            site = page["portal"]["id"] if page["portal"] else ""
            yield "note", (record.fields.get("warc-refers-to"), site, json.dumps(page))


def _address(uri: str) -> str:
    """Address as requests have it."""
    try:
        return safe_url_string(uri).partition("#")[0]
    except ValueError:
        return uri


def moment(date: str) -> int:
    """Seconds since 1970 of a date; 0 for what is none."""
    try:
        return int(datetime.fromisoformat(date).timestamp())
    except (ValueError, OverflowError):
        return 0
