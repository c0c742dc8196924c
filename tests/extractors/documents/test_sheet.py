"""Spreadsheets come out as they are printed."""

import io
import struct
import zipfile

import pytest

from extractors.documents.model import Cell, Paragraph, Table
from extractors.documents.office.number_format import printed_number
from extractors.documents.office.sheet import Sheet, sheet_blocks
from extractors.documents.office.workbook import read_workbook
from extractors.documents.package import MAX_PART
from extractors.errors import DocumentError
from extractors.tables.read import read_tables
from tests.extractors.documents.render_ole import compound, record, workbook_stream
from tests.extractors.shapes import FORMS, Sample

openpyxl = pytest.importorskip("openpyxl", reason="openpyxl writes the files of these tests")

from tests.extractors.documents.render_sheet import BOX, VARIANTS


def cells(blocks):
    tables = read_tables(list(enumerate(blocks))).tables
    return {(t, r, c): value for t, rows in tables.items() for r, row in rows.items() for c, value in row.items()}


def workbook_of(*rows, formats=(), change=None) -> bytes:
    """A workbook of one sheet; ``formats`` are those of the first row's cells."""
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.active.append(row)
    for column, code in enumerate(formats, 1):
        workbook.active.cell(1, column).number_format = code
    if change is not None:
        change(workbook.active)
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def with_sheet(xml: str) -> bytes:
    """A workbook whose one sheet holds this XML."""
    namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return replaced("xl/worksheets/sheet1.xml", f'<worksheet xmlns="{namespace}">{xml}</worksheet>')


def replaced(name: str, text: str) -> bytes:
    """A workbook one part of which is replaced."""
    source, buffer = zipfile.ZipFile(io.BytesIO(workbook_of(["甲"]))), io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for member in source.namelist():
            target.writestr(member, text if member == name else source.read(member))
    return buffer.getvalue()


def texts(data: bytes) -> list[list[str]]:
    """Rows of the first table."""
    found = next(block for block in read_workbook(data).blocks if isinstance(block, Table))
    return [[cell.text for cell in found.cells if cell.row == row] for row in range(found.height)]


def reason_of(data: bytes) -> str:
    with pytest.raises(DocumentError) as error:
        read_workbook(data)
    return error.value.reason


# --- whole reports ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("variant", VARIANTS)
def test_reports_are_read_cell_for_cell(variant, form):
    sample = Sample(form, 7, blanks=0.2)
    assert cells(read_workbook(VARIANTS[variant](sample)).blocks) == sample.truth


@pytest.mark.parametrize("variant", VARIANTS)
def test_headings_are_lines_however_close_the_tables_are(variant):
    blocks = read_workbook(VARIANTS[variant](Sample("cn_2021", 3, blanks=0.6))).blocks
    lines = [block.text for block in blocks if isinstance(block, Paragraph)]
    assert [line[:2] for line in lines if line[1:2] == "、"] == ["一、", "二、", "三、", "四、", "五、", "六、"]


# --- what is a table's row -------------------------------------------------------------------------------------------


def blocks_of(*rows: str, boxed: str | None = None) -> list[str]:
    """Blocks of a sheet whose rows are texts cut by bars: ``"甲|乙"``; a lone text with ``*`` is merged over three."""
    found = []
    for number, row in enumerate(rows):
        if row.startswith("*"):
            found.append(Cell(row[1:], number, 0, 1, 3))
        else:
            found += [Cell(text, number, column) for column, text in enumerate(row.split("|")) if text]
    borders = None if boxed is None else {(int(row), column) for row in boxed for column in range(3)}
    blocks = sheet_blocks(Sheet(found, borders))
    return [block.text if isinstance(block, Paragraph) else f"table of {block.height}" for block in blocks]


def test_lines_above_a_table_are_lines():
    assert blocks_of("*年度报告", "名称|数量|备注", "甲|1|") == ["年度报告", "table of 2"]


