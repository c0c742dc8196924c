"""What a crawl is asked for: the spider's arguments, checked before anything is requested."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from crawler.platforms import platforms
from crawler.portals import Portal, load_portals, select_portals
from crawler.urls import endpoint, parse_web_address
from crawler.years import parse_years

ARGUMENTS = ("portals", "province", "years", "url")


class UnusableArgument(ValueError):
    """An argument of the spider that is wrong; the message says what would be right."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Portals to crawl and report years to keep; ``years`` is ``None`` for all."""

    portals: dict[str, Portal]
    years: frozenset[int] | None = None


def select(arguments: Mapping[str, str | None], registry: Mapping[str, Portal] | None = None) -> Selection:
    """Read the spider's arguments. :exc:`UnusableArgument`, or a :exc:`~extractors.errors.ConfigError` of the registry."""
    if unknown := sorted(set(arguments) - set(ARGUMENTS)):
        raise UnusableArgument(f"no argument {', '.join(unknown)}; there are {', '.join(ARGUMENTS)}")
    given = {key: value.strip() for key, value in arguments.items() if value is not None}
    if empty := sorted(key for key, value in given.items() if not value):
        raise UnusableArgument(f"argument {', '.join(empty)} is empty")
    if registry is None:
        registry = load_portals(platforms=platforms())
    try:
        years = parse_years(given["years"]) if "years" in given else None
        chosen: dict[str, Portal] = {}
        if "url" not in given or "portals" in given or "province" in given:
            chosen |= select_portals(registry, _listed(given.get("portals", "")), given.get("province"))
        if "url" in given:
            chosen |= {portal.id: portal for portal in _named(_addresses(given["url"]), registry)}
    except (ValueError, LookupError) as error:
        raise UnusableArgument(str(error.args[0])) from error
    return Selection(chosen, years)


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


def _named(addresses: Iterable[str], registry: Mapping[str, Portal]) -> list[Portal]:
    """Portals for addresses: the one record of that host, asked for these addresses only, else one without record."""
    by_host: dict[tuple[str, int], list[str]] = {}
    for address in addresses:
        by_host.setdefault(endpoint(address), []).append(address)
    portals = []
    for place, urls in by_host.items():
        records = [portal for portal in registry.values() if place in {endpoint(url) for url in portal.urls}]
        if len(records) == 1:
            portals.append(replace(records[0], urls=tuple(urls)))
        else:
            name = f"{place[0]}:{place[1]}" if place[1] not in (80, 443) else place[0]
            portals.append(Portal(id=name, name=name, urls=tuple(urls), recorded=False))
    return portals
