"""Agency → division: which county, then which of its townships.

The county comes from what identifies it: the site's code, a credit code, the portal's record, the names that the agency
itself prints before its own, and last other names on the page. A township is looked up inside that county only. What two
facts contradict, or what a name leaves open, is null with a finding.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from extractors.divisions.codes import area_of_site, areas_of_bodies
from extractors.divisions.spelling import plain, spellings, township_stem, without_organ
from extractors.divisions.table import division_of, line_of, node_of, nodes_named, province_named, table_year, townships
from extractors.divisions.townships import Township, find_townships
from extractors.metadata import Metadata
from extractors.names import kind
from extractors.reading import Reading
from extractors.report import Division, Finding

_LONGEST = 16
"""Characters of the longest name of a division down to the county."""
_BETWEEN = re.compile(r"(?:人民)?政府(?=.)")
"""What may stand behind a division's name and before one below it: 青禾县人民政府听泉街道办事处."""
_NO_DIVISION = re.compile(r"城市|市场|市政|市容|市民|城乡|乡村|城镇|乡镇|社区|区域|州县|区划")
"""Words of bodies' names that hold a division's character and name none."""
_ZONE = re.compile(r"(?:开发|园|度假|风景|示范|保税|工业|管理)区")
"""What a division's name may stand before without being above it: 青禾县听泉开发区管委会 is the county's."""
_A_DIVISION = re.compile(r"[省市县区州盟旗镇乡]|街道")
_PART = re.compile(r".{2,14}?[省市县区州盟旗]|.[县区旗]$")
"""One division of a full name; 市中区 and 津市市 have two characters before their end, 易县 one."""


class _Unclear(Exception):
    """Why no division is given: two facts contradict, a name leaves several, or the table lacks it."""

    def __init__(self, what: Literal["conflict", "ambiguous", "unknown"], message: str) -> None:
        super().__init__(message)
        self.what = what

    def finding(self, agency: str) -> Finding:
        """The same for the reader of the report."""
        return Finding(
            code=f"field.division_{self.what}",
            severity="info" if self.what == "unknown" else "warning",
            field="division",
            stated=agency,
            message=str(self),
        )


@dataclass(frozen=True, slots=True)
class _Clue:
    """A division that something on the page or around it names."""

    node: str
    source: str
    quote: str


@dataclass(frozen=True, slots=True)
class _Way:
    """One way to read the front of a name."""

    node: str
    """Division that it names; empty for none."""
    rest: str
    """What stands behind it."""
    count: int = 0
    """How many divisions it names, one below the other."""


def find_division(
    agency: Reading[str],
    metadata: Metadata,
    *,
    url: str | None = None,
    portal: Division | None = None,
    places: Sequence[str] = (),
) -> tuple[Reading[Division] | None, list[Finding]]:
    """Division of the body that reports, and what is doubtful about it.

    ``places`` are further texts that may begin with the county's name: 发布机构, the contact's office and address. A township has
    nine digits; every other body has the six of the division that it names or that its site belongs to. Where there is no
    division, one finding says why.
    """
    name = plain(agency.value)
    if portal is not None and node_of(portal.code[:6]) is None:  # of another table than ours
        if kind(name) in ("county", "department") and belongs_to_division(name, portal.name):
            return Reading(portal, "portal", portal.name), []
        message = f"the portal's division is of table {portal.table}, which says nothing of {name}"
        return None, [_Unclear("unknown", message).finding(agency.value)]
    try:
        return _find(name, agency, list(_clues(metadata, url, portal)), places)
    except _Unclear as unclear:
        return None, [unclear.finding(agency.value)]


def belongs_to_division(name: str, division: str) -> bool:
    """Whether a body can be one of the division itself, not of one below it or beside it.

    ``division`` is a full name from the province down. A body that names no division at all may be.

    >>> kunming = "云南省昆明市"
    >>> [belongs_to_division(name, kunming) for name in ("昆明市民政局", "昆明市嵩明县民政局", "嵩明县民政局", "民政局")]
    [True, False, False, True]
    """
    bare = plain(name)
    parts = _PART.findall(plain(division))
    last = parts[-1] if parts else division
    before, found, behind = bare.rpartition(last)
    if found:
        whole = not before or before.endswith((*"省市县区州盟旗", "局"))  # 淮安县 is not 安县
        return whole and not _names_division(behind)
    return not _names_division(bare)


def _names_division(text: str) -> bool:
    return _A_DIVISION.search(_NO_DIVISION.sub("", text)) is not None


