"""One run at a time has a ledger. The lock goes with the process that holds it, however that ends."""

from __future__ import annotations

from collections.abc import Callable

from filelock import FileLock, Timeout
from sqlalchemy import Engine, text

_KEY = 0x6E69616E62616F
"""The advisory lock's number; PostgreSQL keeps them apart by database."""

Release = Callable[[], None]


def take_lock(engine: Engine) -> Release | None:
    """Take the lock of a ledger: what gives it back, or ``None`` where another process has it."""
    if engine.dialect.name == "postgresql":
        return _take_advisory(engine)
    lock = FileLock(f"{engine.url.database}.lock", thread_local=False)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return None
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
