"""Reports that LibreOffice prints: numbers wrap in narrow cells, page breaks go through rows, headers are repeated."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from random import Random

import pytest

pytest.importorskip("pypdfium2", reason="needs the group 'documents'")
pytest.importorskip("docx", reason="python-docx writes the files of these tests")

from extractors.documents import read_document
from extractors.tables.read import read_tables
from tests.extractors.documents.filled import cells, filled_report, pieces_of
from tests.extractors.documents.office_fonts import folders
from tests.extractors.documents.render_office import (
    OfficeLook,
    convert,
    render_docx,
    render_html,
    soffice,
    some_office_look,
)  # fmt: skip
from tests.extractors.documents.render_word import TITLE
from tests.extractors.shapes import Sample

pytestmark = [
    pytest.mark.skipif(soffice() is None, reason="LibreOffice is not installed"),
    pytest.mark.skipif(
        not folders(), reason="not all fonts of tests/extractors/documents/office_fonts.py are installed"
    ),
    pytest.mark.xdist_group("soffice"),
]
Key = tuple[str, int]
"""Rules, seed of the report and its look; ``narrow``: one with narrow columns."""
RENDER = {"docx": render_docx, "html": render_html}
SEEDS = {"docx": {4: "cells without margins", 18: "cut rows under repeated headers", 136: "label cut by its quotation"}}
SEEDS["html"] = {122: "bracket at the end of a page", 134: "blank rest of a row", 1140: "number over a page break"}

WITHOUT_UPRIGHT_RULES = {
    300: "labels at the top",
    310: "numbers that wrap",
    1038: "full cells beside each other",
    9016: "dashes that touch labels",
    9036: "header cut by a page break",
    10018: "header cells that touch",
    12026: "digits over page breaks",
    12048: "columns of one character",
    12114: "marks that stand out",
    20044: "rest of a header beside its next row",
    30044: "two numbers in a cell under a caption",
    21012: "beginning of a label that is one",
}


NARROW = Sample("cn_2021", 7, scale=30, distinct=True)


@cache
def printed(source: str) -> dict[Key, bytes]:
    """PDFs of all reports, by one run of LibreOffice."""
    made = dict(drawn(source))
    return dict(zip(made, convert(list(made.values()), source, "pdf"), strict=True))


def drawn(source: str) -> Iterator[tuple[Key, bytes]]:
    keys = [("grid", seed) for seed in SEEDS[source]]
    if source == "docx":
        keys += [(rules, seed) for rules in ("rows", "none") for seed in WITHOUT_UPRIGHT_RULES]
        narrow = replace(OfficeLook(), size=12.0, page=(14.8, 21.0), label=1.0, margin=1.5)
        yield ("narrow", 7), render_docx(TITLE, pieces_of(NARROW), narrow)
    for rules, seed in keys:
        report, look = filled_report(seed), replace(some_office_look(Random(seed)), rules=rules)
        yield (rules, seed), RENDER[source](report.title, report.pieces, look)


def tables_of(data: bytes):
    return cells(read_tables(list(enumerate(read_document(data).blocks))).tables)


@pytest.mark.parametrize(("source", "seed"), [(source, seed) for source, seeds in SEEDS.items() for seed in seeds])
def test_every_cell_is_read(source, seed):
    assert tables_of(printed(source)["grid", seed]) == cells(filled_report(seed).truth["tables"])


def test_numbers_of_narrow_columns_are_read():
    assert tables_of(printed("docx")["narrow", 7]) == NARROW.truth


@pytest.mark.parametrize("rules", ["rows", "none"])
@pytest.mark.parametrize("seed", WITHOUT_UPRIGHT_RULES)
def test_every_cell_is_read_without_upright_rules(rules, seed):
    assert tables_of(printed("docx")[rules, seed]) == cells(filled_report(seed).truth["tables"])
