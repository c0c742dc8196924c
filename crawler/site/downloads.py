"""Which sheets a site offers for download."""

from __future__ import annotations

from crawler.export.coverage import COVERAGE
from crawler.export.every import SHEETS, choose_sheets
from crawler.export.formats import UnusableTarget
from crawler.export.sheets import Sheet

USUAL = "reports,panel,panel_findings,wide,findings,contacts"
NAMES = ", ".join(SHEETS)


def choose_downloads(what: str | None, *, has_coverage: bool) -> list[Sheet]:
    """Sheets to offer. :exc:`~crawler.export.formats.UnusableTarget` for one that is none, or that the source lacks."""
    if what == "none":
        return []
    names = what or (f"{USUAL},coverage" if has_coverage else USUAL)
    try:
        sheets = choose_sheets(names.split(","), one=True, has_coverage=has_coverage)
    except KeyError as error:
        raise UnusableTarget(f"there is no sheet {error.args[0]!r}; there are {NAMES}, all, and none") from error
    if COVERAGE in sheets and not has_coverage:
        raise UnusableTarget("what is missing is known to the ledger only: name `ledger` instead of a feed")
    return sheets
