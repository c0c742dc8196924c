"""Pages whose report lies in a document: which document that may be, and what page and document say together.

The page keeps its metadata. A document that is a whole report by itself is the body, and the page's own lines stand before
it, where a title may be. Else the page's text stays: a document fills in the tables of a page that prints the sections, or
follows the little that a page prints. What the page prints itself stays, whatever the document prints there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import partial

from extractors.attachments import TYPES, find_attachments, find_pictures
from extractors.belonging import is_anothers
from extractors.boilerplate import find_body
from extractors.documents import Document, Paragraph
from extractors.errors import DocumentError
from extractors.metadata import extract_metadata
from extractors.page import Page
from extractors.printed_twice import keep_printed
from extractors.report import Attachment, Evidence, Finding, Hints, Rejection, Report
from extractors.stages import read_report
from extractors.tables.forms import load_forms
from extractors.tables.read import read_tables
from extractors.text import squeeze

MAX_CANDIDATES = 3
"""Documents of one page that are tried."""
MAX_PICTURES = 30
"""Pictures of one page that are taken for the pages of a report."""
_SECTIONS = 3
"""Numbered parts from which a text is a report's."""
_REPORT = re.compile(r"年度报告|年报|年度報告|年報|信息公开.{0,6}报告")
_ANNOUNCEMENT = 800
"""Characters; a report in prose has more."""
_YEAR = re.compile(r"20\d\d")
_TABLES = re.compile(r"附表|统计表|情况表|报表|表格?\.|表$")
_OTHER = re.compile(r"解读|图解|指南|目录|申请表|流程图|模板|样表|格式")
_ORDER = ("docx", "xlsx", "pdf", "ofd", "doc", "wps", "xls", "et", "rtf", "mht", "zip", "rar", "tif", "tiff", "7z")
"""Types, those first that lose least when they are read."""
_RANKS = {TYPES[ending]: rank for rank, ending in reversed(list(enumerate(_ORDER)))}
_NAMING = ("notice", "other", "empty", "work_summary")
"""What a page may be judged for its own text that merely brings a report."""

_ENDING = re.compile(r"(?:\.[a-z]{2,4})?(?:\([^()]{0,20}\))?$", re.IGNORECASE)
NOTHING = "holds nothing of the report"

Candidate = tuple[Attachment, ...]
"""One document, or the pictures of one document's pages in order."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A document that gave no report, and why."""

    attachment: Attachment
    reason: str
    """``encrypted: …``, ``gone: status 404``."""


def candidates(page: Page, outcome: Report | Rejection) -> list[Candidate]:
    """Documents of a page that may hold what the page itself lacks, the likeliest first; none if it lacks nothing."""
    attachments = find_attachments(page.document, page.body, page.url)
    if isinstance(outcome, Rejection):
        attachments = [it for it in attachments if _REPORT.search(_name(it))] if outcome.reason in _NAMING else []
    elif not lacks(outcome):
        return []
    likely = sorted(
        (it for it in attachments if not _is_other(it)),
        key=partial(_rank, year=outcome.year if isinstance(outcome, Report) else None),
    )
    if isinstance(outcome, Rejection) and len({_stem(it) for it in likely}) > 1:
        return []  # a page of several reports is none of them
    found: list[Candidate] = [(attachment,) for attachment in likely[:MAX_CANDIDATES]]
    if isinstance(outcome, Report) and (is_unread(outcome) or _prints_little(page, outcome)):
        pictures = find_pictures(page.document, page.body, page.url)[:MAX_PICTURES]
        found += [tuple(pictures)] if pictures else []
    return found


def lacks(report: Report) -> bool:
    """Whether a report's page leaves out sections or tables that a document may hold."""
    codes = {finding.code for finding in report.findings}
    if "page.document_unread" in codes or len(report.sections) < _SECTIONS:
        return True
    printed = {*report.tables, *(row.table for row in report.unplaced)}
    if report.form is None:
        return "page.tables_missing" in codes or report.year is None or report.year >= 2019
    return any(table.id not in printed for table in load_forms()[report.form].tables)


def is_part(report: Report) -> bool:
    """Whether a report lacks its text, or all its tables: those may lie in another document."""
    return is_unread(report) or len(report.sections) < _SECTIONS


def is_unread(report: Report) -> bool:
    """Whether a page prints no text of its report, or no table where there should be some."""
    return any(finding.code in ("page.document_unread", "page.tables_missing") for finding in report.findings)


def join(page: Page, outcome: Report | Rejection, document: Document, used: Candidate) -> tuple[Page, Report] | str:
    """A page together with a document and the report of both, or why the document is not the page's report.

    ``used`` are the attachments as fetched, with type and digest.
    """
    alone = _read_alone(page, outcome, document)
    if isinstance(outcome, Rejection):
        if isinstance(alone, Rejection):
            return f"{alone.reason}: {alone.message}"
    elif (other := is_anothers(outcome, document, alone, used[0].name or "")) is not None:
        return other
    both = _join_pages(page, outcome, document, alone)
    joined = read_report(both)
    if isinstance(joined, Rejection) or (isinstance(outcome, Report) and _size(joined) <= _size(outcome)):
        return NOTHING
    joined.attachments = with_fetched(page, outcome, used)
    kept: set[str] = set()
    if isinstance(outcome, Report):
        kept = keep_printed(joined, outcome, read_tables(list(enumerate(document.blocks))).tables)
    _name_source(joined, outcome, used, kept)
    return both, joined


