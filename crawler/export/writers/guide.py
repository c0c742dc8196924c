"""The first sheet of a workbook: how to read it, what its columns are, and what the codes in them mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.resources import files

from crawler.export.sheets import Sheet
from crawler.guide.words import load_guide_words

GuideRow = tuple[Sequence[str], bool]
"""Texts side by side, and whether they are a heading."""
_HEADING = "# "


def guide_rows(sheets: Sequence[Sheet]) -> Iterator[GuideRow]:
    """Rows of the guide: ``guide.txt``, statuses of a cell, then every column; each code with its Chinese and English."""
    for line in (files("crawler.export.writers") / "guide.txt").read_text("utf-8").splitlines():
        yield line.removeprefix(_HEADING).split("|"), line.startswith(_HEADING)
    yield from _listed(
        ("status", "原文状态", "what was printed"),
        [(status, told["zh-CN"], told["en"]) for status, told in load_guide_words()["statuses"].items()],
    )
    for sheet in sheets:
        yield from _listed(
            (sheet.name, sheet.chinese, sheet.english),
            [(column.code, column.chinese, column.english) for column in sheet.columns],
        )


def _listed(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[GuideRow]:
    yield (), False
    yield heading, True
    yield from ((row, False) for row in rows)
