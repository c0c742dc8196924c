"""A small typesetter: a report's lines and physical tables to pages of text runs and ruling lines, in points.

What renderers of pictures and of OFD share: both print the same pages, each in its own medium.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from random import Random
from typing import NamedTuple

from crawler.simulator.layout import PhysicalTable, Span
from tests.extractors.shapes import Sample, grid

WIDTH, HEIGHT = 595.0, 842.0
"""A4."""
MARGIN = 50.0
LEADING = 1.3
SMALLEST = 8.5
"""Size from which a table is broken over pages rather than made smaller."""


class Run(NamedTuple):
    """Text on one baseline."""

    text: str
    x: float
    baseline: float
    size: float


class Line(NamedTuple):
    """A ruling line."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(slots=True)
class Sheet:
    """One page."""

    runs: list[Run] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)


def advance(text: str, size: float) -> float:
    """Width of a text: a full-width character takes its size, an ASCII one half of it."""
    return sum(size * (0.5 if char.isascii() else 1.0) for char in text)


def wrap(text: str, width: float, size: float) -> list[str]:
    """Lines of a text in a column."""
    lines = [""]
    for char in text:
        if lines[-1] and advance(lines[-1] + char, size) > width:
            lines.append("")
        lines[-1] += char
    return lines


PROSE = (
    "根据《中华人民共和国政府信息公开条例》和上级有关要求，编制本年度报告。本报告所列数据的统计期限自2020年1月1日起至"
    "2020年12月31日止。如有疑问，请与青禾镇党政综合办公室联系，电话：0100-5550123。"
)


def report_blocks(
    sample: Sample, title: str = "青禾镇人民政府2020年政府信息公开工作年度报告"
) -> list[str | PhysicalTable]:
    """A whole report: lines of prose, and its tables behind their headings."""
    blocks: list[str | PhysicalTable] = [title, PROSE, "一、总体情况", "本镇按要求做好公开工作，全年公开信息128条。"]
    for heading, table in sample.tables():
        blocks += [heading, table] if heading else [table]
    blocks += [
        "五、存在的主要问题及改进情况",
        "公开的内容还不够全面，今后将加强学习。",
        "六、其他需要报告的事项",
        "无其他需要报告的事项。",
    ]
    return blocks


def some_sheets(seed: int) -> tuple[Sample, list[Sheet]]:
    """A filled report of some form, and its pages."""
    rng = Random(seed)
    form = ("cn_2021", "cn_2019", "cn_2014")[seed % 3]
    sample = Sample(form, seed, blanks=rng.choice((0, 0, 0.15)), scale=rng.choice((1, 3, 30)))
    return sample, set_pages(report_blocks(sample), cell_size=rng.choice((9, 9.5, 10, 10.5)))


def set_pages(
    blocks: Sequence[str | PhysicalTable], *, prose_size: float = 14, cell_size: float = 10, numbered: bool = True
) -> list[Sheet]:
    """Pages of the blocks in order; a table that does not fit below what stands on a page begins the next one."""
    setter = _Setter(prose_size, cell_size)
    for index, block in enumerate(blocks):
        if isinstance(block, str):
            setter.paragraph(block, centred=index == 0)
        else:
            setter.table(block)
    if numbered:
        for number, sheet in enumerate(setter.sheets, 1):
            text = f"- {number} -"
            sheet.runs.append(Run(text, (WIDTH - advance(text, 10)) / 2, HEIGHT - 36, 10))
    return setter.sheets


