"""Who hands out the pieces of a task: threads of this process, each with a guard, or Daft."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from importlib.util import find_spec
from queue import SimpleQueue
from typing import Any, Protocol

from crawler.export.formats import UnusableTarget
from crawler.reextract.guard import AHEAD, CHUNK, Guard, Task


class Engine(Protocol):
    """Does numbered pieces of work."""

    def map(self, task: Task, count: int, chunk: int = CHUNK, ahead: int = AHEAD) -> Iterator[Any]:
        """Outcomes of the pieces from 0 on, in their order: what the work gives, or :class:`~crawler.reextract.guard.Lost`.

        ``chunk`` pieces are handed out at once; ``ahead`` chunks of each worker wait in memory, where the engine can be told.
        """

    def close(self) -> None:
        """End all workers."""


@contextmanager
def open_engine(name: str, workers: int) -> Iterator[Engine]:
    """Engine of a name; :exc:`~crawler.export.formats.UnusableTarget` where its packages are missing."""
    engine = Processes(workers) if name == "processes" else _daft(workers, on_ray=name == "ray")
    try:
        yield engine
    finally:
        engine.close()


def _daft(workers: int, *, on_ray: bool) -> Engine:
    needed, group = (("daft", "ray"), "ray") if on_ray else (("daft",), "daft")
    if not all(map(find_spec, needed)):
        raise UnusableTarget(f"the engine {group} needs the group `{group}`: pip install 'nianbao[{group}]'")
    from crawler.reextract.daft_engine import DaftEngine  # optional

    return DaftEngine(workers, on_ray=on_ray)


class Processes:
    """Processes of this machine, by the standard library alone."""

    def __init__(self, workers: int) -> None:
        self._guards = [Guard() for _ in range(workers)]
        self._free: SimpleQueue[Guard] = SimpleQueue()
        for guard in self._guards:
            self._free.put(guard)
        self._threads = ThreadPoolExecutor(workers)

    def map(self, task: Task, count: int, chunk: int = CHUNK, ahead: int = AHEAD) -> Iterator[Any]:
        """Outcomes, while the workers go ahead."""
        waiting: deque[Future[list[Any]]] = deque()
        for begin in range(0, count, chunk):
            waiting.append(self._threads.submit(self._run, task, range(begin, min(begin + chunk, count))))
            if len(waiting) > ahead * len(self._guards):
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()

    def close(self) -> None:
        """End all workers, whatever they do."""
        for guard in self._guards:
            guard.end()
        self._threads.shutdown(cancel_futures=True)
        for guard in self._guards:
            guard.close()

    @property
    def pids(self) -> list[int]:
        """Processes that are at work, or wait for some."""
        return [pid for guard in self._guards if (pid := guard.pid) is not None]

    def _run(self, task: Task, numbers: range) -> list[Any]:
        guard = self._free.get()
        try:
            return list(guard.run(task, numbers))
        finally:
            self._free.put(guard)
