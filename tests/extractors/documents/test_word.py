"""DOCX comes out as Word prints it."""

import io
import time
import zipfile

import pytest

from extractors.documents.model import Cell, Table
from extractors.documents.office.word import read_docx
from extractors.documents.package import MAX_PART
from extractors.errors import DocumentError
from extractors.tables.read import read_tables
from tests.extractors.shapes import FORMS, Sample

docx = pytest.importorskip("docx", reason="python-docx writes the files of these tests")

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from tests.extractors.documents import render_word
from tests.extractors.documents.render_ole import compound
from tests.extractors.documents.render_word import TABLES, add_list, number_paragraph, render, saved

W = nsdecls("w")


def cells(blocks):
    tables = read_tables(list(enumerate(blocks))).tables
    return {(t, r, c): value for t, rows in tables.items() for r, row in rows.items() for c, value in row.items()}


def document_of(*body: str) -> bytes:
    """A file of these paragraphs and tables, in Word's XML."""
    document = docx.Document()
    for part in body:
        document.element.body.insert(-1, parse_xml(part.replace(">", f" {W}>", 1)))
    return saved(document)


def lines(*body: str) -> list[str]:
    return [block.text for block in read_docx(document_of(*body)).blocks if not isinstance(block, Table)]


def table(*rows: str) -> Table:
    (found,) = read_docx(document_of(f"<w:tbl>{''.join(rows)}</w:tbl>")).blocks
    assert isinstance(found, Table)
    return found


def tr(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def tc(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


def reason_of(data: bytes) -> str:
    with pytest.raises(DocumentError) as error:
        read_docx(data)
    return error.value.reason


def with_part(name: str, data: bytes) -> bytes:
    """A file one part of which is replaced."""
    source, buffer = zipfile.ZipFile(io.BytesIO(document_of("<w:p></w:p>"))), io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for member in source.namelist():
            target.writestr(member, data if member == name else source.read(member))
    return buffer.getvalue()


# --- whole reports ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("draw", TABLES, ids=lambda draw: draw.__name__)
def test_reports_are_read_cell_for_cell(draw, form):
    sample = Sample(form, 7, blanks=0.2)
    assert cells(read_docx(render(sample, tables=draw)).blocks) == sample.truth


def test_headings_numbered_by_word_have_their_numbers():
    document = read_docx(render(Sample("cn_2021", 1), numbered=True))
    texts = [block.text for block in document.blocks if not isinstance(block, Table)]
    assert [text[:4] for text in texts if text[1:2] == "、"] == [
        "一、总体",
        "二、主动",
        "三、收到",
        "四、政府",
        "五、存在",
        "六、其他",
    ]


def test_headers_and_footers_are_left_out():
    texts = [block.text for block in read_docx(render(Sample("cn_2021", 1), margins=True)).blocks[:1]]
    assert texts == [render_word.TITLE]
    assert "内部页眉" not in str(read_docx(render(Sample("cn_2021", 1), margins=True)).blocks)


# --- text ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        ("<w:r><w:t>受理1</w:t></w:r><w:r><w:t>2件</w:t></w:r>", "受理12件"),
        ("<w:del><w:r><w:delText>3</w:delText></w:r></w:del><w:ins><w:r><w:t>4</w:t></w:r></w:ins>", "4"),
        ("<w:moveFrom><w:r><w:t>3</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>4</w:t></w:r></w:moveTo>", "4"),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>3</w:t></w:r><w:r><w:t>4</w:t></w:r>", "4"),
        ('<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>4</w:t></w:r>', "4"),
        ("<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:noBreakHyphen/></w:r>", "甲\t乙-"),
        ('<w:r><w:t xml:space="preserve"> 甲 </w:t></w:r><w:r><w:t> 乙</w:t></w:r>', " 甲 乙"),
        ("<w:sdt><w:sdtContent><w:r><w:t>甲</w:t></w:r></w:sdtContent></w:sdt>", "甲"),
        ('<w:fldSimple w:instr="PAGE"><w:r><w:t>甲</w:t></w:r></w:fldSimple>', "甲"),
        ("<w:r><w:instrText>PAGE 7</w:instrText><w:t>甲</w:t></w:r>", "甲"),
        ("<w:r><w:t>甲</w:t><w:footnoteReference/></w:r>", "甲"),
        ('<w:r><w:sym w:font="Symbol" w:char="F037"/></w:r>', "7"),
        ('<w:r><w:t>甲</w:t><w:sym w:font="Wingdings" w:char="F037"/></w:r>', "甲"),
        (
            "<w:r><w:ruby><w:rt><w:r><w:t>a</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>甲</w:t></w:r></w:rubyBase></w:ruby></w:r>",
            "甲",
        ),
    ],
)
def test_a_paragraph_says_what_is_printed(runs, text):
    assert lines(f"<w:p>{runs}</w:p>") == [text]


