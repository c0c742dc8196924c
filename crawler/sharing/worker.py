"""One worker's part in a run that several share. The ledger says what is done, the board who does what."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from crawler.ledger import LedgerError, Run
from crawler.portals import Portal
from crawler.sharing.board import Board, BoardError
from crawler.sharing.groups import group_portals
from crawler.sharing.lease import Lease

if TYPE_CHECKING:
    from crawler.keeping.keeping import Keeping
    from crawler.spiders.yearly_reports import YearlyReportsSpider

logger = logging.getLogger(__name__)

_TURNS, _PAUSE = 6, 5.0
"""Turns of a lease, of which a few may fail, and seconds between two of them at most."""
_LEASES = 2
"""For so many leases a worker waits for those of another run to end, and for its own run to be laid out."""


class Worker:
    """Takes groups of portals from the board while its spider has room, lives on, and gives back what is done."""

    def __init__(self, spider: YearlyReportsSpider, keeping: Keeping, board: Board, lease: Lease) -> None:
        self.spider = spider
        self.keeping = keeping
        self.board = board
        self.lease = lease
        self.groups = group_portals(spider.portals.values())
        self.wake = asyncio.Event()
        """Set when there may be room."""
        self._reading: set[str] = set()
        self._taken: set[str] = set()
        """Groups that have been its own, and portals of them."""
        self._pause = min(lease.seconds / _TURNS, _PAUSE)

    async def work(self) -> None:
        """Take part until the whole run is done, then take over what others have found.

        :exc:`~crawler.sharing.board.BoardError` where the run can't be joined. A worker that loses its lease ends at once.
        """
        await self._join()
        while await self._turn():
            try:
                await asyncio.wait_for(self.wake.wait(), self._pause)
            except TimeoutError:
                continue
            self.wake.clear()
        self.lease.give_back()
        await asyncio.to_thread(self.board.leave)
        for portal in self.spider.portals:
            if portal not in self._taken and not self.keeping.has_done(portal):
                logger.error("%s was given back, but the ledger does not have it", portal)
                self.spider.books.count(portal, "lost")
            await asyncio.sleep(0)

    async def _join(self) -> None:
        patience = self.lease.now() + _LEASES * self.lease.seconds
        if self.keeping.leads:
            groups = await asyncio.to_thread(self._open_groups)
            while seconds := await asyncio.to_thread(self.board.lay, groups):
                if self.lease.now() > patience:
                    raise self.board.error("workers of another run are at it")
                logger.info("Workers of before may be alive for another %.0f s", seconds)
                await asyncio.sleep(min(seconds, self._pause))
        asked_at = self.lease.now()
        while not await asyncio.to_thread(self.board.join):
            if self.lease.now() > patience:
                raise self.board.error(
                    "this run is not laid out: it has lost its memory, or the other workers have other portals; "
                    "end all workers, and start them with the same version"
                )
            await asyncio.sleep(self._pause)
            asked_at = self.lease.now()
        self.lease.renew(asked_at)

    def _open_groups(self) -> list[str]:
        done = self.keeping.ledger.portals_done(self.keeping.run)
        return [name for name, portals in self.groups.items() if not all(portal in done for portal in portals)]

    async def _turn(self) -> bool:
        """Whether anything of the run is left to do, by whomever."""
        wanted = self.spider.admission.at_once if self.spider.crawler.crawling else 0
        asked_at, turn = self.lease.now(), None
        try:
            async with asyncio.timeout(self.lease.left):
                turn = await asyncio.to_thread(self.board.turn, await self._done(), wanted)
        except BoardError as error:
            logger.warning("%s; it is asked again", error)
            return True
        except TimeoutError:
            logger.error("No turn could be had in time")
        if turn is None:
            self.lease.lose()
        self.lease.renew(asked_at)
        self._read(turn.own)
        return turn.left > 0

    async def _done(self) -> list[str]:
        """Groups that are done, as the ledger knows by now."""
        done = [name for name in self._reading if self.spider.admission.is_rid_of(self.groups[name])]
        try:
            await self.keeping.written()
        except LedgerError:
            return []  # it ends the crawl, and the portals are another worker's when the lease has run out
        return done

    def _read(self, own: Iterable[str]) -> None:
        """Begin with what is new of the groups that are this worker's."""
        for name in own:
            if name not in self._taken:
                self._taken.update((name, *self.groups[name]))
                self.spider.take(self.groups[name])
                if self.spider.admission.is_rid_of(self.groups[name]):  # the run was done with it before
                    self.wake.set()
        self._reading = set(own)


def run_name(run: Run, portals: Mapping[str, Portal]) -> str:
    """What workers of one run have in common: the run, each time that it is resumed, and all that their portals' records say."""
    facts = (run.id, run.begun_at, run.resumed, run.scope, sorted(map(repr, portals.values())))
    return hashlib.sha256(repr(facts).encode()).hexdigest()
