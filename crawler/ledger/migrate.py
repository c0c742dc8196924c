"""Brings the schema of a ledger up to date, by Alembic's migrations in ``migrations/versions``."""

from __future__ import annotations

import logging
import sqlite3
from importlib.resources import files
from pathlib import Path
from threading import Lock

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from crawler.ledger.engine import driver_connection, reading, writing
from crawler.ledger.errors import LedgerError
from crawler.ledger.locks import take_lock

MIGRATIONS = Path(str(files("crawler.ledger"))) / "migrations"
_KEY = 0x6E69616E62616E
"""Advisory lock of PostgreSQL: of two that open a new ledger at once, one makes the tables."""

_ONE_AT_A_TIME = Lock()
"""Alembic's ``context`` is one for all threads."""

logging.getLogger("alembic").setLevel(logging.WARNING)  # it would tell of every ledger that is opened


def migrate(engine: Engine, migrations: Path = MIGRATIONS) -> None:
    """Make or update the tables. :exc:`LedgerError` where a newer nianbao has written the ledger.

    Of a SQLite file that has tables a copy is kept beside it, named for its old schema (``ledger.sqlite.0001.bak``).
    """
    config = Config()
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    known = ScriptDirectory.from_config(config)
    newest = known.get_current_head()
    with reading(engine) as connection:
        current = _revision(connection)
    if current == newest:
        return
    if current is not None and current not in {script.revision for script in known.walk_revisions()}:
        raise LedgerError(
            engine.url, f"was written by a newer nianbao: its schema is {current}, known here is {newest}"
        )
    if current is None:
        _upgrade(engine, config)
        return
    release = take_lock(engine)
    if release is None:
        raise LedgerError(engine.url, f"its schema {current} is to become {newest}, but a run has it")
    try:
        if engine.dialect.name == "sqlite":
            _keep_copy(engine, current)
        _upgrade(engine, config)
    finally:
        release()


def _upgrade(engine: Engine, config: Config) -> None:
    with _ONE_AT_A_TIME, writing(engine, alters=True) as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _KEY})
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        if engine.dialect.name == "sqlite" and connection.execute(text("PRAGMA foreign_key_check")).first():
            raise LedgerError(engine.url, "its rows would lose what they refer to; nothing was altered")
    engine.dispose()


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _keep_copy(engine: Engine, revision: str) -> None:
    target = Path(f"{engine.url.database}.{revision}.bak")
    with reading(engine) as connection:
        copy = sqlite3.connect(target)
        try:
            driver_connection(connection).backup(copy)
        finally:
            copy.close()
