"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("begun_at", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.Text()),
        sa.Column("resumed", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("exit_status", sa.Integer()),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("held_since", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("statistics", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_run"),
    )
    op.create_index("ix_run_scope", "run", ["scope", "id"])
    op.create_table(
        "portal_run",
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("portal", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text()),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.Column("begun_at", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.Text()),
        sa.ForeignKeyConstraint(["run"], ["run.id"], name="fk_portal_run_run"),
        sa.PrimaryKeyConstraint("run", "portal", name="pk_portal_run"),
    )
    op.create_index("ix_portal_run_portal", "portal_run", ["portal", "run"])
    op.create_table(
        "report",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("report_key", sa.Text()),
        sa.Column("portal", sa.Text(), nullable=False),
        sa.Column("url", sa.Text()),
        sa.Column("document_url", sa.Text()),
        sa.Column("agency", sa.Text()),
        sa.Column("division", sa.Text()),
        sa.Column("year", sa.Integer()),
        sa.Column("title", sa.Text()),
        sa.Column("form", sa.Text()),
        sa.Column("published", sa.Text()),
        sa.Column("corrected", sa.Integer(), nullable=False),
        sa.Column("reading", sa.Text(), nullable=False),
        sa.Column("source_hash", sa.Text(), nullable=False),
        sa.Column("first_seen", sa.Text(), nullable=False),
        sa.Column("last_seen", sa.Text(), nullable=False),
        sa.Column("last_run", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["last_run"], ["run.id"], name="fk_report_last_run"),
        sa.PrimaryKeyConstraint("id", name="pk_report"),
    )
    op.create_index("ix_report_division", "report", ["division"])
    op.create_index("ix_report_last_run", "report", ["last_run"])
    op.create_index("ix_report_portal", "report", ["portal"])
    op.create_index("ix_report_report_key", "report", ["report_key"])
    op.create_index("ix_report_year", "report", ["year"])
    op.create_table(
        "edition",
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("extractor", sa.Text(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("difference", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["report"], ["report.id"], name="fk_edition_report"),
        sa.ForeignKeyConstraint(["run"], ["run.id"], name="fk_edition_run"),
        sa.PrimaryKeyConstraint("report", "number", name="pk_edition"),
    )
    op.create_index("ix_edition_run", "edition", ["run"])
    op.create_table(
        "page",
        sa.Column("portal", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("first_seen", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.Text()),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("status", sa.Integer()),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("holds", sa.Text()),
        sa.Column("etag", sa.Text()),
        sa.Column("last_modified", sa.Text()),
        sa.Column("sha256", sa.Text()),
        sa.Column("changed_at", sa.Text()),
        sa.Column("extractor", sa.Text()),
        sa.Column("documents", sa.Text(), nullable=False),
        sa.Column("noted", sa.Text(), nullable=False),
        sa.Column("report", sa.Text()),
        sa.Column("link_text", sa.Text()),
        sa.Column("link_date", sa.Text()),
        sa.Column("agency", sa.Text()),
        sa.ForeignKeyConstraint(["report"], ["report.id"], name="fk_page_report"),
        sa.ForeignKeyConstraint(["run"], ["run.id"], name="fk_page_run"),
        sa.PrimaryKeyConstraint("portal", "address", name="pk_page"),
    )
    op.create_index("ix_page_report", "page", ["report"])
    op.create_index("ix_page_run", "page", ["run"])
