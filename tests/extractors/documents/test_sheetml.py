"""Workbooks in Excel 2003's XML come out as Excel shows them."""

import pytest

from extractors.documents import read_document
from extractors.documents.model import Paragraph, Table
from extractors.documents.sniffing import SHEETML
from extractors.errors import DocumentError
from tests.extractors.documents.filled import cells
from tests.extractors.shapes import FORMS, Sample

pytest.importorskip("openpyxl", reason="its writer's layout is shared")
pytest.importorskip("docx", reason="its writer's title is shared")

from extractors.tables.read import read_tables
from tests.extractors.documents.render_sheetml import render, workbook


def rows(*sheets: str) -> list[list[str]]:
    """Texts of the tables and lines of a workbook."""
    found: list[list[str]] = []
    for block in read_document(workbook(*sheets)).blocks:
        if isinstance(block, Paragraph):
            found.append([block.text])
        else:
            found += [[cell.text for cell in block.cells if cell.row == row] for row in range(block.height)]
    return found


def row(*cells: str, of: str = "") -> str:
    return f"<Row{of}>{''.join(cells)}</Row>"


def cell(text: str, kind: str = "String", of: str = "") -> str:
    return f'<Cell{of}><Data ss:Type="{kind}">{text}</Data></Cell>'


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("boxed", [True, False])
@pytest.mark.parametrize("indexed", [True, False])
def test_reports_are_read_cell_for_cell(form, boxed, indexed):
    sample = Sample(form, 7, blanks=0.2)
    document = read_document(render(sample, boxed=boxed, indexed=indexed))
    assert document.media_type == SHEETML
    assert cells(read_tables(list(enumerate(document.blocks))).tables) == sample.truth


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        (cell("7.5", "Number"), "7.5"),
        (cell("7.55", "Number", ' ss:StyleID="on"'), "7.6"),
        (cell("7", "Number", ' ss:StyleID="fixed"'), "7.00"),
        (cell("1", "Boolean"), "TRUE"),
        (cell("2021-01-20T00:00:00.000", "DateTime"), "2021年1月20日"),
        (cell("#N/A", "Error"), "#N/A"),
        (cell("5<S>3</S>"), "5 3"),
        (cell("<S>13</S>"), "13\ufffd"),
        (cell("<B>规</B>章"), "规章"),
        ('<Cell><Data ss:Type="Number">7</Data><Comment><ss:Data>8</ss:Data></Comment></Cell>', "7"),
    ],
)
def test_value_is_printed_as_its_type_and_format_say(printed, text):
    assert rows(row(cell("规章"), printed)) == [["规章", text]]


def test_index_leaves_columns_and_rows_out():
    table = row(cell("甲"), cell("1", of=' ss:Index="3"')) + row(cell("乙"), cell("2"), cell("3"), of=' ss:Index="2"')
    assert rows(table) == [["甲", "", "1"], ["乙", "2", "3"]]


def test_what_is_hidden_is_not_there():
    hidden = '<Column ss:Index="2" ss:Hidden="1"/>' + row(cell("甲"), cell("7"), cell("1"))
    hidden += row(cell("乙"), cell("8"), cell("2"), of=' ss:Hidden="1"') + row(cell("丙"), cell("9"), cell("3"))
    sheet = f"<Table>{row(cell('x'), cell('8'))}</Table><x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions>"
    assert rows(hidden, sheet) == [["甲", "1"], ["丙", "3"]]


def test_rows_of_a_span_are_left_out_together():
    table = row(cell("甲"), cell("1")) + row(cell("x"), of=' ss:Hidden="1" ss:Span="2"') + row(cell("乙"), cell("2"))
    assert rows(table) == [["甲", "1"], ["乙", "2"]]


def test_style_of_a_row_or_column_counts_where_the_cell_has_none():
    table = '<Column/><Column ss:StyleID="fixed"/>' + row(cell("甲"), cell("1", "Number"))
    assert rows(table + row(cell("乙"), cell("2", "Number"), of=' ss:StyleID="on"')) == [["甲", "1.00"], ["乙", "2.0"]]


def test_cell_without_an_index_stands_beside_what_reaches_into_its_row():
    table = row(cell("甲", of=' ss:MergeDown="1"'), cell("1")) + row(cell("2"))
    assert rows(table) == [["甲", "1"], ["2"]]


def test_cell_that_reaches_out_of_a_hidden_row_takes_its_place():
    hidden = row(cell("甲", of=' ss:MergeDown="1"'), cell("8"), of=' ss:Hidden="1"')
    assert rows(hidden + row(cell("1")) + row(cell("乙"), cell("2"))) == [["甲", "1"], ["乙", "2"]]


def test_placeholder_below_a_merged_cell_keeps_its_place():
    table = row(cell("甲", of=' ss:MergeDown="1"'), cell("1")) + row("<Cell/>", cell("2"))
    assert rows(table) == [["甲", "1"], ["2"]]


def test_index_that_counts_past_merged_cells_is_not_believed():
    table = row(cell("甲", of=' ss:MergeDown="1"'), cell("1"), cell("2")) + row(
        cell("3"), cell("4", of=' ss:Index="3"')
    )
    with pytest.raises(DocumentError) as error:
        rows(table)
    assert error.value.reason == "unreadable"


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        (row(cell("甲"), cell("1", of=' ss:Index="1"')), "unreadable"),
        (row(cell("甲")) + row(cell("1"), of=' ss:Index="1"'), "unreadable"),
        (row(cell("甲", of=' ss:MergeDown="99999" ss:MergeAcross="99"')), "too_large"),
        ("".join(row(*[cell("1")] * 4) for _ in range(26_000)), "too_large"),
        (row(cell(" ")), "empty"),
        ("<Row>", "unreadable"),
    ],
    ids=["cells backwards", "rows backwards", "merged without end", "too many cells", "nothing", "broken"],
)
def test_workbook_that_cannot_be_read_says_why(table, reason):
    with pytest.raises(DocumentError) as error:
        read_document(workbook(table))
    assert error.value.reason == reason


def test_encoding_is_what_the_head_declares():
    document = read_document(workbook(row(cell("规章"), cell("1")), encoding="gb2312"))
    assert isinstance(document.blocks[0], Table)
    assert document.blocks[0].cells[0].text == "规章"
