"""A process that reads pages, as the crawl sees it."""

from __future__ import annotations

import asyncio
import fcntl
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from pickle import UnpicklingError

from crawler.extraction.packing import LENGTH, pack, unpack
from crawler.extraction.page import AskedPage, PageOutcome

_START = "import sys; sys.path.insert(0, sys.argv[1]); from crawler.extraction.worker import main; main(float(sys.argv[2]), int(sys.argv[3]))"
_ROOT = str(Path(__file__).parents[2])
_PASSED = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "LD_LIBRARY_PATH")
"""What of the environment is passed on. The rest may hold passwords."""
_BUFFER = 1 << 20
"""Bytes of pages, and of answers, that may wait; most have 30 to 160 kB, their answers some ten."""
_LARGEST = 500_000_000
"""Bytes of an answer; a page of 10 MB becomes less."""
_BUSY = 10
"""Times the seconds of computing that a page may take by the clock, on a machine that does much else."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one page."""

    seconds: float = 60.0
    """Of computing; the slowest page of 5 MB that was made for it takes two."""
    megabytes: int = 4_000
    """Of addresses, of the process."""


class EndedProcess(Exception):
    """The process ended while it read a page, or was ended for it."""

    def __init__(self, status: int) -> None:
        super().__init__(f"status {status}")
        self.status = status
        """Of the process; that of a signal is negative."""


class FailedReading(Exception):
    """An error of ours while a page was read, with the traceback of the process as its note."""


class ReadingProcess:
    """Starts when it is first needed, and anew when it has ended. It reads one page after another; the next ones may wait there."""

    def __init__(self, limits: Limits) -> None:
        self.asked = 0
        """Pages that it has not answered."""
        self._limits = limits
        self._process: Process | None = None
        self._starting, self._turn = asyncio.Lock(), asyncio.Lock()  # whoever came first is let in first

    async def read(self, asked: AskedPage) -> PageOutcome:
        """What a page becomes. :exc:`EndedProcess`, :exc:`FailedReading`."""
        self.asked += 1
        try:
            answer = None
            while answer is None:
                answer = await self._ask(pack(asked))
        finally:
            self.asked -= 1
        if isinstance(answer, str):
            error = FailedReading(answer.strip().rpartition("\n")[2])
            error.add_note(answer)
            raise error
        return answer

    async def _ask(self, message: bytes) -> PageOutcome | str | None:
        """The answer to a message; ``None`` if the process ended over one before it."""
        async with self._starting:
            process = self._process = self._process or await self._start()
        assert process.stdin is not None
        process.stdin.write(message)
        try:
            async with self._turn:
                return None if process is not self._process else await self._answer(process)
        except asyncio.CancelledError:  # nobody waits for the answer, and no other page must get it
            await self.end()
            raise

    async def _answer(self, process: Process) -> PageOutcome | str:
        """The next answer."""
        try:
            async with asyncio.timeout(_BUSY * self._limits.seconds):
                return await _receive(process)
        except (asyncio.IncompleteReadError, ConnectionError):
            if self._process is process:
                self._process = None
            raise EndedProcess(await process.wait()) from None
        except TimeoutError:
            await self.end()
            raise EndedProcess(-signal.SIGKILL) from None
        except UnpicklingError:
            await self.end()
            raise

    async def end(self) -> None:
        """End the process, whatever it does."""
        process, self._process = self._process, None
        if process is not None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()

    async def _start(self) -> Process:
        command = ("-P", "-c", _START, _ROOT, str(self._limits.seconds), str(self._limits.megabytes))
        environment = {name: os.environ[name] for name in _PASSED if name in os.environ}
        process = await asyncio.create_subprocess_exec(
            sys.executable, *command, stdin=PIPE, stdout=PIPE, env=environment, limit=_BUFFER
        )
        _widen(process)
        return process


def _widen(process: Process) -> None:
    """Give the pages on their way to a process room, where the system can: each that does not fit wakes both sides several times."""
    if sys.platform == "linux" and process.stdin is not None:
        with suppress(OSError):  # the user has too many such pipes
            fcntl.fcntl(process.stdin.get_extra_info("pipe"), fcntl.F_SETPIPE_SZ, _BUFFER)


async def _receive(process: Process) -> PageOutcome | str:
    """The next message. :exc:`~pickle.UnpicklingError` for one that is none."""
    answers = process.stdout
    assert answers is not None
    length = int.from_bytes(await answers.readexactly(LENGTH), "big")
    if length > _LARGEST:
        raise UnpicklingError(f"a message of {length} bytes")
    answer = unpack(await answers.readexactly(length))
    if not isinstance(answer, PageOutcome | str):
        raise UnpicklingError(f"{type(answer).__name__} is no outcome of a page")
    return answer
