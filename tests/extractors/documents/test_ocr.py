import io
import struct
import sys
import zlib
from dataclasses import replace

import pytest

from crawler.simulator.layout import Span
from extractors.documents import Paragraph, Table, read_document
from extractors.documents.layout.printed import Rule
from extractors.documents.pictures.ocr import MAX_PAGES, read_image, read_images
from extractors.errors import DocumentError, MissingReader
from extractors.numbers import DOUBT
from tests.extractors.documents.render_ofd import pack, write_scanned_ofd
from tests.extractors.documents.truth import report_of
from tests.extractors.documents.typeset import Run, Sheet, report_blocks, set_pages, some_sheets
from tests.extractors.shapes import Sample

numpy = pytest.importorskip("numpy", reason="needs the optional group ocr")
pytest.importorskip("rapidocr", reason="needs the optional group ocr")
render = pytest.importorskip("tests.extractors.documents.render_picture", reason="needs the optional group ocr")

from extractors.documents.layout.layout import lay_out
from extractors.documents.model import Document
from extractors.documents.pictures.picture_page import _label, _parted
from extractors.documents.pictures.picture_rules import Box, find_rules, straightened
from extractors.documents.pictures.picture_values import Line, Value, believed
from extractors.documents.pictures.recognise import Reading

FONT = next(iter(render.present_fonts()), None)
needs_font = pytest.mark.skipif(FONT is None, reason="needs a Chinese font: fonts-noto-cjk or fonts-wqy-zenhei")
EM = 20.0


def scan(**how: object) -> "render.Scan":
    return render.Scan(font=FONT, **how)


def small_table(*rows: list[str]) -> Sheet:
    """A page of one table, its first column labels."""
    table = [[Span(text, label=not column) for column, text in enumerate(row)] for row in rows]
    return set_pages([table], numbered=False)[0]


def cells(sheet: Sheet, how: "render.Scan") -> list[list[str]]:
    page = read_images(render.draw_pages([sheet], how))[0]
    table = next(block for block in lay_out([page]) if isinstance(block, Table))
    rows: list[list[str]] = [[] for _ in range(table.height)]
    for cell in table.cells:
        rows[cell.row].append(cell.text)
    return rows


def value(
    text: str, other: str | None = None, *, sure: float = 1.0, width: int = 10, height: int = 15, parts: int = 1
) -> str:
    """A number as believed, read as ``text`` and as ``other``."""
    again = text if other is None else other
    line = Line(Box(0, 0, width, height), parts)
    readings = Reading(text, (sure,) * len(text)), Reading(again, (1.0,) * len(again))
    return believed([Value(line, readings)], EM)[0]


def test_numbers_of_a_row_that_is_open_above_are_not_read_as_one() -> None:
    upright = [Rule(x, 0, x, 90) for x in (10.0, 60.0, 110.0)]
    assert _parted((12, 5, 108, 25), upright, Box(0, 40, 200, 90)) == [(12, 5, 60.0, 25), (60.0, 5, 108, 25)]
    assert _parted((12, 55, 108, 75), upright, Box(0, 40, 200, 90)) == [(12, 55, 108, 75)]


# --- pictures of reports ---------------------------------------------------------------------------------------------


@needs_font
def test_report_of_a_skewed_scan() -> None:
    sample = Sample("cn_2021", 3, blanks=0.1)
    how = scan(dpi=150, skew=1.2, blur=0.5, noise=5, quality=70, rule_grey=110)
    pages = read_images(render.draw_pages(set_pages(report_blocks(sample)), how))
    report = report_of(Document(media_type="image/png", blocks=lay_out(pages)))
    read = {key: report.tables[key[0]][key[1]][key[2]] for key in sample.truth}
    uncertain = {(m.table, m.row, m.column) for m in report.marks if "uncertain" in m.status}
    wrong = [key for key, truth in sample.truth.items() if read[key] != truth and key not in uncertain]
    assert not wrong
    assert len(uncertain) <= 0.01 * len(sample.truth)
    assert all(read[key] is None for key in uncertain)


@needs_font
@pytest.mark.parametrize("dpi", [100, 150, 200])
def test_every_rule_and_cell_is_found_and_no_letter_taken_for_one(dpi: int) -> None:
    sample = Sample("cn_2019", 5)
    sheets = set_pages(report_blocks(sample))
    found = [find_rules(page) for page in render.draw_pages(sheets, scan(dpi=dpi, noise=5, quality=70, rule_grey=120))]
    point = dpi / 72
    for sheet, ruled in zip(sheets, found, strict=True):
        for rule in ruled.rules:
            level = rule.y0 == rule.y1
            assert any(
                abs(rule.y0 - line.y0 * point) < 3 if level else abs(rule.x0 - line.x0 * point) < 3
                for line in sheet.lines
                if (line.y0 == line.y1) == level
            )
    printed = sum(len(row) for block in report_blocks(sample) if not isinstance(block, str) for row in block)
    assert sum(len(ruled.cells) for ruled in found) == printed