class _Setter:
    def __init__(self, prose_size: float, cell_size: float) -> None:
        self.prose_size, self.cell_size = prose_size, cell_size
        self.sheets = [Sheet()]
        self.y = MARGIN

    def paragraph(self, text: str, *, centred: bool) -> None:
        size, room = self.prose_size, WIDTH - 2 * MARGIN
        lines = wrap(text if centred else "\u3000\u3000" + text, room, size)
        for line in lines:
            self._need(size * 1.6)
            bare = line.lstrip("\u3000")
            x = (
                MARGIN + (room - advance(line, size)) / 2
                if centred
                else MARGIN + advance(line, size) - advance(bare, size)
            )
            self.sheets[-1].runs.append(Run(bare, x, self.y + size * 1.2, size))
            self.y += size * 1.6

    def table(self, table: PhysicalTable) -> None:
        places = grid(table)
        lefts = _edges(_column_widths(places, WIDTH - 2 * MARGIN), MARGIN)
        size = self.cell_size
        while sum(heights := _row_heights(places, lefts, size)) > HEIGHT - 2 * MARGIN and size > SMALLEST:
            size -= 0.5
        spans = list(_spans(places))
        for start, end in _parts(heights, spans):
            self._need(sum(heights[start:end]))
            tops = _edges(heights[start:end], self.y)
            for row, column, span in spans:
                if start <= row < end:
                    box = (
                        lefts[column],
                        tops[row - start],
                        lefts[column + span.colspan],
                        tops[row - start + span.rowspan],
                    )
                    self._cell(span, size, *box)
            self.y = tops[-1] + self.prose_size

    def _cell(self, span: Span, size: float, x0: float, y0: float, x1: float, y1: float) -> None:
        sheet = self.sheets[-1]
        for line in (Line(x0, y0, x1, y0), Line(x0, y1, x1, y1), Line(x0, y0, x0, y1), Line(x1, y0, x1, y1)):
            if line not in sheet.lines:
                sheet.lines.append(line)
        lines = wrap(span.text, x1 - x0 - 4, size) if span.text else []
        y = (y0 + y1 - len(lines) * size * LEADING) / 2
        for number, line in enumerate(lines):
            x = (x0 + x1 - advance(line, size)) / 2
            sheet.runs.append(Run(line, x, y + number * size * LEADING + size * 1.02, size))

    def _need(self, height: float) -> None:
        if self.y + height > HEIGHT - MARGIN and self.y > MARGIN:
            self.sheets.append(Sheet())
            self.y = MARGIN


def _parts(heights: Sequence[float], spans: Sequence[tuple[int, int, Span]]) -> Iterator[tuple[int, int]]:
    """Rows that go on a page together; no cell is cut."""
    start = 0
    cuts = [row for row in range(1, len(heights)) if not any(top < row < top + span.rowspan for top, _, span in spans)]
    for row, below in pairwise([*cuts, len(heights)]):
        if sum(heights[start:below]) > HEIGHT - 2 * MARGIN:
            yield start, row
            start = row
    yield start, len(heights)


def _column_widths(places: list[list[tuple[Span, bool] | None]], room: float) -> list[float]:
    """Label columns in front get what the values need not."""
    count = len(places[0])
    values = [column for column in range(count) if any(_is_value(line[column]) for line in places)]
    labels = [column for column in range(count) if column not in values]
    value_width = min(44.0, room / count) if labels else room / count
    if len(values) <= 3:
        value_width = room / (len(values) + 2 * len(labels))
    widths = dict.fromkeys(values, value_width)
    rest = room - value_width * len(values)
    weights = [2.5 if column == max(labels) > 0 else 1.0 for column in labels]
    for column, weight in zip(labels, weights, strict=True):
        widths[column] = rest * weight / sum(weights)
    return [widths[column] for column in range(count)]


def _is_value(place: tuple[Span, bool] | None) -> bool:
    return place is not None and not place[0].label


def _row_heights(places: list[list[tuple[Span, bool] | None]], lefts: list[float], size: float) -> list[float]:
    def need(span: Span, column: int) -> float:
        return len(wrap(span.text, lefts[column + span.colspan] - lefts[column] - 4, size)) * size * LEADING + 5

    heights = [size * LEADING + 5] * len(places)
    spans = sorted(_spans(places), key=lambda entry: entry[2].rowspan)
    for row, column, span in spans:
        missing = need(span, column) - sum(heights[row : row + span.rowspan])
        if missing > 0:
            heights[row + span.rowspan - 1] += missing
    return heights


def _spans(places: list[list[tuple[Span, bool] | None]]) -> Iterator[tuple[int, int, Span]]:
    for row, line in enumerate(places):
        for column, place in enumerate(line):
            if place is not None and place[1]:
                yield row, column, place[0]


def _edges(sizes: Sequence[float], start: float) -> list[float]:
    edges = [start]
    for size in sizes:
        edges.append(edges[-1] + size)
    return edges
