"""One thread that writes: whoever waits for it shares one transaction, so that a commit costs little for each."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, Generic, Self, TypeVar

from sqlalchemy import Connection

from crawler.ledger.engine import is_failure_of_database
from crawler.ledger.errors import LedgerError
from crawler.ledger.store import Ledger

logger = logging.getLogger(__name__)

_T = TypeVar("_T")
_WAITING = 1_000
"""Operations that wait at most; beyond it :meth:`LedgerWriter.submit` waits, which is what slows a crawl down to its disk."""
_TOGETHER = 200
"""Operations of one transaction at most: what is lost if the process is killed before it ends."""
_COMPANY = 0.05
"""Seconds that the first one waits for others: a transaction costs as much as four reports, and each one that begins takes the
interpreter from the crawl's thread."""


class LedgerWriter:
    """Applies operations to a ledger, in the order in which they come.

    An operation is given a connection in whose transaction it writes; one that fails fails alone, after which those that came
    with it are done once more. Where the database itself
    fails, all that share the transaction fail with :exc:`~crawler.ledger.errors.LedgerError`, the log says it once, and those
    that come later are tried anew.
    """

    def __init__(self, ledger: Ledger, *, waiting: int = _WAITING) -> None:
        self._ledger = ledger
        self._queue: queue.Queue[_Waiting[Any] | None] = queue.Queue(waiting)
        self._failing = False
        self._closed = False
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._work, name="ledger", daemon=True)
        self._thread.start()

    def submit(self, operation: Callable[[Connection], _T]) -> Future[_T]:
        """Have an operation done; its future is resolved when it is committed.

        Waits while too many wait already, so it is not for callbacks of the futures, which run in the writer's own thread.
        :exc:`RuntimeError` once the writer is closed.
        """
        with self._lock:  # nothing comes after the end
            if self._closed:
                raise RuntimeError("the ledger's writer is closed")
            future: Future[_T] = Future()
            self._queue.put(_Waiting(operation, future))
            return future

    def close(self) -> None:
        """Do what waits, and end."""
        with self._lock:
            if not self._closed:
                self._closed = True
                self._queue.put(None)
        self._thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _work(self) -> None:
        ended = False
        while not ended:
            together = [self._queue.get()]
            time.sleep(_COMPANY)
            while len(together) < _TOGETHER and not self._queue.empty():
                together.append(self._queue.get_nowait())
            ended = None in together
            waiting = [each for each in together if each is not None and each.future.set_running_or_notify_cancel()]
            if waiting:
                self._write(waiting)

    def _write(self, together: list[_Waiting[Any]]) -> None:
        """Apply operations in one transaction, then resolve their futures: nothing is said to be done before it is."""
        try:
            self._apply(together)
        except Exception as error:  # noqa: BLE001 - whatever it is, those who wait must hear of it
            if not self._failing:
                logger.error("nothing can be written: %s", error)
            self._failing = True
            for each in together:
                each.future.set_exception(error)
            return
        self._failing = False
        for each in together:
            each.resolve()

    def _apply(self, together: list[_Waiting[Any]]) -> None:
        """Try them all as one. If one of them fails, nothing of that stands, and each is done within a savepoint of its own."""
        try:
            with self._ledger.writing() as connection:
                for each in together:
                    each.apply(connection)
        except Exception as error:
            if isinstance(error, LedgerError) or is_failure_of_database(error):
                raise
            with self._ledger.writing() as connection:
                for each in together:
                    each.apply_alone(connection)


class _Waiting(Generic[_T]):
    def __init__(self, operation: Callable[[Connection], _T], future: Future[_T]) -> None:
        self.operation = operation
        self.future = future
        self._error: Exception | None = None
        self._result: _T

    def apply(self, connection: Connection) -> None:
        """Do it, and keep its result. Raises what it raises."""
        self._result = self.operation(connection)

    def apply_alone(self, connection: Connection) -> None:
        """Do it within a savepoint. Raises where the database fails, else keeps result or error."""
        try:
            with connection.begin_nested():
                self.apply(connection)
        except LedgerError:
            raise
        except Exception as error:
            if is_failure_of_database(error):
                raise
            self._error = error

    def resolve(self) -> None:
        """Tell who waits."""
        if self._error is not None:
            self.future.set_exception(self._error)
        else:
            self.future.set_result(self._result)
