"""The process that reads one document: bytes in through standard input, the packed outcome out through standard output."""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import resource
import shutil
import signal
import sys
from pathlib import Path
from threading import Thread

from extractors.documents import Document, read_document
from extractors.documents.carried import pack
from extractors.errors import DocumentError

_MEGABYTE = 1 << 20
_NEW_USER, _NEW_NETWORK = 0x1000_0000, 0x4000_0000
"""Flags of unshare(2), which ``os`` has from Python 3.12 on."""


def main(limits: str) -> None:
    """Read, answer, end.

    ``limits`` are :class:`~extractors.documents.isolated.Limits` as JSON, with the ``folder`` of the process. It is there only
    while the process needs it: whoever asked may be killed at any moment, and would leave it behind.
    """
    answers = os.dup(1)
    os.dup2(2, 1)  # what libraries print is no answer
    bounds = json.loads(limits)
    _bound(resource.RLIMIT_AS, bounds["megabytes"] * _MEGABYTE)
    _bound(resource.RLIMIT_CPU, int(bounds["seconds"] * (os.cpu_count() or 1)) + 1)
    _bound(resource.RLIMIT_CORE, 0)
    _leave_network()
    Path(bounds["folder"]).mkdir(mode=0o700)
    size = int.from_bytes(sys.stdin.buffer.read(8), "big")
    data = sys.stdin.buffer.read(size)
    if not size or len(data) < size:
        _leave(bounds["folder"])
    Thread(target=_end_with_asker, args=(bounds["folder"],), daemon=True).start()
    packed = pack(_read(data))
    shutil.rmtree(bounds["folder"], ignore_errors=True)
    with os.fdopen(answers, "wb") as out, contextlib.suppress(BrokenPipeError):
        out.write(packed)
    os._exit(0)  # libraries have nothing left to do, and one that hangs at its end is not waited for


def _read(data: bytes) -> Document | DocumentError:
    try:
        return read_document(data)
    except DocumentError as error:
        return error
    except MemoryError:
        return DocumentError("too_large", "needs more memory than a document may")


def _end_with_asker(folder: str) -> None:
    """Nothing more comes through standard input: it ends when the asker is gone. Then so must all that runs here."""
    os.read(0, 1)
    _leave(folder)


def _leave(folder: str) -> None:
    """Do what the asker would have done: end all that runs here, and remove what it has written."""
    group = os.getpgid(0)
    if os.fork() == 0:
        os.setsid()  # it goes on when the others end
        os.killpg(group, signal.SIGKILL)
        shutil.rmtree(folder, ignore_errors=True)
        os._exit(0)
    signal.pause()


def _leave_network() -> None:
    """Have no network, nor any program that we start: a document may ask for what only this machine can reach.

    Where the system lets nobody do so (containers, other systems than Linux), what is left are the programs' own switches.
    """
    with contextlib.suppress(AttributeError, OSError):
        unshare = ctypes.CDLL(None).unshare
        if unshare(_NEW_NETWORK):  # only root may, but for who begins with users of its own
            unshare(_NEW_USER | _NEW_NETWORK)


def _bound(what: int, bound: int) -> None:
    """Lower a bound; one that the system sets lower already stays."""
    _, hard = resource.getrlimit(what)
    if hard != resource.RLIM_INFINITY:
        bound = min(bound, hard)
    with contextlib.suppress(ValueError, OSError):  # systems without this bound have the one of time
        resource.setrlimit(what, (bound, hard))
