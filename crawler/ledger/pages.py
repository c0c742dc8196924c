"""Pages: what the ledger knows of each address, so that it is asked for again only where that can bring something."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, Literal, TypedDict

from sqlalchemy import Connection, bindparam, insert, select, update

from crawler.ledger.schema import page

Role = Literal["listing", "report", "document", "sitemap"]
READ = frozenset(("report", "rejected", "listing", "sitemap", "document"))
"""Outcomes of an answer that was read."""
MAX_ADDRESS = 2_000
"""Characters; PostgreSQL's index takes no more, and the crawl asks for none that is longer."""


class Note(TypedDict):
    """A fault that was noted of a page, or of a document of it, although the page could be read."""

    fault: str
    """A name of :data:`crawler.books.faults.FAULTS`."""
    url: str
    detail: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Visit:
    """What came of asking for a page, or that a listing names it (``outcome="listed"``)."""

    portal: str
    address: str
    """Canonical; what identifies the page within its portal."""
    url: str
    """As asked for."""
    role: Role
    at: str
    outcome: str
    """One of :data:`READ`; ``unchanged`` (304, or the same bytes, not read again); ``listed`` (not asked for); else the name of
    a fault."""
    detail: str = ""
    """Reason of a rejection (``notice`` …), or what was said of a fault."""
    status: int | None = None
    etag: str | None = None
    last_modified: str | None = None
    sha256: str | None = None
    """Of the body."""
    extractor: str | None = None
    """Fingerprint of the extractor that read it; given for reports and rejected pages."""
    documents: Sequence[dict[str, Any]] = ()
    """What was asked for it: ``url``, ``etag``, ``last_modified``, ``sha256``, which is null for what did not come."""
    noted: Sequence[Note] = ()
    link_text: str | None = None
    link_date: str | None = None
    agency: str | None = None
    """What the listing says of its agency."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PageRecord:
    """What the ledger knows of a page."""

    portal: str
    address: str
    url: str
    role: Role
    first_seen: str
    asked_at: str | None = None
    """``None``: a listing names it, and it was never asked for."""
    run: int
    """The one that last settled it."""
    status: int | None = None
    outcome: str
    detail: str = ""
    attempts: int = 0
    failures: int = 0
    """In a row; 0 after any answer that could be read."""
    holds: str | None = None
    """What the last answer that was read was, ``rejected/<reason>`` where it was no report. It and the next eight fields stay
    through failures."""
    etag: str | None = None
    last_modified: str | None = None
    sha256: str | None = None
    changed_at: str | None = None
    """When its bytes were last seen to be others than before."""
    extractor: str | None = None
    documents: Sequence[dict[str, Any]] = field(default_factory=list)
    noted: Sequence[Note] = field(default_factory=list)
    report: str | None = None
    """Id of the report that it brings."""
    link_text: str | None = None
    link_date: str | None = None
    agency: str | None = None


_KEY = (page.c.portal == bindparam("at_portal", type_=page.c.portal.type)) & (
    page.c.address == bindparam("at_address", type_=page.c.address.type)
)
_FIND = select(page).where(_KEY)
_INSERT = insert(page)
_UPDATE = update(page).where(_KEY)


def find_page(connection: Connection, portal: str, address: str) -> PageRecord | None:
    """What is known of a page; ``None`` if nothing is."""
    row = connection.execute(_FIND, {"at_portal": portal, "at_address": address}).first()
    return None if row is None else PageRecord(**row._mapping)


def pages_of(connection: Connection, portal: str) -> Iterator[PageRecord]:
    """All pages of a portal, by address."""
    for row in connection.execute(select(page).where(page.c.portal == portal).order_by(page.c.address)):
        yield PageRecord(**row._mapping)


def record_visit(connection: Connection, run: int, visit: Visit, report: str | None) -> PageRecord:
    """Write what came of a visit; ``report`` is the id of the report that the page brought just now.

    :exc:`ValueError` for an address that is too long to be one.
    """
    if len(visit.address) > MAX_ADDRESS:
        raise ValueError(f"an address of {len(visit.address)} characters, {visit.address[:100]}…")
    known = find_page(connection, visit.portal, visit.address)
    record = _after(known or _new(visit, run), visit, run, report)
    values = {each.name: getattr(record, each.name) for each in fields(record)}
    if known is None:
        connection.execute(_INSERT, values)
    else:
        key = {"at_portal": values.pop("portal"), "at_address": values.pop("address")}
        connection.execute(_UPDATE, {**values, **key})
    return record


def keep_page(connection: Connection, run: int, known: PageRecord) -> None:
    """A run lets stand what is known of a page; when it was asked for stays."""
    key = {"at_portal": known.portal, "at_address": known.address}
    connection.execute(_UPDATE, {"run": run, **key})


def _new(visit: Visit, run: int) -> PageRecord:
    return PageRecord(
        portal=visit.portal, address=visit.address, url=visit.url, role=visit.role, first_seen=visit.at, run=run,
        outcome=visit.outcome,
    )  # fmt: skip


def _after(known: PageRecord, visit: Visit, run: int, report: str | None) -> PageRecord:
    """What is known of a page after a visit."""
    record = replace(
        known,
        run=run,
        link_text=visit.link_text or known.link_text,
        link_date=visit.link_date or known.link_date,
        agency=visit.agency or known.agency,
    )
    if visit.outcome == "listed":
        return record
    answered = visit.outcome in READ or visit.outcome == "unchanged"
    record = replace(
        record,
        url=visit.url,
        role=visit.role,
        asked_at=visit.at,
        status=visit.status,
        outcome=visit.outcome,
        detail=visit.detail,
        attempts=known.attempts + 1,
        failures=0 if answered else known.failures + 1,
    )
    if visit.outcome == "unchanged":
        # A server may send new validators with a 304.
        return replace(record, etag=visit.etag or known.etag, last_modified=visit.last_modified or known.last_modified)
    if not answered:
        return record
    return replace(
        record,
        holds=f"rejected/{visit.detail}" if visit.outcome == "rejected" else visit.outcome,
        etag=visit.etag,
        last_modified=visit.last_modified,
        sha256=visit.sha256,
        changed_at=visit.at if visit.sha256 != known.sha256 else known.changed_at,
        extractor=visit.extractor,
        documents=list(visit.documents),
        noted=list(visit.noted),
        report=report,
    )
