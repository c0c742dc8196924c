"""What a ledger holds, portal by portal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, case, func, select

from crawler.ledger.schema import page, portal_run, report


@dataclass(frozen=True, kw_only=True, slots=True)
class PortalStatus:
    """One portal."""

    portal: str
    reports: int = 0
    """That were ever read there, and count for it."""
    pages: int = 0
    """That were asked for, of any kind."""
    failing: int = 0
    """Of them those whose last answer could not be read."""
    last_run: int | None = None
    state: str | None = None
    """``open`` while the last run is not done with it."""
    outcome: str | None = None
    """How reading it ended."""
    ended_at: str | None = None


def portal_status(connection: Connection) -> list[PortalStatus]:
    """By portal."""
    found: dict[str, dict[str, Any]] = {}
    asked = page.c.asked_at.is_not(None)
    failing = func.sum(case((page.c.failures > 0, 1), else_=0))
    queries = (
        select(report.c.portal, func.count().label("reports")).group_by(report.c.portal),
        select(page.c.portal, func.count().label("pages"), failing.label("failing"))
        .where(asked)
        .group_by(page.c.portal),
        _last_runs(),
    )
    for query in queries:
        for row in connection.execute(query):
            found.setdefault(row.portal, {}).update(row._mapping)
    return [PortalStatus(**found[portal]) for portal in sorted(found)]


def _last_runs() -> Any:
    last = select(portal_run.c.portal, func.max(portal_run.c.run).label("run")).group_by(portal_run.c.portal).subquery()
    same = (last.c.portal == portal_run.c.portal) & (last.c.run == portal_run.c.run)
    columns = (portal_run.c.portal, portal_run.c.run.label("last_run"), portal_run.c.state, portal_run.c.outcome)
    return select(*columns, portal_run.c.ended_at).join(last, same)
