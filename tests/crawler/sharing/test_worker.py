"""One worker between its board, its ledger and its spider, of which one fails."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any, NoReturn

import pytest

from crawler.ledger import LedgerError
from crawler.ledger.engine import parse_address
from crawler.portals import Portal
from crawler.sharing.board import BoardError, Turn
from crawler.sharing.lease import Lease
from crawler.sharing.worker import Worker, run_name
from crawler.spiders.admission import Admission

LEASE, SHORT = 6.0, 0.3
"""Seconds, of a lease that does not run out and of one that does."""


class Ended(Exception):
    """In place of the end of the process."""


def end() -> NoReturn:
    raise Ended


class Board:
    """One whose answers are told beforehand; it says how it was asked."""

    def __init__(self, *answers: Turn | Exception | None, lays: Iterable[float] = (), is_laid: bool = True) -> None:
        self.answers = list(answers)
        self.waits = list(lays)
        self.is_laid = is_laid
        self.done: list[list[str]] = []
        self.laid: list[str] = []

    def lay(self, groups: list[str]) -> float:
        self.laid = groups
        return self.waits.pop(0) if self.waits else 0.0

    def join(self) -> bool:
        return self.is_laid

    def turn(self, done: list[str], at_once: int) -> Turn | None:
        self.done.append(done)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def leave(self) -> None:
        self.done.append(["left"])

    def error(self, problem: str) -> BoardError:
        return BoardError("redis://a.example/", problem)


class Spider:
    """Reads a portal in no time."""

    def __init__(self, *portals: str) -> None:
        self.portals = {id_: Portal(id=id_, name=id_, urls=(f"http://{id_}.example/",)) for id_ in portals}
        self.admission = Admission(())
        self.crawler = SimpleNamespace(crawling=True)
        self.read: list[str] = []
        self.books = SimpleNamespace(count=lambda portal, what: self.lost.append(portal))
        self.lost: list[str] = []

    def take(self, portals: Iterable[str]) -> None:
        self.read += portals


class Keeping:
    """A ledger that knows what was done before."""

    def __init__(self, *done: str, leads: bool = True, fails: bool = False) -> None:
        self.done = done
        self.leads = leads
        self.fails = fails
        self.run = None
        self.ledger = SimpleNamespace(portals_done=lambda run: dict.fromkeys(done))

    async def written(self) -> None:
        if self.fails:
            raise LedgerError(parse_address("ledger.sqlite"), "disk full")

    def has_done(self, portal: str) -> bool:
        return portal in self.done


def work(board: Board, spider: Spider, keeping: Keeping, lease: float = LEASE) -> None:
    async def main() -> None:
        worker: Any = Worker(spider, keeping, board, Lease(lease, end=end))  # type: ignore[arg-type]
        await worker.work()

    asyncio.run(main())


def test_it_reads_what_is_its_own_and_gives_it_back() -> None:
    board, spider = Board(Turn(2, ("a",)), Turn(1, ("b",)), Turn(0, ())), Spider("a", "b")
    work(board, spider, Keeping())
    assert spider.read == ["a", "b"]
    assert board.done == [[], ["a"], ["b"], ["left"]]


def test_what_the_run_has_done_is_not_laid_out_again() -> None:
    board = Board(Turn(0, ()))
    work(board, Spider("a", "b"), Keeping("a", "b"))
    assert board.laid == []


def test_board_that_fails_for_once_is_asked_again_for_the_same() -> None:
    board, spider = Board(Turn(1, ("a",)), BoardError("redis://a.example/", "gone"), Turn(0, ())), Spider("a")
    work(board, spider, Keeping())
    assert spider.read == ["a"]
    assert board.done == [[], ["a"], ["a"], ["left"]]


def test_board_that_fails_for_the_whole_lease_ends_the_worker() -> None:
    failures = [BoardError("redis://a.example/", "gone")] * 100
    with pytest.raises(Ended):
        work(Board(Turn(1, ("a",)), *failures), Spider("a"), Keeping(), SHORT)


def test_worker_that_the_board_takes_for_dead_ends() -> None:
    with pytest.raises(Ended):
        work(Board(Turn(1, ("a",)), None), Spider("a"), Keeping())


def test_nothing_is_given_back_that_the_ledger_could_not_write() -> None:
    board = Board(Turn(1, ("a",)), Turn(0, ()))
    work(board, Spider("a"), Keeping(fails=True))
    assert board.done == [[], [], ["left"]]


def test_portal_that_was_given_back_and_is_not_in_the_ledger_is_said_to_be_lost() -> None:
    spider = Spider("a", "b")
    work(Board(Turn(1, ("a",)), Turn(0, ())), spider, Keeping())
    assert spider.lost == ["b"]


def test_it_waits_for_workers_of_before() -> None:
    board = Board(Turn(0, ()), lays=[0.01, 0.01])
    work(board, Spider("a"), Keeping("a"))
    assert board.waits == []


def test_it_does_not_wait_for_ever_for_workers_that_live() -> None:
    with pytest.raises(BoardError, match="workers of another run are at it"):
        work(Board(lays=[0.01] * 1_000), Spider("a"), Keeping(), SHORT)


def test_run_that_nobody_lays_out_is_told() -> None:
    with pytest.raises(BoardError, match="not laid out"):
        work(Board(is_laid=False), Spider("a"), Keeping(leads=False), SHORT)


def test_run_has_another_name_if_a_record_differs() -> None:
    run: Any = SimpleNamespace(id=1, begun_at="2026-01-01T00:00:00Z", resumed=0, scope="{}")
    assert (
        run_name(run, Spider("a").portals) == run_name(run, Spider("a").portals) != run_name(run, Spider("b").portals)
    )
