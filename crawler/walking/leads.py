"""Where a page that is no article leads: to reports, to columns of them, to pages on the way there. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from scrapy.http import TextResponse

from crawler.platforms import PageLink, Platform
from crawler.visit import Visit
from crawler.walking.columns import Choice, choose_links, is_annual_column
from crawler.walking.ways import choose_ways


@dataclass(frozen=True, slots=True)
class Leads:
    """What one page gives to go on with."""

    in_column: bool
    """Whether it is a column of annual reports, or one of those linked it."""
    shell: bool = False
    """Whether a script fills its list."""
    reports: tuple[PageLink, ...] = ()
    """Links that may be reports."""
    columns: tuple[PageLink, ...] = ()
    """Columns of annual reports, and folders below them."""
    ways: tuple[PageLink, ...] = ()
    """Pages that may lead to such columns."""
    refused: tuple[PageLink, ...] = ()
    """Links that name annual reports and lie off the portal's hosts."""
    links: Sequence[PageLink] = ()
    """Every link of the page, read for all that."""

    @property
    def lists(self) -> bool:
        """Whether a page lists reports or columns of them, or a script lets it."""
        return bool(self.shell or self.reports or self.columns)

    @property
    def listed(self) -> tuple[PageLink, ...]:
        """What counts as entries of the listing that a page is."""
        return (*self.reports, *self.columns) if self.in_column else self.reports


def find_leads(response: TextResponse, visit: Visit, platform: Platform, allows: Callable[[str], bool]) -> Leads:
    """Read a page's links; ``allows`` says of an address whether it lies on the portal's hosts."""
    in_column = visit.in_column or is_annual_column(response)
    shell = in_column and visit.role != "pager" and platform.is_shell(response)
    links = platform.links(response)
    choice = choose_links(links, visit.chain or response.url, in_column=in_column, allows=allows, shell=shell)
    ways = _find_ways(links, response.url, visit, choice, in_column=in_column, allows=allows)
    return Leads(in_column, shell, choice.reports, choice.columns, ways, choice.refused, links)


def _find_ways(
    links: Sequence[PageLink], url: str, visit: Visit, choice: Choice, *, in_column: bool, allows: Callable[[str], bool]
) -> tuple[PageLink, ...]:
    """Ways of a page; a listing that somebody named, or its further pages, are all that is wanted."""
    if visit.role in ("pager", "report") or (visit.role == "start" and in_column):
        return choice.gateways
    ways = choose_ways(links, url, at_home=visit.role == "start", allows=allows)
    known = {link.url for link in (*choice.reports, *choice.columns)}
    return tuple({link.url: link for link in (*choice.gateways, *ways) if link.url not in known}.values())
