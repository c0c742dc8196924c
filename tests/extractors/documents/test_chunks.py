"""Documents that a Word document embeds whole stand in their place."""

from __future__ import annotations

import io
import zipfile

import pytest

from crawler.simulator.markup import Text
from crawler.simulator.office import write_docx
from extractors.documents import Document, read_document
from extractors.documents.model import Paragraph, Table
from extractors.documents.office import chunks
from extractors.errors import DocumentError

_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/aFChunk"
HTML = "<html><body><p>甲</p><table><tr><td>规章</td><td>1</td></tr></table></body></html>"
MHTML = f"MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{HTML}"


def embedding(*parts: bytes, external: bool = False) -> bytes:
    """A document that embeds these between two lines."""
    source, file = write_docx("首", [Text("CHUNKS"), Text("尾")]), io.BytesIO()
    mode = ' TargetMode="External"' if external else ""
    entries = "".join(
        f'<Relationship Id="r{number}" Type="{_KIND}" Target="chunk{number}.bin"{mode}/>'
        for number in range(len(parts))
    )
    marks = "".join(
        f'<w:altChunk xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="r{number}"/>'
        for number in range(len(parts))
    )
    with zipfile.ZipFile(io.BytesIO(source)) as whole, zipfile.ZipFile(file, "w") as package:
        for name in whole.namelist():
            data = whole.read(name).decode()
            if name == "word/document.xml":
                data = data.replace('<w:p><w:r><w:t xml:space="preserve">CHUNKS</w:t></w:r></w:p>', marks)
            package.writestr(name, data)
        package.writestr("word/_rels/document.xml.rels", f"<Relationships>{entries}</Relationships>")
        for number, part in enumerate(parts):
            package.writestr(f"word/chunk{number}.bin", part)
    return file.getvalue()


def texts(document: Document) -> list[str]:
    return [
        block.text if isinstance(block, Paragraph) else " ".join(cell.text for cell in block.cells)
        for block in document.blocks
    ]


@pytest.mark.parametrize(
    "part",
    [HTML.encode("gb18030"), MHTML.encode()],
    ids=["HTML", "MHTML"],
)
def test_page_stands_in_its_place(part: bytes) -> None:
    document = read_document(embedding(part))
    assert texts(document) == ["首", "甲", "规章 1", "尾"]
    assert isinstance(document.blocks[2], Table)


def test_documents_and_texts_are_read_too() -> None:
    document = read_document(embedding(write_docx("甲", []), "乙\n丙".encode()))
    assert texts(document) == ["首", "甲", "乙", "丙", "尾"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (embedding(b"\x89PNG\r\n"), "image/png is nothing that Word embeds"),
        (embedding(embedding(HTML.encode())), "a document embedded in an embedded one"),
        (embedding(b""), "no bytes"),
        (embedding(HTML.encode(), external=True), "lies elsewhere"),
    ],
    ids=["picture", "nested", "nothing", "external"],
)
def test_what_is_not_read_is_named(data: bytes, reason: str) -> None:
    (unread,) = read_document(data).unread
    assert reason in unread


def test_embedded_documents_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chunks, "MAX_CHUNKS", 2)
    with pytest.raises(DocumentError) as error:
        read_document(embedding(*[HTML.encode()] * 3))
    assert error.value.reason == "too_large"
