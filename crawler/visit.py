"""Where a request stands in the crawl of its portal."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from crawler.platforms import PageLink

Role = Literal["start", "column", "gateway", "pager", "report"]


@dataclass(frozen=True, slots=True)
class Visit:
    """Why a page is fetched. Plain data, so that a queue on disk can hold it."""

    portal: str
    """Id."""
    role: Role
    """``start``: named by the record or the user; ``column``: of annual reports; ``gateway``: on the way to one;
    ``pager``: a further page of a listing; ``report``: perhaps a report."""
    depth: int = 0
    """Columns between the start and here."""
    in_column: bool = False
    """Whether the page that links it is a column of annual reports."""
    link: PageLink | None = None
    """What the listing says."""
    agency: str | None = None
    """Agency whose own column it was found in."""
    chain: str = ""
    """First page of the listing that a pager continues."""
    barren: bool = False
    """Whether the page of the listing before this one showed nothing new."""

    def towards(self, role: Role, link: PageLink, *, in_column: bool, agency: str | None) -> Visit:
        """Visit of a page that this one links."""
        depth = self._below + (role in ("column", "gateway"))
        return Visit(self.portal, role, depth, in_column, link, agency)

    def next_page(self, chain: str, *, in_column: bool, agency: str | None, barren: bool) -> Visit:
        """Visit of the following page of the same listing."""
        return replace(
            self,
            role="pager",
            depth=self._below,
            in_column=in_column,
            agency=agency,
            chain=chain,
            link=None,
            barren=barren,
        )

    @property
    def _below(self) -> int:
        """Depth of what this page lists: one that was taken for a report is a column more if it lists anything."""
        return self.depth + (self.role == "report")
