"""Reports as files: a Word document and a workbook, no more of either format than readers need."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from xml.sax.saxutils import escape

from crawler.simulator.layout import PhysicalTable, Span
from crawler.simulator.markup import Piece, Text

_MADE = (2021, 1, 1, 0, 0, 0)
"""Time that every member bears: the same report gives the same bytes."""
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument"
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")


def write_docx(title: str, pieces: Sequence[Piece]) -> bytes:
    """Word document of a title, paragraphs and tables with merged cells."""
    body = "".join(_paragraph(piece.text) if isinstance(piece, Text) else _word_table(piece) for piece in pieces)
    document = f'<w:document xmlns:w="{_WORD}"><w:body>{_paragraph(title)}{body}<w:p/></w:body></w:document>'
    types = _types({"/word/document.xml": f"{_TYPE}.wordprocessingml.document.main+xml"})
    return _package(
        {
            "[Content_Types].xml": types,
            "_rels/.rels": _relations({"officeDocument": "word/document.xml"}),
            "word/document.xml": document,
        }
    )


def write_xlsx(tables: Sequence[PhysicalTable]) -> bytes:
    """Workbook with a sheet for each table; plain numbers are numbers, all else is text."""
    sheets = {f"sheet{number}": table for number, table in enumerate(tables, start=1)}
    listed = "".join(
        f'<sheet name="表{number}" sheetId="{number}" r:id="rId{number}"/>' for number in range(1, len(sheets) + 1)
    )
    names = {f"/xl/worksheets/{name}.xml": f"{_TYPE}.spreadsheetml.worksheet+xml" for name in sheets}
    return _package(
        {
            "[Content_Types].xml": _types({"/xl/workbook.xml": f"{_TYPE}.spreadsheetml.sheet.main+xml"} | names),
            "_rels/.rels": _relations({"officeDocument": "xl/workbook.xml"}),
            "xl/workbook.xml": f'<workbook xmlns="{_SHEET}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": _relations(*({"worksheet": f"worksheets/{name}.xml"} for name in sheets)),
            **{f"xl/worksheets/{name}.xml": _sheet(table) for name, table in sheets.items()},
        }
    )


def placed(table: PhysicalTable) -> Iterator[tuple[int, int, Span]]:
    """(row, column, span) of every cell, at its upper left place."""
    taken: set[tuple[int, int]] = set()
    for row, spans in enumerate(table):
        column = 0
        for span in spans:
            while (row, column) in taken:
                column += 1
            taken |= {(row + i, column + j) for i in range(span.rowspan) for j in range(span.colspan)}
            yield row, column, span
            column += span.colspan


def _paragraph(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def _word_table(table: PhysicalTable) -> str:
    rows: list[dict[int, str]] = [{} for _ in table]
    for row, column, span in placed(table):
        wide = f'<w:gridSpan w:val="{span.colspan}"/>' if span.colspan > 1 else ""
        for below in range(span.rowspan):
            merge = (
                f"<w:vMerge{'' if below else ' w:val=' + chr(34) + 'restart' + chr(34)}/>" if span.rowspan > 1 else ""
            )
            text = _paragraph("" if below else span.text)
            rows[row + below][column] = f"<w:tc><w:tcPr>{wide}{merge}</w:tcPr>{text}</w:tc>"
    width = max(column + span.colspan for _, column, span in placed(table))
    lines = "".join(f"<w:tr>{''.join(cells[column] for column in sorted(cells))}</w:tr>" for cells in rows)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{'<w:gridCol/>' * width}</w:tblGrid>{lines}</w:tbl>"


def _sheet(table: PhysicalTable) -> str:
    rows: dict[int, list[str]] = {}
    merged: list[str] = []
    for row, column, span in placed(table):
        place = f"{_letters(column)}{row + 1}"
        if span.colspan > 1 or span.rowspan > 1:
            merged.append(f"{place}:{_letters(column + span.colspan - 1)}{row + span.rowspan}")
        if _NUMBER.fullmatch(span.text):
            cell = f'<c r="{place}"><v>{span.text}</v></c>'
        else:
            text = f'<is><t xml:space="preserve">{escape(span.text)}</t></is>'
            cell = f'<c r="{place}" t="inlineStr">{text}</c>' if span.text else f'<c r="{place}"/>'
        rows.setdefault(row, []).append(cell)
    lines = "".join(f'<row r="{row + 1}">{"".join(cells)}</row>' for row, cells in sorted(rows.items()))
    spans = f'<mergeCells count="{len(merged)}">{"".join(f"<mergeCell ref={chr(34)}{it}{chr(34)}/>" for it in merged)}</mergeCells>'
    return f'<worksheet xmlns="{_SHEET}"><sheetData>{lines}</sheetData>{spans if merged else ""}</worksheet>'


def _letters(column: int) -> str:
    """Name of a column, counted from zero.

    >>> _letters(0), _letters(25), _letters(26)
    ('A', 'Z', 'AA')
    """
    high, low = divmod(column, 26)
    return (_letters(high - 1) if high else "") + chr(ord("A") + low)


def _types(parts: Mapping[str, str]) -> str:
    overrides = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in parts.items())
    defaults = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
    )
    return f'<Types xmlns="{_PACKAGE}/content-types">{defaults}{overrides}</Types>'


def _relations(*relations: Mapping[str, str]) -> str:
    pairs = [pair for relation in relations for pair in relation.items()]
    entries = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(pairs, start=1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{entries}</Relationships>'


def _package(parts: Mapping[str, str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _MADE), _HEAD + text, zipfile.ZIP_DEFLATED)
    return file.getvalue()
