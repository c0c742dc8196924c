"""Feeds on this machine: whole under their name when the run ends, the old file untouched until then."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import IO, Any

from scrapy import Spider
from w3lib.url import file_uri_to_path

from crawler.wholefile import WholeFile

logger = logging.getLogger(__name__)


class WholeFileStorage:
    """Storage for paths and ``file://`` addresses."""

    def __init__(self, uri: str, *, feed_options: dict[str, Any] | None = None) -> None:
        self.path = Path(file_uri_to_path(uri) if uri.startswith("file:") else uri)
        self.append = not (feed_options or {}).get("overwrite", False)
        self.interrupted = False
        self._whole: WholeFile | None = None

    def open(self, spider: Spider) -> IO[bytes]:
        """Begin the file beside its place."""
        self._whole = WholeFile(self.path, append=self.append)
        return self._whole.file

    def store(self, file: IO[bytes]) -> None:
        """Put the finished file in its place; after an interrupted run keep it beside instead."""
        if self._whole is None:
            return
        if self.interrupted:
            logger.warning(
                "Interrupted: %s is as it was; what was found lies in %s", self.path, self._whole.keep_partial()
            )
        else:
            self._whole.commit()

    def discard(self) -> None:
        """Remove a file that can't be finished."""
        if self._whole is not None:
            self._whole.discard()