def test_line_breaks_part_lines():
    assert lines("<w:p><w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t></w:r></w:p>") == ["甲", "乙"]


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next():
    ended = "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>"
    assert lines(f"<w:p>{ended}<w:r><w:t>甲</w:t></w:r></w:p>", "<w:p><w:r><w:t>乙</w:t></w:r></w:p>") == ["甲乙"]


def test_text_boxes_stand_behind_their_paragraph_once():
    box = "<w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent>"
    drawn = f"<w:drawing>{box}</w:drawing>"
    fallback = f"<w:pict>{box}</w:pict>"
    namespace = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    both = f"<mc:AlternateContent {namespace}><mc:Choice>{drawn}</mc:Choice><mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent>"
    assert lines(f"<w:p><w:r>{both}<w:t>甲</w:t></w:r></w:p>", f"<w:p><w:r>{fallback}</w:r></w:p>") == [
        "甲",
        "框",
        "框",
    ]


def test_styles_hide_text_and_number_paragraphs():
    document = docx.Document()
    add_list(document, 50, "%1、", "japaneseCounting")
    styles = document.styles.element
    styles.append(parse_xml(f'<w:style {W} w:styleId="Gone"><w:rPr><w:vanish/></w:rPr></w:style>'))
    styles.append(parse_xml(f'<w:style {W} w:styleId="Deeper"><w:basedOn w:val="Gone"/></w:style>'))
    styles.append(
        parse_xml(f'<w:style {W} w:styleId="Part"><w:pPr><w:numPr><w:numId w:val="50"/></w:numPr></w:pPr></w:style>')
    )
    for style, text in (("Gone", "无"), ("Deeper", "无"), ("Part", "总体"), ("Part", "主动")):
        paragraph = document.add_paragraph(text)
        paragraph._p.get_or_add_pPr().insert(0, parse_xml(f'<w:pStyle {W} w:val="{style}"/>'))
    assert [block.text for block in read_docx(saved(document)).blocks] == ["一、总体", "二、主动"]


# --- tables ----------------------------------------------------------------------------------------------------------


def test_cells_know_their_places_and_spans():
    found = table(
        tr(tc("甲", '<w:vMerge w:val="restart"/>'), tc("乙", '<w:gridSpan w:val="2"/>')),
        tr(tc("", "<w:vMerge/>"), tc("丙"), tc("丁")),
    )
    assert found.cells == (Cell("甲", 0, 0, 2, 1), Cell("乙", 0, 1, 1, 2), Cell("丙", 1, 1), Cell("丁", 1, 2))


def test_columns_that_a_row_leaves_out_are_blank():
    found = table(tr(tc("甲"), tc("乙"), tc("丙")), tr(tc("丁"), properties='<w:gridBefore w:val="2"/>'))
    assert found.cells[3:] == (Cell("", 1, 0), Cell("", 1, 1), Cell("丁", 1, 2))


def test_a_merge_ends_where_the_widths_differ():
    found = table(
        tr(tc("甲", '<w:vMerge w:val="restart"/>'), tc("乙")),
        tr(tc("丙", '<w:gridSpan w:val="2"/><w:vMerge/>')),
    )
    assert found.cells == (Cell("甲", 0, 0), Cell("乙", 0, 1), Cell("丙", 1, 0, 1, 2))


def test_deleted_and_hidden_rows_are_none():
    found = table(
        tr(tc("甲"), tc("乙")), tr(tc("3"), tc("4"), properties="<w:del/>"), tr(tc("5"), properties="<w:hidden/>")
    )
    assert (found.height, found.width) == (1, 2)


@pytest.mark.parametrize(
    "mark",
    [
        "<w:strike/>",
        "<w:dstrike/>",
        '<w:vertAlign w:val="superscript"/>',
        '<w:position w:val="8"/>',
        '<w:sz w:val="2"/>',
    ],
)
def test_struck_out_figures_and_notes_stay_apart_from_the_number(mark):
    """Not by a space: 1 234 is a number."""
    cell = f"<w:tc><w:p><w:r><w:rPr>{mark}</w:rPr><w:t>1</w:t></w:r><w:r><w:t>234</w:t></w:r></w:p></w:tc>"
    assert table(tr(tc("甲"), cell)).cells[1].text == "1\u2002234"


@pytest.mark.parametrize("mark", ["strike", "dstrike"])
def test_figure_that_is_struck_out_alone_is_in_doubt(mark):
    run = f"<w:r><w:rPr><w:{mark}/></w:rPr><w:t>{{}}</w:t></w:r>"
    parts = [
        run.format(13),
        run.format(1) + run.format(3),
        run.format("旧"),
        run.format(13) + "<w:r><w:t>件</w:t></w:r>",
    ]
    cells = table(tr(*(f"<w:tc><w:p>{part}</w:p></w:tc>" for part in parts))).cells
    assert [cell.text for cell in cells] == ["13\ufffd", "1\u20023\ufffd", "旧", "13件"]


