"""Reports printed to PDF come out cell for cell; files that can't be read say why."""

import io
import subprocess
import sys
from dataclasses import replace
from random import Random

import pytest

pypdfium2 = pytest.importorskip("pypdfium2", reason="needs the group 'documents'")
pytest.importorskip("reportlab", reason="needs reportlab")

from reportlab.pdfgen.canvas import Canvas

from crawler.simulator.layout import Span
from extractors.boilerplate import find_body
from extractors.documents import Document, Paragraph, Table
from extractors.documents.paper import pdf as pdf_module
from extractors.documents.paper.pdf import read_pdf
from extractors.errors import DocumentError, MissingReader
from extractors.metadata import extract_metadata
from extractors.numbers import DOUBT
from extractors.page import Page
from extractors.report import Report
from extractors.stages import read_report
from extractors.tables.read import read_tables
from tests.extractors.documents.filled import cells, filled_report, misread_fields, pieces_of
from tests.extractors.documents.render_pdf import RULES, Look, render_pdf, some_look
from tests.extractors.shapes import FORMS, Sample

WITHOUT_UPRIGHT_RULES = {
    7010: "groups' labels alone on a level with the last row of a page",
    7037: "columns that are blank beside others as wide, values at one side of them",
    7039: "table of two columns that is no prose in two columns",
    7094: "one row that goes on on the next page",
    70004: "rows in the order of printing, labels in the middle of several",
    70023: "header whose labels stand between the levels of others",
    7107: "header of wrapped labels over columns that are blank",
    7111: "header that is repeated where running heads stand",
    7136: "header that ends a page",
    20051: "label of many lines around a lone value",
    30006: "lone values near the foot of a page, which are no page numbers",
}
"""Seeds whose looks were not read once."""


def report_of(data: bytes) -> Report:
    document = read_pdf(data)
    body, _ = find_body(document)
    report = read_report(Page(document, body, extract_metadata(document, body), sha256=""))
    assert isinstance(report, Report)
    return report


def tables_of(data: bytes):
    return cells(read_tables(list(enumerate(read_pdf(data).blocks))).tables)


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def pages_of(pages) -> bytes:
    """Pages with texts at places, from the lower left corner."""
    render_pdf("", [])  # registers the font
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1)
    for lines in pages:
        canvas.setFont("STSong-Light", 12)
        for x, y, text in lines:
            canvas.drawString(x, y, text)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


@pytest.mark.parametrize("rules", RULES)
def test_whatever_rules_are_made_of_every_cell_is_read(rules):
    article = filled_report(RULES.index(rules))
    report = report_of(render_pdf(article.title, article.pieces, Look(rules=rules, stub=0.14, font_size=10.5)))
    assert cells(report.tables) == cells(article.truth["tables"])
    assert misread_fields(report, article.truth) == []


@pytest.mark.parametrize("seed", range(12))
def test_any_look_gives_the_same_report(seed):
    article = filled_report(seed)
    report = report_of(render_pdf(article.title, article.pieces, some_look(Random(seed))))
    assert cells(report.tables) == cells(article.truth["tables"])
    assert misread_fields(report, article.truth) == []


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_read(form):
    sample = Sample(form, 3, blanks=0.3, distinct=True)
    assert tables_of(render_pdf("青禾镇人民政府年度报告", pieces_of(sample))) == sample.truth


@pytest.mark.parametrize("rules", ["none", "rows"])
@pytest.mark.parametrize("seed", [0, 1, 2, *WITHOUT_UPRIGHT_RULES])
def test_rows_without_upright_rules_are_read(rules, seed):
    article = filled_report(seed)
    look = replace(some_look(Random(seed)), rules=rules)
    found = tables_of(render_pdf(article.title, article.pieces, look))
    assert found == cells(article.truth["tables"])


def test_rows_in_clear_columns_are_a_table():
    sample = Sample("cn_2021", 3, distinct=True)
    assert tables_of(render_pdf("青禾镇年度报告", pieces_of(sample), Look(rules="none", stub=0.3))) == sample.truth


@pytest.mark.parametrize("turn", range(4))
@pytest.mark.parametrize("turned_back", [False, True])
def test_turned_pages_are_read_upright(turn, turned_back):
    sample = Sample("cn_2021", 5, distinct=True)
    look = Look(turn=turn, turned_back=turned_back, in_form=turned_back)
    assert tables_of(render_pdf("青禾镇人民政府年度报告", pieces_of(sample), look)) == sample.truth


