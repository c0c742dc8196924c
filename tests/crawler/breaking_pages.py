"""Pages that break the process that reads them, each in the way that it names."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from crawler.extraction import worker
from crawler.extraction.page import AskedPage, PageOutcome
from extractors.report import Rejection


def main(seconds: float, megabytes: int) -> None:
    """The process as it is, but for what it does with a page."""
    worker.extract_page = _break  # type: ignore[assignment]
    worker.main(seconds, megabytes)


def _break(asked: AskedPage) -> PageOutcome:
    way, _, rest = asked.body.decode().partition(" ")
    match way:
        case "computes":
            while True:
                pass
        case "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        case "killed-once" if not Path(rest).exists():
            Path(rest).touch()
            os.kill(os.getpid(), signal.SIGKILL)
        case "crashes":
            os.kill(os.getpid(), signal.SIGSEGV)
        case "exits":
            os._exit(3)
        case "fills-memory":
            bytearray(3_000_000_000)
        case "prints":
            print("not an answer", flush=True)
        case "terminated":
            os.kill(os.getpid(), signal.SIGTERM)
        case "environment":
            return PageOutcome(Rejection(reason="other", message=str(sum("NIANBAO" in name for name in os.environ))))
        case "answers-otherwise":
            return []  # type: ignore[return-value]
        case "raises":
            raise ValueError("a bug")
    return PageOutcome(Rejection(reason="other", message=str(os.getpid())))
