"""Printed pages to blocks: tables from rules or from columns of words, the rest as lines in reading order."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from extractors.documents.layout.aligned import aligned_tables
from extractors.documents.layout.below import stretches
from extractors.documents.layout.cut_numbers import with_doubts
from extractors.documents.layout.furniture import Margins, without_furniture
from extractors.documents.layout.lines import Line, em_of, line_text, lines_of
from extractors.documents.layout.page_breaks import with_rest
from extractors.documents.layout.paragraphs import joined_paragraphs
from extractors.documents.layout.printed import PrintedPage
from extractors.documents.layout.printing_order import printing_of
from extractors.documents.layout.reading_order import in_reading_order
from extractors.documents.layout.ruled import Placed, ruled_tables
from extractors.documents.layout.strokes import without_strokes
from extractors.documents.model import Block, Paragraph, Table

Item = Placed | Line


def lay_out(pages: Sequence[PrintedPage]) -> list[Block]:
    """Blocks of all pages.

    Ruled tables become tables, cells spanning where rules are missing, and go on over page breaks; so do rows of words
    whose columns nothing crosses. Other lines are paragraphs, their words set apart by tabs where gaps are wide. Page
    numbers, running heads and feet are dropped.
    """
    em = em_of([word for page in pages for word in page.words]) or 1.0
    read = [ruled_tables(*without_strokes(page.words, page.rules)) for page in pages]
    margins = [
        Margins(
            lines_of(words),
            page.height,
            min((table.top for table in tables), default=page.height),
            max((table.bottom for table in tables), default=0.0),
        )
        for page, (tables, words, _) in zip(pages, read, strict=True)
    ]
    kept = without_furniture(margins, lambda line: line_text(line.words, em, tabs=False))
    printing = printing_of([words for _, words, _ in read], em)
    runs = [(tables, lines) for (tables, _, _), lines in zip(read, kept, strict=True)]
    parts = in_reading_order(runs, em, by_cell=printing.by_cell)
    items: list[Item] = []
    with_rules = [(own, rules) for own, (_, _, rules) in zip(parts, read, strict=True)]
    for stretch in stretches(with_rules, em, joined=printing.by_cell):
        if isinstance(stretch.part, Placed):
            new: list[Item] = [stretch.part]
        else:
            new = aligned_tables(stretch.part, em, _table_before(items), stretch.rules, printing, stretch.breaks)
        items = with_rest(items, new, em) if stretch.begins_page else [*items, *new]
    return _blocks(with_doubts(items), em)


def _table_before(items: Sequence[Item]) -> Placed | None:
    last = items[-1] if items else None
    return last if isinstance(last, Placed) else None


def _blocks(items: Sequence[Item], em: float) -> list[Block]:
    runs = [
        [item for item in run if isinstance(item, Line)]
        for lines, run in groupby(items, key=lambda item: isinstance(item, Line))
        if lines
    ]
    prose = iter(joined_paragraphs(runs, em))
    blocks: list[Block] = []
    for before, item in zip([None, *items], items, strict=False):
        if isinstance(item, Placed):
            blocks.append(Table(tuple(item.cells), item.height, len(item.xs) - 1))
        elif not isinstance(before, Line):
            blocks += map(Paragraph, next(prose))
    return blocks
