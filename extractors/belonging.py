"""Whose report a document is: what it says of itself, and what its link calls it, against the report of the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, takewhile

from extractors.documents import Document, Paragraph
from extractors.names import is_agency, same_body
from extractors.report import Rejection, Report
from extractors.text import squeeze
from extractors.year import years_in

_LINES = 5
"""First lines of a document, among which a caption of its tables stands."""
_CAPTION = re.compile(r"[^。]{0,50}(?:统计|情况|报|附)表")
_DATE = re.compile(r"[-./_年]?\d")
"""What follows the year of a date."""
_BEFORE_TOPIC = re.compile(
    r"(?:附件\d{0,2}[:.、]?|\d{1,2}[.、])?(.{2,30}?)(?:关于|20\d\d|(?:政府|政务)?信息公开|政务公开|年度?报|附表|统计|情况表)"
)


def is_anothers(report: Report, document: Document, alone: Report | Rejection, name: str) -> str | None:
    """What says that a document is not the page's report: another year, another agency; ``None`` if nothing does.

    ``alone`` is what the document is read as by itself, ``name`` what its link says. Only what the title of the page
    states can be contradicted.
    """
    if _is_titled(report, "year"):
        years = next(filter(None, _years(document, alone, name)), None)
        if years and report.year not in years:
            return f"is on {'、'.join(map(str, sorted(years)))}"
    if _is_titled(report, "agency") and report.agency is not None:
        agency = _agency(alone, name)
        if agency is not None and not same_body(agency, report.agency):
            return f"is of {agency}"
    return None


def _years(document: Document, alone: Report | Rejection, name: str) -> Iterator[set[int]]:
    """Years that a document is said to be on, the surest statement first."""
    if isinstance(alone, Report):
        if _is_titled(alone, "year") and alone.year is not None:
            yield {alone.year}
        if alone.period is not None and alone.period.start[:4] == alone.period.end[:4]:
            yield {int(alone.period.end[:4])}
    above = takewhile(lambda block: isinstance(block, Paragraph), document.blocks)
    for block in islice(above, _LINES):
        if isinstance(block, Paragraph) and _CAPTION.match(squeeze(block.text)):
            yield _named_years(block.text)
    yield _named_years(name)


def _named_years(name: str) -> set[int]:
    """Years that a name holds, those of dates left out.

    >>> sorted(_named_years("2021年附表 2022.xlsx")), _named_years("2023-01-20 年报"), _named_years("2023年1月公布")
    ([2021, 2022], set(), set())
    """
    text = squeeze(name)
    return {year for year, _, end in years_in(text) if not _DATE.match(text, end)}


def _agency(alone: Report | Rejection, name: str) -> str | None:
    """Agency of a document by its own title, else by the beginning of its name."""
    if isinstance(alone, Report) and _is_titled(alone, "agency"):
        return alone.agency
    before = _BEFORE_TOPIC.match(squeeze(name))
    return before[1] if before is not None and is_agency(before[1]) else None


def _is_titled(report: Report, field: str) -> bool:
    """Whether a title that is the text's own states a field."""
    title, evidence = report.evidence.get("title"), report.evidence.get(field)
    return title is not None and title.source != "listing" and evidence is not None and evidence.source == "title"
