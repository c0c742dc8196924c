"""A source into sheets, in one pass."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext

from crawler.export.coverage import COVERAGE, coverage_rows
from crawler.export.every import CODEBOOKS, OF_MANY_REPORTS
from crawler.export.panel.gather import Panel
from crawler.export.sheets import Sheet
from crawler.export.sources import Source
from crawler.export.writers import Writer


def write_sheets(source: Source, sheets: Sequence[Sheet], writer: Writer) -> int:
    """Write the rows of a source to the sheets that the writer was made for; gives the number of reports."""
    single = [sheet for sheet in sheets if sheet.name not in OF_MANY_REPORTS]
    names = {sheet.name for sheet in sheets}
    with Panel() if names & {"panel", "panel_findings"} else nullcontext() as panel:
        count = 0
        for item in source.items:
            count += 1
            for sheet in single:
                writer.write(sheet, sheet.rows(item))
            if panel is not None:
                panel.add(item)
        for sheet, rows in panel.rows() if panel is not None else ():
            if sheet.name in names:
                writer.write(sheet, rows)
    for sheet in sheets:
        if sheet.name in CODEBOOKS:
            writer.write(sheet, CODEBOOKS[sheet.name]())
    if COVERAGE in sheets and source.coverage is not None:
        writer.write(COVERAGE, coverage_rows(source.coverage))
    return count
