"""The portals of a soak: one with each fault, the others healthy, one family after the other."""

from __future__ import annotations

from collections.abc import Sequence

from crawler.simulator import build_sites, plan_faulty_portals, plan_portals
from crawler.simulator.faults import FAULTS
from crawler.simulator.site import Site


def build_portals(count: int, years: Sequence[int], seed: str) -> list[Site]:
    """Build them. Each site's id is its fault's name, or ``simulated_<number>``."""
    faulty = plan_faulty_portals(list(FAULTS)[:count], years, seed)
    return build_sites([*faulty, *plan_portals(count - len(faulty), years, seed)])


def renew(sites: Sequence[Site], fresh: Sequence[Site]) -> None:
    """Give sites that are being served the pages of others, so that they have met no crawl before."""
    for site, other in zip(sites, fresh, strict=True):
        site.pages = other.pages
