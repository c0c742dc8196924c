"""How names of divisions are written: short names, and what is left of a township's name without its kind."""

from __future__ import annotations

import re

from extractors.simplified import simplify
from extractors.text import squeeze

_PEOPLES = (
    "土家", "维吾尔", "哈萨克", "柯尔克孜", "塔吉克", "乌孜别克", "塔塔尔", "蒙古", "布依", "朝鲜", "哈尼", "傈僳", "仡佬", "东乡", "高山", "拉祜", "纳西", "仫佬",
    "锡伯", "达斡尔", "景颇", "毛南", "撒拉", "布朗", "阿昌", "普米", "鄂温克", "基诺", "德昂", "保安", "俄罗斯", "裕固", "门巴", "鄂伦春", "独龙", "赫哲", "珞巴",
    "各", "壮", "满", "回", "苗", "彝", "藏", "侗", "瑶", "白", "黎", "傣", "畲", "水", "佤", "羌", "土", "怒", "京",
)  # fmt: skip
"""The peoples 民族 that divisions are named for; 各族 stands for several."""
_PEOPLE = rf"(?:(?:{'|'.join(_PEOPLES)})族)"
_AUTONOMOUS = re.compile(rf"(.{{1,8}}?)(?:{_PEOPLE}|蒙古|哈萨克|柯尔克孜|塔吉克|锡伯){{0,6}}族?自治([州县旗])")
_ORGAN = re.compile(
    r"(?:人民政府|(?<=[镇乡木])政府|办事处|(?<=街道)办|管理委员会|管委会|行政委员会)?(?:(?:党政)?(?:综合)?办公室)?$"
)
_TOWNSHIP = re.compile(rf"(.{{1,30}}?)(?:{_PEOPLE}{{1,4}}|民族)?(镇|乡|街道|苏木|地区)")
_BRACKETS = re.compile(r"[()、-]")


def plain(name: str) -> str:
    """Name as names are compared: no white space, full-width forms and traditional characters folded."""
    return simplify(squeeze(name))


def spellings(name: str) -> tuple[str, ...]:
    """Names of a division with and without the peoples it is named for, as :func:`plain` writes them; the short one last.

    >>> spellings("楚雄彝族自治州"), spellings("东乡族自治县")[-1], spellings("会宁县")
    (('楚雄彝族自治州', '楚雄自治州', '楚雄州'), '东乡县', ('会宁县',))
    """
    full = plain(name)
    found = _AUTONOMOUS.fullmatch(full)
    return (full, f"{found[1]}自治{found[2]}", found[1] + found[2]) if found else (full,)


def without_organ(name: str) -> str:
    """Division that a government's name states.

    >>> [without_organ(name) for name in ("太平镇人民政府", "东山街道办事处", "东山街道办", "太平镇人民政府党政办公室")]
    ['太平镇', '东山街道', '东山街道', '太平镇']
    """
    return _ORGAN.sub("", name, count=1)


def without_county(name: str, county: str) -> str:
    """A township's name without the county's in front, which the table prints for some.

    >>> without_county("济源市五龙口镇", "济源市"), without_county("城区街道", "城区")
    ('五龙口镇', '城区街道')
    """
    rest = name.removeprefix(county)
    return rest if len(rest) > 1 and rest != "街道" else name


def township_stem(name: str) -> tuple[str, str] | None:
    """A township's name in two: without kind and peoples, and the kind; ``None`` for farms, zones and all else.

    >>> township_stem("太平镇"), township_stem("古砦仫佬族乡"), township_stem("茅坪回族镇"), township_stem("二九〇农场")
    (('太平', '镇'), ('古砦', '乡'), ('茅坪', '镇'), None)
    """
    found = _TOWNSHIP.fullmatch(name)
    return (found[1], found[2]) if found else None


def names_within(name: str) -> list[str]:
    """Townships that a name with brackets or a hyphen names beside the whole.

    >>> names_within("经济开发区(马棚街道)"), names_within("马棚街道")
    (['马棚街道'], [])
    """
    parts = [part for part in _BRACKETS.split(name) if part]
    return [part for part in parts if township_stem(part)] if len(parts) > 1 else []