# --- the county ------------------------------------------------------------------------------------------------------


def _clues(metadata: Metadata, url: str | None, portal: Division | None) -> Iterator[_Clue]:
    """What identifies the division of the page's site or publisher, best first; codes out of use say nothing."""
    site, domain, index = metadata.site_id_code, metadata.site_domain, metadata.index_number
    area = area_of_site(site.value, domain.value if domain else None, url) if site else None
    if site and area and (node := node_of(area)) is not None:
        yield _Clue(node, site.source, site.quote)
    numbers = [(index.source, index.value)] if index else []
    for source, text in [*numbers, *([("url", url)] if url else [])]:
        for area, code in areas_of_bodies(text):
            if (node := node_of(area)) is not None:
                yield _Clue(node, source, code)
    if portal is not None and (node := node_of(portal.code[:6])) is not None:
        yield _Clue(node, "portal", portal.name)


def _deepest(clues: Sequence[_Clue]) -> _Clue | None:
    """The clue that says most; they have to lie on one line from the province down."""
    best = max(clues, key=lambda clue: len(clue.node), default=None)
    if best is not None and (others := [clue for clue in clues if not best.node.startswith(clue.node)]):
        said = " and ".join(f"{clue.quote} ({division_of(clue.node).name})" for clue in (best, others[0]))
        raise _Unclear("conflict", f"two divisions are named: {said}")
    return best


def _ways(name: str) -> Iterator[_Way]:
    """Ways to read the divisions in front of a name, any deeper one behind a higher one; the last one names none."""
    yield from _ways_below(_Way("", name))


def _ways_below(way: _Way) -> Iterator[_Way]:
    for end in range(min(_LONGEST, len(way.rest)), 1, -1):
        front = way.rest[:end]
        bare = province_named(front) if not way.node else None
        for node in [bare] if bare else nodes_named(front):
            if node.startswith(way.node) and node != way.node:
                below = _ways_below(_Way(node, _BETWEEN.sub("", way.rest[end:], count=1), way.count + 1))
                # 吉林 of 吉林市 is no province: one without its kind counts before another division only
                yield from (deeper for deeper in below if not bare or deeper.node != node)
    yield way


def _ways_of_former_names(name: str, node: str) -> Iterator[_Way]:
    """Ways to read the county's name as it was before its kind changed (县 became 区), or its kind alone (县民政局)."""
    county = spellings(line_of(node)[-1][1])[-1]
    stem = county[:-1]
    fronts = [stem + kind_ for kind_ in ("县", "市", "区") if len(stem) > 1]
    for front in [*fronts, stem] if stem.endswith("县") else fronts:  # 沙县 became 沙县区
        if front != county and name.startswith(front) and not nodes_named(front):
            yield _Way(node, name[len(front) :], 1)
    if name.startswith(county[-1]):
        yield _Way(node, name[1:])


def _agree(one: str, other: str) -> bool:
    """Whether two divisions lie on one line from the province down; the empty one lies on every line."""
    return one.startswith(other) or other.startswith(one)


# --- the division ----------------------------------------------------------------------------------------------------


def _find(
    name: str, agency: Reading[str], clues: Sequence[_Clue], places: Sequence[str]
) -> tuple[Reading[Division] | None, list[Finding]]:
    clue = _deepest(clues)
    scope = clue.node if clue is not None else ""
    ways = _ways_within(scope, name, agency, clue)
    is_township = kind(name) == "township"
    found = _township(name, ways, scope, exact=not is_township)
    if found is None and is_township:
        clue, found = _township_by_places(name, ways, clue, places)
    if found is not None:
        return _reading(found.division, agency, clue), [] if found.exact else [_renamed(agency.value, found.division)]
    node = None if is_township else _node_of_body(name, ways, scope)
    if node is None:
        site = f", only that its site is of {clue.quote} ({division_of(scope).name})" if clue is not None else ""
        raise _Unclear("unknown", f"nothing on the page says which division {name} is of{site}")
    return _reading(division_of(node), agency, clue), []


