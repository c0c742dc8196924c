"""By which words a title is a report's, a column's, or any document's."""

from __future__ import annotations

import re

from extractors.simplified import simplify
from extractors.text import squeeze, tidy

MAX_TITLE = 100
_REPORT = re.compile(
    r"(?:信息公开|政务公开|公开(?:政府)?信息|信息年度公开|年度信息公开|政府公开|公开工作).{0,16}?(?:年度(?:工作)?报告|年报|工作报告|情况(?:的)?报告|告?年度[报告]|报告书?|工作总结|总结|工作情况|情况汇报)"
    r"(?:[(〔【\[].{1,14}[)〕】\]]|20\d\d年?度?|[二〇○零一三四五六七八九]{4}年度?|\d)?$"
)
_GENRES = (
    "通知", "通告", "公告", "公示", "通报", "意见", "办法", "规定", "制度", "细则", "规范", "指南", "目录", "方案", "要点", "计划", "总结", "报告",
    "年报", "解读", "图解", "函", "决定", "清单", "须知", "流程", "流程图", "统计表", "情况表", "样表", "模板", "格式", "批复", "决算", "预算", "简报", "说明", "结果", "汇报", "报表", "考核情况", "评议情况", "打算", "一览表",
)  # fmt: skip
"""Words that titles of official documents end with."""
_COLUMN = re.compile(
    r"(?:(?:各?(?:乡镇|镇街|部门|街道|镇|乡|单位|市直|县直|区直|县级|乡级|本级|历年|本机关|法定主动公开|[县市区镇乡]政府)[(（）)、和及]{0,2}(?:街道|办|各?部门|单位)?){0,2})?"
    r"(?:政府|政务)?(?:年度)?信息(?:年度)?公开(?:工作)?(?:年度)?(?:工作)?(?:年报|年度报告|报告|专栏|平台|目录|指南|制度|网)?(?:列表|栏目)?"
)
_TRAILER = re.compile(
    r"[\s|]{0,6}(?:(?:信息|文章)?来源|发布(?:时间|日期|机构)|发文日期|(?:公布|公开|生成|录入|上传|添加|更新|系统|打印|访问|成文|发表)?(?:日期|时间)|作者|浏览(?:次数|量)?|访问量|点击(?:数|率|量)?|字号|字体|阅读(?:次数|量)?"
    r"|【字体|\[字体)[:：\s【].*"
)
_FILE = re.compile(r"\.(?:docx?|wps|pdf|ofd)$", re.IGNORECASE)
_NO_TITLE = re.compile("[。;!?>:]")
_BOOK_MARKS = re.compile("《[^《》]+》")
_EDITION = re.compile(r"\(.{1,14}\)$")
_ENDING = re.compile(r"[报報总總情]")
_LABEL = re.compile(r"^[•·●◆■\-*#\s]{0,5}(?:标\s{0,4}题|名\s{0,6}称|信息名称|文件名称)\s{0,3}[:：]\s{0,3}")
_BULLETS = "·•●◆◇■▪►▶→ "
"""What rows of lists begin with."""
_SPACES = re.compile(r"(?<=[^\x00-\x7f])\s{1,8}|\s{1,8}(?=[^\x00-\x7f])")


def is_report_title(text: str) -> bool:
    """Whether a text reads as the whole title of a yearly report, by its words; a column's name does not.

    >>> is_report_title("青禾县松陂镇人民政府2020年政府信息公开工作年度报告"), is_report_title("政府信息公开年报")
    (True, False)
    >>> is_report_title("关于做好2020年政府信息公开工作年度报告编制工作的通知"), is_report_title("松陂镇2012年政务公开工作报告（修改）")
    (False, True)
    """
    bare = simplify(squeeze(text))
    if not 6 <= len(bare) <= MAX_TITLE or _NO_TITLE.search(bare) or _COLUMN.fullmatch(bare):
        return False
    return _REPORT.search(bare) is not None


def has_topic(text: str) -> bool:
    """Whether a text can hold a report's title at all; a test that costs little, for lines that mostly can't."""
    return "公" in text and "。" not in text and _ENDING.search(text) is not None


def is_column_name(text: str) -> bool:
    """Whether a text is what portals call a column of reports.

    >>> [is_column_name(name) for name in ("政府信息公开年报", "乡镇政府信息公开年度报告", "松陂镇政府信息公开年报")]
    [True, True, False]
    """
    return _COLUMN.fullmatch(simplify(squeeze(text))) is not None


def clean_title(text: str) -> str:
    """Printed title without its bullet, label, book marks, what follows it on its line, and spaces between words.

    >>> clean_title("标题：松陂镇人民政府 2020 年政府信息公开工作年度报 告  发布时间：2021-01-07")
    '松陂镇人民政府2020年政府信息公开工作年度报告'
    """
    line = _FILE.sub("", _TRAILER.sub("", _LABEL.sub("", tidy(text[:400]))))
    line = _SPACES.sub("", line).strip(" *#|").lstrip(_BULLETS)
    return line[1:-1] if _BOOK_MARKS.fullmatch(line) else line


def is_date_line(text: str) -> bool:
    """Whether a line is the one under a title: 来源, 发布时间, 浏览次数.

    >>> is_date_line("来源：松陂镇 发布时间：2021-01-07"), is_date_line("松陂镇2020年年报 来源：松陂镇")
    (True, False)
    """
    return _TRAILER.match(text) is not None


def has_genre(text: str) -> bool:
    """Whether a text ends as titles of official documents do; a year or an edition in brackets may follow."""
    bare = simplify(squeeze(text))
    return _EDITION.sub("", bare).endswith(_GENRES)
