"""A field's value together with where it was read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from extractors.report import Evidence, Finding

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Reading(Generic[T_co]):
    """What a field extractor found. ``source`` and ``quote`` become the item's evidence."""

    value: T_co
    source: str
    """title, text, meta, listing, portal or url."""
    quote: str
    findings: tuple[Finding, ...] = ()

    @property
    def evidence(self) -> Evidence:
        """Where the value was read, for the item."""
        return Evidence(source=self.source, quote=self.quote[:200])
