"""Which part of a page is the report: by evidence, in layers.

First where the platform puts the body, then the smallest element that holds the report's section headings, then the
element that holds nearly all the text that is not links. Whole tokens and whole lines are compared, never substrings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise

from extractors.documents.model import Block, Document, Paragraph, Region, Table
from extractors.remember import Remembered
from extractors.report import Finding
from extractors.text import squeeze
from extractors.title_words import has_topic, is_report_title

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
_YEAR_OF = (
    re.compile(r"(?<!\d)(20\d\d)年0?1月0?1日"),
    re.compile(r"(?<!\d)(20\d\d)年?度?.{0,10}?(?:信息|政务)公开(?:工作)?(?:年度|年报|情况|的?报告)"),
)
"""How a report says its year: by its period, or by its own title."""
_LEAD = 12
"""Blocks before a report's first heading among which its title and its opening stand."""
_MOST = 20
"""Reports on one page that are told apart."""
_WHOLE = 200
"""Characters of a line; one that is longer and holds a sentence is more than a row."""
_TITLES = frozenset(("h1", "h2", "h3", "ucaptitle"))
_MIN_BODY = 40
"""Characters; a body that the platform's selector finds must hold more, or tables."""


@Remembered
def is_noise(line: str) -> bool:
    """Whether a line is a button, a widget's label or a page number.

    >>> is_noise("【打印本页】【关闭窗口】"), is_noise("【字体：大 中 小】"), is_noise("无标题111文档"), is_noise("一、总体情况")
    (True, True, True, False)
    """
    text = squeeze(line)
    return len(text) <= 100 and NOISE.fullmatch(text) is not None


def find_body(document: Document, selectors: Sequence[str] = ()) -> tuple[range, list[Finding]]:
    """Blocks that hold the report, as indices of ``document.blocks``; all of them where the medium has no regions.

    A page that holds several reports is read where it holds the one that its title names; a finding says so if none can
    be told.
    """
    if not document.regions:
        return range(len(document.blocks)), []
    weights = _weights(document.blocks)
    outlines = _outlines(document)
    body = (
        _by_selector(document, selectors, weights)
        or _by_headings(document, weights, outlines)
        or _by_density(document, weights)
        or range(len(document.blocks))
    )
    return _of_one_report(document, body, outlines[:_MOST]) if len(outlines) > 1 else (body, [])


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


def _outlines(document: Document) -> list[range]:
    """Where each report's outline stands, from its first heading to its last; another begins with the first heading again."""
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
        return []
    starts = [place for place, (_, text) in enumerate(headings) if text == headings[0][1]]
    runs = [headings[start:end] for start, end in pairwise([*starts, len(headings)])]
    return [range(run[0][0], run[-1][0] + 1) for run in runs]


def _by_headings(document: Document, weights: Sequence[int], outlines: Sequence[range]) -> range | None:
    """Smallest region that holds the first and the last heading of the report's outline.

    A body that is printed twice (for screen and for print) has its outline twice: then the first copy is enough, unless
    it is a mere table of contents.
    """
    if not outlines:
        return None
    if len(outlines) > 1 and len(outlines[0]) > 1:
        first = _smallest(document, outlines[0])
        second = _smallest(document, range(outlines[1].start, outlines[-1].stop))
        if first and second and first.stop <= second.start and 2 * _held(first, weights) >= _held(second, weights):
            return first
    return _smallest(document, range(outlines[0].start, outlines[-1].stop))


def _smallest(document: Document, held: range) -> range | None:
    holding = [region for region in document.regions if region.start <= held.start and region.end >= held.stop]
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


# --- one report of several -------------------------------------------------------------------------------------------


