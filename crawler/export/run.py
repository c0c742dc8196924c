"""One export, from the names that were given to the file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from crawler.export.coverage import COVERAGE
from crawler.export.every import SHEETS, choose_sheets
from crawler.export.formats import Format, UnusableTarget, format_of, open_writer
from crawler.export.sheets import Sheet
from crawler.export.sources import open_source
from crawler.export.write import write_sheets


def export(
    names: Sequence[str], target: Path, *, what: str | None, format_name: str | None, ledger: str
) -> tuple[int, list[Sheet]]:
    """Write sources to a file or folder; gives how many reports there were, and the sheets.

    ``what`` are sheets with commas: without it cells, or all where the format holds several. Raises
    :exc:`~crawler.export.formats.UnusableTarget`, :exc:`~crawler.export.sources.UnreadableFeed`, :exc:`OSError`, and
    :exc:`~extractors.errors.ConfigError` for a ledger.
    """
    format_ = format_of(format_name, target)
    with open_source(names, ledger) as source:
        sheets = _sheets(what, format_, has_coverage=source.coverage is not None)
        with open_writer(format_, target, sheets) as writer:
            return write_sheets(source, sheets, writer), sheets


def _sheets(what: str | None, format_: Format, *, has_coverage: bool) -> list[Sheet]:
    """Sheets asked for. :exc:`~crawler.export.formats.UnusableTarget` if the source or the format can't have them."""
    names = (what or ("cells" if format_.holds_one else "all")).split(",")
    try:
        sheets = choose_sheets(names, one=format_.holds_one, has_coverage=has_coverage)
    except KeyError as error:
        raise UnusableTarget(f"there is no sheet {error.args[0]!r}; there are {', '.join(SHEETS)}, and all") from error
    if format_.holds_one and len(sheets) > 1:
        raise UnusableTarget(f"{format_.name} holds one sheet: name one, or write .xlsx, .sqlite or a folder")
    if COVERAGE in sheets and not has_coverage:
        raise UnusableTarget("what is missing is known to the ledger only: export `ledger` instead of a feed")
    return sheets
