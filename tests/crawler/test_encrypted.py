"""Files with a password end as such, by `scrapy extract` and in a crawl; what only its editing is locked is read."""

from __future__ import annotations

import io
import json
import struct
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from crawler.commands.extract import extract_file
from crawler.simulator.layout import Span
from crawler.simulator.markup import Text
from crawler.simulator.office import write_docx, write_xlsx
from tests.crawler.crawling import FAST, scrapy
from tests.crawler.fault_server import Answer, Pages, listing, serve
from tests.extractors.documents.render_ole import compound, record, workbook_stream

pytest.importorskip("pypdfium2", reason="group documents")
pytest.importorskip("reportlab", reason="reportlab writes PDF with passwords")
msoffcrypto = pytest.importorskip("msoffcrypto", reason="msoffcrypto-tool writes office files with passwords")

from msoffcrypto.format.ooxml import OOXMLFile
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

TITLE = "松陂镇2021年政府信息公开工作年度报告"
DOCX = write_docx(TITLE, [Text("一、总体情况"), Text("本镇按要求做好公开工作。")])
XLSX = write_xlsx([[[Span("规章"), Span("1")]]])


def pdf(user: str, strength: int) -> bytes:
    """A PDF that its owner locked; a reader needs the password of the user."""
    file = io.BytesIO()
    canvas = Canvas(file, encrypt=StandardEncryption(user, ownerPassword="owner", strength=strength))
    canvas.drawString(72, 700, "Report 2021")
    canvas.save()
    return file.getvalue()


def office(package: bytes) -> bytes:
    """A package that was saved with a password (ECMA-376 agile encryption)."""
    file = io.BytesIO()
    OOXMLFile(io.BytesIO(package)).encrypt("geheim", file)
    return file.getvalue()


def flagged(package: bytes) -> bytes:
    """A zip whose members say that they are encrypted (bit 0 of the flags, in both headers)."""
    data = bytearray(package)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(signature)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(signature, at + 4)
    return bytes(data)


def zipped(name: str, content: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, content)
    return file.getvalue()


ENCRYPTED: Mapping[str, Callable[[], bytes]] = {
    "rc4_40.pdf": lambda: pdf("user", 40),
    "rc4_128.pdf": lambda: pdf("user", 128),
    "agile.docx": lambda: office(DOCX),
    "agile.xlsx": lambda: office(XLSX),
    "word97.doc": lambda: compound({"WordDocument": struct.pack("<10xH", 0x0100) + bytes(600), "1Table": bytes(600)}),
    "excel97.xls": lambda: compound(
        {"Workbook": workbook_stream().replace(record(0x0A), record(0x2F, bytes(54)) + record(0x0A), 1)}
    ),
    "members.docx": lambda: flagged(DOCX),
    "archive.zip": lambda: flagged(zipped("report.txt", TITLE.encode())),
}


@pytest.mark.parametrize("name", ENCRYPTED)
def test_file_with_a_password_is_rejected_as_such(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(ENCRYPTED[name]())
    line = extract_file(tmp_path / name)
    assert isinstance(line, dict)
    assert line["rejected"] == "encrypted"


@pytest.mark.parametrize("strength", [40, 128])
def test_pdf_that_may_only_not_be_changed_is_read(strength: int, tmp_path: Path) -> None:
    (tmp_path / "locked.pdf").write_bytes(pdf("", strength))
    line = extract_file(tmp_path / "locked.pdf")
    assert isinstance(line, dict)
    assert line["rejected"] != "encrypted"


@pytest.fixture(scope="module")
def items(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """Items of pages that bring these files."""
    feed = tmp_path_factory.mktemp("encrypted") / "out.json"
    pages: Pages = {
        f"/{name}.html": Answer(
            f"<html><head><title>{TITLE}</title></head><body><div><h1>{TITLE}</h1><p>发布时间：2022-01-10</p>"
            f"<p>附件：<a href='/f/{name}'>年度报告</a></p></div></body></html>"
        )
        for name in ENCRYPTED
    }
    files: Pages = {
        f"/f/{name}": Answer(made(), content_type="application/octet-stream") for name, made in ENCRYPTED.items()
    }
    entries = {path: f"{TITLE}{number}" for number, path in enumerate(pages)}
    with serve(pages | files | {"/": listing(entries)}) as server:
        scrapy("crawl", "yearly_reports", *FAST, "-a", f"url={server.home}", "-O", str(feed))
    return {item["url"].rpartition("/")[2].removesuffix(".html"): item for item in json.loads(feed.read_text("utf-8"))}


@pytest.mark.parametrize("name", ENCRYPTED)
def test_report_whose_file_has_a_password_says_so(name: str, items: dict[str, dict[str, Any]]) -> None:
    item = items[name]
    (finding,) = (it for it in item["findings"] if it["code"] == "page.document_unread")
    assert ": encrypted: " in finding["message"]
    assert (item["title"], item["tables"], item["document_url"]) == (TITLE, {}, None)
    assert item["attachments"][0]["url"].endswith(f"/f/{name}")
