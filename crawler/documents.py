"""Reads documents beside the reactor: each in a process of its own, a bounded number at once, while the crawl goes on."""

from __future__ import annotations

import asyncio
import io
import os
import zipfile
from collections.abc import Sequence
from threading import Thread
from weakref import WeakKeyDictionary

from scrapy.crawler import Crawler
from scrapy.settings import BaseSettings

from extractors.documents import Document, sniff
from extractors.documents.isolated import Limits, read_isolated
from extractors.documents.sniffing import TEXTS
from extractors.errors import DocumentError

_readers: WeakKeyDictionary[Crawler, DocumentReader] = WeakKeyDictionary()


class DocumentReader:
    """One for a crawl. ``processes`` documents are read at once; the others wait."""

    def __init__(self, processes: int = 1, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._free = asyncio.Semaphore(processes)

    @classmethod
    def of(cls, crawler: Crawler) -> DocumentReader:
        """The reader of a crawl, the same for all its pipelines."""
        if crawler not in _readers:
            processes = crawler.settings.getint("DOCUMENT_PROCESSES") or os.cpu_count() or 1
            _readers[crawler] = cls(processes, limits_from(crawler.settings))
        return _readers[crawler]

    async def read(self, data: bytes, content_type: str | None = None) -> Document | DocumentError:
        """Read bytes of any medium, or say why they can't be read. Pages and texts are read at once, and here."""
        if sniff(data) in TEXTS:
            return read_isolated(data, content_type, self.limits)
        async with self._free:
            return await self._off_reactor(data, content_type)

    async def _off_reactor(self, data: bytes, content_type: str | None) -> Document | DocumentError:
        """Wait for the process in a thread, one that the end of the crawl does not wait for."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[Document | DocumentError] = loop.create_future()

        def finish(outcome: Document | DocumentError | Exception) -> None:
            if not done.cancelled():
                if isinstance(outcome, Document | DocumentError):
                    done.set_result(outcome)
                else:
                    done.set_exception(outcome)

        def wait() -> None:
            outcome: Document | DocumentError | Exception
            try:
                outcome = read_isolated(data, content_type, self.limits)
            except Exception as error:  # noqa: BLE001  it is raised where it is awaited
                outcome = error
            if not loop.is_closed():
                loop.call_soon_threadsafe(finish, outcome)

        Thread(target=wait, name="document", daemon=True).start()
        return await done


def limits_from(settings: BaseSettings) -> Limits:
    """Bounds of one document."""
    return Limits(settings.getfloat("DOCUMENT_TIMEOUT", 600.0), settings.getint("DOCUMENT_MEMORY", 4_000))


def bind_pictures(pictures: Sequence[bytes]) -> bytes:
    """Pictures of a document's pages as one file: an archive, whose members are read in the order of their names."""
    bound = io.BytesIO()
    with zipfile.ZipFile(bound, "w") as archive:
        for number, picture in enumerate(pictures, start=1):
            archive.writestr(f"{number:04}.{sniff(picture).rpartition('/')[2]}", picture)
    return bound.getvalue()