def test_table_over_pages_is_one_table_without_what_stands_in_the_margins():
    look = Look(size=(595, 400), head="青禾县年报汇编 2020", number="第 {page} 页 共 {pages} 页")
    article = filled_report(1)
    document = read_pdf(render_pdf(article.title, article.pieces, look))
    assert sum(isinstance(block, Table) for block in document.blocks) == 3
    assert not [text for text in texts(document) if "汇编" in text or ("共" in text and "页" in text)]


def test_group_label_that_a_page_break_cuts_spans_the_rows_of_both_pages():
    table = [
        [Span("（三）不予公开", rowspan=30, label=True), Span("0.项", label=True), Span("0")],
        *([Span(f"{n}.项", label=True), Span(str(n))] for n in range(1, 30)),
    ]
    document = read_pdf(render_pdf("年度报告", [table], Look(size=(595, 300))))
    (found,) = [block for block in document.blocks if isinstance(block, Table)]
    assert [(cell.text, cell.rowspan) for cell in found.cells if cell.column == 0] == [("（三）不予公开", 30)]
    assert found.height == 30


def test_spaces_that_pdfium_makes_up_are_none():
    canvas_lines = [[(72, 700, "青禾镇2020年收到"), (72, 680, "12"), (84.2, 680, "345"), (200, 680, "0 0")]]
    assert texts(read_pdf(pages_of(canvas_lines))) == ["青禾镇2020年收到", "12345\t0 0"]


def test_digits_set_apart_are_not_one_number():
    assert texts(read_pdf(pages_of([[(72, 700, "数量"), (72, 680, "1"), (81, 680, "2")]])))[1] == "1 2"


def drawn(draw) -> Document:
    """A page that is drawn by hand."""
    render_pdf("", [])  # registers the font
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1)
    canvas.setFont("STSong-Light", 12)
    draw(canvas)
    canvas.save()
    return read_pdf(buffer.getvalue())


def test_raised_figure_beside_a_number_is_a_mark():
    def draw(canvas):
        text = canvas.beginText(72, 680)
        text.textOut("共103")
        text.setFont("STSong-Light", 9)
        text.setRise(5)
        text.textOut("1")
        canvas.drawText(text)

    assert texts(drawn(draw)) == ["共103\u20021"]


def test_other_digits_printed_over_a_number_leave_it_in_doubt():
    def draw(canvas):
        canvas.drawString(72, 680, "共108件")
        canvas.drawString(84, 680, "109")

    assert DOUBT in texts(drawn(draw))[0]


@pytest.mark.parametrize("over", [True, False])
def test_text_under_the_picture_of_its_page_is_what_a_scanner_guessed(over, monkeypatch):
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    monkeypatch.setitem(sys.modules, "extractors.documents.pictures.ocr", None)

    def draw(canvas):
        for picture in (not over, over):
            if picture:
                canvas.drawImage(ImageReader(Image.new("L", (60, 84), 200)), 0, 0, 596, 842)
            else:
                canvas.drawString(72, 680, "青禾镇人民政府2020年政府信息公开工作年度报告")

    if over:
        with pytest.raises(MissingReader):
            drawn(draw)
    else:
        assert len(texts(drawn(draw))) == 1


@pytest.mark.parametrize(("ground", "read"), [(None, "12件"), (0.3, "912件")])
def test_white_figures_are_seen_on_dark_ground_only(ground, read):
    def draw(canvas):
        if ground is not None:
            canvas.setFillGray(ground)
            canvas.rect(70, 670, 8, 20, stroke=0, fill=1)
        canvas.setFillGray(1)
        canvas.drawString(72, 680, "9")
        canvas.setFillGray(0)
        canvas.drawString(78, 680, "12件")

    assert texts(drawn(draw)) == [read]


def test_cells_without_margins_are_parted_by_their_rules():
    def draw(canvas):
        for y in (676, 696):
            canvas.line(72, y, 96, y)
        for x in (72, 84, 96):
            canvas.line(x, 676, x, 696)
        canvas.drawString(72, 680, "12")
        canvas.drawString(84, 680, "34")

    (table,) = drawn(draw).blocks
    assert [cell.text for cell in table.cells] == ["12", "34"]


def test_password_is_said():
    with pytest.raises(DocumentError, match="password") as caught:
        read_pdf(render_pdf("年度报告", [], Look(password="secret")))
    assert caught.value.reason == "encrypted"


