"""Runs migrations on the connection, and in the transaction, of who called."""

from alembic import context

from crawler.ledger.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite can't alter most of a table: Alembic makes it anew
)
context.run_migrations()
