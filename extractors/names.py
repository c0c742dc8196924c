"""Names of agencies: how they end, how they begin, and when two of them may mean one body."""

from __future__ import annotations

import re

from extractors.simplified import simplify
from extractors.text import squeeze

ORGANS = (
    "人民政府", "政府", "办事处", "街道办", "管理委员会", "管委会", "委员会", "办公室", "办公厅", "政府办", "中心", "联合会",
    "宣传部", "统战部", "组织部", "武装部", "工作部", "编办", "执法队", "公路段", "总工会", "红十字会", "文联", "科协", "侨联", "公司", "集团", "学校", "中学", "小学", "幼儿园", "学院", "医院", "检察院", "法院", "研究院", "科学院", "党校", "局", "厅", "署", "委", "处",
    "支队", "大队", "总队", "所", "站", "馆", "台", "社", "残联", "妇联", "团委", "工会", "协会", "商会", "学会", "供销社", "工商联", "领导小组",
)  # fmt: skip
"""Ends of names of bodies, longest where one ends another."""
PLACES = (
    "省", "自治区", "市", "自治州", "州", "盟", "地区", "县", "自治县", "区", "旗", "镇", "乡", "街道", "苏木", "街", "农场", "林场",
    "牧场", "开发区", "园区", "度假区", "风景区", "管理区", "兵团",
)  # fmt: skip
"""Ends of names of divisions, which titles use for their governments."""

_DIVISION_ENDS = tuple("省市县区州盟旗")
_NAME = re.compile(r"[\u4e00-\u9fff\u3400-\u4dbf\U00020000-\U0003ffff·()、]{2,40}")
_NOT_FIRST = re.compile(
    r"我|本(?!溪)|各|全(?!州县|椒|南县)|该|贵(?:局|镇|乡|单位|机关)|有关|关于|根据|按照|现将|请|由|在|对|与|及|"
    r"[县市区][直属级]|乡镇|镇街|部门|上级|国务院|中华|单位|政府信息|信息公开|政务公开|公开|附件|其他|一图|图解|解读|首页|热线|联系|办理|举报|监督电话"
)
_ODD_FIRST = re.compile(
    r"[各全本该请由在对与及](?![镇乡县区市省州旗街村地级部门单位])[\u4e00-\u9fff]{1,4}?(?<!各)(?:镇|乡|街道|苏木|县)(?:(?:人民)?政府|办事处)?"
)
"""Divisions whose names begin as a sentence might go on; only as a whole name, never cut from a sentence."""
_NOT_WITHIN = re.compile(
    r"欢迎|官网|网站|门户|您|的|了|年度?报|工作(?!办公室|领导小组|委员会|站$|[局部])|通知|信息公开(?!办|科|股|领导|工作领导)|政务公开(?!办|科|股|领导|工作领导|服务|与|和)|[及与和]各|关于|转发|(?<=[省市县区])各(?:镇|乡|街道|部门|单位)"
)
_TWO = re.compile(r"[\u4e00-\u9fff]{2}[镇乡](?:人民政府)?[^省市县区旗镇乡、和与]{2,4}[镇乡](?:人民政府)?$")
"""Two townships in a row."""
_SECOND = re.compile(r"\([^()]{1,20}\)(?=(?:人民)?政府$|$)")
"""A second name of the same body: 综合行政执法局(城市管理局)."""
_OFFICE = re.compile(r"(?<=政府)(?:(?:党政)?办公室|办公厅|办)$")
_ORGAN = re.compile(r"(?:人民政府|(?<=街道)(?:办事处|办)|(?<=[省市州县区旗镇乡木])政府)$")
_WITHIN = re.compile(r"(?<=[省市县区旗])人民政府(?=.)")
"""Between a division and what is below it: 青禾县人民政府听泉街道办事处."""
_BARE = re.compile(
    r"(?:[县区市省州镇乡旗]|街道)(?:人民)?政府(?:办公室|办公厅|办)?|人民政府|政府(?:办公室|办)|办公室|办事处|委员会|管委会|[市城镇园郊辖]区"
)


def is_agency(text: str) -> bool:
    """Whether a text is, as a whole, the name of a body that can report.

    >>> [is_agency(name) for name in ("青禾县松陂镇人民政府", "松陂镇", "我局", "各乡镇人民政府", "县政府办公室", "青禾县融媒体中心")]
    [True, True, False, False, False, True]
    """
    name = _SECOND.sub("", simplify(squeeze(text)))
    return (
        _NAME.fullmatch(name) is not None
        and name.endswith(ORGANS + PLACES)
        and (_NOT_FIRST.match(name) is None or _ODD_FIRST.fullmatch(name) is not None)
        and _NOT_WITHIN.search(name) is None
        and _TWO.search(name) is None
        and _BARE.fullmatch(name) is None
        and len(name) > (1 if name.endswith(PLACES) else 2)
    )


def is_division_prefix(text: str) -> bool:
    """Whether a text can stand before a body's name as the division above it.

    >>> is_division_prefix("岚江省霁州市青禾县"), is_division_prefix("现将")
    (True, False)
    """
    name = simplify(squeeze(text))
    return 2 <= len(name) <= 30 and name.endswith(_DIVISION_ENDS) and _NAME.fullmatch(name) is not None


def without_office(name: str) -> str:
    """Government that a government's office belongs to; other names as they are.

    >>> without_office("青禾县人民政府办公室"), without_office("青禾县审计局")
    ('青禾县人民政府', '青禾县审计局')
    """
    return _OFFICE.sub("", name)


def same_body(one: str, other: str) -> bool:
    """Whether two names may mean one body: one is the other with more said before or behind.

    >>> same_body("松陂镇人民政府", "青禾县松陂镇"), same_body("松陂镇人民政府", "荷汀镇人民政府")
    (True, False)
    """
    short, long = sorted((_core(one), _core(other)), key=len)
    return short in long


def kind(name: str) -> str:
    """What sort of body: township, county (all that is above), department or other.

    >>> kind("松陂镇人民政府"), kind("听泉街道办事处"), kind("青禾县民政局"), kind("青禾县人民政府办公室")
    ('township', 'township', 'department', 'county')
    """
    core = _core(_SECOND.sub("", squeeze(name)))
    if core.endswith(("镇", "乡", "街道", "苏木", "街")):
        return "township"
    if core.endswith(_DIVISION_ENDS):
        return (
            "other" if core.endswith(("开发区", "高新区", "园区", "示范区", "管理区", "度假区", "风景区")) else "county"
        )
    return "department"


def _core(name: str) -> str:
    """Name without white space and without the organ of a government."""
    bare = without_office(simplify(squeeze(name)))
    return _WITHIN.sub("", _ORGAN.sub("", bare))
