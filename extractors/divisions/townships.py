"""A township's name → the township, inside one county. No name stands for two townships of a county."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from extractors.divisions.spelling import names_within, plain, spellings, township_stem, without_county, without_organ
from extractors.divisions.table import division_of, line_of, townships
from extractors.report import Division

_UPGRADES = {("乡", "镇"), ("镇", "乡"), ("镇", "地区"), ("乡", "地区")}
"""Kinds that one township has one after the other, or at once (旧宫镇 is 旧宫地区). 镇 and 街道 of one name often exist side
by side, so one of them says nothing of the other."""


@dataclass(frozen=True, slots=True)
class Township:
    """A township that a name was found to mean."""

    node: str
    exact: bool = True
    """False for a name that differs from the table's in more than spelling: 太平乡 for 太平镇, 新庄镇 for 新庄塬镇."""
    former: bool = False
    """Whether only the older table has it."""

    @property
    def division(self) -> Division:
        """The township with its full name, in the table that has it."""
        return division_of(self.node, former=self.former)


def find_townships(name: str, county: str) -> list[Township]:
    """Townships of a county (or of a city without counties) that a body's name may mean; exactly one if it is clear.

    The table's own name comes first, then one that only the older table has, then one that resembles it.

    >>> [found.division.name for found in find_townships("太平镇人民政府", "532325")]
    ['云南省楚雄彝族自治州姚安县太平镇']
    """
    exact = _named(name, county, former=False) or _named(name, county, former=True)
    return exact or _resembling(name, county)


def current_townships(name: str, county: str) -> list[Township]:
    """The same, without the older table.

    >>> [found.division.name for found in current_townships("太平乡", "532325")], current_townships("城关镇", "532325")
    (['云南省楚雄彝族自治州姚安县太平镇'], [])
    """
    return _named(name, county, former=False) or _resembling(name, county)


def _named(name: str, county: str, *, former: bool) -> list[Township]:
    core = _core(plain(name), county)
    index = _index(county, former)
    return [Township(node, former=former) for node in index.names.get(core) or index.within.get(core, ())]


def _resembling(name: str, county: str) -> list[Township]:
    """Townships whose names differ a little: peoples or kind left out, 乡 that became 镇, names that were shorter once."""
    core = _core(plain(name), county)
    stem, kind = township_stem(core) or (core, "")
    stems = _index(county, former=False).stems
    if stem in stems:
        same = [node for node, other in stems[stem] if other == kind]
        upgraded = [node for node, other in stems[stem] if not kind or (kind, other) in _UPGRADES]
        return [Township(node, exact=bool(same)) for node in same or upgraded]
    if len(stem) < 2 or not kind:
        return []
    return [
        Township(node, exact=False)
        for longer, found in stems.items()
        if longer.startswith(stem)
        for node, other in found
        if other == kind or (kind, other) in _UPGRADES
    ]


@dataclass(frozen=True, slots=True)
class _Index:
    names: dict[str, tuple[str, ...]]
    """Name without organ and county → nodes."""
    within: dict[str, tuple[str, ...]]
    """Name inside a longer one → nodes: 经济开发区（马棚街道）."""
    stems: dict[str, tuple[tuple[str, str], ...]]
    """Name without kind and peoples → nodes and kinds."""


@lru_cache(maxsize=256)
def _index(county: str, former: bool) -> _Index:
    index = _Index({}, {}, {})
    printed = [(node, plain(name)) for node, name in townships(county, former=former)]
    for node, name in printed:
        core = _core(name, county)
        index.names[core] = (*index.names.get(core, ()), node)
        for inner in names_within(core):
            index.within[inner] = (*index.within.get(inner, ()), node)
        if (parts := township_stem(core)) is not None:
            index.stems[parts[0]] = (*index.stems.get(parts[0], ()), (node, parts[1]))
    index.names.update((name, (node,)) for node, name in printed)
    return index


def _core(name: str, county: str) -> str:
    """Name without its organ and without the county in front."""
    core = without_organ(name) or name
    for county_name in spellings(line_of(county)[-1][1]) if townships(county) else ():
        core = without_county(core, county_name)
    return core
