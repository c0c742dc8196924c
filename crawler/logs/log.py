"""The log of a run, as lines or as JSON Lines: nothing in it steers a terminal, tells a secret or says the same for ever."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from scrapy.settings import Settings
from scrapy.utils.log import TopLevelFormatter

from crawler.logs.folding import Folding
from crawler.logs.logplace import place_of
from crawler.masking import mask, secrets_of
from crawler.terminal import printable

_CONTINUED = "\n    "
"""Begins each further line of a message, so that no page can write what looks like a line of its own."""


def begin_log(settings: Settings) -> None:
    """Take the log over from Scrapy, for this process. ``LOG_JSON`` chooses the format; Scrapy's settings hold as ever.

    :exc:`OSError` if ``LOG_FILE`` can't be written.
    """
    handler = _handler(settings)
    if handler is None:
        return
    secrets = secrets_of(settings)
    handler.setFormatter(
        JsonFormatter(secrets)
        if settings.getbool("LOG_JSON")
        else LineFormatter(settings.get("LOG_FORMAT"), settings.get("LOG_DATEFORMAT"), secrets)
    )
    handler.setLevel(settings.get("LOG_LEVEL"))
    handler.addFilter(Folding())
    if settings.getbool("LOG_SHORT_NAMES"):
        handler.addFilter(TopLevelFormatter(["scrapy"]))
    logging.root.addHandler(handler)
    settings.set("LOG_ENABLED", False, "cmdline")
    settings.set("LOG_FILE", None, "cmdline")


def leave_out(settings: Settings) -> None:
    """Have Scrapy not even make what the log does not show: it would be some lines for every page."""
    logging.getLogger("scrapy").setLevel(settings.get("LOG_LEVEL"))


def tell_folded() -> None:
    """Write what the log has kept back of each kind of trouble."""
    for handler in logging.root.handlers:
        for folding in (each for each in handler.filters if isinstance(each, Folding)):
            for record in folding.rest():
                handler.emit(record)


def goes_to_a_file() -> bool:
    """Whether the log is no part of what the process prints."""
    return any(isinstance(handler, LogFile) for handler in logging.root.handlers)


class LogFile(logging.FileHandler):
    """A log that tells once that it can't be written, where the standard library does for each line."""

    failed = False

    def handleError(self, record: logging.LogRecord) -> None:
        """Say so on the standard error; the crawl goes on."""
        if not self.failed:
            self.failed = True
            print(f"The log {self.baseFilename} can't be written: {sys.exc_info()[1]}", file=sys.stderr)


class LineFormatter(logging.Formatter):
    """Scrapy's lines."""

    def __init__(self, fmt: str | None, datefmt: str | None, secrets: Sequence[str] = ()) -> None:
        super().__init__(fmt, datefmt)
        self.secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        """Lines of one record."""
        text = _CONTINUED.join(map(printable, super().format(record).splitlines()))
        return mask(f"{text}{_more(record)}", self.secrets)


class JsonFormatter(logging.Formatter):
    """An object a line: ``time`` (UTC), ``level``, ``logger``, ``portal``, ``url``, ``message``.

    Where there are: ``kind`` of trouble, ``more`` of the kind that were kept back since the last, ``error``, a traceback.
    """

    def __init__(self, secrets: Sequence[str] = ()) -> None:
        super().__init__()
        self.secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        portal, url = place_of(record)
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC)
            .isoformat(timespec="milliseconds")
            .replace("+00:00", "Z"),
            "level": record.levelname,
            "logger": record.name,
            "portal": portal,
            "url": url,
            "message": record.getMessage() + _more(record),
        }
        line |= {name: getattr(record, name) for name in ("kind", "more") if getattr(record, name, None)}
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps({name: self._safe(value) for name, value in line.items()}, ensure_ascii=False)

    def _safe(self, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        return mask("\n".join(map(printable, value.splitlines())), self.secrets)


def _more(record: logging.LogRecord) -> str:
    more = getattr(record, "more", 0)
    return f" (… {more} more)" if more else ""


def _handler(settings: Settings) -> logging.Handler | None:
    if name := settings.get("LOG_FILE"):
        if not settings.getbool("LOG_FILE_APPEND"):
            Path(name).write_bytes(b"")
        # Never "w": Scrapy configures logging afterwards, which closes every handler, and only one that appends opens again.
        return LogFile(name, "a", encoding=settings.get("LOG_ENCODING"))
    return logging.StreamHandler() if settings.getbool("LOG_ENABLED") else None