def _of_one_report(document: Document, body: range, outlines: Sequence[range]) -> tuple[range, list[Finding]]:
    """The part of a body that is the report which the page's title names, where parts name different years."""
    parts = _parts(document, outlines)
    figures = [_figures(document, part) for part in parts]
    if all(one <= max(figures, key=len) for one in figures):  # printed twice, or a table of contents
        return body, []
    titled = _year_of(_titles(document))
    years = [_year_of(_texts(document, part)) for part in parts]
    named = [part for part, year in zip(parts, years, strict=True) if titled is not None and year == titled]
    silent = [part for part, year in zip(parts, years, strict=True) if year is None]
    own = named or silent
    if titled is None or len({_figures(document, part) for part in own}) != 1:
        stated = "、".join(str(year) for year in years if year is not None)
        message = f"the page holds {len(parts)} reports (years {stated or 'not stated'}), and its title does not say which it is"
        return body, [Finding(code="page.several_reports", severity="warning", message=message)]
    start, stop = max(body.start, own[0].start), min(body.stop, own[0].stop)
    return (range(start, stop) if start < stop else own[0]), []


def _parts(document: Document, outlines: Sequence[range]) -> list[range]:
    """Blocks of each report: the largest element that holds its outline alone, else from its title to the next one's."""
    starts = [
        _title_above(document, outline, above) for above, outline in zip([None, *outlines], outlines, strict=False)
    ]
    parts = []
    for outline, start, stop in zip(outlines, starts, [*starts[1:], len(document.blocks)], strict=True):
        alone = [
            region
            for region in document.regions
            if region.start <= outline.start
            and region.end >= outline.stop
            and not any(region.start <= other.start < region.end for other in outlines if other != outline)
        ]
        largest = max(alone, key=lambda region: region.end - region.start, default=None)
        parts.append(range(largest.start, largest.end) if largest else range(start, stop))
    return parts


def _title_above(document: Document, outline: range, above: range | None) -> int:
    """Where the report begins whose outline it is: with its title, or with its first heading."""
    first = max(outline.start - _LEAD, above.stop if above is not None else 0)
    for index in range(outline.start - 1, first - 1, -1):
        block = document.blocks[index]
        if isinstance(block, Paragraph) and has_topic(block.text) and is_report_title(block.text):
            return index
    return outline.start if above is not None else first


def _titles(document: Document) -> Iterator[str]:
    """Titles that the whole page bears, the surest first."""
    yield from filter(None, (document.meta.get("articletitle"), document.html_title))
    for block in document.blocks:
        if isinstance(block, Paragraph) and block.tag in _TITLES:
            yield block.text


def _texts(document: Document, part: range) -> Iterator[str]:
    return (block.text for block in map(document.blocks.__getitem__, part) if isinstance(block, Paragraph))


def _year_of(texts: Iterable[str]) -> int | None:
    """Year that the first of these texts gives for a report or its period."""
    for text in texts:
        plain = squeeze(text[:1000])
        for pattern in _YEAR_OF:
            if (match := pattern.search(plain)) is not None:
                return int(match[1])
    return None


def _figures(document: Document, part: range) -> frozenset[str]:
    """Numbers that a part prints: what two reports differ in."""
    blocks = map(document.blocks.__getitem__, part)
    texts = [
        "\n".join([cell.text for cell in block.cells]) if isinstance(block, Table) else block.text for block in blocks
    ]
    return frozenset(re.findall(r"\d+", "\n".join(texts)))


# --- lines ------------------------------------------------------------------------------------------------------------


def prose_lines(blocks: Sequence[tuple[int, Block]], consumed: set[int]) -> list[str]:
    """Lines of a body that no table takes, without buttons; tables that are none of the form's are given a line a row.

    A copy that prints a whole report on one line has its sentences beside the cells: such a line is prose, too.
    """
    lines: list[str] = []
    for index, block in blocks:
        if index in consumed and not (isinstance(block, Paragraph) and len(block.text) > _WHOLE and "。" in block.text):
            continue
        if isinstance(block, Table):
            lines.extend(table_lines(block))
        elif (text := block.text.strip()) and not is_noise(block.text):
            lines.append(text)
    return lines


def table_lines(table: Table) -> list[str]:
    """Text of a table, one line a row, cells separated by a space; a lone cell keeps its line breaks."""
    rows: dict[int, list[str]] = {}
    for cell in table.cells:
        if text := cell.text.strip():
            rows.setdefault(cell.row, []).append(text)
    lines: list[str] = []
    for texts in rows.values():
        lines.extend(texts[0].split("\n") if len(texts) == 1 else [" ".join(texts).replace("\n", " ")])
    return lines
