"""What holds for any bytes that the extractor is given."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from typing import get_args

from extractors import Rejection, Report, extract
from extractors.report import RejectionReason


def breaches(data: bytes) -> list[str]:
    """Read the bytes and say which laws the result breaks; whatever the extractor raises goes to the caller."""
    return broken_laws(extract(data, url="http://www.qinghe-demo.gov.cn/zfxxgknb/content_1.html"))


def broken_laws(result: Report | Rejection) -> list[str]:
    """Say which laws a result breaks."""
    if isinstance(result, Rejection):
        return [] if result.reason in get_args(RejectionReason) else [f"unknown reason {result.reason!r}"]
    return [*_printable(result), *_marked(result), *_dated(result)]


def _printable(report: Report) -> Iterator[str]:
    """Feeds are UTF-8 and JSON: no lone surrogates, no infinities."""
    try:
        json.dumps(asdict(report), ensure_ascii=False, allow_nan=False).encode()
    except ValueError as error:  # UnicodeEncodeError is one
        yield f"no feed can hold it: {error}"


def _marked(report: Report) -> Iterator[str]:
    """Every null in the tables has one mark, and every mark its cell."""
    marks = Counter((mark.table, mark.row, mark.column) for mark in report.marks)
    for place, count in marks.items():
        if count > 1:
            yield f"{count} marks at {place}"
    for table, rows in report.tables.items():
        for row, cells in rows.items():
            for column, value in cells.items():
                if not marks.pop((table, row, column), 0) and value is None:
                    yield f"null without a mark at {(table, row, column)}"
    for place in marks:
        yield f"mark without a cell at {place}"


def _dated(report: Report) -> Iterator[str]:
    """Dates are ISO and in the calendar."""
    period = [report.period.start, report.period.end] if report.period else []
    for text in filter(None, [report.published, report.signed, *period]):
        try:
            datetime.fromisoformat(text)
        except ValueError:
            yield f"no date: {text!r}"
