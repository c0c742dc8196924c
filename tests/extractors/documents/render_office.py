"""Reports as office programs print them: DOCX and HTML in many looks, and what LibreOffice makes of them.

LibreOffice is started once for many files. It sets the lines itself: labels and numbers wrap in narrow cells, rows are cut
by page breaks, and nothing but the rules and the places of the text tells what belongs together.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt
from docx.table import Table, _Cell

from crawler.simulator.layout import PhysicalTable
from crawler.simulator.markup import Piece, Text
from tests.extractors.documents.office_fonts import folders, write_config
from tests.extractors.documents.render_word import merged, saved
from tests.extractors.shapes import grid

SECONDS = 600
"""For one run of LibreOffice over many files."""
_BATCH = 100
"""Files of one run: LibreOffice 7.4 ends without a word after some two hundred."""
FONTS = (
    ("宋体", "SimSun", "Noto Serif CJK SC"),
    ("黑体", "SimHei", "Noto Sans CJK SC", "WenQuanYi Zen Hei"),
    ("仿宋", "FangSong", "AR PL UMing CN"),
)
"""Families by their names here and there; LibreOffice takes the last one if it knows it, or one of its own choice."""
LATIN = ("Times New Roman", "Arial", "")
"""Fonts of digits; empty: the same as for Chinese."""


@dataclass(frozen=True, slots=True)
class OfficeLook:
    """How a report is set."""

    fonts: Sequence[str] = FONTS[0]
    latin: str = ""
    size: float = 9.0
    """Points, in tables."""
    page: tuple[float, float] = (21.0, 29.7)
    """Centimetres."""
    margin: float = 2.5
    rules: str = "grid"
    """``grid``, ``rows`` (only between rows) or ``none``."""
    label: float = 1.0
    """How many times as wide as a column of values the first columns of labels are."""
    padding: float = 0.19
    """Centimetres at the sides of a cell; 0.19 is Word's own."""
    align: str = "center"
    cut_rows: bool = True
    """Whether a page break may go through a row."""
    repeat_header: bool = False


def some_office_look(rng: Random) -> OfficeLook:
    """Any look in which rules bound every cell."""
    tall = rng.choice(((21.0, 29.7), (21.0, 29.7), (18.4, 26.0)))
    return OfficeLook(
        fonts=rng.choice(FONTS),
        latin=rng.choice(LATIN),
        size=rng.choice((7.5, 9.0, 10.5, 12.0)),
        page=rng.choice((tall, tall, (tall[1], tall[0]))),
        margin=rng.choice((1.5, 2.0, 2.5, 3.18)),
        label=rng.choice((1.0, 1.5, 2.5)),
        padding=rng.choice((0.0, 0.05, 0.1, 0.19, 0.19)),
        align=rng.choice(("left", "center", "center", "right")),
        cut_rows=rng.random() < 0.6,
        repeat_header=rng.random() < 0.3,
    )


