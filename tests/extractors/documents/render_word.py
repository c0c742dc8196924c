"""Known reports written as Word does, with its ways to print the same thing."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from random import Random

import docx
from docx.document import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from crawler.simulator.layout import PhysicalTable, Span
from tests.extractors.shapes import Sample, grid

TITLE = "青禾镇人民政府2020年政府信息公开工作年度报告"
Filling = Callable[[_Cell, str], None]
Drawing = Callable[[Document, PhysicalTable], Table]


def render(
    sample: Sample, *, tables: Drawing | None = None, numbered: bool = False, split: bool = False, margins: bool = False
) -> bytes:
    """A whole report. ``tables`` draws each table, ``numbered`` leaves the headings' numbers to Word."""
    document = docx.Document()
    draw = tables or merged
    if margins:
        document.sections[0].header.paragraphs[0].text = "内部页眉 7"
        document.sections[0].footer.paragraphs[0].text = "第 1 页"
    if numbered:
        add_list(document, 77, "%1、", "chineseCountingThousand")

    def heading(text: str) -> None:
        words = text.partition("、")[2]
        if numbered and words:
            number_paragraph(document.add_paragraph(words), 77)
        else:
            document.add_paragraph(text)

    document.add_paragraph(TITLE)
    heading("一、总体情况")
    document.add_paragraph("本镇按要求做好公开工作。" * 20)
    for title, table in sample.tables(split=split):
        if title:
            heading(title)
        draw(document, table)
        document.add_paragraph("")
    if len(sample.form.tables) > 1:
        heading("五、存在的主要问题及改进情况")
        document.add_paragraph("公开内容还不够全面。")
        heading("六、其他需要报告的事项")
        document.add_paragraph("无。")
    document.add_paragraph("青禾镇人民政府")  # LibreOffice 7.4 loses a table that ends a document
    return saved(document)


def saved(document: Document) -> bytes:
    """The file's bytes."""
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


# --- tables ----------------------------------------------------------------------------------------------------------


def plain(cell: _Cell, text: str) -> None:
    cell.paragraphs[0].add_run(text)


def merged(document: Document, table: PhysicalTable, fill: Filling = plain) -> Table:
    """Spans as merged cells, both ways."""
    rectangle = grid(table)
    drawn = document.add_table(0, len(rectangle[0]))
    drawn.style = "Table Grid"
    for line in rectangle:
        row = OxmlElement("w:tr")
        drawn._tbl.append(row)
        column = 0
        while column < len(line):
            span, begins = line[column] or (Span(""), True)
            across = f'<w:gridSpan w:val="{span.colspan}"/>' if span.colspan > 1 else ""
            down = f'<w:vMerge w:val="{"restart" if begins else "continue"}"/>' if span.rowspan > 1 else ""
            row.append(parse_xml(f"<w:tc {nsdecls('w')}><w:tcPr>{across}{down}</w:tcPr><w:p/></w:tc>"))
            if begins:
                fill(_Cell(row[-1], drawn), span.text)
            column += span.colspan
    return drawn


def in_runs(document: Document, table: PhysicalTable) -> Table:
    """Every character a run of its own, some of them inserted, in links, tags and controls; deleted ones between."""
    rng = Random(3)

    def fill(cell: _Cell, text: str) -> None:
        paragraph = cell.paragraphs[0]._p
        for char in text:
            run = f"<w:r><w:t>{char}</w:t></w:r>"
            deleted = f'<w:del w:id="1" w:author="x"><w:r><w:delText>{rng.randint(1, 9)}</w:delText></w:r></w:del>'
            hidden = f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>{rng.randint(1, 9)}</w:t></w:r>"
            wrapped = rng.choice(
                (
                    run,
                    f'<w:ins w:id="2" w:author="x">{run}</w:ins>',
                    f"<w:sdt><w:sdtContent>{run}</w:sdtContent></w:sdt>",
                    f"<w:hyperlink>{run}</w:hyperlink>",
                    f'<w:smartTag w:element="n">{run}</w:smartTag>',
                    f'<w:fldSimple w:instr="QUOTE 1">{run}</w:fldSimple>',
                )
            )
            for piece in (rng.choice(("", deleted, hidden)), wrapped):
                if piece:
                    paragraph.append(parse_xml(piece.replace(">", f" {nsdecls('w')}>", 1)))

    return merged(document, table, fill)


