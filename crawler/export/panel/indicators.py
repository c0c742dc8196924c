"""Indicators: what the forms have in common, and what only seems so, as ``indicators.toml`` says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from crawler.datafiles import load_toml
from crawler.export.panel.report import PanelReport
from crawler.export.sheets import Column, Row, Sheet
from extractors.errors import ConfigError
from extractors.sums import exact_sum
from extractors.tables.forms import load_forms

_FILE = "indicators.toml"


@dataclass(frozen=True, slots=True)
class Indicator:
    """One meaning, whatever the form."""

    code: str
    chinese: str
    english: str
    unit: str
    note: str
    """What can be compared, and what not."""
    note_zh: str
    """The same in Chinese."""
    cells: Mapping[str, tuple[tuple[str, str, str], ...]]
    """Form → cells; several are added up."""


def measure(indicator: Indicator, report: PanelReport) -> tuple[float | None, str | None]:
    """Value of an indicator, and the unit for which a stated one is left out: another than the indicator's.

    ``None`` and ``None`` where the form does not have it or a cell states no number.
    """
    cells = indicator.cells.get(report.form or "", ())
    values = [report.value(*cell) for cell in cells]
    stated = [value for value in values if value is not None]
    if not cells or len(stated) < len(cells):
        return None, None
    units = {report.unit(*cell) for cell in cells}
    if any(stated) and units != {indicator.unit}:  # zero is zero in any unit
        return None, ", ".join(sorted(unit or "?" for unit in units))
    total = exact_sum(stated)
    return total if isinstance(total, int) else float(total), None


@cache
def load_indicators() -> tuple[Indicator, ...]:
    """All indicators, in order; :exc:`~extractors.errors.ConfigError` for a cell that its form lacks."""
    data = load_toml("crawler.export.panel", _FILE)
    indicators = []
    for entry in data["indicators"]:
        cells = {form: tuple(_cell(form, text) for text in texts) for form, texts in entry["cells"].items()}
        indicators.append(Indicator(**{**entry, "cells": cells}))
    return tuple(indicators)


def _cell(form: str, text: str) -> tuple[str, str, str]:
    table, row, column = text.split(".")
    try:
        load_forms()[form].label(table, row, column)
    except (KeyError, StopIteration) as error:
        raise ConfigError(_FILE, "cells", f"form {form} has no cell {text}") from error
    return table, row, column


def codebook_rows() -> Iterator[Row]:
    """A row for each indicator and form that prints it."""
    for indicator in load_indicators():
        for form, cells in indicator.cells.items():
            places = " + ".join(".".join(cell) for cell in cells)
            names = (indicator.chinese, indicator.english, indicator.unit)
            yield indicator.code, form, *names, places, indicator.note, indicator.note_zh


INDICATORS = Sheet(
    "indicators",
    "指标对照",
    "indicators",
    (
        Column("indicator", "指标代码", "indicator"),
        Column("form", "报告格式", "form"),
        Column("chinese", "指标", "Chinese name"),
        Column("english", "指标（英文）", "English name"),
        Column("unit", "单位", "unit"),
        Column("cells", "单元格", "cells, added up"),
        Column("note", "可比性说明（英文）", "what can be compared"),
        Column("note_zh", "可比性说明", "what can be compared (Chinese)"),
    ),
    lambda item: (),
    key=("indicator", "form"),
)