def test_a_label_without_values_stays_in_its_table():
    assert blocks_of("名称|数量|备注", "甲|1|无", "乙||", "丙|2|") == ["table of 4"]


def test_a_heading_between_tables_parts_them():
    assert blocks_of("名称|数量|备注", "甲|1|无", "三、处理情况", "名称|数量|备注") == [
        "table of 2",
        "三、处理情况",
        "table of 1",
    ]


def test_a_caption_as_wide_as_the_table_stays_in_it():
    assert blocks_of("名称|数量|备注", "甲|1|无", "*第五项", "名称|数量|备注") == ["table of 4"]


def test_a_note_below_a_table_is_a_line():
    assert blocks_of("名称|数量|备注", "甲|1|无", "*注：按年统计") == ["table of 2", "注：按年统计"]


def test_borders_keep_a_row_of_blank_values():
    assert blocks_of("名称|数量|备注", "", "", boxed="01") == ["table of 2"]


def test_borders_leave_a_label_out_that_has_none():
    assert blocks_of("名称|数量|备注", "甲|1|无", "填表人", boxed="01") == ["table of 2", "填表人"]


# --- values ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "code", "printed"),
    [
        ("3", "General", "3"),
        ("3.0", "General", "3"),
        ("0.30000000000000004", "General", "0.3"),
        ("1E-3", "General", "0.001"),
        ("1234567", "#,##0", "1234567"),
        ("2.5", "0", "3"),
        ("2.5", "0_ ", "3"),
        ("12.3", "#,##0.00_);[Red](#,##0.00)", "12.30"),
        ("-12.3", "0.0;[Red]-0.0", "-12.3"),
        ("0.125", "0.0%", "12.5%"),
        ("12", '0"件"', "12件"),
        ("12.5", 'General"件"', "12.5件"),
        ("0", 'General;-General;"-"', "-"),
        ("-3", "G/通用格式;[红色]-G/通用格式", "-3"),
        ("0", "#", ""),
        ("0", '0;-0;"—"', "—"),
        ("12345", "0.0,", "12.3"),
        ("12345", '0!.0,"万元"', "\ufffc"),
        ("1.5", "# ?/?", "\ufffc"),
        ("5", "[>3]0;0.0", "\ufffc"),
        ("44581", "yyyy-mm-dd", "2022年1月20日"),
        ("44581", "[$-804]yyyy年m月", "2022年1月"),
        ("44581.5", "m月d日", "1月20日"),
        ("1E+308", "0", "1E+308"),
        ("nan", "0", "nan"),
    ],
)
def test_numbers_are_those_that_the_format_prints(value, code, printed):
    assert printed_number(value, code) == printed


def test_numbers_texts_and_switches_in_cells():
    data = workbook_of(["甲", 3.0, 0.1 + 0.2, True, "12\n34"], ["乙", 2.345, 5, None, "x"], formats=["@", "General"])
    assert texts(data) == [["甲", "3", "0.3", "TRUE", "12\n34"], ["乙", "2.345", "5", "", "x"]]


def test_struck_out_figures_stay_apart_from_the_number():
    run = "<r><rPr>{}</rPr><t>{}</t></r>"
    text = f"<is>{run.format('<strike/>', 1)}{run.format('', 234)}</is>"
    row = f'<row><c t="inlineStr">{text}</c><c t="inlineStr"><is><t>甲</t></is></c></row>'
    assert texts(with_sheet(f"<sheetData>{row * 2}</sheetData>"))[0] == ["1\u2002234", "甲"]


def test_figure_that_is_struck_out_alone_is_in_doubt():
    def strike(sheet):
        sheet["B1"].font = openpyxl.styles.Font(strike=True)
        sheet["A2"].font = openpyxl.styles.Font(strike=True)

    assert texts(workbook_of(["甲", 1, 2], ["乙", 3, 4], change=strike)) == [["甲", "1\ufffd", "2"], ["乙", "3", "4"]]


