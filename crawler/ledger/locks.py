"""One run at a time has a ledger; in PostgreSQL several workers may share it. A lock goes with its process, however that ends."""

from __future__ import annotations

from collections.abc import Callable

from filelock import FileLock, Timeout
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError

from crawler.ledger.engine import telling
from crawler.ledger.errors import LedgerError

_KEY = 0x6E69616E62616F
"""The advisory lock's number; PostgreSQL keeps them apart by database."""

_BEGINNING = "5s"
"""For so long a worker waits for the one that begins the run: that takes one transaction."""
_LOCK_NOT_AVAILABLE = "55P03"
"""PostgreSQL's code for ``lock_not_available`` (its manual, appendix "Error Codes")."""

Release = Callable[[], None]


def take_lock(engine: Engine) -> Release | None:
    """Take the lock of a ledger: what gives it back, or ``None`` where another process has it.

    :exc:`~crawler.ledger.errors.LedgerError` where none can be had.
    """
    if engine.dialect.name == "postgresql":
        advisory = AdvisoryLock(engine)
        if advisory.take_alone():
            return advisory.release
        advisory.release()
        return None
    lock = FileLock(f"{engine.url.database}.lock", thread_local=False)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return None
    except OSError as error:
        raise LedgerError(engine.url, f"no lock can be had beside it: {error.strerror or error}") from error
    return lock.release


class AdvisoryLock:
    """PostgreSQL's: taken alone, or shared by the workers of one run.

    It belongs to a connection, which is kept for it and left idle outside of any transaction.
    """

    def __init__(self, engine: Engine) -> None:
        with telling(engine):
            self._connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")

    def take_alone(self) -> bool:
        """Take it; false where anybody has it."""
        return self._ask("SELECT pg_try_advisory_lock(:key)")

    def share(self) -> bool:
        """Have it beside others; false where one has it alone, and keeps it."""
        with telling(self._connection.engine):
            try:
                self._connection.exec_driver_sql(f"SET lock_timeout = '{_BEGINNING}'")
                self._connection.execute(text("SELECT pg_advisory_lock_shared(:key)"), {"key": _KEY})
            except OperationalError as error:
                if getattr(error.orig, "sqlstate", None) == _LOCK_NOT_AVAILABLE:
                    return False
                raise
        return True

    def let_others_in(self) -> None:
        """Share what was taken alone."""
        self.share()  # of one's own lock nobody has to wait
        self._ask("SELECT pg_advisory_unlock(:key)")

    def release(self) -> None:
        """Give it back."""
        # Closed for good: in the pool it would keep the lock.
        self._connection.detach()
        self._connection.close()

    def _ask(self, statement: str) -> bool:
        with telling(self._connection.engine):
            return bool(self._connection.execute(text(statement), {"key": _KEY}).scalar_one())
