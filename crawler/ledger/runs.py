"""Runs, and what each met at each portal. Every function takes part in the transaction of its connection."""

from __future__ import annotations

import os
import socket
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, Row, func, insert, select, update

from crawler.ledger.schema import portal_run, run
from crawler.ledger.texts import canonical_json
from extractors import extractor_version

Ended = Literal["finished", "interrupted", "failed"]
_RUN_COLUMNS = [column for column in run.c if column.name not in ("holder", "held_since")]

_BACK = 100
"""Runs that are looked back."""
_STANDSTILL = "5s"
"""For so long a worker may do nothing within a transaction: most take some thousandths of a second."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """One crawl, with all the times that it was resumed."""

    id: int
    scope: str
    """Canonical JSON of the spider's arguments."""
    begun_at: str
    ended_at: str | None
    resumed: int
    """Times that it went on after it had been broken off."""
    state: Literal["running", "finished", "interrupted", "failed"]
    exit_status: int | None
    version: str
    """Of nianbao."""
    statistics: dict[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class PortalRun:
    """What a run met at a portal."""

    run: int
    portal: str
    state: Literal["open", "done"]
    outcome: str | None
    """How reading it ended; ``None`` while it is open."""
    counts: dict[str, int]
    findings: Any
    begun_at: str
    ended_at: str | None
    worker: str | None
    """Who has it, or had it, of those that share a run."""


def begin_run(connection: Connection, scope: Mapping[str, Any], now: str, *, resume_from: str) -> Run:
    """The unfinished run of that scope that began at ``resume_from`` or later, resumed, else a new one. Who calls holds the ledger's lock."""
    # Whoever has the lock knows that no other run is alive: what still says so was killed.
    connection.execute(update(run).where(run.c.state == "running").values(state="interrupted"))
    text = canonical_json(scope)
    last = connection.execute(
        select(run.c.id, run.c.state, run.c.begun_at).where(run.c.scope == text).order_by(run.c.id.desc()).limit(1)
    ).first()
    holder = {"holder": f"{socket.gethostname()} process {os.getpid()}", "held_since": now}
    if last is not None and last.state == "interrupted" and last.begun_at >= resume_from:
        number = last.id
        connection.execute(
            update(run)
            .where(run.c.id == number)
            .values(state="running", resumed=run.c.resumed + 1, ended_at=None, exit_status=None, **holder)
        )
    else:
        new = insert(run).values(
            scope=text, begun_at=now, resumed=0, state="running", version=extractor_version(), statistics={}, **holder
        )
        number = connection.execute(new.returning(run.c.id)).scalar_one()
    return find_run(connection, number)


def running(connection: Connection, scope: Mapping[str, Any]) -> Run | None:
    """The run of that scope that is going on."""
    found = select(*_RUN_COLUMNS).where(run.c.state == "running", run.c.scope == canonical_json(scope))
    row = connection.execute(found).first()
    return None if row is None else _run(row)


def end_run(
    connection: Connection, number: int, state: Ended, exit_status: int, statistics: Mapping[str, Any], now: str
) -> None:
    """Say how a run ended. One that was ``interrupted`` is resumed by the next of its scope."""
    values = {"state": state, "exit_status": exit_status, "statistics": dict(statistics), "ended_at": now}
    connection.execute(update(run).where(run.c.id == number).values(**values))


def find_run(connection: Connection, number: int) -> Run:
    """A run by its number. :exc:`LookupError` if there is none."""
    row = connection.execute(select(*_RUN_COLUMNS).where(run.c.id == number)).first()
    if row is None:
        raise LookupError(f"no run {number}")
    return _run(row)


def last_runs(connection: Connection, limit: int) -> list[Run]:
    """The last ones, the latest first."""
    return [_run(row) for row in connection.execute(select(*_RUN_COLUMNS).order_by(run.c.id.desc()).limit(limit))]


def holder(connection: Connection) -> tuple[str, str] | None:
    """Host and process of the run that is going on, and since when; ``None`` where none says so."""
    row = connection.execute(select(run.c.holder, run.c.held_since).where(run.c.state == "running")).first()
    return None if row is None else (row.holder, row.held_since)


def portal_begun(connection: Connection, number: int, portal: str, now: str, worker: str | None = None) -> None:
    """A run, or a ``worker`` of it, begins a portal, or begins it again; what was counted before is void."""
    values: dict[str, Any] = {
        "state": "open",
        "outcome": None,
        "counts": {},
        "findings": {},
        "begun_at": now,
        "ended_at": None,
        "worker": worker,
    }
    if worker is not None:
        _end_if_it_stands_still(connection)
    key = (portal_run.c.run == number) & (portal_run.c.portal == portal)
    if not connection.execute(update(portal_run).where(key).values(**values)).rowcount:
        connection.execute(insert(portal_run).values(run=number, portal=portal, **values))


def portal_done(
    connection: Connection, number: int, portal: str, outcome: str, counts: Mapping[str, int], findings: Any, now: str
) -> None:
    """A run is done with a portal. :exc:`LookupError` where it had not begun it."""
    done = update(portal_run).where(portal_run.c.run == number, portal_run.c.portal == portal)
    values = {"state": "done", "outcome": outcome, "counts": dict(counts), "findings": findings, "ended_at": now}
    if not connection.execute(done.values(**values)).rowcount:
        raise LookupError(f"run {number} has not begun {portal}")


def is_workers(connection: Connection, number: int, portal: str, worker: str) -> bool:
    """Whether a portal is that worker's; if it is, no other one can begin it before the transaction ends."""
    _end_if_it_stands_still(connection)
    key = (portal_run.c.run == number) & (portal_run.c.portal == portal)
    has = select(portal_run.c.worker).where(key).with_for_update(read=True)
    return connection.execute(has).scalar() == worker


def _end_if_it_stands_still(connection: Connection) -> None:
    """Have the server end the transaction of a worker that does nothing: who takes over its portals would wait for it."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SET LOCAL idle_in_transaction_session_timeout = '{_STANDSTILL}'")


def find_portal_run(connection: Connection, number: int, portal: str) -> PortalRun | None:
    """What a run met at a portal; ``None`` if it has not begun it."""
    key = (portal_run.c.run == number) & (portal_run.c.portal == portal)
    row = connection.execute(select(portal_run).where(key)).first()
    return None if row is None else PortalRun(**row._mapping)


def portals_done(connection: Connection, number: int) -> dict[str, PortalRun]:
    """What a run need not begin again, by portal."""
    where = (portal_run.c.run == number) & (portal_run.c.state == "done")
    rows = connection.execute(select(portal_run).where(where).order_by(portal_run.c.portal))
    return {row.portal: PortalRun(**row._mapping) for row in rows}


def previous_counts(connection: Connection, number: int, having: Collection[str] = ()) -> dict[str, dict[str, int]]:
    """Portal → what the last run before this one that was done with it had counted there.

    Of those that had counted anything of what it must be ``having``, if any of the last ones had.
    """
    done = (portal_run.c.run < number) & (portal_run.c.state == "done")
    last = select(portal_run.c.portal, func.max(portal_run.c.run).label("run")).where(done)
    latest = last.group_by(portal_run.c.portal).subquery()
    same = (latest.c.portal == portal_run.c.portal) & (latest.c.run == portal_run.c.run)
    rows = connection.execute(select(portal_run.c.portal, portal_run.c.counts).join(latest, same))
    counts = {row.portal: row.counts for row in rows}
    for portal in [portal for portal in counts if not _has_any(counts[portal], having)]:
        earlier = (
            select(portal_run.c.counts).where(done, portal_run.c.portal == portal).order_by(portal_run.c.run.desc())
        )
        fitting = (each for each in connection.execute(earlier.limit(_BACK)).scalars() if _has_any(each, having))
        counts[portal] = next(fitting, counts[portal])
    return counts


def most_counted(connection: Connection, number: int, names: Collection[str], back: int) -> dict[str, int]:
    """Portal → the largest sum of these counts in any of the ``back`` runs before this one, where they were done with it."""
    last = select(run.c.id).where(run.c.id < number).order_by(run.c.id.desc()).limit(back).subquery()
    done = (portal_run.c.run == last.c.id) & (portal_run.c.state == "done")
    most: dict[str, int] = {}
    for row in connection.execute(select(portal_run.c.portal, portal_run.c.counts).join(last, done)):
        most[row.portal] = max(most.get(row.portal, 0), sum(row.counts.get(name, 0) for name in names))
    return most


def _has_any(counts: Mapping[str, int], having: Collection[str]) -> bool:
    return not having or any(counts.get(what) for what in having)


def _run(row: Row[Any]) -> Run:
    return Run(**row._mapping)
