"""What becomes of a crawl when its ledger fails."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future
from typing import Any

from crawler.keeping.keeping import Keeping


class Told(Keeping):
    """One that only notes what failed."""

    def __init__(self) -> None:
        self.failed: list[BaseException] = []

    def _fail(self, error: BaseException) -> None:
        self.failed.append(error)


def failures_of(future: Future[Any]) -> list[BaseException]:
    keeping = Told()

    async def submitted() -> None:
        keeping._look(future, asyncio.get_running_loop())
        await asyncio.sleep(0)

    asyncio.run(submitted())
    return keeping.failed


def test_write_that_failed_is_told() -> None:
    future, error = Future[None](), OSError("full")
    future.set_exception(error)
    assert failures_of(future) == [error]


def test_write_that_was_called_off_is_no_failure() -> None:
    """A task that is cancelled at the end of a crawl calls off the write it waits for."""
    future = Future[None]()
    future.cancel()
    assert failures_of(future) == []
