"""The process that reads pages, one after another: each comes through standard input, what it becomes goes out through the other.

It is no sandbox: it reads what a crawl would read in its own process. But it has nothing of the crawl's environment, and can answer
with data alone. Documents are read in processes of their own (:mod:`extractors.documents.isolated`).
"""

from __future__ import annotations

import os
import resource
import signal
import sys
import traceback
from contextlib import suppress
from typing import BinaryIO

from crawler.extraction.packing import LENGTH, pack, unpack
from crawler.extraction.page import AskedPage, PageOutcome, extract_page
from crawler.garbage import collect_seldom
from extractors import load_data


def main(seconds: float, megabytes: int) -> None:
    """Read pages until nobody asks any more; ``seconds`` of computing for each, ``megabytes`` of addresses.

    Whoever asks hears of a signal to the whole group, too, and has what was begun finished.
    """
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what libraries print is no answer
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, hard))
    load_data()
    collect_seldom()
    with suppress(BrokenPipeError, ConnectionResetError):
        while packed := _receive(sys.stdin.buffer):
            signal.setitimer(signal.ITIMER_PROF, seconds)  # its signal ends the process
            answer = pack(_answer(unpack(packed)))
            signal.setitimer(signal.ITIMER_PROF, 0)
            answers.write(answer)
            answers.flush()
    os._exit(0)  # what is left in the buffer has no reader


def _receive(asked: BinaryIO) -> bytes:
    """The next message; nothing where no whole one comes."""
    length = int.from_bytes(asked.read(LENGTH), "big")
    packed = asked.read(length)
    return packed if len(packed) == length else b""


def _answer(asked: AskedPage) -> PageOutcome | str:
    """What a page becomes, or of an error of ours the words of its traceback."""
    try:
        return extract_page(asked)
    except Exception:  # noqa: BLE001  it is raised where the page is awaited
        return traceback.format_exc()
