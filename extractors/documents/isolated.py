"""Reads a document in a process of its own: what a hostile file breaks is that process.

The process gets the bytes through a pipe and answers through another; it has bounds of memory and time, no terminal, no
network where the system lets it give that up, a folder for what it writes, and nothing of our environment but what programs
need to start. It ends with everything that it has started when its time is up or whoever asked is gone.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import signal
import subprocess
import sys
from dataclasses import asdict, dataclass
from json import dumps
from pathlib import Path
from tempfile import gettempdir
from threading import Event, Thread

from extractors.documents import MAX_DOCUMENT_BYTES, Document, read_document, sniff
from extractors.documents.carried import unpack
from extractors.documents.sniffing import TEXTS
from extractors.errors import DocumentError, EndedReader

MAX_ANSWER = 50_000_000
"""Bytes that a document may become."""
_START = "import sys; sys.path.insert(0, sys.argv[1]); from extractors.documents.worker import main; main(sys.argv[2])"
_ROOT = str(Path(__file__).parents[2])
_PASSED = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "LD_LIBRARY_PATH", "OMP_NUM_THREADS")
"""What of the environment is passed on. The rest may hold passwords, and a home has settings and programs of its own."""
_TOO_LONG = -getattr(signal, "SIGXCPU", 24)
_KILLED = -getattr(signal, "SIGKILL", 9)


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one document."""

    seconds: float = 600.0
    """By the clock; a scan takes some four seconds a page."""
    megabytes: int = 4_000
    """Of addresses, of the process and each that it starts; libraries reserve more than they use."""


def read_isolated(
    data: bytes, content_type: str | None = None, limits: Limits | None = None, *, stop: Event | None = None
) -> Document | DocumentError:
    """Read bytes of any medium, or say why they can't be read. Pages and plain text are read here.

    Blocks until the process has ended; whoever doesn't want the document any more sets ``stop``, which is for one document.
    Never raises on any bytes.
    """
    if sniff(data) in TEXTS or not data.strip() or len(data) > MAX_DOCUMENT_BYTES:
        try:
            return read_document(data, content_type)
        except DocumentError as error:
            return error
    limits, stop, late = limits or Limits(), stop or Event(), Event()
    command = [sys.executable, "-P", "-c", _START, _ROOT]
    environment = {name: os.environ[name] for name in _PASSED if name in os.environ} | {"HOME": "/nonexistent"}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    folder = str(Path(gettempdir(), f"nianbao-{secrets.token_hex(8)}"))
    with subprocess.Popen(  # type: ignore[call-overload]
        [*command, dumps({**asdict(limits), "folder": folder})],
        start_new_session=True,
        env=environment | {"TMPDIR": folder},
        **pipes,
    ) as process:
        Thread(target=_end, args=(process, limits.seconds, stop, late), daemon=True).start()
        try:
            answer = _ask(process, data)
        finally:
            unwanted = stop.is_set()
            stop.set()
            _kill(process)
            shutil.rmtree(folder, ignore_errors=True)  # of a process that could not do it itself
    if late.is_set():
        return DocumentError("too_large", f"not read within {limits.seconds:.0f} s")
    if unwanted:
        return DocumentError("other", "not wanted any more")
    return _outcome(process.returncode, answer)


def _ask(process: subprocess.Popen[bytes], data: bytes) -> bytes:
    """Send the bytes, then wait for what comes back; the pipe stays open, for the process to see that we are there."""
    assert process.stdin is not None
    assert process.stdout is not None
    with contextlib.suppress(BrokenPipeError):  # it broke off: its status says why
        process.stdin.write(len(data).to_bytes(8, "big") + data)
        process.stdin.flush()
    answer = process.stdout.read(MAX_ANSWER + 1)
    if answer:
        _kill(process)  # it has said all; what it may have started must not outlive it
    process.wait()
    with contextlib.suppress(BrokenPipeError):
        process.stdin.close()
    return answer


def _end(process: subprocess.Popen[bytes], seconds: float, stop: Event, late: Event) -> None:
    """Wait until the process is to stop, or its time is up."""
    if not stop.wait(seconds):
        late.set()
    _kill(process)


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End the process and all that it has started."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def _outcome(status: int, answer: bytes) -> Document | DocumentError:
    if len(answer) > MAX_ANSWER:
        return DocumentError("too_large", f"becomes more than {MAX_ANSWER} bytes of text")
    if answer:
        try:
            return unpack(answer)
        except ValueError as error:
            return DocumentError("unreadable", f"the reader gave no document: {error}")
    if status == _TOO_LONG:
        return DocumentError("too_large", "needs more computing time than a document may")
    if status == _KILLED:
        return EndedReader()
    if status < 0:
        return DocumentError("unreadable", f"broke its reader: {signal.Signals(-status).name}")
    return DocumentError("unreadable", f"its reader ended with status {status} and gave nothing")
