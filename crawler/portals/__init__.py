"""The registry: which portals exist, as data in ``<province>.toml`` beside this module.

A record needs a name, addresses, and the code of its division; the rest follows from the table of divisions, from the
defaults of its prefecture or province (``[default.5325]``), and from what the pages themselves show.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from crawler.datafiles import parse_toml
from crawler.urls import bare_host, endpoint, is_loopback, is_private
from extractors.divisions import bare_province, find_division_by_code, province_of
from extractors.errors import ConfigError
from extractors.report import Division

SAMPLE_GROUP = "sample"
"""Records of the simulator; crawled only when they are asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Portal:
    """One government's site 政府门户网站, as the registry records it or as ``-a url=`` names it."""

    id: str
    name: str
    urls: tuple[str, ...]
    """Home page or listing pages."""
    province: str = ""
    division: Division | None = None
    platform: str | None = None
    """Pins the family; else it is recognised from each page."""
    verified: bool = False
    """Whether a person has seen the record work live."""
    enabled: bool = True
    group: str | None = None
    hosts: tuple[str, ...] = ()
    """Further hosts that its pages may lie on."""
    delay: float | None = None
    """Seconds between requests; only for hosts on this machine."""
    body: tuple[str, ...] = ()
    """Where its articles keep their text, before the family's own selectors."""
    agency: str | None = None
    """The one agency whose reports the listings hold."""
    max_pages: int = 200
    """Bound on listing pages."""
    max_requests: int | None = None
    """Budget of requests for everything, instead of the setting ``PORTAL_MAX_REQUESTS``."""
    expect_min: int = 0
    """Reports that a whole crawl of it gives at least; fewer are an alarm."""
    browser: bool = False
    """Whether its listings come by a script that no family knows, so that a browser has to show them."""
    recorded: bool = True
    """False for a site that only ``-a url=`` named."""

    @property
    def named_hosts(self) -> frozenset[str]:
        """Hosts that the record itself spells out."""
        return frozenset({endpoint(url)[0] for url in self.urls} | set(self.hosts))

    def allows(self, url: str) -> bool:
        """Whether a page of this portal may lie at the address.

        Its own hosts, their ``www.`` twins, and subdomains of a ``gov.cn`` host; ports are those of its addresses and
        the web's own two. A literal address that is not public must be spelled out, with its port.
        """
        try:
            host, port = endpoint(url)
        except ValueError:
            return False
        if is_private(host) or host == "localhost":
            return (host, port) in {endpoint(own) for own in self.urls} or host in self.hosts
        if port not in {80, 443, *(endpoint(own)[1] for own in self.urls)}:
            return False
        return any(_covers(own, host) for own in self.named_hosts)


def _covers(own: str, host: str) -> bool:
    """Whether a portal with the host ``own`` reaches ``host``."""
    base = bare_host(own)
    return bare_host(host) == base or (base.endswith(".gov.cn") and host.endswith(f".{base}"))


def load_portals(folder: Traversable | None = None, platforms: Iterable[str] | None = None) -> dict[str, Portal]:
    """Every record by its id. Raises :exc:`~extractors.errors.ConfigError` with file, record and key.

    ``platforms`` are the families that a record may pin; without them that key is not checked.
    """
    portals: dict[str, Portal] = {}
    known = None if platforms is None else frozenset(platforms)
    for entry in sorted((folder or files(__package__)).iterdir(), key=lambda entry: entry.name):
        if not entry.name.endswith(".toml"):
            continue
        for portal in parse_portals(entry.name, entry.read_text("utf-8"), known):
            if portal.id in portals:
                raise ConfigError(entry.name, portal.id, "a record of this id stands in another file too")
            portals[portal.id] = portal
    return portals


@cache  # a crawl asks twice: before it begins, and in its spider
def parse_portals(file: str, text: str, platforms: frozenset[str] | None = None) -> Sequence[Portal]:
    """Read the records of one file; :exc:`~extractors.errors.ConfigError` names file, record and key."""
    data = parse_toml(file, text)
    defaults = _Defaults(file, data.pop("default", {}), platforms)
    portals = tuple(_Record(file, id_, record).portal(platforms, defaults) for id_, record in data.items())
    defaults.check_used()
    return portals


