"""One run at a time has a ledger. The lock goes with the process that holds it, however that ends."""

from __future__ import annotations

from collections.abc import Callable

from filelock import FileLock, Timeout
from sqlalchemy import Engine, text

from crawler.ledger.engine import telling
from crawler.ledger.errors import LedgerError

_KEY = 0x6E69616E62616F
"""The advisory lock's number; PostgreSQL keeps them apart by database."""

Release = Callable[[], None]


def take_lock(engine: Engine) -> Release | None:
    """Take the lock of a ledger: what gives it back, or ``None`` where another process has it.

    :exc:`~crawler.ledger.errors.LedgerError` where none can be had.
    """
    if engine.dialect.name == "postgresql":
        with telling(engine):
            return _take_advisory(engine)
    lock = FileLock(f"{engine.url.database}.lock", thread_local=False)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return None
    except OSError as error:
        raise LedgerError(engine.url, f"no lock can be had beside it: {error.strerror or error}") from error
    return lock.release


def _take_advisory(engine: Engine) -> Release | None:
    # It belongs to the connection, which is kept for it and left idle outside of any transaction.
    connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
    if not connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": _KEY}).scalar_one():
        connection.close()
        return None

    def release() -> None:
        # Closed for good: in the pool it would keep the lock.
        connection.detach()
        connection.close()

    return release
