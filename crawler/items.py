"""What passes from the spider through the pipelines to the feeds."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, fields, is_dataclass
from functools import cache, cached_property
from types import NoneType
from typing import TYPE_CHECKING, Any

from crawler.portals import Portal
from crawler.urls import plain_url
from extractors.report import Hints, Rejection, Report

if TYPE_CHECKING:
    from crawler.ledger import Note
    from crawler.ledger import Visit as PageVisit
    from extractors.page import Page


_SCALARS = frozenset((str, int, float, bool, NoneType))


@dataclass(kw_only=True)
class ReportPage:
    """A page that may be a report, as fetched. Spider → :class:`~crawler.pipelines.page.PagePipeline`."""

    url: str
    body: bytes = field(repr=False)
    """Bytes as sent, decompressed."""
    content_type: str | None = None
    """Header of the response."""
    portal: Portal | None = field(default=None, repr=False)
    """Where it was found; ``None`` for a loose file."""
    hints: Hints = field(default_factory=Hints, repr=False)
    fetched_at: str | None = None
    visit: PageVisit | None = field(default=None, repr=False)
    """How it came, for the ledger; ``None`` where there is none."""
    documents: list[dict[str, str | None]] = field(default_factory=list, repr=False)
    """What was asked for it so far: ``url``, ``etag``, ``last_modified``, ``sha256``; all but ``url`` are null for what did not
    come and may come another time."""
    noted: list[Note] = field(default_factory=list, repr=False)
    """What was noted of it and of those."""


@dataclass(kw_only=True)
class ReadReport:
    """The same, with its report. → :class:`~crawler.pipelines.checks.ChecksPipeline`, by way of the documents."""

    source: ReportPage
    report: Report = field(repr=False)
    page: Page | None = field(default=None, repr=False)
    """Where documents may hold what the report lacks."""


@dataclass(kw_only=True)
class PromisedReport:
    """A page that is no report by itself, but brings one. → :class:`~crawler.pipelines.documents.DocumentsPipeline`."""

    source: ReportPage
    page: Page = field(repr=False)
    rejection: Rejection


@dataclass(kw_only=True)
class Identity:
    """What only a crawl knows about a report."""

    id: str
    """Stable id of the page: 16 hex of the SHA-256 of its canonical address (that of its plain twin; and of the attachment that was read);
    of the content for a loose file."""
    report_key: str | None
    """Which report this is: division code / agency / year; null while any part is."""
    portal: str | None
    """Record in the portal registry; null for a loose file or a site that has none."""
    fetched_at: str | None
    """When the page was fetched, UTC; null for a loose file."""


@dataclass(kw_only=True)
class AnnualReport(Report, Identity):
    """One report as it stands in every feed. The fields of the last base come first."""

    @cached_property
    def plain(self) -> dict[str, Any]:
        """As feeds and ledger hold it, made once: nothing changes an item any more when they get it."""
        return as_plain(self)


@dataclass(kw_only=True)
class CheckedReport:
    """The finished item. → :class:`~crawler.pipelines.ledger.LedgerPipeline`."""

    source: ReportPage
    item: AnnualReport


def make_item(source: ReportPage, report: Report) -> AnnualReport:
    """Join a report with what the crawl knows about its page."""
    portal = source.portal
    return AnnualReport(
        id=_page_id(source, report),
        report_key=_report_key(report),
        portal=portal.id if portal is not None and portal.recorded else None,
        fetched_at=source.fetched_at,
        **{f.name: getattr(report, f.name) for f in fields(Report)},
    )


def as_plain(item: AnnualReport) -> dict[str, Any]:
    """The item as feeds and ledger hold it: dicts and lists to the last value.

    :func:`dataclasses.asdict` copies each number, and takes as long as a quarter of the whole reading.
    """
    plain: dict[str, Any] = _plain(item)
    return plain


def _plain(value: Any) -> Any:
    kind = type(value)
    if kind in _SCALARS:
        return value
    if kind is dict:
        return {key: each if type(each) in _SCALARS else _plain(each) for key, each in value.items()}
    if kind is list or kind is tuple:
        return [each if type(each) in _SCALARS else _plain(each) for each in value]
    return {name: _plain(getattr(value, name)) for name in _names(value.__class__)}


@cache
def _names(kind: type[Any]) -> tuple[str, ...]:
    """Fields of a dataclass; :exc:`TypeError` for any other class."""
    if not is_dataclass(kind):
        raise TypeError(f"{kind.__name__} is no part of an item")
    return tuple(each.name for each in fields(kind))


def _page_id(source: ReportPage, report: Report) -> str:
    if source.portal is None:
        return report.sha256[:16]
    place = "\n".join(part for part in (plain_url(source.url), report.document_url) if part)
    return hashlib.sha256(place.encode()).hexdigest()[:16]


def _report_key(report: Report) -> str | None:
    if report.division is None or report.agency is None or report.year is None:
        return None
    return f"{report.division.code}/{report.agency}/{report.year}"