def select_portals(
    portals: Mapping[str, Portal], names: Iterable[str] = (), province: str | None = None
) -> dict[str, Portal]:
    """Records by id or group, of one province; without names all enabled ones but the samples.

    :exc:`LookupError` names what is unknown and what is like it, or says that nothing is left.
    """
    wanted = list(names)
    groups = {portal.group for portal in portals.values() if portal.group}
    if unknown := [name for name in wanted if name not in portals and name not in groups]:
        raise LookupError(f"no portal or group {', '.join(unknown)}; {_near(unknown, portals, groups)}")
    chosen = {
        id_: portal
        for id_, portal in portals.items()
        if id_ in wanted or (portal.enabled and (portal.group in wanted if wanted else portal.group != SAMPLE_GROUP))
    }
    if province is not None:
        provinces = sorted({portal.province for portal in portals.values() if portal.group != SAMPLE_GROUP})
        wanted_province = bare_province(province.strip())
        if wanted_province not in map(bare_province, (*provinces, *(p.province for p in chosen.values()))):
            raise LookupError(f"no portal in province {province}; there are {', '.join(provinces) or 'none'}")
        chosen = {id_: portal for id_, portal in chosen.items() if bare_province(portal.province) == wanted_province}
    if not chosen:
        raise LookupError(f"none of {len(portals)} portals is enabled and meant; scrapy portals list names them")
    return chosen


def _near(unknown: Iterable[str], portals: Collection[str], groups: Collection[str]) -> str:
    """What may have been meant, and where the rest is told."""
    names = [*portals, *groups]
    near = dict.fromkeys(match for name in unknown for match in get_close_matches(name.lower(), names, n=3))
    meant = f"perhaps {', '.join(near)}; " if near else ""
    return f"{meant}scrapy portals list names all {len(portals)}; groups are {', '.join(sorted(groups)) or 'none'}"


_ID = re.compile(r"[a-z][a-z0-9_-]{1,40}")
_KINDS: dict[str, tuple[type, ...]] = {
    "name": (str,), "province": (str,), "division": (str, dict), "urls": (list,), "platform": (str,), "verified": (bool,),
    "group": (str,), "enabled": (bool,), "hosts": (list,), "delay": (int, float), "body": (list,), "agency": (str,),
    "max_pages": (int,), "max_requests": (int,), "expect_min": (int,), "browser": (bool,),
}  # fmt: skip
_REQUIRED = ("name", "division", "urls")
_SHARED = ("platform", "body", "max_pages", "max_requests", "browser")
"""Keys that a prefecture or province can set for the records of its file."""


def _problem(key: str, value: object, platforms: frozenset[str] | None) -> str | None:
    """What is wrong with the value of a known key, whatever else the record says."""
    kinds = _KINDS[key]
    if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
        return f"{value!r} is no {kinds[0].__name__}"
    if key == "platform" and platforms is not None and value not in platforms:
        return f"{value!r} is none of {', '.join(sorted(platforms))}"
    if key in ("max_pages", "max_requests", "expect_min") and isinstance(value, int) and value < 1:
        return "must be at least 1"
    if isinstance(value, list) and (wrong := [part for part in value if not isinstance(part, str)]):
        return f"{wrong[0]!r} is no text"
    return None