def with_fetched(page: Page, outcome: Report | Rejection, fetched: Sequence[Attachment]) -> list[Attachment]:
    """The page's attachments, those that were fetched with type and digest; pictures only if they were fetched."""
    known = outcome.attachments if isinstance(outcome, Report) else ()
    listed = known or find_attachments(page.document, page.body, page.url)
    by_url = {attachment.url: attachment for attachment in (*listed, *fetched)}
    return list(by_url.values())


def note_unread(report: Report, unread: Sequence[Unread]) -> None:
    """Say of each document of a report why it was not read; it is listed, with its address.

    That takes the place of the finding that the page holds documents, which names none.
    """
    if not unread:
        return
    report.findings = [it for it in report.findings if it.code != "page.document_unread" or it.stated is not None]
    for entry in unread:
        name = entry.attachment.name or entry.attachment.url
        message = f"not read: {name!r}: {entry.reason}"
        report.findings.append(
            Finding(code="page.document_unread", severity="warning", message=message, stated=entry.attachment.url)
        )


def explain(error: DocumentError) -> str:
    """Reason and message of a document that could not be read."""
    return f"{error.reason}: {error}"


def _read_alone(page: Page, outcome: Report | Rejection, document: Document) -> Report | Rejection:
    """What a document is by itself; the page's title stands in where it has none."""
    body, findings = find_body(document)
    hints = Hints(link_text=outcome.title if isinstance(outcome, Report) else None)
    metadata = extract_metadata(document, body)
    return read_report(
        Page(document=document, body=body, metadata=metadata, sha256=page.sha256, hints=hints, findings=findings)
    )


def _join_pages(page: Page, outcome: Report | Rejection, document: Document, alone: Report | Rejection) -> Page:
    """One page of both; its blocks are the page's up to the end of its body, then the document's."""
    own = [document.blocks[index] for index in find_body(document)[0]]
    if isinstance(outcome, Rejection):  # the page is another thing: what it is called is not the report's title
        metadata = replace(page.metadata, title=None)
        return replace(
            page, document=replace(document, blocks=own, regions=[]), body=range(len(own)), metadata=metadata
        )
    start = max(page.body.stop, page.tables_from.stop)
    # headings of the document are lines of a text here: the page's own heading is the title
    blocks = [*page.document.blocks[:start], *(it._replace(tag="") if isinstance(it, Paragraph) else it for it in own)]
    added = range(start, len(blocks))
    unread = [*page.document.unread, *document.unread]
    both = replace(page.document, blocks=blocks, regions=[], links=[], images=[], unread=unread)
    if _is_whole(alone, outcome):
        return replace(page, document=both, body=added)
    if len(outcome.sections) >= _SECTIONS:
        return replace(page, document=both, tables_from=range(page.tables_from.start or start, len(blocks)))
    return replace(page, document=both, body=range(page.body.start, len(blocks)))


def _is_whole(alone: Report | Rejection, outcome: Report) -> bool:
    """Whether a document is a report by itself: its sections, and tables unless it is of a time without.

    Tables under the headings of their sections are not the report of a page that prints more of them.
    """
    if isinstance(alone, Rejection) or len(alone.sections) < max(_SECTIONS, len(outcome.sections)):
        return False
    return bool(alone.tables) or not (outcome.tables or outcome.sections)


def _size(report: Report) -> int:
    """Sections and cells."""
    cells = sum(len(columns) for rows in report.tables.values() for columns in rows.values())
    return cells + len(report.sections)


def _name_source(report: Report, outcome: Report | Rejection, used: Candidate, kept: AbstractSet[str]) -> None:
    """Let the item and its evidence say what was read in the document: all tables but those that are ``kept``."""
    name = used[0].name or used[0].url
    if len(used) > 1:
        name = f"{len(used)} pictures"
    for table in report.tables:
        if table not in kept and (evidence := report.evidence.get(f"tables.{table}")) is not None:
            report.evidence[f"tables.{table}"] = Evidence(source=evidence.source, quote=f"{evidence.quote} in {name}")
    told = isinstance(outcome, Report) and [it.text for it in outcome.sections] == [it.text for it in report.sections]
    quote = f"{'tables' if told else 'text'} of {name}"
    report.document_url = used[0].url
    if told and isinstance(outcome, Report) and outcome.document_url is not None:  # a second document, with the tables
        report.document_url = outcome.document_url
        quote = f"{outcome.evidence['document_url'].quote}, {quote}"
    report.evidence["document_url"] = Evidence(source="text", quote=quote)


def _rank(attachment: Attachment, *, year: int | None) -> tuple[bool, int, int]:
    """How far from the report: another year in its name, words, what its type loses."""
    name = _name(attachment)
    years = _YEAR.findall(name)
    words = 0 if _REPORT.search(name) else 1 if _TABLES.search(name) else 2
    other_year = year is not None and bool(years) and str(year) not in years
    return other_year, words, _RANKS.get(attachment.media_type or "", len(_ORDER))


def _prints_little(page: Page, report: Report) -> bool:
    """Whether a page has no table and no more text than announces a report."""
    lengths = (len(block.text) for index in page.body if isinstance(block := page.document.blocks[index], Paragraph))
    return not report.tables and not report.unplaced and sum(lengths) < _ANNOUNCEMENT


def _is_other(attachment: Attachment) -> bool:
    return _OTHER.search(_name(attachment)) is not None


def _stem(attachment: Attachment) -> str:
    return _ENDING.sub("", _name(attachment))


def _name(attachment: Attachment) -> str:
    return squeeze(attachment.name or "")
