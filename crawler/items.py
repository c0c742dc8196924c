"""What passes from the spider through the pipelines to the feeds."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, fields, is_dataclass
from functools import cache, cached_property
from operator import attrgetter
from typing import TYPE_CHECKING, Any, get_args, get_origin, get_type_hints

from crawler.portals import Portal
from crawler.urls import plain_url
from extractors.report import Hints, Rejection, Report

if TYPE_CHECKING:
    from crawler.ledger import Note
    from crawler.ledger import Visit as PageVisit
    from extractors.page import Page


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
    checked: bool = field(default=False, repr=False)
    """Whether it was, where its page was read, since no document may add to it."""


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
    """The item as feeds and ledger hold it: dicts and lists to the last value, those that the item has itself among them.

    :func:`dataclasses.asdict` looks at each number and copies it, which takes eight times as long.
    """
    return _plainer(AnnualReport)(item)


@cache
def _plainer(kind: type[Any]) -> Callable[[Any], dict[str, Any]]:
    """What makes a dict of a dataclass, by the types of its fields."""
    names = tuple(each.name for each in fields(kind))
    hints = get_type_hints(kind)
    values = attrgetter(*names)
    further = [(name, make) for name in names if (make := _plainer_of(hints[name])) is not None]

    def plain(value: Any) -> dict[str, Any]:
        made = dict(zip(names, values(value), strict=True))
        for name, make in further:
            made[name] = make(made[name])
        return made

    return plain


def _plainer_of(hint: Any) -> Callable[[Any], Any] | None:
    """What makes plain what a type says; ``None`` for types that hold no dataclass, whose values are plain."""
    if isinstance(hint, type) and is_dataclass(hint):
        return _plainer(hint)
    make = next(filter(None, map(_plainer_of, get_args(hint))), None)
    if make is None:
        return None
    if get_origin(hint) is list:
        return lambda value: [make(each) for each in value]
    if get_origin(hint) is dict:
        return lambda value: {key: make(each) for key, each in value.items()}
    return lambda value: None if value is None else make(value)  # what may be missing; items have no other unions


def _page_id(source: ReportPage, report: Report) -> str:
    if source.portal is None:
        return report.sha256[:16]
    place = "\n".join(part for part in (plain_url(source.url), report.document_url) if part)
    return hashlib.sha256(place.encode()).hexdigest()[:16]


def _report_key(report: Report) -> str | None:
    if report.division is None or report.agency is None or report.year is None:
        return None
    return f"{report.division.code}/{report.agency}/{report.year}"
