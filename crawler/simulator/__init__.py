"""Portals on loopback with known truth, for the demo, for tests and for work by hand.

::

    from crawler.simulator import Simulator, build_sites, plan_portals

    with Simulator(build_sites(plan_portals(3, range(2019, 2023), seed="1"))) as simulator:
        for portal in simulator.portals:
            print(portal.home, len(portal.truth))

``plan`` decides what there is, ``build`` and the modules of ``families`` how it looks, ``server`` serves it. The same
seed gives the same bytes. All places and agencies are invented.
"""

from crawler.simulator.build import build_sites
from crawler.simulator.documents import documents_site
from crawler.simulator.plan import (
    SAMPLE_PORT,
    plan_faulty_portals,
    plan_named_portals,
    plan_portals,
    plan_scripted_portals,
    sample_portals,
)
from crawler.simulator.server import ServedPortal, Simulator

__all__ = [
    "SAMPLE_PORT",
    "ServedPortal",
    "Simulator",
    "build_sites",
    "documents_site",
    "plan_faulty_portals",
    "plan_named_portals",
    "plan_portals",
    "plan_scripted_portals",
    "sample_portals",
]
