"""Where a request stands in the crawl of its portal."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from crawler.platforms import PageLink

_AGENCY_ENDINGS = ("人民政府", "办事处", "委员会", "管委会", "局", "办公室")

Role = Literal["start", "column", "gateway", "pager", "report", "sitemap"]


@dataclass(frozen=True, slots=True)
class Visit:
    """Why a page is fetched. Plain data, so that a queue on disk can hold it."""

    portal: str
    """Id."""
    role: Role
    """``start``: named by the record or the user; ``column``: of annual reports; ``gateway``: on the way to one;
    ``pager``: a further page of a listing; ``report``: perhaps a report; ``sitemap``: a list for search engines."""
    depth: int = 0
    """Columns between the start and here."""
    way: int = 0
    """Gateways between the start and here."""
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
    family: str | None = None
    """Platform of the listing that a pager continues, or that a family named; an answer to a script shows none by itself."""
    guessed: bool = False
    """Whether nothing names the page, which is looked for at its usual place: that it is missing is no fault."""

    def towards(self, role: Role, link: PageLink, *, in_column: bool, agency: str | None) -> Visit:
        """Visit of a page that this one links."""
        return Visit(
            self.portal,
            role,
            depth=self._below + (role == "column"),
            way=self.way + (role == "gateway"),
            in_column=in_column,
            link=link,
            agency=agency,
        )

    def next_page(self, chain: str, *, family: str, in_column: bool, agency: str | None, barren: bool) -> Visit:
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
            family=family,
        )

    @property
    def said_agency(self) -> str | None:
        """What the listing says of the page's agency."""
        return (self.link.agency if self.link else None) or self.agency

    @property
    def own_agency(self) -> str | None:
        """Agency whose own column a page is, by the text of the link to it."""
        text = self.link.text if self.link is not None and self.role == "column" else ""
        return text if text.endswith(_AGENCY_ENDINGS) and len(text) > 3 else self.agency

    @property
    def _below(self) -> int:
        """Depth of what this page lists: one that was taken for a report is a column more if it lists anything."""
        return self.depth + (self.role == "report")
