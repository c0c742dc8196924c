"""A process that does numbered pieces of work, and another one when it is gone: what breaks it costs one piece.

It is no sandbox: it reads what a crawl reads in its own process, pages and texts, and its outcomes are believed. Documents are
read in processes of their own from there, too (:mod:`extractors.documents.isolated`).
"""

from __future__ import annotations

import contextlib
import logging
import os
import resource
import signal
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing import forkserver, get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from threading import Lock
from typing import Any, Protocol

from crawler.garbage import collect_seldom

CHUNK = 16
"""Pieces that are handed out at once."""
AHEAD = 64
"""Chunks that each worker may be ahead of the outcome that is wanted next, while a document takes its time: some 30 MB of items."""
_CONTEXT = get_context("forkserver")
"""Not ``fork``: guards are started beside threads. What every guard needs is loaded once, so another one begins in no time."""
_CONTEXT.set_forkserver_preload(
    [
        "crawler.reextract.pages",
        "crawler.pipelines.documents",
        "crawler.pipelines.ledger",
    ]  # Scrapy loads pipelines by name
)
_STARTING = Lock()
_LONGEST_FOLDER = 60
"""Bytes of a temporary folder; what multiprocessing adds for a socket is some forty, and Unix allows 107 (104 on macOS)."""
_SHORT_FOLDER = "/tmp"
_PATIENCE = 5.0
"""Seconds for a process to end by itself."""
_MEGABYTE = 1 << 20


class Task(Protocol):
    """Numbered pieces of work; can be pickled."""

    def open(self) -> Callable[[int], Any]:
        """Get ready in the process that will do the work; what is given back does one piece."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of a guard."""

    seconds: float = 120.0
    """Of computing for one piece; waiting for the process of a document does not count."""
    megabytes: int = 4_000
    """Of addresses."""


@dataclass(frozen=True, slots=True)
class Lost:
    """A piece that could not be done."""

    reason: str


class Guard:
    """For one thread. Starts when it is first needed, and ends with whoever made it."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._process: BaseProcess | None = None
        self._pipe: Connection[Any, Any] | None = None
        self._task: Task | None = None
        """What the process is ready for."""
        self._ended = False

    @property
    def pid(self) -> int | None:
        """Of the process, if there is one."""
        return None if self._process is None or self._pipe is None else self._process.pid

    def run(self, task: Task, numbers: range) -> Iterator[Any]:
        """Outcome of each piece in turn: what the work gives, or :class:`Lost`."""
        while numbers and not self._ended:
            pipe = self._open()
            try:
                pipe.send((None if task is self._task else task, numbers))
                self._task = task
                while numbers:
                    outcome = pipe.recv()
                    numbers = numbers[1:]
                    yield outcome
            except (EOFError, OSError):
                numbers = numbers[1:]
                yield Lost(f"the process that read it ended: {self.close()}")

    def end(self) -> None:
        """Break off what another thread has it do."""
        self._ended = True
        if self._process is not None:
            self._process.kill()

    def close(self) -> str:
        """End the process; says how it ended."""
        if self._pipe is None:
            return ""
        self._pipe.close()
        self._pipe = self._task = None
        assert self._process is not None
        self._process.join(_PATIENCE)
        if self._process.exitcode is None:
            self._process.kill()
            self._process.join()
        status = self._process.exitcode or 0
        return signal.Signals(-status).name if status < 0 else f"status {status}"

    def _open(self) -> Connection[Any, Any]:
        if self._pipe is None:
            _run_server()
            pipe, end = _CONTEXT.Pipe()
            process = _CONTEXT.Process(target=_serve, args=(end, self._limits), daemon=False)
            process.start()
            end.close()
            self._pipe, self._process = pipe, process
        return self._pipe


def _run_server() -> None:
    """Have the process running that all guards are made by; its socket's path may be no longer than some hundred bytes."""
    with _STARTING:
        usual = tempfile.tempdir
        if len(os.fsencode(tempfile.gettempdir())) > _LONGEST_FOLDER:
            tempfile.tempdir = _SHORT_FOLDER
        try:
            forkserver.ensure_running()
        finally:
            tempfile.tempdir = usual


def _serve(pipe: Connection[Any, Any], limits: Limits) -> None:
    """Do what comes through the pipe, until nobody is at its other end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever asked is interrupted, too
    logging.disable()  # what becomes of a piece is its outcome
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (limits.megabytes * _MEGABYTE, hard))
    work = None
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while True:
            task, numbers = pipe.recv()
            if task is not None:
                work = task.open()
                collect_seldom()
            assert work is not None
            for number in numbers:
                signal.setitimer(signal.ITIMER_PROF, limits.seconds)  # its signal ends the process
                pipe.send(_outcome(work, number))
                signal.setitimer(signal.ITIMER_PROF, 0)


def _outcome(work: Callable[[int], Any], number: int) -> Any:
    try:
        return work(number)
    except Exception as error:  # noqa: BLE001  whatever it is costs this piece alone, and is said
        return Lost(f"{type(error).__name__}: {error}")
