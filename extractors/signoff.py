"""The sign-off 落款: agency and date under a report, and what pages print below it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractors.boilerplate import is_noise
from extractors.names import is_agency
from extractors.remember import Remembered
from extractors.simplified import simplify
from extractors.text import squeeze, tidy

_C = r"\d〇○零oOОｏ一二三四五六七八九"
_DATE = (
    rf"\(?(?:[12]\d{{3}}|[一二][{_C}]{{3}})(?:年|[-./])(?:元|[{_C}十]{{1,3}})"
    rf"(?:月|[-./])(?:[{_C}十]{{1,3}}[日号]?|[xX×]{{1,2}}日|日)?\)?"
)
_DATE_ONLY = re.compile(_DATE)
_AGENCY_DATE = re.compile(rf"(?P<agency>\D{{2,40}}?)[,:;]?(?P<date>{_DATE})")
_DATE_AGENCY = re.compile(rf"(?P<date>{_DATE})(?P<agency>[^\d\s]{{3,40}})")
_GLUED = re.compile(rf"[。；;!！](?P<agency>[^。；;!！\d]{{3,40}}?)?[,:]?(?P<date>{_DATE})$")
_FOOTER = re.compile(
    r"主办(?:单位)?[:：]|承办(?:单位)?[:：]|版权所有|ICP备|公网安备|网站标识码|技术支持|copyright|网站地图|维护单位[:：]|建议使用.{0,20}浏览器",
    re.IGNORECASE,
)
_FOOT = re.compile(r"[^。,;:]{0,4}(?:地址|电话|邮编|邮政编码|邮箱|联系方式):[^。]{0,100}")
"""A line of a page's foot that its labels fill: 地址：… 邮编：…."""
_BESIDE = re.compile(
    r"附[件表图:：]|\(?此件(?:公开|主动|依申请)|(?:联系人|责任编辑|编辑|审核|初审|终审|校对|录入|信息来源|来源|供稿|作者)[:：]|"
    r"(?:联系|咨询)?电话|传真|邮编|邮政编码|(?:电子)?邮箱|(?:通[信讯]|联系|办公)?地址|相关(?:附件|文档|链接|阅读)|扫(?:一扫|描)|第?\d{1,3}页|-?\d{1,3}-?$"
    r"|^[\[(【]?[^:]{0,4}[审校编签拟撰稿录核批][^:]{0,3}:|^(?:分享|抄送|印发|图解|一图|(?:文字|相关)?解读)|下载|\.(?:pdf|docx?|xlsx?|wps)$",
    re.IGNORECASE,
)
_LABEL = re.compile(r"(?:(?:报告|填报|编制|发布|公开|上报)?(?:单位|机关|机构|日期|时间)|落款):")
_SEAL = re.compile(r"[(\[](?:加?盖章|公章|印章?|章)[)\]]$")
_APPENDED = re.compile(r"附[件表录图:：\d一二三]|填(?:报|表)(?:单位|机关)|.{0,40}[表册](?:\([^()]{1,12}\))?$")
"""First line of what is appended: 附件1, 附表, 填报单位, or the title of a table."""
_MAX_LINE = 60
_REACH = 15
"""Lines from the end within which a sign-off stands."""


@dataclass(frozen=True, slots=True)
class SignOff:
    """What stands under a report; ``lines`` are indices of the tail."""

    agency: str | None = None
    date: str | None = None
    """As printed, without white space."""
    quote: str = ""
    lines: tuple[int, ...] = ()


@Remembered
def is_footer(line: str) -> bool:
    """Whether a line belongs to the foot of a page: sponsor, registration, copyright.

    >>> is_footer("主办：青禾县人民政府  备案号：岚ICP备000号"), is_footer("主办方为镇政府")
    (True, False)
    """
    return len(line) <= 400 and _FOOTER.search(simplify(line)) is not None


def foot_of_page(lines: Sequence[str]) -> set[int]:
    """Indices of the lines of a page's foot: its footers, and lines of an address or a telephone right above one.

    >>> foot_of_page(["联系电话：5550101", "无。", "地址：迎宾路1号 电话：5550999", "版权所有：青禾县人民政府"])
    {2, 3}
    """
    found: set[int] = set()
    for index in range(len(lines) - 1, -1, -1):
        if is_footer(lines[index]) or (
            index + 1 in found and len(lines[index]) <= 120 and _FOOT.fullmatch(simplify(squeeze(lines[index])))
        ):
            found.add(index)
    return found


def read_sign_off(tail: Sequence[str]) -> SignOff:
    """Read the sign-off from the last lines of a body; empty if there is none. Several fields read the same one.

    >>> read_sign_off(["没有其他事项。", "松陂镇人民政府", "2021年1月7日", "分享到："]).agency
    '松陂镇人民政府'
    """
    return _read(tuple(tail))


@lru_cache(maxsize=2)
def _read(tail: tuple[str, ...]) -> SignOff:
    return _above_appended(tail) or _from_end(tail)


def _above_appended(tail: Sequence[str]) -> SignOff | None:
    """Agency and date right above a form or table that is appended, which may print names and dates of its own."""
    for index in range(1, len(tail)):
        if len(tail[index]) <= _MAX_LINE and _APPENDED.match(simplify(squeeze(tail[index]))):
            above = _from_end(tail[:index], skip_beside=False)
            if above.agency and above.date:
                return above
    return None


def _from_end(tail: Sequence[str], *, skip_beside: bool = True) -> SignOff:
    agency = date = None
    quotes: list[str] = []
    lines: list[int] = []
    for index in range(len(tail) - 1, max(-1, len(tail) - 1 - _REACH), -1):
        line = tail[index]
        if not line.strip() or is_noise(simplify(line)) or is_footer(line):
            continue
        found = _read_line(line)
        if found is None:
            if lines or not skip_beside or not _BESIDE.search(simplify(squeeze(line[:_MAX_LINE]))):
                break
            continue
        if (found[0] and agency) or (found[1] and date):
            break
        agency, date = agency or found[0], date or found[1]
        quotes.insert(0, tidy(line))
        lines.insert(0, index)
        if agency and date:
            break
    if lines or not tail:
        return SignOff(agency, date, " ".join(quotes), tuple(lines))
    return _glued(tail)


def _read_line(line: str) -> tuple[str | None, str | None] | None:
    """Agency and date of a line that holds nothing else, ``None`` if it holds something else."""
    text = squeeze(line)
    if len(text) > _MAX_LINE:
        return None
    label = _LABEL.match(simplify(text))
    text = _SEAL.sub("", text[label.end() :] if label else text)
    plain = simplify(text)
    if _DATE_ONLY.fullmatch(plain):
        return None, plain.strip("()")
    for pattern in (_AGENCY_DATE, _DATE_AGENCY):
        if (match := pattern.fullmatch(plain)) and is_agency(match["agency"]):
            return text[slice(*match.span("agency"))], match["date"].strip("()")
    bare = text.rstrip(":。")
    return (bare, None) if len(bare) > 3 and is_agency(bare) else None


def _glued(tail: Sequence[str]) -> SignOff:
    """Sign-off behind the last sentence, on its line."""
    last = next((line for line in reversed(tail) if line.strip() and not is_noise(line) and not is_footer(line)), "")
    match = _GLUED.search(squeeze(last[-120:]))
    if match is None or not (match["agency"] and is_agency(match["agency"])):
        return SignOff()
    return SignOff(match["agency"], match["date"].strip("()"), tidy(last[-60:]))