def test_text_that_is_struck_out_in_part_of_a_sheet_cell():
    run = "<r><rPr><strike/></rPr><t>{}</t></r>"
    row = "".join(f'<c t="inlineStr"><is>{run.format(text)}</is></c>' for text in ("旧", "13"))
    assert texts(with_sheet(f"<sheetData><row>{row}</row><row>{row}</row></sheetData>"))[0] == ["旧", "13\ufffd"]


def test_white_figures_are_not_known_unless_their_ground_is_coloured():
    def paint(sheet):
        for cell in sheet[1]:
            cell.font = openpyxl.styles.Font(color="FFFFFFFF")
        sheet["C1"].fill = openpyxl.styles.PatternFill("solid", fgColor="FF000000")

    assert texts(workbook_of(["甲", 1, 2], ["乙", 3, 4], change=paint)) == [["甲", "\ufffc", "2"], ["乙", "3", "4"]]


def test_a_formula_that_was_never_calculated_is_not_blank():
    assert texts(workbook_of(["甲", "=1+1"])) == [["甲", "=1+1"]]


def test_hidden_rows_and_columns_are_none():
    def hide(sheet):
        sheet.row_dimensions[2].hidden = True
        sheet.column_dimensions["B"].hidden = True

    assert texts(workbook_of(["甲", 7, 1], ["乙", 7, 2], ["丙", 7, 3], change=hide)) == [["甲", "1"], ["丙", "3"]]


def test_what_lies_below_a_merged_cell_is_not_printed():
    def merge(sheet):
        sheet.cell(1, 2).border = BOX
        sheet.merged_cells.add("B1:C1")

    found = read_workbook(workbook_of(["甲", 1, 9, 2], change=merge)).blocks[0]
    assert found.cells == (Cell("甲", 0, 0), Cell("1", 0, 1, 1, 2), Cell("2", 0, 3))


# --- files that can't be read ----------------------------------------------------------------------------------------