def broken_labels(document: Document, table: PhysicalTable) -> Table:
    """Labels over several paragraphs and manual line breaks."""

    def fill(cell: _Cell, text: str) -> None:
        if not text or text[0] in "-0123456789":
            plain(cell, text)
            return
        middle = max(len(text) // 2, 2)
        run = cell.paragraphs[0].add_run(text[:1])
        run.add_break()
        run.add_text(text[1:middle])
        cell.add_paragraph(text[middle:])

    return merged(document, table, fill)


def left_out(document: Document, table: PhysicalTable) -> Table:
    """Blank cells at the ends of a row are left out (``gridBefore``, ``gridAfter``)."""
    drawn = merged(document, table)
    for row in drawn._tbl.tr_lst:
        for cells, name in ((row.tc_lst, "w:gridBefore"), (row.tc_lst[::-1], "w:gridAfter")):
            skipped = 0
            for cell in cells[:-1]:
                if cell.vMerge is not None or cell.grid_span > 1 or "".join(cell.itertext()).strip():
                    break
                skipped += 1
                row.remove(cell)
            if skipped:
                mark = OxmlElement(name)
                mark.set(qn("w:val"), str(skipped))
                row.get_or_add_trPr().append(mark)
    return drawn


def in_controls(document: Document, table: PhysicalTable) -> Table:
    """Rows and cells in content controls."""
    drawn = merged(document, table)
    for number, row in enumerate(list(drawn._tbl.tr_lst)):
        if number % 2:
            _wrap(row)
        else:
            _wrap(row.tc_lst[-1])
    return drawn


def with_gone_rows(document: Document, table: PhysicalTable) -> Table:
    """A deleted row and a hidden one with other numbers, at the end."""
    drawn = merged(document, table)
    for mark in ("w:del", "w:hidden"):
        row = OxmlElement("w:tr")
        for text in ("行政许可", "8", "8", "8"):
            cell = parse_xml(f"<w:tc {nsdecls('w')}><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>")
            row.append(cell)
        drawn._tbl.append(row)
        row.get_or_add_trPr().append(OxmlElement(mark))  # type: ignore[attr-defined]
    return drawn


def nested(document: Document, table: PhysicalTable) -> Table:
    """The table in the one cell of another that only lays out the page."""
    frame = document.add_table(2, 1)
    frame.cell(0, 0).paragraphs[0].text = "本页表格"
    inner = merged(document, table)
    cell = frame.cell(1, 0)
    cell._tc.insert(0, inner._tbl)
    return frame


def boxed_values(document: Document, table: PhysicalTable) -> Table:
    """Each value in a table of one cell inside its cell."""

    def fill(cell: _Cell, text: str) -> None:
        if text and text[0] in "-0123456789":
            cell.add_table(1, 1).cell(0, 0).text = text
            cell.add_paragraph()
        else:
            plain(cell, text)

    return merged(document, table, fill)


def _wrap(element: object) -> None:
    control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
    element.addprevious(control)  # type: ignore[attr-defined]
    control.append(content)
    content.append(element)


TABLES: Sequence[Drawing] = (
    merged, in_runs, broken_labels, left_out, in_controls, with_gone_rows, nested, boxed_values,
)  # fmt: skip
DOC_TABLES = tuple(draw for draw in TABLES if draw not in (in_controls, with_gone_rows))
"""What LibreOffice 7.4 writes truly as DOC; of the others texts stand twice, or deleted rows are back."""
RTF_TABLES = tuple(draw for draw in DOC_TABLES if draw not in (in_runs, boxed_values))
"""The same for RTF, in which it leaves out controls and what tables inside cells hold."""


# --- lists -----------------------------------------------------------------------------------------------------------


def add_list(document: Document, number: int, text: str, style: str, *deeper: tuple[str, str]) -> None:
    """Define a list: text and format of each level."""
    root = document.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{fmt}"/><w:suff w:val="nothing"/>'
        f'<w:lvlText w:val="{words}"/></w:lvl>'
        for place, (words, fmt) in enumerate(((text, style), *deeper))
    )
    root.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">{levels}</w:abstractNum>'))
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'))


def number_paragraph(paragraph: Paragraph, number: int, level: int = 0) -> Paragraph:
    """Put a paragraph into a list."""
    properties = paragraph._p.get_or_add_pPr()
    properties.append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')
    )
    return paragraph
