"""What a page's bytes become, in whatever process that is done."""

from __future__ import annotations

from dataclasses import dataclass

import extractors
from extractors.documents import Document
from extractors.errors import DocumentError
from extractors.joining import candidates
from extractors.page import Page
from extractors.report import Hints, Rejection, Report


@dataclass(frozen=True, slots=True)
class AskedPage:
    """All that reading a page needs."""

    body: bytes
    url: str
    content_type: str | None
    hints: Hints


@dataclass(frozen=True, slots=True)
class PageOutcome:
    """Its report, or why it is none."""

    report: Report | Rejection
    """Checked, unless documents may add to it."""
    page: Page | None = None
    """The page itself, only where documents of it may hold what the report lacks, or the report."""


def extract_page(asked: AskedPage, document: Document | DocumentError | None = None) -> PageOutcome:
    """Read a page; ``document`` is what reading its bytes gave elsewhere."""
    page = extractors.read_page(
        asked.body, url=asked.url, content_type=asked.content_type, hints=asked.hints, document=document
    )
    if isinstance(page, Rejection):
        return PageOutcome(page)
    report = extractors.read_report(page)
    if candidates(page, report):
        return PageOutcome(report, page)
    if isinstance(report, Report):
        extractors.check_report(report)
    return PageOutcome(report)
