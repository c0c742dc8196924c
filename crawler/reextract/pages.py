"""Pages of an index, each read into its item."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from scrapy.settings import Settings

from crawler.archive.index import ArchivedPage, ArchiveIndex
from crawler.archive.offering import ArchivedPortals, archived_request, offer_archived
from crawler.books.books import Books
from crawler.books.faults import name_fault
from crawler.items import ReportPage
from crawler.network.errors import NotArchived
from crawler.pipelines.errors import RejectedPage, SkippedReport
from crawler.platforms import platforms
from crawler.portals import Portal, load_portals
from crawler.reextract.offline import OfflineCrawl
from crawler.reextract.outputs import Pack, packer
from crawler.visit import Visit


@dataclass(slots=True)
class PageOutcome:
    """What became of a page."""

    portal: str
    counts: Counter[str] = field(default_factory=Counter)
    """As :func:`crawler.books.outcome.stat_key` names them."""
    item: bytes | None = None
    """As the output takes it."""


@dataclass(frozen=True)
class ReadPages:
    """Task: the pages of an index by their numbers."""

    index: Path
    max_body: int
    settings: Settings
    form: str
    """Format of the output."""
    portals: frozenset[str] | None
    years: frozenset[int] | None

    def open(self) -> Callable[[int], PageOutcome | None]:
        """Get ready to read them."""
        index = ArchiveIndex(self.max_body, self.index)
        reader = _PageReader(OfflineCrawl(self.settings, index, self.years), packer(self.form), self.portals)
        loop = asyncio.new_event_loop()
        return lambda number: loop.run_until_complete(reader.read(index.page(number)))


class _PageReader:
    """Reads one page after another, as a replay does (:class:`crawler.spiders.archive.ArchiveSpider`)."""

    def __init__(self, crawl: OfflineCrawl, pack: Pack, chosen: frozenset[str] | None) -> None:
        self.crawl = crawl
        self.pack = pack
        self.chosen = chosen
        self.known = ArchivedPortals(load_portals(platforms=platforms()))

    async def read(self, page: ArchivedPage) -> PageOutcome | None:
        """Item of a page, or what became of it; ``None`` for one of a portal that was not asked for."""
        portal = self.known.of(page)
        if self.chosen is not None and portal.id not in self.chosen:
            return None
        books = self.crawl.begin(portal.id)
        outcome = PageOutcome(portal.id, books.counts[portal.id])
        try:
            if (offered := await self._offer(page, portal, books)) is not None:
                books.count(portal.id, "pages")
                outcome.item = self.pack(await self.crawl.read(offered))
                books.count(portal.id, "reports")
        except RejectedPage as dropped:
            books.count(portal.id, f"rejected/{dropped.rejection.reason}")
        except SkippedReport:
            books.count(portal.id, "skipped")
        return outcome

    async def _offer(self, page: ArchivedPage, portal: Portal, books: Books) -> ReportPage | None:
        """What the pipelines get; ``None`` if the page's answer is missing or not whole, and the books say so."""
        request = archived_request(page, portal)
        try:
            if page.answer is None:
                raise NotArchived("not_archived", "none of the files holds its record")
            response = await self.crawl.answer(request)
        except Exception as error:  # noqa: BLE001  whatever ends a request has a name
            books.missed(Visit(portal.id, "report"), "failed", name_fault(error), request, str(error))
            return None
        return offer_archived(page, response, portal)
