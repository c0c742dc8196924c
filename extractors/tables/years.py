"""Labels that speak of another year than the report's: what stands under or beside them is none of its figures."""

from __future__ import annotations

import re

from extractors.remember import Remembered
from extractors.simplified import simplify
from extractors.text import squeeze

OTHER = "ǂ"
"""In front of a year in a label that is not the report's: a letter that no label of a form has, so that none matches."""

_LONGEST = 60
"""Characters of a label; what is longer is prose, which may name any year."""
_YEAR = re.compile(r"((?:19|20)\d\d)年(?!\d{1,2}月)")
_PROSE = re.compile(r"[。;]|,.{0,60},")
_EXPLANATION = re.compile(r"\([^()]{0,60}\)|\[[^\[\]]{0,60}\]")
_ELSEWHEN = re.compile(r"(?:上|去|前|往|历)一?年度?(?!结转)|上年?同期|同比|累计|截至")
_START = re.compile(r"(?:(?<=[\s|])|^)((?:19|20)\d\d)(?=年)")


@Remembered
def years_of(text: str) -> tuple[int, ...]:
    """Years that a label names, explanations in brackets left out.

    >>> years_of("2021年发生数"), years_of("上一年项目数量（指2018年事项数）"), years_of("2021年，全镇公开2件；2020年，3件。")
    ((2021,), (), ())
    """
    if len(text) > _LONGEST or "年" not in text:
        return ()
    bare = _EXPLANATION.sub("", squeeze(text))
    return () if _PROSE.search(bare) else tuple(int(year) for year in _YEAR.findall(bare))


def mark_other_years(text: str, year: int) -> str:
    """Label or line of labels in which every year in front of a label is marked that is not ``year``.

    >>> mark_other_years("2021年发生数", 2022), mark_other_years("项目 2021年数 2022年数", 2022)
    ('ǂ2021年发生数', '项目 ǂ2021年数 2022年数')
    """
    if len(text) > 2 * _LONGEST or not years_of(text):
        return text
    return _START.sub(lambda match: match[1] if int(match[1]) == year else OTHER + match[1], text)


@Remembered
def speaks_of_another(label: str) -> bool:
    """Whether a label that is none of a form's says that what it stands for is not of the report's year.

    >>> [speaks_of_another(text) for text in ("上年", "ǂ2021年", "累计总计", "本年", "数量")]
    [True, True, True, False, False]
    """
    bare = simplify(squeeze(label))
    return OTHER in bare or (len(bare) <= _LONGEST and _ELSEWHEN.match(bare) is not None)
