"""Bytes to report, in three stages: page, report, checks. A crawl's pipelines run the stages, everything else all three."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version

from extractors.agency import agency_level, extract_agency, neighbour_findings
from extractors.attachments import find_attachments
from extractors.boilerplate import find_body, is_noise, prose_lines, table_lines
from extractors.checks import run_checks
from extractors.classify import Contents, classify, unread_document
from extractors.contact import extract_contact
from extractors.counts import extract_counts
from extractors.dates import date_findings, extract_published, extract_signed, find_periods, period_findings
from extractors.divisions import find_division
from extractors.documents import Block, Document, Paragraph, Table, read_document, sniff
from extractors.errors import DocumentError
from extractors.lookalikes import load_lookalikes
from extractors.metadata import extract_metadata
from extractors.narrative import narrative_cells
from extractors.other_years import tables_of_other_years
from extractors.page import Page
from extractors.reading import Reading
from extractors.report import Attachment, Evidence, Finding, Hints, Rejection, Report, Section
from extractors.sections import split_sections
from extractors.tables.forms import load_forms
from extractors.tables.read import TablesReading, read_tables
from extractors.text import squeeze
from extractors.title import extract_title
from extractors.title_words import MAX_TITLE, clean_title
from extractors.viewers import load_viewers
from extractors.year import extract_year

HEAD_LINES = 60
"""Lines before the body that may name it: title, source, date."""
_TITLE_BEGINS = 6
"""Characters of a line that may be where a title begins."""
TAIL_LINES = 25
"""Last lines of the body, where the sign-off stands."""


def extract(
    data: bytes, *, url: str | None = None, content_type: str | None = None, hints: Hints | None = None
) -> Report | Rejection:
    """Read one page or file.

    ``data`` are the bytes as served, ``content_type`` the header as sent (only its charset is used, and only where the
    bytes leave a choice), ``url`` makes links absolute and is the last resort for the date. Never raises on any bytes:
    what can't be read or is no report is a :class:`~extractors.report.Rejection` with its reason.
    """
    page = read_page(data, url=url, content_type=content_type, hints=hints)
    if isinstance(page, Rejection):
        return page
    report = read_report(page)
    if isinstance(report, Report):
        check_report(report)
    return report


def read_page(
    data: bytes,
    *,
    url: str | None = None,
    content_type: str | None = None,
    hints: Hints | None = None,
    document: Document | DocumentError | None = None,
) -> Page | Rejection:
    """First stage: bytes to document, then metadata from the whole page and the body within it.

    ``document`` is what reading the bytes gave elsewhere, in a process of its own; else they are read here.
    """
    digest = hashlib.sha256(data).hexdigest()
    hints = hints or Hints()
    if document is None:
        try:
            document = read_document(data, content_type)
        except DocumentError as error:
            document = error
    if isinstance(document, DocumentError):
        return Rejection(reason=document.reason, message=str(document), url=url, sha256=digest, media_type=sniff(data))
    body, findings = find_body(document, hints.body)
    metadata = extract_metadata(document, body)
    return Page(document=document, body=body, metadata=metadata, sha256=digest, url=url, hints=hints, findings=findings)


def read_report(page: Page) -> Report | Rejection:
    """Second stage: is it a report at all, then its tables and fields."""
    document = page.document
    blocks = [(index, document.blocks[index]) for index in page.body]
    with_tables = blocks + [(index, document.blocks[index]) for index in page.tables_from]
    tables = read_tables(with_tables)
    prose = _read_prose(page, prose_lines(blocks, tables.consumed))
    attachments = find_attachments(document, page.body, page.url)
    contents = _contents(page, tables, prose, attachments)
    rejected = classify(prose.title.value if prose.title else None, prose.lines, contents)
    if rejected is not None:
        reason, message = rejected
        return Rejection(
            reason=reason, message=message, url=page.url, sha256=page.sha256, media_type=document.media_type
        )
    report = Report(
        url=page.url,
        sha256=page.sha256,
        media_type=document.media_type,
        extractor_version=extractor_version(),
        sections=prose.sections,
        attachments=attachments,
        findings=list(page.findings),
    )
    _read_fields(report, page, prose)
    tables = _of_the_year(tables, with_tables, report.year)
    _add_tables(report, tables)
    report.findings.extend(tables_of_other_years(with_tables, tables.consumed, report.year))
    if (unread := unread_document(prose.lines, contents)) is not None:
        report.findings.append(Finding(code="page.document_unread", severity="warning", message=unread))
    for part in document.unread:
        report.findings.append(
            Finding(code="page.document_unread", severity="warning", message=f"not read: {part}", stated=part)
        )
    return report


def _contents(page: Page, tables: TablesReading, prose: _Prose, attachments: Sequence[Attachment]) -> Contents:
    """What tells a report from any other page, beside its words."""
    document, body = page.document, page.body
    return Contents(
        title_source=prose.title.source if prose.title else None,
        html_title=document.html_title,
        section_numbers=tuple(section.number for section in prose.sections),
        has_tables=bool(tables.tables or tables.unplaced),
        filled=_prints_number(tables),
        link_ratio=_link_ratio(document, body),
        documents=tuple(attachment.name or attachment.url for attachment in attachments),
        pictures=len({image.url for image in document.images if body.start <= image.block <= body.stop}),
    )


@dataclass(frozen=True, slots=True)
class _Prose:
    """The body without its tables, and what stands before it."""

    head: list[str]
    lines: list[str]
    preamble: list[str]
    sections: list[Section]
    title: Reading[str] | None


def _read_prose(page: Page, lines: list[str]) -> _Prose:
    head = _lines(page.document, range(max(0, page.body.start - HEAD_LINES), page.body.start))
    preamble, sections = split_sections(lines)
    title = extract_title(page.document, head, lines, page.metadata, page.hints)
    return _Prose(head, lines, preamble, sections, title)


def _read_fields(report: Report, page: Page, prose: _Prose) -> None:
    """Every field that prose and metadata state, with its evidence and findings."""
    metadata, hints, title = page.metadata, page.hints, prose.title
    tail = prose.lines[-TAIL_LINES:]
    periods = find_periods(prose.lines)
    period = next((found for found in periods if found.value.start < found.value.end), None)
    published = extract_published(metadata, prose.head + prose.preamble, hints, page.url)
    _set(report, "title", title)
    _set(report, "period", period)
    _set(report, "published", published)
    _set(report, "signed", extract_signed(tail))
    _set(report, "year", extract_year(title, metadata, prose.preamble, prose.sections, period, published, hints))
    _set(report, "agency", extract_agency(title, metadata, prose.lines, tail, hints))
    report.contact, contact_evidence = extract_contact(_below_title(prose), prose.sections)
    if contact_evidence is not None:
        report.evidence["contact"] = contact_evidence
    report.findings.extend(neighbour_findings(report.agency, (report.contact.office, report.contact.address)))
    _place_agency(report, page)
    report.stated_counts = extract_counts(prose.sections, prose.preamble, report.year)
    report.findings.extend(period_findings(periods))
    report.findings.extend(date_findings(report.year, report.period, report.published, report.signed))


def _below_title(prose: _Prose) -> list[str]:
    """Lines before the first section from the report's title on; contact above it is that of the site's owner."""
    title = squeeze(prose.title.value) if prose.title is not None else ""
    for index, line in enumerate(prose.preamble):
        bare = squeeze(clean_title(line)) if len(line) <= MAX_TITLE else ""
        if len(bare) >= _TITLE_BEGINS and title.startswith(bare):
            return prose.preamble[index:]
    return prose.preamble


def _place_agency(report: Report, page: Page) -> None:
    """Level and division of the agency."""
    if report.agency is None:
        return
    stated, metadata = report.evidence["agency"], page.metadata
    printed = [reading.value for reading in (metadata.publisher, metadata.source) if reading is not None]
    found, findings = find_division(
        Reading(report.agency, stated.source, stated.quote),
        metadata,
        url=page.url,
        portal=page.hints.division,
        places=[*printed, *filter(None, [report.contact.office, report.contact.address])],
    )
    report.agency_level = agency_level(report.agency, found.value.code if found is not None else None)
    report.findings.extend(findings)
    if found is not None:
        report.division = found.value
        report.evidence["division"] = found.evidence


def check_report(report: Report) -> None:
    """Third stage: append what the form's identities and the prose say against the figures."""
    run_checks(report)


