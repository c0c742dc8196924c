"""Office files whose pages are pictures are read as scans are, or say what that needs."""

from __future__ import annotations

import io
import struct
import zlib

import pytest

from extractors.documents import Paragraph, read_document
from extractors.documents.layout.printed import PrintedPage, Word
from extractors.documents.office import scans
from extractors.documents.sniffing import DOCX, XLSX
from extractors.errors import DocumentError, MissingReader

docx = pytest.importorskip("docx", reason="python-docx writes the files of these tests")
openpyxl = pytest.importorskip("openpyxl", reason="openpyxl writes the files of these tests")

from openpyxl.drawing.image import Image

from tests.extractors.documents.render_word import saved


def png(number: int, size: int = 5_000) -> bytes:
    """A picture of one pixel that is the size of a page, no two alike."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    parts = [
        (b"IHDR", head),
        (b"tEXt", b"n\0" + b"%d" % number * size),
        (b"IDAT", zlib.compress(b"\0\0")),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*part) for part in parts)


def word(*content: str | bytes) -> bytes:
    """A Word document of lines and pictures."""
    document = docx.Document()
    for part in content:
        if isinstance(part, str):
            document.add_paragraph(part)
        else:
            document.add_picture(io.BytesIO(part))
    return saved(document)


def book(*pictures: bytes) -> bytes:
    """A workbook of pictures."""
    workbook = openpyxl.Workbook()
    for number, picture in enumerate(pictures):
        workbook.active.add_image(Image(io.BytesIO(picture)), f"A{9 * number + 1}")
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Which pictures were read; on each stands its turn."""
    given: list[bytes] = []

    def read_pages(data: bytes) -> list[PrintedPage]:
        given.append(data)
        return [PrintedPage(600, 800, [Word(f"第{'零一二三'[len(given)]}页", 50, 50, 90, 60)])]

    monkeypatch.setattr(scans, "read_pages", read_pages)
    return given


@pytest.fixture
def missing(monkeypatch: pytest.MonkeyPatch) -> None:
    def read_pages(data: bytes) -> list[PrintedPage]:
        raise MissingReader("ocr")

    monkeypatch.setattr(scans, "read_pages", read_pages)


def lines(data: bytes) -> list[str]:
    return [block.text for block in read_document(data).blocks if isinstance(block, Paragraph)]


@pytest.mark.parametrize(("make", "media_type"), [(word, DOCX), (book, XLSX)])
def test_pictures_are_read_in_their_order(make, media_type, read) -> None:
    pages = [png(1), png(2)]
    document = read_document(make(*pages))
    assert (document.media_type, read) == (media_type, pages)
    assert [block.text for block in document.blocks] == ["第一页", "第二页"]


def test_what_is_written_stands_before_the_pictures(read) -> None:
    assert lines(word("年度报告", png(1), "附后")) == ["年度报告", "附后", "第一页"]


def test_picture_that_is_shown_twice_is_read_once(read) -> None:
    assert lines(word(png(1), png(1))) == ["第一页"]


def test_small_picture_is_no_page(read) -> None:
    assert lines(word("年度报告", png(1, size=100))) == ["年度报告"]
    assert read == []


def test_report_in_words_needs_no_pictures(read) -> None:
    lines(word("本镇按要求做好公开工作。" * 100, png(1)))
    document = docx.Document()
    document.add_table(2, 2).cell(0, 0).text = "规章"
    document.add_picture(io.BytesIO(png(1)))
    read_document(saved(document))
    assert read == []


@pytest.mark.parametrize("make", [word, book])
def test_pictures_alone_name_the_group_that_reads_them(make, missing) -> None:
    with pytest.raises(MissingReader, match="group 'ocr'"):
        read_document(make(png(1)))


def test_beside_words_unread_pictures_are_named(missing) -> None:
    document = read_document(word("年度报告", png(1), png(2)))
    assert document.unread == ["2 pictures: needs the optional group 'ocr', which is not installed"]


def test_more_pictures_than_a_report_has_pages_are_not_read(read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scans, "MAX_PICTURES", 1)
    assert read_document(word(png(1), png(2))).unread == ["2 pictures, more than 1: the others"]
    assert len(read) == 1


def test_pictures_that_cannot_be_read_are_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scans, "sniff", lambda data: "application/octet-stream")
    with pytest.raises(DocumentError, match=r"image1\.png: a picture of a kind for which there is no reader") as error:
        read_document(word(png(1)))
    assert error.value.reason == "empty"
