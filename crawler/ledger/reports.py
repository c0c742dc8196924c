"""Reports and their editions. Every function takes part in the transaction of its connection."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, Row, Select, bindparam, func, insert, select, tuple_, update

from crawler.ledger.content import Item, content_hash, content_of, is_corrected, reading_of, source_hash
from crawler.ledger.difference import Difference, find_differences
from crawler.ledger.pages import Visit
from crawler.ledger.schema import edition, page, report

Cause = Literal["first", "changed", "reread", "unclear"]
Change = Literal["first", "changed", "reread", "unclear", "unchanged"]
_AT_ONCE = 100
"""Items that are in memory while many are read."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Edition:
    """A report as it read at one time."""

    report: str
    number: int
    """From 1."""
    run: int
    made_at: str
    cause: Cause
    """``first``; ``changed``: the same extractor reads it otherwise; ``reread``: another extractor does, of the same bytes;
    ``unclear``: extractor and bytes are others."""
    extractor: str
    difference: list[Difference]
    """To the edition before, in what counts as content."""


@dataclass(frozen=True, kw_only=True, slots=True)
class KeptReport:
    """A report that the ledger has, with its editions, the first one first."""

    id: str
    report_key: str | None
    portal: str
    """Whose page brought it last."""
    url: str | None
    document_url: str | None
    title: str | None
    published: str | None
    corrected: bool
    """Whether its title says that it mends another."""
    reading: Literal["whole", "picture_only", "document_unread"]
    first_seen: str
    last_seen: str
    is_current: bool
    """Whether it counts among those with its key; true where it has none."""
    editions: list[Edition]


def keep_item(connection: Connection, run: int, item: Item, visit: Visit) -> Change:
    """Keep the item that a page brought: as a new edition where its content is not that of the last one."""
    known = connection.execute(_LAST, {"id": item["id"]}).first()
    content, source = content_of(item), source_hash(item, visit.sha256)
    digest = content_hash(content)
    seen = {"portal": visit.portal, "source_hash": source, "last_seen": visit.at, "last_run": run}
    new = {"report": item["id"], "run": run, "made_at": visit.at, "content_hash": digest, "extractor": visit.extractor}
    new["item"] = dict(item)
    if known is None:
        connection.execute(_NEW_REPORT, {**_columns(item), **seen, "first_seen": visit.at, "edition": 1})
        connection.execute(_NEW_EDITION, {**new, "number": 1, "cause": "first", "difference": []})
        return "first"
    if known.content_hash == digest:
        _update_report(connection, item["id"], seen)
        if known.extractor != visit.extractor:
            _refresh(connection, known, new)
        return "unchanged"
    cause, number = _cause(known, source, visit.extractor), known.number + 1
    before = connection.execute(_ITEM, {"id": item["id"]}).scalar_one()
    difference = find_differences(content_of(before), content)
    connection.execute(_NEW_EDITION, {**new, "number": number, "cause": cause, "difference": difference})
    _update_report(connection, item["id"], {**_columns(item), **seen, "edition": number})
    return cause


def touch_report(connection: Connection, run: int, number: str, now: str) -> None:
    """A report's page was seen, and need not be read again."""
    _update_report(connection, number, {"last_seen": now, "last_run": run})


def find_year(connection: Connection, number: str) -> int | None:
    """Year of a report; ``None`` if it states none, or there is no such report."""
    return connection.execute(_YEAR, {"id": number}).scalar()


def find_run_of_edition(connection: Connection, number: str) -> int:
    """Number of the run that made a report's current edition; 0 if there is no such report."""
    return connection.execute(_RUN, {"id": number}).scalar() or 0


def find_item(connection: Connection, number: str) -> dict[str, Any]:
    """The item of a report's current edition. :exc:`LookupError` if there is none."""
    row = connection.execute(_ITEM, {"id": number}).first()
    if row is None:
        raise LookupError(f"no report {number}")
    item: dict[str, Any] = row.item
    return item


