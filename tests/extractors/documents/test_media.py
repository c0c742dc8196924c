"""By what it holds a file is known, never by its name; and every reader owes a document or a reason."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from crawler.simulator.layout import Span
from crawler.simulator.markup import Text
from crawler.simulator.office import write_docx, write_xlsx
from extractors.documents import Document, Paragraph, media, read_document, sniffing
from extractors.errors import DocumentError
from extractors.numbers import DOUBT

DOCX_BYTES = write_docx("年度报告", [Text("一、总体情况")])


def zipped(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (DOCX_BYTES, sniffing.DOCX),
        (write_xlsx([[[Span("1")]]]), sniffing.XLSX),
        (zipped("OFD.xml", "Doc_0/Document.xml"), sniffing.OFD),
        (zipped("年报.docx", "附表.xlsx"), sniffing.ZIP),
        (zipped("word/document.xml"), sniffing.ZIP),
        (b"PK\x03\x04 cut off", sniffing.ZIP),
        (b"{\\rtf1 }", sniffing.RTF),
        (b"\r\n junk before it\n%PDF-1.5\n1 0 obj endobj", sniffing.PDF),
        ("年报的电子版以%PDF-开头".encode(), sniffing.PLAIN),
    ],
    ids=["docx", "xlsx", "ofd", "zip of documents", "zip of a part", "zip cut off", "rtf", "pdf behind junk", "prose"],
)
def test_containers_are_known_by_what_is_in_them(data: bytes, expected: str) -> None:
    assert sniffing.sniff_inside(data) == expected


def test_archive_that_holds_a_stored_document_is_an_archive() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("年报.docx", DOCX_BYTES)
    assert sniffing.sniff_inside(file.getvalue()) == sniffing.ZIP


def test_word_document_with_the_name_of_another_program_is_one() -> None:
    assert read_document(DOCX_BYTES, "application/vnd.ms-works").media_type == sniffing.DOCX


def test_broken_compound_file_is_unreadable() -> None:
    with pytest.raises(DocumentError) as caught:
        read_document(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + struct.pack("<I", 7) * 200)
    assert caught.value.reason == "unreadable"


@pytest.mark.parametrize(
    ("raised", "reason"),
    [
        (KeyError("x"), "unreadable"),
        (RecursionError(), "too_large"),
        (MemoryError(), "too_large"),
        (DocumentError("encrypted", ""), "encrypted"),
    ],
)
def test_whatever_a_reader_raises_is_the_reason(
    raised: Exception, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(data: bytes, media_type: str) -> Document:
        raise raised

    monkeypatch.setattr(media, "_read", read)
    with pytest.raises(DocumentError) as caught:
        read_document(b"%PDF-1.4")
    assert caught.value.reason == reason


def test_number_with_a_doubtful_digit_is_read_by_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    blocks = [Paragraph(f"发布信息1{DOUBT}8条，其中5条"), Paragraph(f"电话：{DOUBT}5550101")]
    monkeypatch.setattr(media, "_read", lambda data, media_type: Document("image/png", blocks=[*blocks]))
    assert [
        block.text for block in read_document(b"\x89PNG\x00\x01\x02\x03").blocks if isinstance(block, Paragraph)
    ] == [
        f"发布信息{DOUBT * 3}条，其中5条",
        f"电话：{DOUBT * 8}",
    ]
