"""``Ledger``: what every crawl has seen and read, kept from run to run."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from crawler.ledger import reports, runs
from crawler.ledger.coverage import Coverage, cover
from crawler.ledger.engine import looking, make_engine, parse_address, reading, writing
from crawler.ledger.errors import LedgerError, LedgerLocked, PortalTakenOver, first_line
from crawler.ledger.locks import AdvisoryLock, Release, take_lock
from crawler.ledger.pages import PageRecord, Visit, find_page, keep_page, pages_of, record_visit
from crawler.ledger.reports import Change, KeptReport
from crawler.ledger.runs import Ended, PortalRun, Run
from crawler.ledger.status import PortalStatus, portal_status


class Ledger:
    """One ledger. Reading methods see what is committed; writing ones take part in the transaction of a connection.

    ::

        ledger = Ledger.open("ledger.sqlite")
        run = ledger.begin({"portals": "yaoan"}, now)
        with ledger.writing() as connection:
            ledger.portal_begun(connection, run, "yaoan", now)
            ledger.settle(connection, run, visit, item)
        ledger.end(run, "finished", 0, {}, now)

    Methods may be called from any thread. :exc:`~crawler.ledger.errors.LedgerError` where the database fails.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._release: Release | None = None

    @classmethod
    def open(cls, address: str | Path, *, create: bool = True) -> Ledger:
        """Open a ledger, brought up to date where needed, by a file's name or a database's address.

        A file that is not there is made, or with ``create=False`` missed.
        """
        # Alembic is a fifth of what a command would load, and most open no ledger.
        from crawler.ledger.migrate import migrate

        url = parse_address(address)
        if not create and url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
            raise LedgerError(url, "there is no such file")
        engine = make_engine(url)
        try:
            migrate(engine)
        except BaseException as error:
            engine.dispose()
            if isinstance(error, DBAPIError):  # no right to make tables, and the like
                raise LedgerError(engine.url, first_line(error)) from error
            raise
        return cls(engine)

    def close(self) -> None:
        """Give back the lock and the connections. What was not ended stays unfinished."""
        if self._release is not None:
            self._release()
            self._release = None
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def reading(self) -> AbstractContextManager[Connection]:
        """A transaction that reads one state of the ledger."""
        return reading(self._engine)

    def writing(self) -> AbstractContextManager[Connection]:
        """A transaction that writes; nothing of it stands if it ends with an exception."""
        return writing(self._engine)

    # --- runs ---

    def begin(self, scope: Mapping[str, Any], now: str, *, resume_from: str = "") -> Run:
        """Begin a run; it has the ledger until :meth:`close`.

        The unfinished one of that scope is gone on with, if it began at ``resume_from`` or later.
        :exc:`~crawler.ledger.errors.LedgerLocked` where another has it.
        """
        self._lock()
        with self.writing() as connection:
            return runs.begin_run(connection, scope, now, resume_from=resume_from)

    def share(self, scope: Mapping[str, Any], now: str, *, resume_from: str = "") -> tuple[Run, bool]:
        """Begin a run that several workers share, or join it; gives too whether this one is the first of those that are at it.

        The first begins it as :meth:`begin` does. :exc:`~crawler.ledger.errors.LedgerLocked` where another run has the ledger.
        """
        self.check_free(shared=True)
        lock = AdvisoryLock(self._engine)
        self._release = lock.release
        if lock.take_alone():
            with self.writing() as connection:
                run = runs.begin_run(connection, scope, now, resume_from=resume_from)
            lock.let_others_in()
            return run, True
        joined = None
        if lock.share():
            with self.reading() as connection:
                joined = runs.running(connection, scope)
        if joined is None:
            raise self._locked()
        return joined, False

    def check_free(self, *, shared: bool = False) -> None:
        """See whether a run could begin, or be shared. :exc:`~crawler.ledger.errors.LedgerLocked` where another has the ledger."""
        if not shared:
            self._lock()
        elif self._engine.dialect.name != "postgresql":
            raise LedgerError(self._engine.url, "workers share a ledger in PostgreSQL, not a file")

    def _lock(self) -> None:
        """Take the ledger until :meth:`close`."""
        if self._release is None:
            self._release = take_lock(self._engine)
        if self._release is None:
            raise self._locked()

    def _locked(self) -> LedgerLocked:
        with self.reading() as connection:
            who, since = runs.holder(connection) or (None, None)
        return LedgerLocked(self._engine.url, who, since)

    def end(self, run: Run, state: Ended, exit_status: int, statistics: Mapping[str, Any], now: str) -> None:
        """Say how a run ended."""
        with self.writing() as connection:
            runs.end_run(connection, run.id, state, exit_status, statistics, now)

    def portal_begun(self, connection: Connection, run: Run, portal: str, now: str, worker: str | None = None) -> None:
        """A run begins a portal; of a shared one a ``worker`` does."""
        runs.portal_begun(connection, run.id, portal, now, worker)

    def check_worker(self, connection: Connection, run: Run, portal: str, worker: str) -> None:
        """See that a portal is a worker's until the transaction ends.

        :exc:`~crawler.ledger.errors.PortalTakenOver` where another one has begun it since.
        """
        if not runs.is_workers(connection, run.id, portal, worker):
            raise PortalTakenOver(self._engine.url, portal)

    def portal_done(
        self,
        connection: Connection,
        run: Run,
        portal: str,
        outcome: str,
        counts: Mapping[str, int],
        findings: Any,
        now: str,
    ) -> None:
        """A run is done with a portal: it is not begun again when the run is resumed."""
        runs.portal_done(connection, run.id, portal, outcome, counts, findings, now)

    def portals_done(self, run: Run) -> dict[str, PortalRun]:
        """What a run need not begin again, by portal."""
        with self.reading() as connection:
            return runs.portals_done(connection, run.id)

    def portal_run(self, run: Run, portal: str) -> PortalRun | None:
        """What a run met at a portal; ``None`` if it has not begun it."""
        with looking(self._engine) as connection:
            return runs.find_portal_run(connection, run.id, portal)

    def previous(self, run: Run, having: Collection[str] = ()) -> dict[str, dict[str, int]]:
        """Portal → what the last run before this one that was done with it had counted there; ``having`` any of that, if one had."""
        with self.reading() as connection:
            return runs.previous_counts(connection, run.id, having)

    def most(self, run: Run, names: Collection[str], back: int) -> dict[str, int]:
        """Portal → the largest sum of these counts in any of the last ``back`` runs before this one."""
        with self.reading() as connection:
            return runs.most_counted(connection, run.id, names, back)

    def runs(self, limit: int = 20) -> list[Run]:
        """The last runs, the latest first."""
        with self.reading() as connection:
            return runs.last_runs(connection, limit)

    # --- pages and reports ---

    def page(self, portal: str, address: str) -> PageRecord | None:
        """What is known of a page, by its canonical address."""
        with looking(self._engine) as connection:
            return find_page(connection, portal, address)

    def pages(self, portal: str) -> Iterator[PageRecord]:
        """All pages of a portal, by address."""
        with self.reading() as connection:
            yield from pages_of(connection, portal)

    def settle(
        self, connection: Connection, run: Run, visit: Visit, item: Mapping[str, Any] | None = None
    ) -> Change | None:
        """Write what came of a page, and the report that it brought: the page is done with.

        Gives what became of the report; ``None`` where it brought none. A page that is ``unchanged`` still brings the report that
        it had.
        """
        if item is None:
            record = record_visit(connection, run.id, visit, None)
            if visit.outcome != "unchanged" or record.report is None:
                return None
            reports.touch_report(connection, run.id, record.report, visit.at)
            return "unchanged"
        if visit.outcome != "report" or visit.extractor is None:
            raise ValueError(f"an item of a page that is {visit.outcome}, read by {visit.extractor}")
        change = reports.keep_item(connection, run.id, item, visit)
        record_visit(connection, run.id, visit, item["id"])
        return change

    def keep(self, connection: Connection, run: Run, known: PageRecord, now: str) -> None:
        """Let stand what is known of a page, and the report that it brought, without asking for it."""
        keep_page(connection, run.id, known)
        if known.report is not None:
            reports.touch_report(connection, run.id, known.report, now)

    def year_of(self, report: str) -> int | None:
        """Year of a report; ``None`` if it states none."""
        with looking(self._engine) as connection:
            return reports.find_year(connection, report)

    def changed_in(self, report: str) -> int:
        """Number of the run that made a report's current edition; 0 if there is no such report."""
        with looking(self._engine) as connection:
            return reports.find_run_of_edition(connection, report)

    def item(self, report: str) -> dict[str, Any]:
        """The item of a report, as its current edition has it. :exc:`LookupError` if there is none."""
        with looking(self._engine) as connection:
            return reports.find_item(connection, report)

    def items(
        self, *, run: Run | None = None, portal: str | None = None, changed_only: bool = False
    ) -> Iterator[dict[str, Any]]:
        """Current items by portal and id, streamed.

        With ``run`` those of the reports that it saw (and no later run); ``changed_only``: those that it made an edition of.
        """
        with self.reading() as connection:
            number = None if run is None else run.id
            yield from reports.find_items(connection, run=number, portal=portal, changed_only=changed_only)

    def coverage(
        self, *, portals: Collection[str] | None = None, years: Collection[int] | None = None
    ) -> Iterator[Coverage]:
        """One row an agency and year: whether its report is there, and if not, why."""
        with self.reading() as connection:
            yield from cover(connection, portals=portals, years=years)

    def status(self) -> list[PortalStatus]:
        """Portal by portal what there is, and how the last run ended."""
        with self.reading() as connection:
            return portal_status(connection)

    def history(self, key: str) -> list[KeptReport]:
        """Reports with one report key, or the one with that id, with all their editions."""
        with self.reading() as connection:
            return reports.find_history(connection, key)