def test_exponents_of_formulas_stay_apart_from_the_number():
    space = 'xmlns:m="urn:m"'
    run = "<m:r><m:t>{}</m:t></m:r>"
    raised = f"<m:sSup><m:e>{run.format(12)}</m:e><m:sup>{run.format(3)}</m:sup></m:sSup>"
    cells = [f"<w:tc><w:p><m:oMath {space}>{inner}</m:oMath></w:p></w:tc>" for inner in (run.format(12) * 2, raised)]
    assert [cell.text for cell in table(tr(*cells)).cells] == ["1212", "12\u20023"]


def test_white_figures_are_no_part_of_the_number():
    white = '<w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr><w:t>{}</w:t></w:r>'
    cell = f"<w:tc><w:p>{white.format('甲')}{white.format('9')}<w:r><w:t>2</w:t></w:r></w:p></w:tc>"
    assert table(tr(cell, cell)).cells[1].text == "甲2"


def test_a_picture_in_a_cell_is_not_nothing():
    cell = "<w:tc><w:p><w:r><w:drawing/></w:r></w:p></w:tc>"
    assert [found.text for found in table(tr(tc("甲"), cell)).cells] == ["甲", "\ufffc"]


# --- files that can't be read ----------------------------------------------------------------------------------------


def test_a_truncated_file_is_unreadable():
    whole = document_of("<w:p><w:r><w:t>甲</w:t></w:r></w:p>")
    assert {reason_of(whole[: len(whole) * part // 8]) for part in range(1, 8)} == {"unreadable"}


def test_a_file_without_text_is_empty():
    assert reason_of(document_of("<w:p></w:p>")) == "empty"


def test_a_file_with_a_password_is_encrypted():
    assert reason_of(compound({"EncryptedPackage": bytes(600)})) == "encrypted"


def test_a_zip_bomb_is_refused_unpacked():
    assert reason_of(with_part("word/document.xml", bytes(MAX_PART + 1))) == "too_large"


def test_a_size_that_the_file_lies_about_is_found_out():
    data = with_part("word/document.xml", bytes(MAX_PART + 1))
    size = (MAX_PART + 1).to_bytes(4, "little")
    assert data.count(size) == 2
    assert reason_of(data.replace(size, (1000).to_bytes(4, "little"))) in ("unreadable", "too_large")


ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 9))


@pytest.mark.parametrize(
    "head", [f'<!DOCTYPE d [<!ENTITY e0 "ha">{ENTITIES}]>', '<!DOCTYPE d [<!ENTITY e8 SYSTEM "file:///etc/hostname">]>']
)
def test_entities_are_refused(head):
    xml = f"{head}<w:document {W}><w:body><w:p><w:r><w:t>甲&e8;</w:t></w:r></w:p></w:body></w:document>"
    start = time.process_time()
    assert reason_of(with_part("word/document.xml", xml.encode())) in ("unreadable", "too_large")
    assert time.process_time() - start < 5


@pytest.mark.parametrize("depth", [40, 5_000])
def test_nested_tables_are_read_or_refused(depth):
    inner = "<w:tbl><w:tr><w:tc>" * depth + "<w:p><w:r><w:t>甲</w:t></w:r></w:p>" + "</w:tc></w:tr></w:tbl>" * depth
    data = with_part("word/document.xml", f"<w:document {W}><w:body>{inner}</w:body></w:document>".encode())
    if depth == 40:
        assert [block.text for block in read_docx(data).blocks] == ["甲"]
    else:
        assert reason_of(data) == "too_large"


def test_a_table_of_endless_blank_columns_is_refused():
    row = '<w:tr><w:trPr><w:gridBefore w:val="400"/></w:trPr><w:tc><w:p/></w:tc></w:tr>'
    xml = f"<w:document {W}><w:body><w:tbl>{row * 2_000}</w:tbl></w:body></w:document>"
    assert reason_of(with_part("word/document.xml", xml.encode())) == "too_large"


def test_numbered_lists_inside_tables_count_on():
    document = docx.Document()
    add_list(document, 50, "%1.", "decimal")
    found = document.add_table(2, 2)
    for row in (0, 1):
        number_paragraph(found.cell(row, 0).paragraphs[0], 50)
        found.cell(row, 1).text = "甲"
    (block,) = read_docx(saved(document)).blocks
    assert [cell.text for cell in block.cells] == ["1.", "甲", "2.", "甲"]