def test_a_truncated_workbook_is_unreadable():
    whole = workbook_of(["甲", 1])
    assert {reason_of(whole[: len(whole) * part // 8]) for part in range(1, 8)} == {"unreadable"}


def test_a_workbook_without_text_is_empty():
    assert reason_of(workbook_of([])) == "empty"


def test_places_far_apart_take_no_room():
    def far(sheet):
        sheet.cell(1_048_576, 16_384, "角")

    assert [block.text for block in read_workbook(workbook_of(["甲"], change=far)).blocks] == ["甲", "角"]


def test_a_huge_sheet_is_refused():
    row = f"<row>{'<c><v>1</v></c>' * 100}</row>"
    assert reason_of(with_sheet(f"<sheetData>{row * 1_001}</sheetData>")) == "too_large"


def test_a_column_merged_to_its_end_is_a_cell():
    row = '<row><c t="inlineStr"><is><t>甲</t></is></c></row>'
    merged = '<mergeCells><mergeCell ref="A1:A1048576"/></mergeCells>'
    assert [block.text for block in read_workbook(with_sheet(f"<sheetData>{row}</sheetData>{merged}")).blocks] == ["甲"]


def test_many_cells_merged_over_everything_are_refused():
    row = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    merged = "".join(f'<mergeCell ref="A{number}:XFD1048576"/>' for number in range(1, 200))
    xml = f"<sheetData>{row}</sheetData><mergeCells>{merged}</mergeCells>"
    assert reason_of(with_sheet(xml)) == "too_large"


def test_a_zip_bomb_is_refused_unpacked():
    assert reason_of(with_sheet(" " * (MAX_PART + 1))) == "too_large"


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"])
def test_entities_are_refused(part):
    head = '<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
    assert reason_of(replaced(part, f"{head}<d><row><c><v>&e;</v></c></row></d>")) == "unreadable"


# --- XLS -------------------------------------------------------------------------------------------------------------


def old_workbook(*records: bytes, shared: bytes = b"") -> bytes:
    return compound({"Workbook": workbook_stream(*records, shared=shared).ljust(4096, b"\0")})


def number(row: int, column: int, value: float, style: int = 0) -> bytes:
    return record(0x203, struct.pack("<HHHd", row, column, style, value))


def numbers(row: int, column: int, *values: tuple[int, int]) -> bytes:
    """Neighbours in one record: the style and the whole number of each."""
    listed = b"".join(struct.pack("<HI", style, value << 2 | 2) for style, value in values)
    return record(0xBD, struct.pack("<HH", row, column) + listed + struct.pack("<H", column + len(values) - 1))


def styles(*codes: str) -> bytes:
    """A style for each format of numbers."""
    formats = [
        record(0x41E, struct.pack("<HHB", 164 + n, len(code), 0) + code.encode()) for n, code in enumerate(codes)
    ]
    return b"".join(formats) + b"".join(record(0xE0, struct.pack("<HH16x", 0, 164 + n)) for n in range(len(codes)))


def test_values_of_an_old_workbook():
    pytest.importorskip("python_calamine", reason="the group 'documents' is not installed")
    data = old_workbook(number(0, 0, 3.0), number(0, 1, 0.1 + 0.2), number(1, 0, 4.0), number(1, 1, -5.5))
    assert texts(data) == [["3", "0.3"], ["4", "-5.5"]]


def test_numbers_of_an_old_workbook_are_those_that_the_format_prints():
    pytest.importorskip("python_calamine", reason="the group 'documents' is not installed")
    codes = styles("General", "0", '0;-0;"-"')
    data = old_workbook(number(0, 0, 2.5, 1), number(0, 1, 0.0, 2), numbers(1, 0, (2, 0), (0, 7)), shared=codes)
    assert texts(data) == [["3", "-"], ["-", "7"]]


def test_hidden_rows_and_columns_of_an_old_workbook_are_none():
    pytest.importorskip("python_calamine", reason="the group 'documents' is not installed")
    values = [number(row, column, 10 * row + column) for row in range(3) for column in range(3)]
    hidden_row = record(0x208, struct.pack("<HHHHHHHH", 1, 0, 3, 0, 0, 0, 0x20, 0))
    hidden_column = record(0x7D, struct.pack("<HHHHHH", 1, 1, 0, 0, 1, 0))
    assert texts(old_workbook(hidden_column, hidden_row, *values)) == [["0", "2"], ["20", "22"]]


def test_an_old_workbook_with_a_password_is_encrypted():
    pytest.importorskip("python_calamine", reason="the group 'documents' is not installed")
    stream = workbook_stream(number(0, 0, 1.0))
    head = len(record(0x809, bytes(16)))
    assert reason_of(compound({"Workbook": stream[:head] + record(0x2F, bytes(6)) + stream[head:]})) == "encrypted"


def test_an_old_workbook_of_two_far_cells_is_refused():
    pytest.importorskip("python_calamine", reason="the group 'documents' is not installed")
    assert reason_of(old_workbook(number(0, 0, 1.0), number(65_535, 255, 2.0))) == "too_large"


def test_a_file_that_calamine_breaks_on_is_unreadable():
    pytest.importorskip("python_calamine", reason="the group 'documents' is not installed")
    assert reason_of(compound({"Workbook": workbook_stream(number(0, 0, 1.0))})) == "unreadable"


def test_workbook_in_binary_parts_is_named():
    """XLSB: the same package, its parts not XML."""
    relation = '<Relationship Id="r" Type="http://x/officeDocument" Target="xl/workbook.bin"/>'
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("_rels/.rels", f"<Relationships>{relation}</Relationships>")
        package.writestr("xl/workbook.bin", b"\x83\x01\x00")
    with pytest.raises(DocumentError, match="binary format") as error:
        read_workbook(file.getvalue())
    assert error.value.reason == "unreadable"
