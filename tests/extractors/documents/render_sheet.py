"""Known reports typed into a spreadsheet: one sheet from top to bottom, or a sheet for each section."""

from __future__ import annotations

import io
from collections.abc import Callable

from openpyxl import Workbook
from openpyxl.styles import Border, Side
from openpyxl.worksheet.worksheet import Worksheet

from crawler.simulator.layout import PhysicalTable
from tests.extractors.documents.render_word import TITLE
from tests.extractors.shapes import Sample, grid

_THIN = Side(style="thin")
BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
WIDTH = 10
"""Columns over which headings and prose are merged."""


def render(
    sample: Sample,
    *,
    boxed: bool = True,
    wide: bool = True,
    gaps: bool = True,
    sheets: bool = False,
    texts: bool = False,
    split: bool = False,
    hidden: bool = False,
    corner: tuple[int, int] = (1, 1),
) -> bytes:
    """A whole report. ``wide``: headings and prose are merged over all columns; ``gaps``: empty rows part everything."""
    workbook = Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    top, left = corner
    row = top

    def line(text: str) -> None:
        nonlocal row
        sheet.cell(row, left, text)
        if wide:
            sheet.merge_cells(start_row=row, start_column=left, end_row=row, end_column=left + WIDTH - 1)
        row += 1 + gaps

    line(TITLE)
    line("一、总体情况")
    line("本镇按要求做好公开工作。" * 20)
    for number, (title, table) in enumerate(sample.tables(split=split)):
        if sheets and number:
            sheet = workbook.create_sheet(f"表{number}")
            row = top
        if title:
            line(title)
        row = draw(sheet, table, row, left, boxed=boxed, texts=texts) + (gaps or not boxed)
    if hidden:
        _hide(workbook, sheet, row)
        row += 3
    if len(sample.form.tables) > 1:
        for text in ("五、存在的主要问题及改进情况", "公开内容还不够全面。", "六、其他需要报告的事项", "无。"):
            line(text)
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def draw(sheet: Worksheet, table: PhysicalTable, row: int, left: int, *, boxed: bool, texts: bool) -> int:
    """Type a table in; the row behind it. ``texts``: numbers are kept as text."""
    rectangle = grid(table)
    for down, places in enumerate(rectangle):
        for along, place in enumerate(places):
            cell = sheet.cell(row + down, left + along)
            if boxed:
                cell.border = BOX
            if place is not None and place[1]:
                span = place[0]
                if span.text:
                    cell.value = span.text if span.label or texts else _number(span.text)  # type: ignore[assignment]
                below, right = min(down + span.rowspan, len(rectangle)) - 1, along + span.colspan - 1
                if below > down or right > along:
                    sheet.merge_cells(
                        start_row=row + down, start_column=left + along, end_row=row + below, end_column=left + right
                    )
    return row + len(rectangle)


def _number(text: str) -> float | int | str:
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text


def _hide(workbook: Workbook, sheet: Worksheet, row: int) -> None:
    """A hidden sheet, and a hidden row, with other numbers."""
    other = workbook.create_sheet("旧表")
    other.sheet_state = "hidden"
    for place in ((sheet, row), (other, 1)):
        for column, text in enumerate(("行政许可", 7, 7, 7), 1):
            place[0].cell(place[1], column, text)
    sheet.row_dimensions[row].hidden = True


VARIANTS: dict[str, Callable[[Sample], bytes]] = {
    "plain": render,
    "tight": lambda sample: render(sample, gaps=False),
    "bare": lambda sample: render(sample, boxed=False),
    "bare_tight": lambda sample: render(sample, boxed=False, gaps=False),
    "narrow": lambda sample: render(sample, wide=False),
    "narrow_tight": lambda sample: render(sample, wide=False, gaps=False),
    "narrow_bare": lambda sample: render(sample, wide=False, boxed=False),
    "sheets": lambda sample: render(sample, sheets=True),
    "split": lambda sample: render(sample, split=True),
    "texts": lambda sample: render(sample, texts=True),
    "hidden": lambda sample: render(sample, hidden=True),
    "moved": lambda sample: render(sample, corner=(4, 3), gaps=False),
}
