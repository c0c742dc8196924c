"""What ``scrapy portals`` prints of records and of walks: rows of tables, lines of text."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from crawler.books.outcome import ALL_READ, PARTLY_READ, CrawlOutcome
from crawler.books.survey import count_found
from crawler.portals import Portal
from crawler.terminal import PIPED_WIDTH, console_on, printable

_ROBOTS = {"robots_closed": "closed", "robots_unavailable": "unavailable"}
RECORD_COLUMNS = ("id", "urls")
CHECK_COLUMNS = ("id", "family", "reports", "faults", "state")
"""What is left of the tables on the narrowest terminal."""
_MAX_COLUMNS = 30
"""Columns told one by one."""


def record_row(portal: Portal) -> dict[str, Any]:
    """What a record says."""
    return {
        "id": portal.id,
        "name": portal.name,
        "province": portal.province,
        "division": portal.division.code if portal.division else None,
        "platform": portal.platform,
        "verified": portal.verified,
        "enabled": portal.enabled,
        "group": portal.group,
        "urls": list(portal.urls),
    }


def check_row(report: Mapping[str, Any]) -> dict[str, Any]:
    """What a walk says of a record, from its entry in the run's report."""
    faults = [name.removeprefix("fault/") for name in report["counts"] if name.startswith("fault/")]
    return {
        "id": report["id"],
        "reachable": bool(report["counts"].get("listings") or report["counts"].get("pages")),
        "robots": next((said for name, said in _ROBOTS.items() if name in faults), "open"),
        "family": report["family"],
        "recorded": report["recorded_family"],
        "as_recorded": not report["family_changed"],
        "columns": len(report["columns"]),
        "reports": report["reports"],
        "faults": faults,
        "state": report["state"],
        "ok": is_well(report),
    }


def is_well(report: Mapping[str, Any]) -> bool:
    """Whether a portal answered, is what its record says, and lists reports."""
    return report["state"] == "read" and not report["family_changed"] and report["reports"] > 0


def exit_status(outcome: CrawlOutcome, reports: Sequence[Mapping[str, Any]]) -> int:
    """0 where all is well, 1 where nothing answered, 3 where something is amiss."""
    if outcome.exit_status != ALL_READ:
        return outcome.exit_status
    return ALL_READ if all(map(is_well, reports)) else PARTLY_READ


def tell(portal: Portal, report: Mapping[str, Any]) -> list[str]:
    """Lines on what an address turned out to be; comments, so that the record below them can be kept with them."""
    lines = [f"# {portal.urls[0]}: {report['state']}, family {report['family']}"]
    lines += [f"#   shown by {printable(piece)}" for piece in report["evidence"]]
    if portal.recorded:
        lines.append(f"#   recorded as {portal.id}, family {portal.platform or 'not pinned'}")
    if report["family_changed"]:
        lines.append("#   its family has changed since")
    lines.append(f"# {count_found(len(report['columns']), report['reports'])}")
    for column in report["columns"][:_MAX_COLUMNS]:
        depth = "" if column["entrance"] else "  "
        lines.append(f"#   {depth}{printable(column['name'])} {printable(column['url'])} {column['reports']}")
    if (more := len(report["columns"]) - _MAX_COLUMNS) > 0:
        lines.append(f"#   and {more} more")
    lines += [
        f"# {fault['name']}: {printable(fault['url'])} {printable(fault['detail'])}" for fault in report["faults"][:10]
    ]
    return lines


def print_rows(
    rows: Iterable[Mapping[str, Any]], *, as_json: bool, narrow: Sequence[str], console: Console | None = None
) -> None:
    """Print rows of one shape as JSON, or as a table: plain text unless standard output is a terminal.

    On a terminal too narrow for all of it the last columns are left out but for those named in ``narrow``; no cell is cut.
    """
    rows = list(rows)
    if as_json:
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    if not rows:
        return
    console = console or console_on(sys.stdout)
    headings, wide = list(rows[0]), console.options.update(max_width=PIPED_WIDTH)
    droppable = [heading for heading in headings if heading not in narrow]
    while console.measure(_table(rows, headings, console), options=wide).maximum > console.width and droppable:
        headings.remove(droppable.pop())
    console.print(_table(rows, headings, console))


def _table(rows: Iterable[Mapping[str, Any]], headings: Sequence[str], console: Console) -> Table:
    table = Table(box=box.SIMPLE_HEAD if console.is_terminal else box.ASCII2)
    for heading in headings:
        table.add_column(heading, overflow="fold", no_wrap=heading == "id")
    for row in rows:
        table.add_row(*(Text(printable(_cell(row[heading]))) for heading in headings))
    return table


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case list():
            return ", ".join(map(str, value))
    return str(value)
