"""Counts that the prose states, where the sentence leaves no doubt what was counted.

A count is taken only with its unit and its subject in one clause; parts (其中…), approximations (余, 多) and periods other
than the year are left out. Where the prose states two different numbers for one thing, neither is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from extractors.flow import paragraphs, sentences
from extractors.numbers import parse_numeral
from extractors.report import Number, Section, StatedCount
from extractors.text import squeeze

_N = r"(?P<value>\d{1,9}(?:\.\d{1,4})?万?|[零〇一二三四五六七八九十百千两]{1,8})"
_NOTICES = rf"{_N}(?P<unit>条次?|件|篇|项|份|个)(?!余|多)"
_CASES = rf"{_N}(?P<unit>件次?|条|份|宗|起|例|人次|次|项|个)(?!余|多)"
_TOPIC = r"(?:政府|政务)?信息"
_BY = r"(?:通过|在|利用|其中|依托|包括|^|[,:])[^,:、和及与]{0,24}?"
"""One channel alone, not the last of several."""
_NO = r"(?:未|没有|无|尚未|均未|从未|并未|未曾|暂未|暂无)"

_POST = r"(?:主动)?(?:发布|公开|公布|推送|编发|推文)"
_WHAT = rf"(?:各类|各项)?(?:{_TOPIC}|动态|文章|内容|图文)?"
_SUM = r"(?:共计?|总计|累计|为|[:])?"
_GET = r"(?:收到|受理|接到|接收|新收|新增|收悉)(?:的)?"
_WHOSE = r"(?:公民|个人|法人|社会公众|群众|和|或|、|其他组织|各类|书面|向本机关|提出的?|有效){0,6}"
_REQUEST = (
    rf"(?:依申请公开(?:的)?{_TOPIC}(?:申请)?|{_TOPIC}(?:依申请)?公开(?:的)?申请|依申请公开(?:申请|件|事项)?)(?:数量)?"
)
_CAUSE = r"(?:因|涉及|有关|发生|收到|提起|引发|被|申请|应诉|办理|,|^|、)[^,]{0,24}?"

_CLAUSES = (
    ("active_website", re.compile(rf"{_BY}网站(?:平台|上)?(?:{_POST})?{_WHAT}{_SUM}{_NOTICES}")),
    (
        "active_wechat",
        re.compile(rf"{_BY}微信(?:公众)?(?:平台|号)?(?:“[^”]{{1,30}}”)?(?:平台)?{_POST}{_WHAT}{_SUM}{_NOTICES}"),
    ),
    ("active_weibo", re.compile(rf"{_BY}微博(?:平台|账号)?(?:“[^”]{{1,30}}”)?{_POST}{_WHAT}{_SUM}{_NOTICES}")),
    ("carried_in", re.compile(rf"上一?年度?结转(?:的?(?:政府信息公开)?申请(?:数量)?)?{_SUM}{_CASES}")),
    (
        "carried_out",
        re.compile(rf"结转[至到]?[下次]一?年度?(?:继续)?(?:办理|处理|答复)?的?(?:申请)?(?:数量)?{_SUM}{_CASES}"),
    ),
    ("new_received", re.compile(rf"(?<!上年)(?<!累计){_GET}{_WHOSE}{_REQUEST}{_SUM}{_CASES}")),
    ("new_received", re.compile(rf"(?<!上年)(?<!累计){_GET}(?:共计?)?{_CASES}{_WHOSE}{_REQUEST}")),
    ("review_total", re.compile(rf"{_CAUSE}行政复议(?:申请|案件)?(?:数量)?{_SUM}{_CASES}")),
    ("litigation_total", re.compile(rf"{_CAUSE}行政诉讼(?:案件)?(?:数量)?{_SUM}{_CASES}")),
)
"""Key → clause that states it, in folded text without white space."""
_WORDS = {
    "active_website": "网站", "active_wechat": "微信", "active_weibo": "微博", "carried_in": "结转", "carried_out": "结转",
    "new_received": "申请", "review_total": "行政复议", "litigation_total": "行政诉讼",
}  # fmt: skip
"""Without this word a sentence is not searched for the key."""
_SUBJECTS = ("信息", "申请", "复议", "诉讼", "网站", "微信", "微博")
_TOTAL = re.compile(
    rf"(?P<head>[^,]{{0,60}}?)(?:主动)?(?P<verb>公开|发布|公布)(?:的)?(?:各类|各项|有关|相关|政府|政务|公开|类|部门){{0,4}}信息(?:总数|数量|总量"
    rf"|数)?(?P<sum>共计?|总计|累计|合计|总数为?|达到?|为)?{_NOTICES}"
)
_OF_THE_YEAR = re.compile(r"全年|本年度?|年度|年内|(?:19|20)\d\d年|一年来|今年|去年|累计|总计|共|合计")
_ONE_CHANNEL = re.compile(
    r"网站|微信|微博|公众号|专栏|公开栏|政务新媒体|客户端|APP|公报|其中|栏目|抖音|平台(?<!类平台)(?<!种平台)(?<!开平台)|电子屏|广播|电视|报刊|解读|动态|通过[^各多]"
)
_ALL_CHANNELS = re.compile(
    r"(?:通过|在|利用)?[各多]种?(?:类|种|项|个|式)?(?:公开|信息|政务)?(?:渠道|载体|平台|途径|形式|方式|媒体)"
)
_NO_REQUEST = re.compile(
    rf"{_NO}(?:有)?(?:收到|接到|受理|发生|出现|产生|接收)?"
    r"(?:过|任何|公民|个人|法人|社会公众|群众|和|或|、|其他组织|各类|书面|线上|线下|向本机关|提出的?|要求|的){0,6}"
    rf"(?:{_TOPIC}(?:依申请)?公开(?:的)?申请|依申请公开(?:{_TOPIC})?(?:的)?(?:申请|件|事项)|申请公开{_TOPIC}|(?:要求)?公开{_TOPIC}的申请)"
)
_NO_CASE = r"(?:没有|无|未(?=有|曾|发生|收到|出现|接|产生|引|涉|因|被|提|存在|受|办理|发现))(?!法|正当|按|及时|依法)"
"""Nothing at all of what follows; 未按时答复 and 无法提供 say something else."""
_NO_REVIEW = re.compile(rf"{_NO_CASE}[^,]{{0,40}}?行政复议")
_NO_LITIGATION = re.compile(rf"{_NO_CASE}[^,]{{0,50}}?诉讼")
_OUTCOME = re.compile(r"纠正|败诉|胜诉|审结|办结|结案|撤销|维持|驳回|终止|结果|直接起诉|复议后")
"""How cases ended or went on: a count of these is not the count of all."""
_REVIEW_ABSENT = re.compile(
    rf"(?P<both>行政复议[^,]{{0,12}}?诉讼|行政复议|行政诉讼)[^,]{{0,12}}?(?:{_NO}(?:发生|收到|出现)?|(?<!\d)0)(?:件|起|宗|$|情况)"
)
_DISCLOSURE = re.compile(r"信息公开|政务公开|公开(?:政府|政务)?信息|依申请公开")
_OTHER_YEARS = re.compile(
    r"上一?年(?!度?结转)|去年|近[两三五]年|自20\d\d年(?:以来|起)|历年|以来累计|截至目前累计|(?<!结转)(?<!结转至)(?<!结转到)下一?年"
)
_MAX_SENTENCE = 1500


def extract_counts(sections: list[Section], preamble: list[str]) -> list[StatedCount]:
    """Counts of the prose, one for each key at most, in reading order."""
    found: dict[str, list[StatedCount]] = {}
    for text, on_topic in _sentences(sections, preamble):
        for count in _read(text, on_topic):
            found.setdefault(count.key, []).append(count)
    return [counts[0] for counts in found.values() if len({count.value for count in counts}) == 1]


def _sentences(sections: Iterable[Section], preamble: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """Sentences, folded and without white space, and whether their section is about requests, reviews or lawsuits."""
    parts = [(False, list(preamble))]
    parts += [(bool(re.search(r"申请|复议|诉讼", section.heading)), section.text.split("\n")) for section in sections]
    for on_topic, lines in parts:
        for paragraph in paragraphs(lines):
            about = on_topic or bool(re.match(r"[(（]?[一二三四五六七八九\d][)）、.．].{0,12}申请", paragraph))
            for sentence in sentences(paragraph):
                if len(sentence) <= _MAX_SENTENCE:
                    yield re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", squeeze(sentence)), about


def _read(sentence: str, on_topic: bool) -> Iterator[StatedCount]:
    if not any(word in sentence for word in _SUBJECTS):
        return
    disclosure = on_topic or bool(_DISCLOSURE.search(sentence))
    for key, pattern in _CLAUSES:
        if key in ("review_total", "litigation_total", "carried_in", "carried_out") and not disclosure:
            continue
        for match in pattern.finditer(sentence) if _WORDS[key] in sentence else ():
            part = not key.startswith("active_") and sentence[: match.start()].endswith(("其中", "其中:"))
            clause = sentence[sentence.rfind(",", 0, match.start()) + 1 : match.end()]
            part = part or (key in ("review_total", "litigation_total") and _OUTCOME.search(clause) is not None)
            if not part and not _OTHER_YEARS.search(clause):
                yield from _stated(key, match)
    clauses = [clause for clause in sentence.split(",") if not _OTHER_YEARS.search(clause)]
    yield from _totals(sentence, clauses)
    if disclosure:
        yield from _nothing(clauses)


def _totals(sentence: str, clauses: Iterable[str]) -> Iterator[StatedCount]:
    """主动公开政府信息…条, where the clause says that it is all, and not what one channel or column published."""
    for clause in clauses:
        match = _TOTAL.search(clause) if "信息" in clause else None
        if match is None:
            continue
        head = clause[: match.start("verb")]
        channels = _ALL_CHANNELS.search(head)
        rest = _ALL_CHANNELS.sub("", head)
        if _ONE_CHANNEL.search(rest):
            continue
        of_year = _OF_THE_YEAR.search(clause[: match.start("value")]) or re.search(
            r"^[^,]{0,20}(?:20\d\d年|全年|本年度?)", sentence
        )
        named = "主动公开" in clause[: match.end("verb")] or match["verb"] == "公开"
        if of_year and (named or channels is not None or re.search(r"[共累总合]计?$", head)):
            yield from _stated("active_total", match)


def _nothing(clauses: Iterable[str]) -> Iterator[StatedCount]:
    """Zeros that the prose states in words."""
    for clause in clauses:
        if match := _NO_REQUEST.search(clause):
            yield StatedCount(key="new_received", value=0, unit=None, quote=_quote(clause, match))
        if _OUTCOME.search(clause):
            continue
        for key, pattern in (("review_total", _NO_REVIEW), ("litigation_total", _NO_LITIGATION)):
            if match := pattern.search(clause):
                yield StatedCount(key=key, value=0, unit=None, quote=_quote(clause, match))
        if (match := _REVIEW_ABSENT.search(clause)) and not _NO_REVIEW.search(clause):
            for key, word in (("review_total", "复议"), ("litigation_total", "诉讼")):
                if word in match["both"]:
                    yield StatedCount(key=key, value=0, unit=None, quote=_quote(clause, match))


def _stated(key: str, match: re.Match[str]) -> Iterator[StatedCount]:
    value = _value(match["value"])
    if value is not None:
        yield StatedCount(key=key, value=value, unit=match["unit"], quote=match[0].strip(",、")[-80:])


def _value(printed: str) -> Number | None:
    """Number as printed; 万 multiplied out."""
    if printed[0].isdecimal():
        number = Decimal(printed.removesuffix("万")) * (10_000 if printed.endswith("万") else 1)
        return int(number) if number == number.to_integral_value() else None
    return parse_numeral(printed)


def _quote(clause: str, match: re.Match[str]) -> str:
    return clause[max(0, match.start() - 10) : match.end() + 10]
