"""Lines above a table, and its corner, that name another year than the report's: the figures may be that year's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.documents.model import Block, Table
from extractors.remember import Remembered
from extractors.report import Finding
from extractors.simplified import simplify
from extractors.text import squeeze

_YEAR = re.compile(
    r"(?<!\d)(20[0-5]\d)年度?(?![\d一二三四五六七八九十]|以[前后来]|之[前后]|[^,。;]{0,6}(?:印发|出台|修[订改]|新|施行|实施|版))"
)
_TOLD = re.compile(r"表|数据|情况|统计|年度|收到|申请|公开|复议|诉讼|[:)]$")
"""What a line says that is about the figures below it."""
_CAPTION = 60
"""Characters; a longer line is a sentence of its own."""
_CORNER = 2
"""First cells of a table among which its corner or caption is."""


def tables_of_other_years(
    blocks: Sequence[tuple[int, Block]], consumed: set[int], year: int | None
) -> Iterator[Finding]:
    """Give a finding for each table above which, or in whose corner, another year stands and the report's does not."""
    if year is None or not consumed:
        return
    above: str | None = None
    for index, block in blocks:
        if index not in consumed:
            above = block.text if not isinstance(block, Table) else None
            continue
        corner = [cell.text for cell in block.cells[:_CORNER]] if isinstance(block, Table) else []
        for text in (above, *corner):
            named = _named(text) if text is not None and len(text) <= _CAPTION else frozenset()
            if named and year not in named:
                yield Finding(
                    code="table.other_year",
                    severity="warning",
                    field="year",
                    stated=max(named),
                    computed=year,
                    message=f"a table stands under {squeeze(text or '')[:60]!r}, in a report on {year}",
                )
                break
        above = None


@Remembered
def _named(text: str) -> frozenset[int]:
    """Years that a caption gives for its figures; 2018 of 指2018年事项数 explains one column and is none."""
    plain = simplify(squeeze(text))
    told = _TOLD.search(plain) is not None and "指2" not in plain
    return frozenset(map(int, _YEAR.findall(plain))) if told else frozenset()
