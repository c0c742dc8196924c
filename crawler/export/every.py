"""All sheets by name, and which of them a question asks for."""

from __future__ import annotations

from collections.abc import Iterable

from crawler.export.cells import CELLS
from crawler.export.codes import FINDING_CODES, finding_code_rows
from crawler.export.coverage import COVERAGE
from crawler.export.panel.indicators import INDICATORS, codebook_rows
from crawler.export.panel.sheets import PANEL, PANEL_FINDINGS
from crawler.export.parts import CONTACTS, FINDINGS, SECTIONS, STATED_COUNTS
from crawler.export.reports import REPORTS
from crawler.export.sheets import Sheet
from crawler.export.wide import WIDE

SHEETS: dict[str, Sheet] = {
    sheet.name: sheet
    for sheet in (
        REPORTS, CELLS, WIDE, CONTACTS, SECTIONS, FINDINGS, FINDING_CODES, STATED_COUNTS, PANEL, PANEL_FINDINGS, INDICATORS,
        COVERAGE,
    )
}  # fmt: skip
FEED_SHEETS = (REPORTS, CELLS, CONTACTS, SECTIONS, FINDINGS, FINDING_CODES, STATED_COUNTS)
"""What a workbook holds that a crawl writes as its feed."""
CODEBOOKS = {INDICATORS.name: codebook_rows, FINDING_CODES.name: finding_code_rows}
"""Sheets that say what others' codes mean, whatever the reports, and what gives their rows."""
OF_MANY_REPORTS = frozenset((PANEL.name, PANEL_FINDINGS.name, COVERAGE.name, *CODEBOOKS))
"""Sheets whose rows no single report gives."""
_TOGETHER = {
    "panel": ("panel", "panel_findings", "indicators", "finding_codes"),
    "findings": ("findings", "finding_codes"),
}


def choose_sheets(names: Iterable[str], *, one: bool, has_coverage: bool) -> list[Sheet]:
    """Sheets named, ``all`` for every one that the source has. :exc:`KeyError` for a name that is none.

    With the panel come its findings and the codebooks, with findings theirs, unless the format holds ``one``.
    """
    every = [name for name in SHEETS if has_coverage or name != COVERAGE.name]
    wanted: list[str] = []
    for name in names:
        wanted += every if name == "all" else (name,) if one else _TOGETHER.get(name, (name,))
    return [SHEETS[name] for name in dict.fromkeys(wanted)]
