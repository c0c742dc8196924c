"""Which part of a page is the report: by evidence, in layers.

First where the platform puts the body, then the smallest element that holds the report's section headings, then the
element that holds nearly all the text that is not links. Whole tokens and whole lines are compared, never substrings.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate

from extractors.documents.model import Block, Document, Paragraph, Region, Table
from extractors.text import squeeze

NOISE = re.compile(
    r"[\[【(]?(?:分享(?:到|至)?|打印(?:本页|此页)?|关闭(?:窗口|本页)?|收藏|返回(?:顶部|列表)?|我要纠错|无障碍浏览|长者(?:模式|专版)|"
    r"微信|微博|QQ空间|字体|字号|大|中|小|扫一扫在手机打开当前页面?|扫一扫|点击收听年报语音朗读|语音朗读|无标题\d{0,3}文档|"
    r"浏览(?:次数|量)?\d{0,9}次?|(?:上|下)一[篇条].{0,80}|视力保护色.{0,40}|"
    r"您是第\d{1,12}位.{1,6}|第\d{1,3}页(?:[,/]?共\d{1,3}页)?|[-—–]{1,2}\d{1,3}[-—–]{1,2}|"
    r"[\[【(]?(?:字体|字号):?[\[【(]?大[|、]?中[|、]?小[\]】)]?[\]】)]?)(?:[:：|/·]|打印|关闭|收藏|本页|窗口|大|中|小|[\[\]【】()]){0,12}"
)
"""Lines of buttons, widgets and page numbers, squeezed."""

_HEADING = re.compile(
    r"[一二三四五六七][、.,:]{0,2}.{0,12}?(?:总体情况|基本情况|概述|概况|主动公开|收到和处理|依申请公开|行政复议|存在的?(?:主要)?(?:问题|不足)|其他需要|需要(?:说明|报告)的)"
)
_MAY_BE_HEADING = re.compile(r"\s{0,40}[一二三四五六七\u2f00-\u2fd5]")
_MIN_BODY = 40
"""Characters; a body that the platform's selector finds must hold more, or tables."""


def is_noise(line: str) -> bool:
    """Whether a line is a button, a widget's label or a page number.

    >>> is_noise("【打印本页】【关闭窗口】"), is_noise("【字体：大 中 小】"), is_noise("无标题111文档"), is_noise("一、总体情况")
    (True, True, True, False)
    """
    text = squeeze(line)
    return len(text) <= 100 and NOISE.fullmatch(text) is not None


def find_body(document: Document, selectors: Sequence[str] = ()) -> range:
    """Blocks that hold the report, as indices of ``document.blocks``; all of them where the medium has no regions."""
    if not document.regions:
        return range(len(document.blocks))
    weights = _weights(document.blocks)
    return (
        _by_selector(document, selectors, weights)
        or _by_headings(document, weights)
        or _by_density(document, weights)
        or range(len(document.blocks))
    )


def _weights(blocks: Sequence[Block]) -> list[int]:
    """Running total of characters outside links, before each block and behind the last."""
    chars = [block.chars if isinstance(block, Table) else len(block.text) for block in blocks]
    return [0, *accumulate([max(count - 2 * block.link_chars, 0) for count, block in zip(chars, blocks, strict=True)])]


def _by_selector(document: Document, selectors: Sequence[str], weights: Sequence[int]) -> range | None:
    for selector in selectors:
        found = [region for region in document.regions if _matches(region, selector)]
        found = [region for region in found if weights[region.end] - weights[region.start] > _MIN_BODY]
        if found:
            best = max(found, key=lambda region: weights[region.end] - weights[region.start])
            return range(best.start, best.end)
    return None


def _matches(region: Region, selector: str) -> bool:
    """Simple selectors: ``#id``, ``.class``, ``tag``, ``tag.class``, ``tag#id``."""
    if "#" in selector:
        tag, _, identity = selector.partition("#")
        return region.id == identity and (not tag or tag == region.tag)
    tag, _, name = selector.partition(".")
    return (not tag or tag == region.tag) and (not name or name in region.classes)


def _by_headings(document: Document, weights: Sequence[int]) -> range | None:
    """Smallest region that holds the first and the last heading of the report's outline.

    A body that is printed twice (for screen and for print) has its outline twice: then the first copy is enough, unless
    it is a mere table of contents.
    """
    headings = [
        (index, squeeze(block.text))
        for index, block in enumerate(document.blocks)
        if isinstance(block, Paragraph)
        and not block.link_chars
        and len(block.text) < 120
        and _MAY_BE_HEADING.match(block.text)
    ]
    headings = [(index, text) for index, text in headings if _HEADING.match(text)]
    if len(headings) < 2:
        return None
    whole = _smallest(document, headings[0][0], headings[-1][0])
    again = next((place for place in range(2, len(headings)) if headings[place][1] == headings[0][1]), None)
    if again is not None:
        first = _smallest(document, headings[0][0], headings[again - 1][0])
        second = _smallest(document, headings[again][0], headings[-1][0])
        if first and second and first.stop <= second.start and 2 * _held(first, weights) >= _held(second, weights):
            return first
    return whole


def _smallest(document: Document, first: int, last: int) -> range | None:
    holding = [region for region in document.regions if region.start <= first and region.end > last]
    if not holding:
        return None
    best = min(holding, key=lambda region: region.end - region.start)
    return range(best.start, best.end)


def _held(body: range, weights: Sequence[int]) -> int:
    return weights[body.stop] - weights[body.start]


def _by_density(document: Document, weights: Sequence[int]) -> range | None:
    """Deepest region that still holds three quarters of the page's text outside links."""
    total = weights[-1]
    holding = [region for region in document.regions if weights[region.end] - weights[region.start] >= 0.75 * total]
    if not total or not holding:
        return None
    best = min(holding, key=lambda region: (region.end - region.start, -region.depth))
    return range(best.start, best.end)


def prose_lines(blocks: Sequence[tuple[int, Block]], consumed: set[int]) -> list[str]:
    """Lines of a body that no table takes, without buttons; tables that are none of the form's are given a line a row."""
    lines: list[str] = []
    for index, block in blocks:
        if index in consumed:
            continue
        if isinstance(block, Table):
            lines.extend(table_lines(block))
        elif block.text.strip() and not is_noise(block.text):
            lines.append(block.text.strip())
    return lines


def table_lines(table: Table) -> list[str]:
    """Text of a table, one line a row, cells separated by a space; a lone cell keeps its line breaks."""
    rows: dict[int, list[str]] = {}
    for cell in table.cells:
        if cell.text.strip():
            rows.setdefault(cell.row, []).append(cell.text.strip())
    lines: list[str] = []
    for texts in rows.values():
        lines.extend(texts[0].split("\n") if len(texts) == 1 else [" ".join(text.replace("\n", " ") for text in texts)])
    return lines
