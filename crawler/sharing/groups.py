"""Which portals go together: those that may ask one server are one worker's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from crawler.portals import Portal
from crawler.urls import bare_host


def group_portals(portals: Iterable[Portal]) -> dict[str, tuple[str, ...]]:
    """Groups of portals' ids, each under its first one. No host that one of a group may ask is allowed to another group."""
    portals = list(portals)
    bases = {base for portal in portals for base in _bases(portal)}
    leaders: dict[str, str] = {}

    def leader(name: str) -> str:
        while (above := leaders.setdefault(name, name)) != name:
            leaders[name] = name = leaders[above]
        return name

    for portal in portals:
        first, *others = [reach for base in _bases(portal) for reach in _reaches(base) if reach in bases]
        for other in others:
            leaders[leader(other)] = leader(first)
    groups: dict[str, list[str]] = {}
    for portal in portals:
        groups.setdefault(leader(_bases(portal)[0]), []).append(portal.id)
    return {ids[0]: tuple(ids) for ids in groups.values()}


def _bases(portal: Portal) -> list[str]:
    """Its own hosts. A server's ports are one server."""
    return sorted(map(bare_host, portal.named_hosts))


def _reaches(base: str) -> Iterator[str]:
    """A host, and those above it whose portals may ask it too, as :meth:`~crawler.portals.Portal.allows` has it."""
    yield base
    if base.endswith(".gov.cn"):
        labels = base.split(".")
        yield from (".".join(labels[start:]) for start in range(1, len(labels) - 2))