class _Defaults:
    """What the records of one file share, by the beginning of their division's code."""

    def __init__(self, file: str, data: object, platforms: frozenset[str] | None) -> None:
        self.file = file
        self.used: set[str] = set()
        self.by_code: dict[str, dict[str, Any]] = {}
        if not isinstance(data, dict):
            raise ConfigError(file, "default", "is no table such as [default.5325]")
        for code, shared in data.items():
            if not re.fullmatch(r"[0-9]{2}(?:[0-9]{2})?", code) or not isinstance(shared, dict):
                raise ConfigError(file, f"default.{code}", "is no table named by the two or four first digits of codes")
            for key, value in shared.items():
                problem = _problem(key, value, platforms) if key in _SHARED else f"not shared; {', '.join(_SHARED)} are"
                if problem is not None:
                    raise ConfigError(file, f"default.{code}.{key}", problem)
            self.by_code[code] = shared

    def of(self, division: str) -> dict[str, Any]:
        """Keys for a record of that code; the prefecture's go before the province's."""
        found = [code for code in (division[:2], division[:4]) if code in self.by_code]
        self.used.update(found)
        return {key: value for code in found for key, value in self.by_code[code].items()}

    def check_used(self) -> None:
        """A default that no record takes is a mistyped code."""
        if unused := sorted(set(self.by_code) - self.used):
            raise ConfigError(self.file, f"default.{unused[0]}", "no record of this file lies there")


class _Record:
    """One record while it is checked."""

    def __init__(self, file: str, id_: str, data: object) -> None:
        self.file = file
        self.id = id_
        if not _ID.fullmatch(id_):
            raise ConfigError(file, id_, "an id is a-z, then a-z, 0-9, _ and -")
        if not isinstance(data, dict):
            raise ConfigError(file, id_, "is no record: a table such as [yaoan] is expected")
        self.data: dict[str, Any] = data

    def portal(self, platforms: frozenset[str] | None, defaults: _Defaults) -> Portal:
        self._check_shape(platforms)
        division = self._division()
        self.data = data = defaults.of(division.code) | self.data
        lists: dict[str, Any] = {key: tuple(value) for key, value in data.items() if isinstance(value, list)}
        simple = {key: value for key, value in data.items() if key not in lists}
        portal = Portal(id=self.id, **lists, **simple | {"division": division, "province": self._province()})
        self._check_addresses(portal)
        return portal

    def _check_shape(self, platforms: frozenset[str] | None) -> None:
        if unknown := sorted(set(self.data) - set(_KINDS)):
            raise self._error(unknown[0], f"unknown key; known are {', '.join(_KINDS)}")
        for key in _REQUIRED:
            if key not in self.data:
                raise self._error(key, "missing")
        for key, value in self.data.items():
            if (problem := _problem(key, value, platforms)) is not None:
                raise self._error(key, problem)

    def _check_addresses(self, portal: Portal) -> None:
        if not portal.urls:
            raise self._error("urls", "names no address")
        for url in portal.urls:
            try:
                endpoint(url)
            except ValueError as error:
                raise self._error("urls", str(error)) from error
        if portal.delay is not None and not all(is_loopback(host) for host in portal.named_hosts):
            raise self._error("delay", "only a portal on this machine may set its own")
        if portal.delay is not None and portal.delay < 0:
            raise self._error("delay", "must not be negative")

    def _division(self) -> Division:
        """Division by its code in the table, or spelled out: one of another table."""
        data = self.data["division"]
        if isinstance(data, str):
            if (division := find_division_by_code(data)) is None:
                raise self._error("division", f"{data!r} is no code of six or nine digits in the table of divisions")
            return division
        for key in ("code", "name", "table"):
            if not isinstance(data.get(key), str):
                raise self._error(f"division.{key}", "missing, or no text")
        if unknown := sorted(set(data) - {"code", "name", "table"}):
            raise self._error(f"division.{unknown[0]}", "unknown key")
        if not re.fullmatch(r"[0-9]{6}(?:[0-9]{3})?", data["code"]):
            raise self._error("division.code", f"{data['code']!r} is not six or nine digits")
        return Division(**data)

    def _province(self) -> str:
        """Province of a division of the table, without its kind; one of another table is spelled out, too."""
        division, given = self.data["division"], self.data.get("province")
        if isinstance(division, str):
            if given is not None:
                raise self._error("province", "follows from the division")
            return bare_province(province_of(division) or "")
        if given is None:
            raise self._error("province", "missing beside a division that is spelled out")
        return str(given)

    def _error(self, key: str, problem: str) -> ConfigError:
        return ConfigError(self.file, f"{self.id}.{key}", problem)