@pytest.mark.parametrize("keep", [5, 300, 0.5])
def test_truncated_file_gives_its_pages_or_says_that_it_is_broken(keep):
    article = filled_report(1)
    data = render_pdf(article.title, article.pieces)
    cut = data[: keep if isinstance(keep, int) else int(keep * len(data))]
    try:
        assert read_pdf(cut).blocks
    except DocumentError as error:
        assert error.reason in ("unreadable", "empty")  # noqa: PT017 either way is right


def test_more_pages_than_any_report_has_are_refused():
    with pytest.raises(DocumentError, match="201 pages") as caught:
        read_pdf(pages_of([[(72, 700, "页")]] * (pdf_module.MAX_PAGES + 1)))
    assert caught.value.reason == "too_large"


def test_pages_without_print_are_empty():
    with pytest.raises(DocumentError) as caught:
        read_pdf(pages_of([[]]))
    assert caught.value.reason == "empty"


def scanned(invisible: str = "", pages: int = 1, *printed: str) -> bytes:
    """Pages that are one grey picture each, with or without the text layer of a scanner; printed ones before them."""
    render_pdf("", [])
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842), invariant=1)
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    for line in printed:
        canvas.setFont("STSong-Light", 12)
        canvas.drawString(72, 700, line)
        canvas.showPage()
    for _ in range(pages):
        canvas.drawImage(ImageReader(Image.new("L", (60, 84), 200)), 0, 0, 595, 842)
        text = canvas.beginText(72, 700)
        text.setFont("STSong-Light", 12)
        text.setTextRenderMode(3)
        text.textLine(invisible)
        canvas.drawText(text)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


@pytest.mark.parametrize("layer", ["", "青禾镇人民政府2020年政府信息公开工作年度报告"])
def test_scan_needs_the_group_for_pictures_whatever_its_scanner_read(layer, monkeypatch):
    monkeypatch.setitem(sys.modules, "extractors.documents.pictures.ocr", None)
    with pytest.raises(MissingReader) as caught:
        read_pdf(scanned(layer))
    assert "ocr" in str(caught.value)


def test_pages_that_are_not_read_are_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "extractors.documents.pictures.ocr", None)
    document = read_pdf(scanned("", 2, "青禾镇人民政府2020年政府信息公开工作年度报告"))
    assert document.unread == ["pages 2-3: only pictures, needs the optional group 'ocr', which is not installed"]


def test_pictures_beyond_the_bound_are_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "extractors.documents.pictures.ocr", None)
    monkeypatch.setattr(pdf_module, "MAX_READ", 1)
    document = read_pdf(scanned("", 2, "青禾镇人民政府2020年政府信息公开工作年度报告"))
    assert [part.partition(":")[0] for part in document.unread] == ["page 3", "page 2"]


def test_page_that_is_broken_is_named(monkeypatch):
    class Broken(pypdfium2.PdfDocument):
        def __getitem__(self, index):
            if index == 1:
                raise pypdfium2.PdfiumError("broken")
            return super().__getitem__(index)

    monkeypatch.setattr(pypdfium2, "PdfDocument", Broken)
    document = read_pdf(pages_of([[(72, 700, f"第{n}段正文。")] for n in range(3)]))
    assert document.unread == ["page 2: broken"]
    assert texts(document) == ["第0段正文。", "第2段正文。"]


def test_scan_goes_to_the_reader_of_pictures_in_points(monkeypatch):
    from types import ModuleType

    from extractors.documents.layout.printed import PrintedPage, Word

    ocr = ModuleType("ocr")
    seen = []

    def read_images(images):
        seen.extend(image.shape for image in images)
        return [PrintedPage(1653, 2339, [Word("年度报告", 200, 200, 300, 225)])]

    ocr.read_images = read_images
    monkeypatch.setitem(sys.modules, "extractors.documents.pictures.ocr", ocr)
    pytest.importorskip("numpy")
    assert texts(read_pdf(scanned())) == ["年度报告"]
    assert seen == [(2339, 1653, 3)]


def test_text_layer_in_a_code_of_its_own_is_no_text(monkeypatch):
    monkeypatch.setitem(sys.modules, "extractors.documents.pictures.ocr", None)
    with pytest.raises(MissingReader):
        read_pdf(pages_of([[(72, 700 - 20 * n, "\ue001\ue002\ue003\ue004") for n in range(9)]]))


def test_package_is_read_without_the_group():
    code = "import sys; sys.modules['pypdfium2'] = None; import extractors; print(extractors.extract(b'%PDF-1.4'))"
    assert (
        "documents" in subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    )