def load_data() -> None:
    """Load every data file of this package, so that a wrong one shows now: :exc:`~extractors.errors.ConfigError`."""
    load_forms()
    narrative_cells()
    load_viewers()
    load_lookalikes()
    extract(_SAMPLE.encode())  # reads the vocabulary of every field


_SAMPLE = """某镇2021年政府信息公开工作年度报告
某镇人民政府 2022年1月20日
如有疑问，请与办公室联系，电话：5550101。
一、总体情况
全年收到政府信息公开申请1件。
二、主动公开政府信息情况
三、收到和处理政府信息公开申请情况
四、政府信息公开行政复议、行政诉讼情况"""
"""It is a report, or most fields would not be read."""


@cache
def extractor_version() -> str:
    """Version of this project, as installed."""
    try:
        return version("nianbao")
    except PackageNotFoundError:  # run from a folder that was never installed
        return "unknown"


def _of_the_year(tables: TablesReading, blocks: Sequence[tuple[int, Block]], year: int | None) -> TablesReading:
    """The tables, read again without what their labels say of other years."""
    others = sorted(tables.years - {year})
    if not others or (year is None and len(others) == 1):
        return tables
    again = read_tables(blocks, year or 0)
    named = "、".join(map(str, others[:5]))
    message = f"labels of the tables name {named}, the report is on {year or 'an unknown year'}: what they say of other years is left out"
    again.findings.append(Finding(code="table.other_year", severity="warning", message=message, stated=named))
    return again