def _ways_within(scope: str, name: str, agency: Reading[str], clue: _Clue | None) -> list[_Way]:
    """Ways to read a name that agree with the clue, deepest first; a name of another division's body is a conflict."""
    every = list(_ways(name))
    ways = [way for way in every if _agree(way.node, scope)]
    if clue is None:
        return ways
    if not any(way.node.startswith(scope) for way in ways):
        ways = [*(former for way in ways for former in _ways_of_former_names(way.rest, scope)), *ways]
    other = every[0]
    front = len(name) - len(other.rest)
    if not _agree(other.node, scope) and front > 2 and min(len(way.rest) for way in ways) > len(other.rest):
        if any(find_townships(way.rest, scope) for way in ways):
            return ways  # 东区街道 of 中山市 is not in 东区 of 攀枝花市
        named = f"{agency.value} names {division_of(other.node).name}"
        raise _Unclear("conflict", f"{named}, but {clue.quote} ({clue.source}) is {division_of(scope).name}")
    return ways


def _township(name: str, ways: Iterable[_Way], scope: str, *, exact: bool) -> Township | None:
    """Township that the rest of a name means in the county that the front of it, or the scope, names."""
    counties: dict[str, set[str]] = {}
    for way in ways:
        counties.setdefault(way.rest, set()).add(max(way.node, scope, key=len))
    for rest in sorted(counties, key=len):
        found = [township for county in sorted(counties[rest]) for township in find_townships(rest, county)]
        if found and len(counties[rest]) > 1:
            raise _Unclear("ambiguous", f"{name} may be in {_listed(counties[rest])}")
        if len(found) > 1:
            raise _Unclear("ambiguous", f"{name} may be {'、'.join(each.division.name for each in found[:5])}")
        if found and exact and not found[0].exact:
            raise _Unclear("ambiguous", f"{name} may be {found[0].division.name} or another body")
        if found:
            return found[0]
    return None


def _listed(nodes: Iterable[str]) -> str:
    return "、".join(division_of(node).name for node in sorted(nodes)[:5])


def _township_by_places(
    name: str, ways: Sequence[_Way], clue: _Clue | None, places: Sequence[str]
) -> tuple[_Clue | None, Township | None]:
    """Township in the one county that other texts name, and that text; where neither clue nor name gives a county."""
    scope = clue.node if clue is not None else ""
    named = [way for way in ways if township_stem(without_organ(way.rest)) and townships(max(way.node, scope, key=len))]
    if any(_is_bare_district(way, scope) for way in named):
        raise _Unclear("ambiguous", f"{name} alone does not say which city's district it is in")
    if known := {max(way.node, scope, key=len) for way in named}:
        raise _Unclear("unknown", f"{name} is no township that the table of {table_year()} has in {_listed(known)}")
    hits: dict[str, tuple[_Clue, Township]] = {}
    for place in places:
        for county in {way.node for way in _ways(plain(place)) if townships(way.node) and _agree(way.node, scope)}:
            if (found := _township(name, ways, county, exact=True)) is not None:
                hits.setdefault(county, (_Clue(county, "text", place), found))
    if len(hits) > 1:
        raise _Unclear("ambiguous", f"{name} may be in {_listed(hits)}")
    return next(iter(hits.values()), (clue, None))


def _node_of_body(name: str, ways: Sequence[_Way], scope: str) -> str | None:
    """Division of a body above the townships: the one in front of its name, else that of its site."""
    named = [way for way in ways if way.node]
    if not named:
        return scope if scope and belongs_to_division(name, division_of(scope).name) else None
    shortest = min(len(way.rest) for way in named)
    nodes = {way.node: way for way in named if len(way.rest) == shortest}
    if len(nodes) > 1:
        raise _Unclear("ambiguous", f"{name} may belong to {_listed(nodes)}")
    node, way = nodes.popitem()
    if _names_division(_ZONE.sub("", way.rest)):
        return None
    if _is_bare_district(way, scope):
        raise _Unclear("ambiguous", f"{name} alone does not say which city's district it is")
    return node


def _is_bare_district(way: _Way, scope: str) -> bool:
    """Whether only a district's name says where a body is; other cities have such names, or had them once."""
    return not scope and way.count == 1 and len(way.node) == 6 and line_of(way.node)[-1][1].endswith("区")


def _reading(division: Division, agency: Reading[str], clue: _Clue | None) -> Reading[Division]:
    if clue is None:
        return Reading(division, agency.source, agency.quote)
    return Reading(division, clue.source, f"{clue.quote} | {agency.value}")


def _renamed(agency: str, division: Division) -> Finding:
    return Finding(
        code="field.division_renamed",
        severity="warning",
        field="division",
        stated=agency,
        computed=division.name,
        message=f"{agency} is taken for {division.name}, which no other township of the county resembles",
    )
