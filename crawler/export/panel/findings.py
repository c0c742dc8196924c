"""What the panel finds between reports."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.report import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelFinding:
    """What does not agree between two reports or more, or why a report is not in the panel."""

    code: str
    """``panel.*``"""
    severity: Severity
    message: str
    """Chinese first, then English."""
    id: str
    """The report that it is about."""
    year: int | None
    other_id: str | None = None
    """The report that it was held against."""
    place: str | None = None
    """Cell (``table.row.column``) or indicator."""
    stated: float | None = None
    computed: float | None = None
