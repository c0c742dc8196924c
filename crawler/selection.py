"""What a crawl is asked for: the spider's arguments, checked before anything is requested."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from crawler.platforms import platforms
from crawler.portals import Portal, load_portals, select_portals
from crawler.urls import WEB_PORTS, endpoint, parse_web_address, site_of
from crawler.years import parse_years

ARGUMENTS = ("portals", "province", "years", "url", "since")


class UnusableArgument(ValueError):
    """An argument of the spider that is wrong; the message says what would be right."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Portals to crawl and report years to keep; ``years`` is ``None`` for all.

    ``since_last``: what earlier runs have read is asked for only if it has changed.
    """

    portals: dict[str, Portal]
    years: frozenset[int] | None = None
    since_last: bool = False


def select(arguments: Mapping[str, str | None], registry: Mapping[str, Portal] | None = None) -> Selection:
    """Read the spider's arguments. :exc:`UnusableArgument`, or a :exc:`~extractors.errors.ConfigError` of the registry."""
    if unknown := sorted(set(arguments) - set(ARGUMENTS)):
        raise UnusableArgument(f"no argument {', '.join(unknown)}; there are {', '.join(ARGUMENTS)}")
    given = {key: value.strip() for key, value in arguments.items() if value is not None}
    # Commas alone are no list either: without names every record would be chosen.
    if empty := sorted(key for key, value in given.items() if not _listed(value)):
        raise UnusableArgument(f"argument {', '.join(empty)} is empty")
    if given.get("since", "last") != "last":
        raise UnusableArgument(f"since is last, not {given['since']!r}")
    if registry is None:
        registry = load_portals(platforms=platforms())
    try:
        years = parse_years(given["years"]) if "years" in given else None
        chosen: dict[str, Portal] = {}
        if "url" not in given or "portals" in given or "province" in given:
            chosen |= select_portals(registry, _listed(given.get("portals", "")), given.get("province"))
        if "url" in given:
            chosen |= _named(_addresses(given["url"]), registry, chosen)
    except (ValueError, LookupError) as error:
        raise UnusableArgument(str(error.args[0])) from error
    return Selection(chosen, years, since_last="since" in given)


def _listed(text: str) -> list[str]:
    return [part for piece in text.split(",") if (part := piece.strip())]


def _addresses(text: str) -> list[str]:
    """Addresses of the argument ``url``: separated by commas, or one a line in the file behind ``@``."""
    if not text.startswith("@"):
        addresses = _listed(text)
    else:
        try:
            lines = Path(text[1:]).read_text("utf-8-sig").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise ValueError(f"url list {text[1:]} can't be read: {error}") from error
        addresses = [line for raw in lines if (line := raw.strip()) and not line.startswith("#")]
    if not addresses:
        raise ValueError(f"url names no address: {text}")
    for address in addresses:
        parse_web_address(address)
    return list(dict.fromkeys(addresses))


def _named(addresses: Iterable[str], registry: Mapping[str, Portal], chosen: Mapping[str, Portal]) -> dict[str, Portal]:
    """Portals for addresses: the one record of that site, else one without record.

    A record is asked for these addresses only, unless it is among the ``chosen``: then for its own too.
    """
    by_site: dict[str, list[str]] = {}
    for address in addresses:
        by_site.setdefault(site_of(address), []).append(address)
    portals: dict[str, Portal] = {}
    for site, urls in by_site.items():
        records = [portal for portal in registry.values() if site in map(site_of, portal.urls)]
        if len(records) == 1:
            record = records[0]
            own = next((known[record.id].urls for known in (portals, chosen) if record.id in known), ())
            portal = replace(record, urls=tuple(dict.fromkeys((*own, *urls))))
        else:
            host, port = endpoint(urls[0])
            name = host if port in WEB_PORTS else f"{host}:{port}"
            portal = Portal(id=name, name=name, urls=tuple(urls), recorded=False)
        portals[portal.id] = portal
    return portals
