"""Labels as they are compared: white space, punctuation, numbering and explanations in brackets do not count."""

from __future__ import annotations

import re

from extractors.remember import Remembered
from extractors.simplified import simplify
from extractors.text import squeeze

_YEAR = re.compile(r"^(?:\d{4})?年度?(?=\D)|^本年度?(?=发生)")
_PREFIX = re.compile(
    r"^(?:其中[:,]?)?"
    r"(?:\(\d{1,2}\)|\([一二三四五六七八九十]{1,3}\)|[一二三四五六七八九十]{1,3}[、,.:]+|"
    r"[一二三四五六七八九十](?=本年|上年|其他|总计|予以|部分|不予|无法|结转)|"
    r"\d{1,2}(?:[、,.:]+|(?!\d))|(?:I{1,3}|IV|VI{0,3})[、,.]?)?"
    r"(?:其中[:,]?)?(?:\(\d{1,2}\)|\d{1,2}(?:[、,.:]+|(?!\d)))?"
)
_PART = "(?!其中|上一?年|去年|往年|累计|截至)"
"""How an explanation does not begin: that would be a part of the row, or another year's."""
_BRACKETS = re.compile(rf"\({_PART}[^()]{{0,120}}\)?|\[{_PART}[^\[\]]{{0,120}}\]?|【{_PART}[^【】]{{0,120}}】?")
_PUNCTUATION = re.compile(r"[^\w]|[_★☆]")
_NUMBER = re.compile(
    r"^(?:其中[:,]?)?(?:\((\d{1,2}|[一二三四五六七八九十]{1,3})\)|([一二三四五六七八九十]{1,3})[、,.:]|(\d{1,2})(?:[、,.:]|(?!\d)))"
)
_CAPTION = re.compile(r"第?(?:二十|20)条第?\(?([一二三四五六七八九十]{1,2}|\d{1,2})\)?[项款]")
_ARABIC = {"1": "一", "5": "五", "6": "六", "8": "八", "9": "九"}

UNITS = frozenset(["条", "件", "次", "篇", "人", "人次", "个", "万元", "元", "份", "项", "期", "部", "处"])
"""What a column 单位 prints."""

MAX_LABEL = 160
"""A label with its explanations is never longer, squeezed; what is longer is prose."""


@Remembered
def core(label: str) -> str:
    """Reduce a label to what identifies it; empty for one that is all numbering and punctuation.

    >>> core("(二) 部分公 开（区分处理的，只计这一情形）")
    '部分公开'
    >>> core("3.危及“三安全一稳定”"), core("本年增／减"), core("2012年发生数")
    ('危及三安全一稳定', '本年增减', '发生数')
    >>> core("行政規範性文件")
    '行政规范性文件'
    """
    text = simplify(squeeze(label))
    if len(text) > MAX_LABEL:
        return ""
    text = _PREFIX.sub("", _YEAR.sub("", text), count=1)
    bare = _BRACKETS.sub("", text)
    return _PUNCTUATION.sub("", bare or text)


def whole(label: str) -> str:
    """A label with its number and explanation, without punctuation.

    >>> whole("（二）部分公开（区分处理的，只计这一情形）")
    '二部分公开区分处理的只计这一情形'
    """
    return _PUNCTUATION.sub("", simplify(squeeze(label)))


def unnumbered(label: str) -> str:
    """A label with its explanation, without punctuation and its number.

    >>> unnumbered("（二）部分公开（区分处理的，只计这一情形）")
    '部分公开区分处理的只计这一情形'
    """
    return _PUNCTUATION.sub("", _PREFIX.sub("", simplify(squeeze(label)), count=1))


@Remembered
def number(label: str) -> str | None:
    """Number that a label carries in front, without its punctuation.

    >>> number("（七）总计"), number("3.其他"), number("四、结转下年度继续办理"), number("其他")
    ('七', '3', '四', None)
    """
    if match := _NUMBER.match(squeeze(label)):
        return next(group for group in match.groups() if group)
    return None


def caption(label: str) -> str | None:
    """Paragraph number of Article 20 that a caption names.

    >>> caption("第二十条第 （五）项"), caption("第二十条第(8)项"), caption("第二十条")
    ('五', '八', None)
    """
    if "条" not in label and "條" not in label:
        return None
    text = simplify(squeeze(label)).lstrip("([【-—:")
    if len(text) <= 24 and (match := _CAPTION.match(text)):
        return _ARABIC.get(match.group(1), match.group(1))
    return None
