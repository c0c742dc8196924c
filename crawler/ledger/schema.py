"""Tables of a ledger. Times are UTC, ISO 8601 text as in the items; what they mean is told in ``docs/ledger.md``.

A change here needs a migration in ``migrations/versions``; a test holds the two together.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, MetaData, PrimaryKeyConstraint, Table, Text

from crawler.ledger.texts import JsonText, Words

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

run = Table(
    "run",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("scope", Text, nullable=False),  # canonical JSON of the spider's arguments
    Column("begun_at", Text, nullable=False),
    Column("ended_at", Text),
    Column("resumed", Integer, nullable=False),  # times
    Column("state", Text, nullable=False),  # running, finished, interrupted, failed
    Column("exit_status", Integer),
    Column("holder", Words, nullable=False),  # host and process that last had it
    Column("held_since", Text, nullable=False),
    Column("version", Words, nullable=False),  # of nianbao
    Column("statistics", JsonText, nullable=False),
    Index("ix_run_scope", "scope", "id"),
)

portal_run = Table(
    "portal_run",
    metadata,
    Column("run", Integer, ForeignKey("run.id"), nullable=False),
    Column("portal", Words(500), nullable=False),
    Column("state", Text, nullable=False),  # open, done
    Column("outcome", Text),  # how reading it ended; null while open
    Column("counts", JsonText, nullable=False),
    Column("findings", JsonText, nullable=False),
    Column("begun_at", Text, nullable=False),
    Column("ended_at", Text),
    Column("worker", Words(500)),  # of a shared run: who has it, or had it; nobody else may write of it
    PrimaryKeyConstraint("run", "portal"),
    Index("ix_portal_run_portal", "portal", "run"),
)

report = Table(
    "report",
    metadata,
    Column("id", Text, primary_key=True),  # of the item
    Column("report_key", Words(500)),
    Column(
        "portal", Words(500), nullable=False
    ),  # whose page brought it last; items of sites without a record name none
    Column("url", Words),
    Column("document_url", Words),
    Column("agency", Words(300)),
    Column("division", Words(20)),  # code
    Column("year", Integer),
    Column("title", Words(1_000)),
    Column("form", Words(100)),
    Column("published", Words(40)),
    Column("corrected", Integer, nullable=False),  # 1: its title says that it mends another
    Column("reading", Text, nullable=False),  # whole, picture_only, document_unread
    Column("source_hash", Text, nullable=False),  # of the bytes that it was last read from
    Column("first_seen", Text, nullable=False),
    Column("last_seen", Text, nullable=False),
    Column("last_run", Integer, ForeignKey("run.id"), nullable=False),
    Column("edition", Integer, nullable=False),  # number of the current one
    Index("ix_report_report_key", "report_key"),
    Index("ix_report_portal", "portal"),
    Index("ix_report_division", "division"),
    Index("ix_report_year", "year"),
    Index("ix_report_last_run", "last_run"),
)

edition = Table(
    "edition",
    metadata,
    Column("report", Text, ForeignKey("report.id"), nullable=False),
    Column("number", Integer, nullable=False),  # from 1
    Column("run", Integer, ForeignKey("run.id"), nullable=False),
    Column("made_at", Text, nullable=False),
    Column("cause", Text, nullable=False),  # first, changed, reread, unclear
    Column("content_hash", Text, nullable=False),  # of what counts as content
    Column("extractor", Words, nullable=False),  # fingerprint, with what the portal's record told it
    Column("item", JsonText, nullable=False),
    Column("difference", JsonText, nullable=False),  # to the edition before
    PrimaryKeyConstraint("report", "number"),
    Index("ix_edition_run", "run"),
)

page = Table(
    "page",
    metadata,
    Column("portal", Words(500), nullable=False),
    Column("address", Words(2_000), nullable=False),  # canonical
    Column("url", Words, nullable=False),  # as asked for
    Column("role", Text, nullable=False),  # listing, report, document, sitemap
    Column("first_seen", Text, nullable=False),
    Column("asked_at", Text),  # null: a listing names it, and it was never asked for
    Column("run", Integer, ForeignKey("run.id"), nullable=False),  # that last settled it
    Column("status", Integer),
    Column("outcome", Text, nullable=False),
    Column("detail", Words(2_000), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("failures", Integer, nullable=False),  # in a row
    # of the last answer that could be read, kept through failures
    Column("holds", Text),  # its outcome
    Column("etag", Words),
    Column("last_modified", Words),
    Column("sha256", Text),
    Column("changed_at", Text),  # when its bytes were last seen to be others
    Column("extractor", Words),
    Column("documents", JsonText, nullable=False),
    Column("noted", JsonText, nullable=False),  # faults of what could be read all the same
    Column("report", Text, ForeignKey("report.id")),
    # as the listing has it
    Column("link_text", Words(1_000)),
    Column("link_date", Words(40)),
    Column("agency", Words(300)),
    PrimaryKeyConstraint("portal", "address"),
    Index("ix_page_report", "report"),
    Index("ix_page_run", "run"),
)