@needs_font
@pytest.mark.parametrize("dpi", [150, 200])
def test_faint_rules_in_noise_are_whole(dpi: int) -> None:
    sheet = some_sheets(43)[1][1]
    how = scan(dpi=dpi, skew=-0.6, blur=0.8, noise=8, quality=40, rule_grey=170, rule_width=0.5, paper=232)
    faint, plain = (find_rules(straightened(render.draw_pages([sheet], look)[0])) for look in (how, scan(dpi=dpi)))
    assert len(faint.cells) == len(plain.cells)


@needs_font
def test_lone_digits_blanks_and_dashes_are_told_apart() -> None:
    rows = [["规章", "0", "", "1"], ["行政许可", "", "—", "0"]]
    assert cells(small_table(*rows), scan(dpi=150, skew=-0.8, noise=4)) == rows


@needs_font
def test_scan_put_into_a_word_file_is_read_as_the_scan_is() -> None:
    docx = pytest.importorskip("docx", reason="python-docx writes the file")
    scanned = render.encode(render.draw_pages([small_table(["规章", "0", "8"], ["行政许可", "1", "0"])], scan())[0])
    document = docx.Document()
    document.add_picture(io.BytesIO(scanned))
    file = io.BytesIO()
    document.save(file)
    assert read_document(file.getvalue()).blocks == read_document(scanned).blocks


@needs_font
def test_a_table_without_side_borders() -> None:
    rows = [["规章", "0", "8"], ["行政许可", "1", "0"], ["行政处罚", "0", "3"]]
    sheet = small_table(*rows)
    ends = {min(line.x0 for line in sheet.lines), max(line.x1 for line in sheet.lines)}
    sheet.lines = [line for line in sheet.lines if line.x0 != line.x1 or line.x0 not in ends]
    assert cells(sheet, scan(dpi=150, noise=4)) == rows


@needs_font
def test_a_page_on_its_head_is_turned() -> None:
    assert cells(small_table(["行政规范性文件", "27"]), scan(turn=2)) == [["行政规范性文件", "27"]]


