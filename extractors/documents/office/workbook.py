"""Workbooks to Document: XLSX, Excel's XML of 2003, and XLS and ET of before."""

from __future__ import annotations

from collections.abc import Iterable

from extractors.documents.model import Document
from extractors.documents.office.scans import add_scans
from extractors.documents.office.sheet import Sheet, sheet_blocks
from extractors.documents.office.sheetml import sheetml_sheets
from extractors.documents.office.xls import xls_sheets
from extractors.documents.office.xlsx import xlsx_pictures, xlsx_sheets
from extractors.documents.sniffing import OLE, SHEETML, XLS, XLSX, sniff
from extractors.errors import DocumentError


def read_workbook(data: bytes) -> Document:
    """Read a workbook, sheet by sheet; hidden sheets are left out. An XLSX that prints little is read like a scan.

    :exc:`~extractors.errors.DocumentError` where it is broken, encrypted, too large, or prints nothing;
    :exc:`~extractors.errors.MissingReader` where what reads XLS is not installed.
    """
    media_type = sniff(data)
    if media_type == OLE:
        document = _document(XLS, xls_sheets(data))
    elif media_type == SHEETML:
        document = _document(SHEETML, sheetml_sheets(data))
    else:
        document = _document(XLSX, xlsx_sheets(data))
        add_scans(document, *xlsx_pictures(data))
    if not document.blocks:
        raise DocumentError("empty", "; ".join(["a workbook that prints nothing", *document.unread]))
    return document


def _document(media_type: str, sheets: Iterable[Sheet]) -> Document:
    return Document(media_type, blocks=[block for sheet in sheets for block in sheet_blocks(sheet)])