def _prints_number(tables: TablesReading) -> bool:
    """Whether any cell of the form holds a number, or a row prints one that no evidence places."""
    cells = (value for rows in tables.tables.values() for row in rows.values() for value in row.values())
    return any(value is not None for value in cells) or any(
        char.isdigit() for row in tables.unplaced for raw in row.raw for char in raw
    )


def _set(report: Report, field: str, reading: Reading[object] | None) -> None:
    """Store what a field extractor found, with its evidence; a missing one is a finding where every report has it."""
    if reading is not None:
        setattr(report, field, reading.value)
        report.evidence[field] = reading.evidence
        report.findings.extend(reading.findings)
    elif field in ("title", "agency", "year"):
        report.findings.append(
            Finding(code="field.missing", severity="warning", field=field, message=f"nothing states the {field}")
        )


def _add_tables(report: Report, tables: TablesReading) -> None:
    report.form = tables.form
    report.tables = tables.tables
    report.marks = tables.marks
    report.unplaced = tables.unplaced
    report.findings.extend(tables.findings)
    if tables.form is not None:
        report.evidence["form"] = Evidence(source="text", quote="、".join(tables.form_labels)[:200])
    for table, source in tables.sources.items():
        rows = len(tables.tables[table])
        quote = f"{rows} row{'s' * (rows > 1)}"
        if table in tables.background:
            quote += f", {tables.background[table]} by wording known from background only"
        report.evidence[f"tables.{table}"] = Evidence(source=source, quote=quote)
    numbers = {section.number for section in report.sections}
    if not tables.tables and numbers >= {"二", "三"} and report.year is not None and report.year >= 2019:
        where = "pictures or attachments" if report.attachments else "lost or pictures"
        report.findings.append(
            Finding(
                code="page.tables_missing",
                severity="warning",
                message=f"sections 二 and 三 hold no table that can be read: {where}",
            )
        )


def _lines(document: Document, indices: range) -> list[str]:
    lines: list[str] = []
    for index in indices:
        block = document.blocks[index]
        if isinstance(block, Table):
            lines.extend(table_lines(block))
        elif block.text.strip() and not is_noise(block.text):
            lines.append(block.text.strip())
    return lines


def _link_ratio(document: Document, body: range) -> float:
    """Share of the body's characters that stand inside links."""
    total = links = 0
    for index in body:
        block = document.blocks[index]
        links += block.link_chars
        total += len(block.text) if isinstance(block, Paragraph) else block.chars
    return links / total if total else 0.0
