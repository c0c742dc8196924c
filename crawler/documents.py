"""Reads documents beside the reactor: each in a process of its own, a bounded number at once, while the crawl goes on."""

from __future__ import annotations

import asyncio
import io
import os
import zipfile
from collections.abc import Callable, Sequence
from threading import Event, Thread
from weakref import WeakKeyDictionary, ref

from scrapy.crawler import Crawler
from scrapy.settings import BaseSettings

from crawler.pipelines.errors import UnfinishedReport
from extractors.documents import Document, sniff
from extractors.documents.isolated import Limits, read_isolated
from extractors.documents.sniffing import TEXTS
from extractors.errors import DocumentError

_readers: WeakKeyDictionary[Crawler, DocumentReader] = WeakKeyDictionary()


_LOOK = 0.5
"""Seconds between looks whether the crawl goes on."""


class DocumentReader:
    """One for a crawl. ``processes`` documents are read at once; the others wait, until the crawl is ended."""

    def __init__(
        self, processes: int = 1, limits: Limits | None = None, *, ended: Callable[[], bool] = lambda: False
    ) -> None:
        self.limits = limits or Limits()
        self._ended = ended
        self._free = asyncio.Semaphore(processes)

    @classmethod
    def of(cls, crawler: Crawler) -> DocumentReader:
        """The reader of a crawl, the same for all its pipelines."""
        if crawler not in _readers:
            processes = crawler.settings.getint("DOCUMENT_PROCESSES") or os.cpu_count() or 1
            known = ref(crawler)
            _readers[crawler] = cls(processes, limits_from(crawler.settings), ended=lambda: is_ended(known()))
        return _readers[crawler]

    async def read(self, data: bytes, content_type: str | None = None) -> Document | DocumentError:
        """Read bytes of any medium, or say why they can't be read. Web pages and texts are read at once, in this process.

        :exc:`~crawler.pipelines.errors.UnfinishedReport` if the crawl is ended before.
        """
        if sniff(data) in TEXTS:
            return read_isolated(data, content_type, self.limits)
        async with self._free:
            if self._ended():
                raise UnfinishedReport
            return await self._off_reactor(data, content_type)

    async def _off_reactor(self, data: bytes, content_type: str | None) -> Document | DocumentError:
        """Wait for the process in a thread, one that the end of the crawl does not wait for."""
        loop = asyncio.get_running_loop()
        stop = Event()
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
                outcome = read_isolated(data, content_type, self.limits, stop=stop)
            except Exception as error:  # noqa: BLE001  it is raised where it is awaited
                outcome = error
            if not loop.is_closed():
                loop.call_soon_threadsafe(finish, outcome)

        Thread(target=wait, name="document", daemon=True).start()
        while not (await asyncio.wait([done], timeout=_LOOK))[0]:
            if self._ended():
                stop.set()
                raise UnfinishedReport
        return await done


def is_ended(crawler: Crawler | None) -> bool:
    """Whether a signal has ended a crawl: then nobody waits minutes for what its pipelines still hold."""
    return crawler is None or not crawler.crawling


def limits_from(settings: BaseSettings) -> Limits:
    """Bounds for reading one document, from the settings."""
    return Limits(settings.getfloat("DOCUMENT_TIMEOUT", 600.0), settings.getint("DOCUMENT_MEMORY", 4_000))


def bind_pictures(pictures: Sequence[bytes]) -> bytes:
    """Pictures of a document's pages as one file: an archive, whose members are read in the order of their names."""
    bound = io.BytesIO()
    with zipfile.ZipFile(bound, "w") as archive:
        for number, picture in enumerate(pictures, start=1):
            archive.writestr(f"{number:04}.{sniff(picture).rpartition('/')[2]}", picture)
    return bound.getvalue()