@needs_font
def test_a_smeared_digit_is_in_doubt() -> None:
    sheet = small_table(["行政处罚", "184"])
    picture = render.draw_pages([sheet], scan(dpi=150))[0].copy()
    run = next(run for run in sheet.runs if run.text == "184")
    x, y, size = (round(v * 150 / 72) for v in (run.x + run.size / 2, run.baseline, run.size))
    picture[y - size : y, x : x + size // 4] = 90
    (number,) = [word.text for word in read_images([picture])[0].words if "行" not in word.text]
    assert number.endswith(DOUBT)


@needs_font
def test_a_photograph_of_nothing_prints_nothing() -> None:
    assert read_images([numpy.full((800, 600, 3), 230, numpy.uint8)])[0].words == []


@needs_font
def test_pages_of_a_tiff_follow_each_other() -> None:
    pages = [Sheet([Run(text, 90, 90, 20)]) for text in ("一、总体情况", "二、主动公开")]
    first, second = render.draw_pages(pages, scan(dpi=100))
    document = read_document(render.encode(first, "TIFF", [second]))
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == ["一、总体情况", "二、主动公开"]


@needs_font
def test_pictures_in_an_archive_are_pages_in_the_order_of_their_names() -> None:
    pages = [Sheet([Run(text, 90, 90, 20)]) for text in ("一、总体情况", "二、主动公开")]
    first, second = (render.encode(page, "JPEG") for page in render.draw_pages(pages, scan(dpi=100)))
    document = read_document(pack({"年报/第10页.jpg": second, "年报/第2页.jpg": first}))
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == ["一、总体情况", "二、主动公开"]


@needs_font
def test_a_page_that_is_a_picture_in_an_ofd() -> None:
    (picture,) = render.draw_pages([Sheet([Run("一、总体情况", 90, 90, 20)])], scan(dpi=100))
    document = read_document(write_scanned_ofd([render.encode(picture)]))
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == ["一、总体情况"]


def test_a_stroke_of_a_letter_is_no_part_of_the_rule_below_it() -> None:
    picture = numpy.full((1170, 827, 3), 255, numpy.uint8)
    for y in (100, 124, 200, 300):
        picture[y : y + 2, 100:701] = 0
    for x in (100, 700):
        picture[100:302, x : x + 2] = 0
    picture[124:302, 400:402] = 0
    picture[104:115, 400:402] = 0
    assert len(find_rules(picture).cells) == 5


def test_straightened_takes_the_skew_away() -> None:
    sheet = set_pages(report_blocks(Sample("cn_2021", 1)))[1]
    bare = Sheet(lines=sheet.lines)
    level, askew = (render.draw_pages([bare], replace(render.Scan(), skew=skew))[0] for skew in (0.0, 1.3))
    assert len(find_rules(straightened(askew)).cells) == len(find_rules(level).cells)


# --- labels ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "mark"), [("林", ""), ("99", ""), ("”", "”")])
@pytest.mark.parametrize("width", [7, 12])
def test_a_small_mark_alone_in_a_line_of_a_label_is_no_character(text: str, mark: str, width: int) -> None:
    """A wrapped label leaves its closing quotation mark for the next line."""
    assert _label(text, Line(Box(0, 0, width, 7), 2), EM) == mark


def test_a_low_stroke_may_be_a_numeral() -> None:
    assert _label("一", Line(Box(0, 0, 16, 2), 1), EM) == "一"


# --- what is believed ------------------------------------------------------------------------------------------------


def test_two_like_readings_are_believed() -> None:
    assert value("27", parts=2) == "27"


@pytest.mark.parametrize(
    "doubtful",
    [
        value("792", "72", parts=3),
        value("27", sure=0.8, parts=2),
        value("l"),
        value(""),
    ],
    ids=["readings differ", "a weak character", "a stroke", "nothing read"],
)
def test_doubt_stands_behind_the_reading(doubtful: str) -> None:
    assert doubtful.endswith(DOUBT)


@pytest.mark.parametrize(
    ("texts", "sure", "text"),
    [
        ("777", (0.8, 1.0, 0.95), "7"),
        ("777", (1.0, 0.5, 1.0), "7"),
        ("777", (0.8, 1.0, 0.85), "7" + DOUBT),
        ("717", (1.0, 0.9, 1.0), "7" + DOUBT),
    ],
)
def test_of_three_readings_all_are_alike_and_two_sure(texts: str, sure: tuple[float, ...], text: str) -> None:
    readings = tuple(Reading(char, (one,)) for char, one in zip(texts, sure, strict=True))
    assert believed([Value(Line(Box(0, 0, 10, 15), 1), readings)], EM) == [text]


def test_more_ink_than_digits_is_in_doubt() -> None:
    assert value("1", parts=2).endswith(DOUBT)


def test_a_narrow_ring_is_a_zero_however_it_was_read() -> None:
    assert value("O", "0") == "0"


def test_a_narrow_ring_read_twice_over_is_one_zero() -> None:
    assert value("0", "O0") == "0"


def test_a_narrow_ring_read_as_a_stop_is_a_zero() -> None:
    assert value("。", "o") == "0"


def test_a_ring_that_is_never_read_as_a_zero_is_in_doubt() -> None:
    assert value("。", "°").endswith(DOUBT)


def test_two_rings_read_as_one_are_in_doubt() -> None:
    assert value("0", "00", width=22, parts=2).endswith(DOUBT)


@pytest.mark.parametrize(("text", "other"), [("0", None), ("。", "o")])
def test_a_low_ring_is_a_stop(text: str, other: str | None) -> None:
    assert value(text, other, width=4, height=6).endswith(DOUBT)


def test_a_wide_ring_may_be_the_letter() -> None:
    assert value("O", width=15).endswith(DOUBT)


def test_a_ring_as_wide_as_a_zero_is_in_some_fonts_is_one() -> None:
    assert value("O", width=13, height=15) == "0"


def test_rings_like_all_others_of_the_page_are_zeros() -> None:
    zero = Value(Line(Box(0, 0, 12, 13), 1), (Reading("0", (1.0,)),) * 2)
    assert believed([zero] * 6, EM) == ["0"] * 6


def test_a_low_stroke_is_no_one() -> None:
    assert value("1", width=2, height=6).endswith(DOUBT)


def test_a_stroke_across_is_a_dash() -> None:
    assert value("一", width=15, height=2) == "—"


# --- files -----------------------------------------------------------------------------------------------------------


def png_of(width: int, height: int) -> bytes:
    """The head of a picture that is not there."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head)) + b"\0\0\0\0IDAT"


@pytest.mark.parametrize("side", [8_000, 10_000, 60_000])
def test_pixels_are_counted_before_they_are_decoded(side: int) -> None:
    with pytest.raises(DocumentError) as error:
        read_image(png_of(side, side))
    assert error.value.reason == "too_large"


def test_truncated_picture_is_unreadable() -> None:
    whole = render.encode(numpy.full((300, 300, 3), 255, numpy.uint8), "JPEG")
    with pytest.raises(DocumentError) as error:
        read_image(whole[: len(whole) // 2])
    assert error.value.reason == "unreadable"


def test_pages_of_a_picture_file_are_counted_first() -> None:
    dot = numpy.zeros((1, 1, 3), numpy.uint8)
    with pytest.raises(DocumentError) as error:
        read_image(render.encode(dot, "TIFF", [dot] * MAX_PAGES))
    assert error.value.reason == "too_large"


def test_a_small_picture_is_no_page() -> None:
    with pytest.raises(DocumentError) as error:
        read_document(render.encode(numpy.zeros((20, 20, 3), numpy.uint8)))
    assert error.value.reason == "empty"


@pytest.mark.parametrize("step", [3, 12, 30])
def test_a_hatched_drawing_prints_nothing(step: int) -> None:
    drawing = numpy.full((1200, 850, 3), 255, numpy.uint8)
    drawing[::step], drawing[:, ::step] = 0, 0
    assert read_images([drawing])[0].words == []


def test_without_the_group_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "extractors.documents.pictures.picture_page", None)
    with pytest.raises(MissingReader, match="ocr"):
        read_images([numpy.zeros((100, 100, 3), numpy.uint8)])