def find_items(
    connection: Connection, *, run: int | None = None, portal: str | None = None, changed_only: bool = False
) -> Iterator[dict[str, Any]]:
    """Items by portal and id, a hundred at a time in memory.

    With ``portal`` those that its pages brought; with ``run`` those of reports that it has seen, and no later run; with
    ``changed_only`` those that it made an edition of.
    """
    chosen = select(report.c.id, report.c.edition.label("number"))
    if changed_only:
        made = select(edition.c.report, func.max(edition.c.number).label("number")).where(edition.c.run == run)
        last = made.group_by(edition.c.report).subquery()
        chosen = select(report.c.id, last.c.number).join(last, last.c.report == report.c.id)
    elif run is not None:
        chosen = chosen.where(report.c.last_run == run)
    if portal is not None:
        pages = select(page.c.report).where(page.c.portal == portal)
        chosen = chosen.where(report.c.id.in_(pages if run is None else pages.where(page.c.run == run)))
    ordered = chosen.order_by(report.c.portal, report.c.id)
    # Ids first: to sort the items themselves would take the room of all of them.
    for some in connection.execute(ordered, execution_options={"yield_per": _AT_ONCE}).partitions():
        keys = [(row.id, row.number) for row in some]
        wanted = select(edition.c.report, edition.c.item).where(tuple_(edition.c.report, edition.c.number).in_(keys))
        items = {row.report: row.item for row in connection.execute(wanted)}
        yield from (items[number] for number, _ in keys)


def find_history(connection: Connection, key: str) -> list[KeptReport]:
    """Reports of a key (or of one id), the first seen first, with their editions; empty if there is none.

    Of those with one key one is current: one that could be read whole before one that could not, then the one that was
    published last (seen first, where it states no date), then one whose title says that it is corrected.
    """
    where = (report.c.report_key == key) | (report.c.id == key)
    rows = connection.execute(select(report).where(where).order_by(report.c.first_seen, report.c.id)).all()
    keys = {row.report_key for row in rows if row.report_key is not None}
    rivals = connection.execute(select(report).where(report.c.report_key.in_(keys))).all()
    current = {
        rival_key: max((row for row in rivals if row.report_key == rival_key), key=_rank).id for rival_key in keys
    }
    return [_kept(connection, row, is_current=current.get(row.report_key, row.id) == row.id) for row in rows]


def _rank(row: Row[Any]) -> tuple[bool, str, int, str, str]:
    day = (row.published or row.first_seen)[:10]
    return (row.reading == "whole", day, row.corrected, row.first_seen, row.id)


def _kept(connection: Connection, row: Row[Any], *, is_current: bool) -> KeptReport:
    columns = [edition.c[name] for name in Edition.__slots__]
    found = connection.execute(select(*columns).where(edition.c.report == row.id).order_by(edition.c.number))
    names = set(KeptReport.__slots__) - {"is_current", "editions", "corrected"}
    return KeptReport(
        **{name: getattr(row, name) for name in names},
        corrected=bool(row.corrected),
        is_current=is_current,
        editions=[Edition(**each._mapping) for each in found],
    )


def _update_report(connection: Connection, number: str, values: dict[str, Any]) -> None:
    connection.execute(_UPDATE, {**values, "of": number})


def _cause(known: Row[Any], source: str, extractor: str | None) -> Cause:
    if known.extractor == extractor:
        return "changed"
    return "reread" if known.source_hash == source else "unclear"


def _refresh(connection: Connection, known: Row[Any], new: dict[str, Any]) -> None:
    """The same content, read by another extractor: the edition is now that one's reading, with its evidence."""
    key = (edition.c.report == new["report"]) & (edition.c.number == known.number)
    values = {name: new[name] for name in ("extractor", "item")}
    connection.execute(update(edition).where(key).values(**values))


def _columns(item: Item) -> dict[str, Any]:
    division = item.get("division")
    same = ("id", "report_key", "url", "document_url", "agency", "year", "title", "form", "published")
    return {
        **{name: item.get(name) for name in same},
        "division": division["code"] if division else None,
        "corrected": int(is_corrected(item.get("title"))),
        "reading": reading_of(item),
    }


def _current(*columns: Any) -> Select[Any]:
    """The current edition of the report ``:id``."""
    same = (report.c.id == edition.c.report) & (report.c.edition == edition.c.number)
    return select(*columns).join_from(report, edition, same).where(report.c.id == bindparam("id"))


_YEAR = select(report.c.year).where(report.c.id == bindparam("id"))
_LAST = _current(edition.c.number, edition.c.content_hash, edition.c.extractor, report.c.source_hash)
_ITEM = _current(edition.c.item)
_RUN = _current(edition.c.run)
_NEW_REPORT, _NEW_EDITION = insert(report), insert(edition)
_UPDATE = update(report).where(report.c.id == bindparam("of"))
