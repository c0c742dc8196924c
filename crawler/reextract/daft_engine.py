"""Daft as the engine: on this machine, or on a Ray cluster whose machines have the files at the same paths."""

from __future__ import annotations

import os
from collections.abc import Iterator
from queue import Empty, SimpleQueue
from typing import Any

from crawler.reextract.guard import AHEAD, CHUNK, Guard, Task

os.environ |= {"DO_NOT_TRACK": "1", "RAY_USAGE_STATS_ENABLED": "0", "DAFT_PROGRESS_BAR": "0"}
"""Both tell their makers that they run, unless they are told not to before they are imported."""

import daft


class DaftEngine:
    """A table of numbers, a row a chunk; a column of what became of them."""

    def __init__(self, workers: int, *, on_ray: bool) -> None:
        self._workers = workers
        if not on_ray:
            daft.set_runner_native()
            return
        import ray

        ray.init(log_to_driver=False, logging_level="ERROR", ignore_reinit_error=True)  # RAY_ADDRESS names a cluster
        daft.set_runner_ray(noop_if_initialized=True)

    def map(self, task: Task, count: int, chunk: int = CHUNK, ahead: int = AHEAD) -> Iterator[Any]:
        """Outcomes in order. Ray gives them in any: those that came before their turn wait in memory."""
        begins = list(range(0, count, chunk))
        workers = max(1, min(self._workers, len(begins)))  # each takes seconds to begin
        work = daft.cls(_Work, max_concurrency=workers)(task, count, chunk)
        table = daft.from_pydict({"begin": begins}).into_batches(1).with_column("outcomes", work(daft.col("begin")))
        early: dict[int, list[Any]] = {}
        wanted = iter(begins)
        turn = next(wanted, None)
        for row in table.iter_rows():
            early[row["begin"]] = row["outcomes"]
            while turn in early:
                yield from early.pop(turn)
                turn = next(wanted, None)

    def close(self) -> None:
        """Its workers end with their query, and their guards with them."""


class _Work:
    """What a worker of Daft's does: it has the pieces done by a guard, which a hostile record may break.

    Daft decides whether its workers are processes or threads; threads share an instance, and each has a guard of its own.
    """

    def __init__(self, task: Task, count: int, chunk: int) -> None:
        self._task, self._count, self._chunk = task, count, chunk
        self._free: SimpleQueue[Guard] = SimpleQueue()

    def __call__(self, begin: int) -> object:  # Daft knows by this that it is to look at nothing in it
        try:
            guard = self._free.get_nowait()
        except Empty:
            guard = Guard()
        try:
            return list(guard.run(self._task, range(begin, min(begin + self._chunk, self._count))))
        finally:
            self._free.put(guard)
