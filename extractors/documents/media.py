"""Which reader reads which medium, and what every reader owes: a document that prints something, or the reason why not."""

from __future__ import annotations

import re

from extractors.documents import sniffing
from extractors.documents.model import Document, Paragraph, Table
from extractors.errors import DocumentError
from extractors.numbers import DOUBT

MAX_BLOCKS = 50_000
"""Paragraphs and tables of one document; a report has some hundreds."""
_IN_DOUBT = re.compile(rf"[0-9.,]{{0,30}}{DOUBT}[0-9.,{DOUBT}]{{0,60}}")


def read_medium(data: bytes, media_type: str) -> Document:
    """Read a document that is neither HTML nor plain text. :exc:`~extractors.errors.DocumentError` says why it can't be.

    Readers are other people's code on hostile bytes: whatever they raise is the reason why this document is unread.
    """
    try:
        document = _read(data, media_type)
    except DocumentError:
        raise
    except MemoryError as error:
        raise DocumentError("too_large", f"{media_type}: needs more memory than a document may") from error
    except RecursionError as error:
        raise DocumentError("too_large", f"{media_type}: nested too deeply") from error
    except Exception as error:
        raise DocumentError("unreadable", f"{media_type}: {type(error).__name__}: {str(error)[:200]}") from error
    if len(document.blocks) > MAX_BLOCKS:
        raise DocumentError("too_large", f"{len(document.blocks)} paragraphs and tables, more than {MAX_BLOCKS}")
    if not any(block.chars if isinstance(block, Table) else block.text.strip() for block in document.blocks):
        raise DocumentError("empty", f"{media_type}: prints no text")
    document.blocks = [
        block._replace(text=blot(block.text)) if isinstance(block, Paragraph) and DOUBT in block.text else block
        for block in document.blocks
    ]
    return document


def blot(text: str) -> str:
    r"""Put doubt in place of a whole number of which one digit is doubtful, so that nothing reads the rest as a number.

    >>> blot("发布信息1\ufffd8条，其中5条") == "发布信息\ufffd\ufffd\ufffd条，其中5条"
    True
    """
    return _IN_DOUBT.sub(lambda match: DOUBT * len(match[0]), text)


def _read(data: bytes, media_type: str) -> Document:
    """Readers are imported when a document needs them: what they are made of is optional."""
    match media_type:
        case sniffing.PDF:
            from extractors.documents.paper.pdf import read_pdf

            return read_pdf(data)
        case sniffing.DOCX:
            from extractors.documents.office.word import read_docx

            return read_docx(data)
        case sniffing.XLSX | sniffing.XLS | sniffing.SHEETML:
            from extractors.documents.office.workbook import read_workbook

            return read_workbook(data)
        case sniffing.DOC | sniffing.RTF:
            from extractors.documents.office.converted import read_office

            return read_office(data, media_type)
        case sniffing.MHTML:
            from extractors.documents.web.mhtml import read_mhtml

            return read_mhtml(data)
        case sniffing.WORDML | sniffing.FLAT:
            from extractors.documents.office.word_xml import read_word_xml

            return read_word_xml(data, media_type)
        case sniffing.OFD:
            from extractors.documents.paper.ofd import read_ofd

            return read_ofd(data)
        case sniffing.ZIP | sniffing.RAR:
            from extractors.documents.archive import read_archive

            return read_archive(data)
        case "image/png" | "image/jpeg" | "image/gif" | "image/bmp" | "image/tiff":
            from extractors.documents.pictures.ocr import read_image

            return read_image(data)
    raise DocumentError("unreadable", f"{media_type}: no reader for this medium")
