"""The national table of divisions 行政区划, down to the township, in ``table.txt`` beside this module.

``former.txt`` holds townships of an older table that this one has no more. A *node* is a code without its padding: two
digits a province, four a prefecture, six a county, nine a township. Nothing is read before it is asked for, and
townships stay text until somebody asks for those of one county.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from extractors.divisions.spelling import spellings, without_county
from extractors.errors import ConfigError
from extractors.report import Division

_CURRENT, _FORMER = "table.txt", "former.txt"
_PSEUDO = re.compile(r"市辖区|县|(?:省|自治区)直辖县级行政区划")
"""What stands in a prefecture's place and is none."""
_TOWNSHIP = re.compile(r" (\d{3}) (\S+)\n")


@dataclass(frozen=True, slots=True)
class _Table:
    version: str
    text: str
    names: Mapping[str, str]
    """Node down to the county → name."""


@cache
def _table(file: str = _CURRENT) -> _Table:
    path = Path(__file__).with_name(file)
    text = path.read_text("utf-8")
    version = re.search(r"^table (\d{4}) ", text, re.MULTILINE)
    names = dict(re.findall(r"^(\d{2,6}) (\S+)$", text, re.MULTILINE))
    if version is None or not names:
        raise ConfigError(path, "table", "no line says which table this is, or it lists no division")
    return _Table(version[1], text, names)


def find_division_by_code(code: str) -> Division | None:
    """Division of a code of six or nine digits; ``None`` if the table has none.

    >>> find_division_by_code("532325105")
    Division(code='532325105', name='云南省楚雄彝族自治州姚安县太平镇', table='2023')
    """
    if len(code) == 9:
        return division_of(code) if code in dict(townships(code[:6])) else None
    node = node_of(code)
    return division_of(node) if node is not None else None


def node_of(code: str) -> str | None:
    """Node of a code of six digits; ``None`` if the table has none. ``01`` ends a prefecture's 市辖区, too.

    >>> node_of("532325"), node_of("532300"), node_of("370801"), node_of("110000"), node_of("110100"), node_of("990121")
    ('532325', '5323', '3708', '11', '11', None)
    """
    names = _table().names
    if len(code) != 6 or code in names:
        return code if len(code) == 6 else None
    node = code[:2] if code.endswith("0000") else code[:4] if code.endswith(("00", "01")) else code
    if node not in names:
        return None
    return node[:2] if _PSEUDO.fullmatch(names[node]) else node


def division_of(node: str, *, former: bool = False) -> Division:
    """Division of a node, with its full name; :exc:`KeyError` if the table (or the older one) has none.

    >>> [division_of(node).name for node in ("53", "419001", "110101", "441900", "419001101")]
    ['云南省', '河南省济源市', '北京市东城区', '广东省东莞市', '河南省济源市五龙口镇']
    """
    names = [name for _, name in line_of(node[:6])]
    if len(node) == 9:
        names.append(without_county(dict(townships(node[:6], former=former))[node], names[-1]))
    return Division(code=node.ljust(6, "0"), name="".join(names), table=table_year(former=former))


def table_year(*, former: bool = False) -> str:
    """Year that names the table, or the older one.

    >>> table_year(), table_year(former=True)
    ('2023', '2017')
    """
    return _table(_FORMER if former else _CURRENT).version


def line_of(node: str) -> list[tuple[str, str]]:
    """Node and name of a division down to the county and of all above it, from the province down.

    >>> line_of("419001")
    [('41', '河南省'), ('419001', '济源市')]
    """
    names = _table().names
    line: list[tuple[str, str]] = []
    for end in range(2, len(node) + 1, 2):
        name = names[node[:end]]
        # 东莞市 has no counties and stands in their place too
        if not _PSEUDO.fullmatch(name) and (not line or line[-1][1] != name):
            line.append((node[:end], name))
    return line


@lru_cache(maxsize=256)
def townships(node: str, *, former: bool = False) -> tuple[tuple[str, str], ...]:
    """Node and name of every township of a county, or of a city that has no counties; none for all else.

    ``former`` ones are those that only the older table has.

    >>> townships("532325")[:2], townships("4419")[0], townships("53")
    ((('532325101', '栋川镇'), ('532325102', '光禄镇')), ('441900003', '东城街道'), ())
    """
    names, text = _table().names, _table(_FORMER if former else _CURRENT).text
    if len(node) == 4 and node in names:
        node = next((node + end for end in ("00", "01") if names.get(node + end) == names[node]), node)
    start = text.find(f"\n{node} ") + 1 if len(node) == 6 and node in names else 0
    if not start:
        return ()
    found = []
    place = text.index("\n", start) + 1
    while (match := _TOWNSHIP.match(text, place)) is not None:
        found.append((node + match[1], match[2]))
        place = match.end()
    return tuple(found)


def nodes_named(name: str) -> tuple[str, ...]:
    """Provinces, prefectures and counties of a name, long or short, written as :func:`~.spelling.plain` writes it.

    >>> nodes_named("楚雄州"), nodes_named("姚安县"), nodes_named("鼓楼区"), nodes_named("云南")
    (('5323',), ('532325',), ('320106', '320302', '350102', '410204'), ())
    """
    return _by_name().get(name, ())


def province_named(name: str) -> str | None:
    """Node of a province whose name lacks its kind.

    >>> province_named("云南"), province_named("内蒙古"), province_named("云南省")
    ('53', '15', None)
    """
    return _bare_provinces().get(name)


@cache
def _bare_provinces() -> dict[str, str]:
    return {bare_province(name): node for node, name in _table().names.items() if len(node) == 2}


def province_of(code: str) -> str | None:
    """Name of the province that a code of any length lies in.

    >>> province_of("532325"), province_of("990121")
    ('云南省', None)
    """
    return _table().names.get(code[:2])


def bare_province(name: str) -> str:
    """Name of a province without its kind.

    >>> bare_province("云南省"), bare_province("广西壮族自治区"), bare_province("北京市")
    ('云南', '广西', '北京')
    """
    return re.sub(r"(?:壮族|回族|维吾尔)?(?:省|市|自治区)$", "", name)


@cache
def _by_name() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    names = _table().names
    for node, name in names.items():
        if _PSEUDO.fullmatch(name) or names.get(node[:4] if len(node) == 6 else "") == name:
            continue
        for form in spellings(name):
            found[form] = (*found.get(form, ()), node)
    return found
