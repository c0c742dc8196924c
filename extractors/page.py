"""A page as it was read: its document, which of its blocks are the body, and what its metadata says."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractors.documents import Document
from extractors.metadata import Metadata
from extractors.report import Finding, Hints


@dataclass(slots=True)
class Page:
    """What the body stage hands to the report stage."""

    document: Document
    body: range
    """Indices of ``document.blocks``."""
    metadata: Metadata
    sha256: str
    """Of the bytes."""
    url: str | None = None
    hints: Hints = field(default_factory=Hints)
    findings: list[Finding] = field(default_factory=list)
    """About the choice of the body."""
    tables_from: range = range(0)
    """Further blocks, of an attachment, of which only the tables count."""
