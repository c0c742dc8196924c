"""Names of agencies as they are compared within one county."""

from __future__ import annotations

import re

from extractors.divisions.spelling import plain, spellings, without_organ

_DIVISION = re.compile(r".{2,14}?[省市县区州盟旗]|.[县区旗]$")
"""One division of a full name."""
_COUNTY = re.compile(r".{1,14}?[县旗]")
"""Counties and banners have names of their own in all the country; many cities have a 新华区."""
_COUNTY_KINDS = "县市区"
_GOVERNMENT = "人民政府"
_OFFICE = f"{_GOVERNMENT}办公室"
_SHORT = {"": _GOVERNMENT, "政府": _GOVERNMENT, "政府办公室": _OFFICE, "政府办": _OFFICE, f"{_GOVERNMENT}办": _OFFICE}
_BODY = re.compile(r".+(?:[镇乡区场局]|街道|苏木|委员会)")


def core_name(agency: str, county: str | None) -> str:
    """Name without the divisions above it and without its organ; ``county`` is the county's full name, if it is known.

    A body of the prefecture keeps the prefecture's name, so that it is none of the county's.

    >>> county = "岚江省霁州市青禾县"
    >>> [core_name(name, county) for name in ("霁州市青禾县云台镇人民政府", "青禾县民政局", "霁州市民政局", "青禾县")]
    ['云台镇', '民政局', '霁州市民政局', '人民政府']
    """
    name = _without_county(plain(agency), _DIVISION.findall(plain(county or "")))
    if name in _SHORT:
        return _SHORT[name]
    rest = without_organ(name)
    return rest if _BODY.fullmatch(rest) else name  # 扶贫开发办公室 is no office of a body 扶贫开发


def named_county(agency: str) -> str | None:
    """County that the name itself begins with; ``None`` for a bare name, or one that other counties may have.

    >>> [named_county(name) for name in ("青禾县太平镇人民政府", "太平镇人民政府", "新华区民政局")]
    ['青禾县', None, None]
    """
    found = _COUNTY.match(plain(agency))
    return found[0] if found else None


def _without_county(name: str, line: list[str]) -> str:
    """The name without its county's, ``line`` being the county's with those above it from the province down."""
    if not line:
        return name
    *above, county = line
    rest = name
    for part in above:
        rest = _without(rest, spellings(part))
    stem = _stem(county)
    if rest != name and stem not in rest:
        return name
    # … also as the county was called before it became a city or a district; 长沙市 above 长沙县 was never that
    former = [stem + kind for kind in _COUNTY_KINDS if len(stem) > 1 and stem + kind not in above]
    return _without(rest, (*spellings(county), *former))


def _without(name: str, fronts: tuple[str, ...]) -> str:
    return name.removeprefix(next(filter(name.startswith, fronts), ""))


def _stem(county: str) -> str:
    """A county's name without its kind, if it has one without."""
    short = spellings(county)[-1]
    return short[:-1] if len(short) > 2 else short
