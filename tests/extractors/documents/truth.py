"""What a document's report holds, to compare with the truth about it."""

from __future__ import annotations

from extractors.boilerplate import find_body
from extractors.documents import Document
from extractors.metadata import extract_metadata
from extractors.page import Page
from extractors.report import Hints, Report
from extractors.stages import read_report
from tests.extractors.shapes import Truth


def report_of(document: Document) -> Report:
    """The report that a document is read as."""
    body, _ = find_body(document)
    page = Page(
        document=document,
        body=body,
        metadata=extract_metadata(document, body),
        sha256="",
        url=None,
        hints=Hints(),
    )
    report = read_report(page)
    assert isinstance(report, Report), report
    return report


def tables_of(document: Document) -> Truth:
    """Every cell of its tables."""
    return {
        (table, row, column): value
        for table, rows in report_of(document).tables.items()
        for row, cells in rows.items()
        for column, value in cells.items()
    }