def soffice() -> str | None:
    """LibreOffice, where it is installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def convert(files: Sequence[bytes], source: str, target: str) -> list[bytes]:
    """The files in another format, by few runs of LibreOffice; ``source`` and ``target`` are endings of names.

    It knows the fonts of :mod:`office_fonts` and no others; where they are not installed, those of the machine.
    """
    return [
        data
        for first in range(0, len(files), _BATCH)
        for data in _converted(files[first : first + _BATCH], source, target)
    ]


def _converted(files: Sequence[bytes], source: str, target: str) -> list[bytes]:
    program = soffice()
    assert program is not None
    with TemporaryDirectory(prefix="nianbao-") as folder:
        place = Path(folder)
        names = [f"r{number:05}" for number in range(len(files))]
        for name, data in zip(names, files, strict=True):
            (place / f"{name}.{source}").write_bytes(data)
        command = [program, "--headless", f"-env:UserInstallation={(place / 'profile').as_uri()}"]
        command += ["--convert-to", target, "--outdir", str(place / "made")]
        command += [str(place / f"{name}.{source}") for name in names]
        environment = {**os.environ, "LC_ALL": "C.UTF-8"}
        if folders():
            write_config(place / "fonts.conf")
            environment["FONTCONFIG_FILE"] = str(place / "fonts.conf")
        subprocess.run(command, check=True, capture_output=True, timeout=SECONDS, env=environment)
        return [(place / "made" / f"{name}.{target}").read_bytes() for name in names]


def prints(pdf: bytes, pieces: Sequence[Piece]) -> bool:
    """Whether a PDF prints all characters of the report: LibreOffice 7.4 loses rows of some tables at page breaks."""
    from pypdfium2 import PdfDocument

    with PdfDocument(pdf) as document:
        pages = list(document)
        printed = Counter("".join(page.get_textpage().get_text_bounded(*page.get_bbox()) for page in pages))
    texts = [piece.text if isinstance(piece, Text) else _text(piece) for piece in pieces]
    wanted = Counter("".join("".join(texts).split()))
    return all(printed[char] >= count for char, count in wanted.items() if char.isalnum())


def _text(table: PhysicalTable) -> str:
    return "".join(span.text for line in table for span in line)


# --- DOCX ------------------------------------------------------------------------------------------------------------

_ALIGN = {"left": WD_ALIGN_PARAGRAPH.LEFT, "center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT}


def render_docx(title: str, pieces: Sequence[Piece], look: OfficeLook) -> bytes:
    """The report as Word would keep it, column widths fixed."""
    document = docx.Document()
    _set_page(document, look)
    _paragraph(document, title, look, 18, "center")
    for piece in pieces:
        if isinstance(piece, Text):
            text = piece.text if piece.place == "right" else "　　" + piece.text
            _paragraph(document, text, look, 14, "right" if piece.place == "right" else "left")
        else:
            _table(document, piece, look)
    return saved(document)


def _set_page(document: Document, look: OfficeLook) -> None:
    section = document.sections[0]
    width, height = look.page
    section.orientation = WD_ORIENT.LANDSCAPE if width > height else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Cm(width), Cm(height)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(look.margin)


def _paragraph(document: Document, text: str, look: OfficeLook, size: float, align: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = _ALIGN[align]
    _run(paragraph.add_run(text)._r, look, size)


def _run(run: object, look: OfficeLook, size: float) -> None:
    latin = look.latin or look.fonts[-1]
    fonts = f'w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{look.fonts[-1]}"'
    marks = f'<w:rPr {nsdecls("w")}><w:rFonts {fonts}/><w:sz w:val="{round(2 * size)}"/></w:rPr>'
    run.insert(0, parse_xml(marks))  # type: ignore[attr-defined]


def _table(document: Document, table: PhysicalTable, look: OfficeLook) -> None:
    def fill(cell: _Cell, text: str) -> None:
        paragraph = cell.paragraphs[0]
        paragraph.alignment = _ALIGN[look.align]
        paragraph.paragraph_format.space_after = Pt(0)
        _run(paragraph.add_run(text)._r, look, look.size)

    drawn = merged(document, table, fill)
    drawn.autofit = False
    _set_widths(drawn, table, look)
    _set_borders(drawn, look)
    header = next((index for index, line in enumerate(table) if not all(span.label for span in line)), 0)
    for index, row in enumerate(drawn._tbl.tr_lst):
        properties = row.get_or_add_trPr()
        if not look.cut_rows:
            properties.append(OxmlElement("w:cantSplit"))
        if look.repeat_header and index < header:
            properties.append(OxmlElement("w:tblHeader"))
    document.add_paragraph("")


def column_shares(table: PhysicalTable, label: float) -> list[float]:
    """Share of the width for each column; the first ones, of labels, get ``label`` times what the others get."""
    rectangle = grid(table)
    count = len(rectangle[0])
    values = [c for c in range(count) if any(line[c] is not None and not line[c][0].label for line in rectangle)]
    parts = [1.0 if column in values else label for column in range(count)]
    return [part / sum(parts) for part in parts]


def _set_widths(drawn: Table, table: PhysicalTable, look: OfficeLook) -> None:
    room = (look.page[0] - 2 * look.margin) / 2.54 * 1440
    widths = [round(share * room) for share in column_shares(table, look.label)]
    for column, width in zip(drawn._tbl.tblGrid.gridCol_lst, widths, strict=True):
        column.set(qn("w:w"), str(width))
    for row in drawn._tbl.tr_lst:
        at = 0
        for cell in row.tc_lst:
            span = cell.grid_span
            own = parse_xml(f'<w:tcW {nsdecls("w")} w:w="{sum(widths[at : at + span])}" w:type="dxa"/>')
            cell.get_or_add_tcPr().insert(0, own)
            at += span


def _set_borders(drawn: Table, look: OfficeLook) -> None:
    properties = drawn._tbl.tblPr
    sides = {"grid": "top left bottom right insideH insideV", "rows": "top bottom insideH", "none": ""}[look.rules]
    lines = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>' for side in sides.split())
    drawn.style = None
    properties.append(parse_xml(f"<w:tblBorders {nsdecls('w')}>{lines}</w:tblBorders>"))
    pad = round(look.padding / 2.54 * 1440)
    margins = "".join(f'<w:{side} w:w="{pad}" w:type="dxa"/>' for side in ("left", "right"))
    properties.append(parse_xml(f"<w:tblCellMar {nsdecls('w')}>{margins}</w:tblCellMar>"))


# --- HTML ------------------------------------------------------------------------------------------------------------


def render_html(title: str, pieces: Sequence[Piece], look: OfficeLook) -> bytes:
    """The report as a web page that is printed."""
    fonts = ",".join(f"'{name}'" for name in (*((look.latin,) if look.latin else ()), look.fonts[-1]))
    width, height = look.page
    parts = [f"<h1 style='text-align:center;font-size:18pt'>{escape(title)}</h1>"]
    for piece in pieces:
        if isinstance(piece, Text):
            align = "right" if piece.place == "right" else "left"
            parts.append(f"<p style='text-align:{align};font-size:14pt'>{escape(piece.text)}</p>")
        else:
            parts.append(_html_table(piece, look))
    return (
        f"<html><head><meta charset='utf-8'><style>@page{{size:{width}cm {height}cm;margin:{look.margin}cm}}"
        f"body,p,td{{font-family:{fonts}}} td p{{margin:0}}</style></head><body>{''.join(parts)}</body></html>"
    ).encode()


def _html_table(table: PhysicalTable, look: OfficeLook) -> str:
    shares = "".join(f"<col width='{100 * share:.2f}%'>" for share in column_shares(table, look.label))
    border = {"grid": "border:1px solid black", "rows": "border-top:1px solid black", "none": "border:none"}[look.rules]
    style = f"{border};padding:0 {look.padding}cm"
    rows = []
    for line in table:
        cells = "".join(
            f"<td style='{style}' colspan={span.colspan} rowspan={span.rowspan} align={look.align}>"
            f"<p style='font-size:{look.size}pt' align={look.align}>{escape(span.text)}</p></td>"
            for span in line
        )
        rows.append(f"<tr>{cells}</tr>")
    return f"<table width='100%' style='border-collapse:collapse'>{shares}{''.join(rows)}</table><p></p>"
