"""The database behind a ledger: a SQLite file, or PostgreSQL by its address."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError, OperationalError

from crawler.ledger.errors import LedgerError, first_line

_BUSY_TIMEOUT = 30.0
"""Seconds that a writer waits for another; one is a short transaction."""
_PATIENCE = {"connect_timeout": "10", "keepalives_idle": "30", "keepalives_interval": "10", "keepalives_count": "3"} | {
    "tcp_user_timeout": "60000"  # milliseconds
}
"""How long libpq waits for a server or a network that is gone; the address may say otherwise
(https://www.postgresql.org/docs/current/libpq-connect.html)."""
_NETWORK_FILE_SYSTEMS = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "fuse.sshfs", "fuse.s3fs")
_MOUNTS = Path("/proc/self/mounts")
_SINGLE, _WRITES, _ALTERS = "ledger_single", "ledger_writes", "ledger_alters"
"""Execution options."""


def parse_address(address: str | Path) -> URL:
    """Address of a database: ``postgresql://…``, ``sqlite:///FILE``, or the file's name alone.

    >>> parse_address("data/ledger.sqlite").render_as_string()
    'sqlite:///data/ledger.sqlite'
    """
    text = str(address)
    if "://" not in text:
        return URL.create("sqlite", database=text)
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        scheme = URL.create(text.partition("://")[0])  # the rest may hold a password
        raise LedgerError(
            scheme, "is no address of a database: sqlite:///FILE or postgresql://USER@HOST/NAME"
        ) from None
    if url.get_backend_name() not in ("sqlite", "postgresql"):
        raise LedgerError(url, "a ledger is a SQLite file or lies in PostgreSQL")
    if url.get_backend_name() == "postgresql":
        if not find_spec("psycopg"):
            raise LedgerError(url, "needs the optional group 'postgres', which is not installed")
        return url.set(drivername="postgresql+psycopg")
    return url


def make_engine(url: URL) -> Engine:
    """Engine whose connections are set up as a ledger wants them. :exc:`LedgerError` where no file can be."""
    if url.get_backend_name() == "postgresql":
        return create_engine(url.update_query_dict(_PATIENCE | url.query), pool_pre_ping=True)
    _prepare_file(url)
    engine = create_engine(url, connect_args={"timeout": _BUSY_TIMEOUT})
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction that sees one state of the ledger, whatever others write meanwhile."""
    with telling(engine), engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ")
        yield connection


@contextmanager
def looking(engine: Engine) -> Iterator[Connection]:
    """For one statement that reads: without the two questions to a server that a transaction costs."""
    options = {"isolation_level": "AUTOCOMMIT"} if engine.dialect.name == "postgresql" else {_SINGLE: True}
    with telling(engine), engine.connect().execution_options(**options) as connection:
        yield connection


@contextmanager
def writing(engine: Engine, *, alters: bool = False) -> Iterator[Connection]:
    """A transaction that writes: all of it stands at the end, or nothing of it.

    One that ``alters`` tables may break references and mend them; a connection that did is not to be used again.
    """
    options = {_WRITES: True, _ALTERS: alters}
    with telling(engine), engine.connect().execution_options(**options) as connection, connection.begin():
        yield connection


def is_failure_of_database(error: BaseException) -> bool:
    """Whether the database could not do its work: disk full, server gone, file damaged; not a wrong value."""
    if not isinstance(error, DBAPIError):
        return False
    damaged = type(error) is DatabaseError  # its subclasses say what was wrong with a statement
    return damaged or error.connection_invalidated or isinstance(error, OperationalError)


@contextmanager
def telling(engine: Engine) -> Iterator[None]:
    """What goes wrong with the database within is a :exc:`LedgerError`."""
    try:
        yield
    except DBAPIError as error:
        if is_failure_of_database(error):
            raise LedgerError(engine.url, first_line(error)) from error
        raise


def _prepare_file(url: URL) -> None:
    if not url.database or url.database == ":memory:":
        raise LedgerError(url, "a ledger is kept: name a file")
    path = Path(url.database)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LedgerError(url, f"its folder can't be made: {error.strerror or error}") from error
    kind = file_system_of(path.resolve().parent)
    if kind in _NETWORK_FILE_SYSTEMS:
        raise LedgerError(
            url, f"lies on a network file system ({kind}), where SQLite is not safe; use PostgreSQL there"
        )


def file_system_of(folder: Path, mounts: Path = _MOUNTS) -> str | None:
    """Type of the file system that a folder lies on; ``None`` where the system does not tell (no Linux)."""
    try:
        lines = mounts.read_text("utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return None
    found, depth = None, -1
    for line in lines:
        _, place, kind, *_ = line.split(" ")
        point = Path(place.replace("\\040", " "))  # the one escape that names of folders need often
        if folder.is_relative_to(point) and len(point.parts) >= depth:
            found, depth = kind, len(point.parts)
    return found


def _set_up_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # Python's driver begins no transaction before reads and schema changes by itself: SQLAlchemy's manual has it so.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")  # readers and the writer don't wait for each other
    cursor.execute("PRAGMA synchronous = NORMAL")  # a power loss costs the last transactions, never the file
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads first and writes then fails at once where another wrote in between: it takes its turn at begin.
    options = connection.get_execution_options()
    if options.get(_ALTERS):
        connection.exec_driver_sql(
            "PRAGMA foreign_keys = OFF"
        )  # to alter a table is to make it anew and drop the old one
    if not options.get(_SINGLE):
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get(_WRITES) else "BEGIN")


def driver_connection(connection: Connection) -> Any:
    """The driver's own connection, for what SQLAlchemy has no words for."""
    return connection.connection.driver_connection
