"""Who has a portal, where several workers share a run."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the column."""
    op.add_column("portal_run", sa.Column("worker", sa.Text()))
