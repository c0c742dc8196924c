"""XML from outside must not read files, ask anybody, or grow without end: sitemaps, OOXML, OFD, SpreadsheetML."""

from __future__ import annotations

import ast
import io
import time
import zipfile
from pathlib import Path

import pytest

from crawler.simulator.markup import Text
from crawler.simulator.office import write_docx
from crawler.walking.sitemaps import SitemapError, read_sitemap
from extractors.documents import read_document
from extractors.errors import DocumentError
from tests.crawler.crawling import PROJECT
from tests.extractors.documents.render_ofd import pack

SECRET = "n0body-may-read-this"
LAUGHS = (
    '<!DOCTYPE d [<!ENTITY e0 "ha">' + "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10)) + "]>"
)
SOURCES = [path for package in ("crawler", "extractors") for path in sorted((PROJECT / package).rglob("*.py"))]


@pytest.fixture
def outside(tmp_path: Path) -> str:
    """A document type that wants a file of ours."""
    file = tmp_path / "secret"
    file.write_text(SECRET)
    return f'<!DOCTYPE d [<!ENTITY e9 SYSTEM "{file.as_uri()}"><!ENTITY % p SYSTEM "{file.as_uri()}"> %p;]>'


def docx(xml: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(write_docx("年报", [Text("一")]))) as whole, zipfile.ZipFile(file, "w") as changed:
        for name in whole.namelist():
            changed.writestr(name, xml if name == "word/document.xml" else whole.read(name))
    return file.getvalue()


def ofd(xml: str) -> bytes:
    return pack({"OFD.xml": xml})


def spreadsheet_ml(xml: str) -> bytes:
    """What old versions of Excel save as XML, which is read as a page."""
    head, _, rest = xml.partition("]>")
    return (f'<?xml version="1.0"?>{head}]><?mso-application progid="Excel.Sheet"?>{rest}').encode()


def said(data: bytes) -> str:
    """What comes out, be it text or the reason for none."""
    try:
        return "\n".join(str(block) for block in read_document(data).blocks)
    except DocumentError as error:
        return str(error)


@pytest.mark.parametrize("write", [docx, ofd, spreadsheet_ml])
def test_document_reads_no_file_of_ours(write, outside: str) -> None:
    assert SECRET not in said(write(f"{outside}<d><p>&e9;</p></d>"))


@pytest.mark.parametrize("write", [docx, ofd, spreadsheet_ml])
def test_document_does_not_grow_without_end(write) -> None:
    start = time.process_time()
    assert len(said(write(f"{LAUGHS}<d><p>&e9;</p></d>"))) < 10_000
    assert time.process_time() - start < 2


def test_sitemap_reads_no_file_of_ours_and_does_not_grow(outside: str) -> None:
    entry = "<urlset><url><loc>http://a.example/&e9;</loc></url></urlset>"
    start = time.process_time()
    for head in (outside, LAUGHS):
        try:
            pages = read_sitemap(f"{head}{entry}".encode()).pages
        except SitemapError:
            continue
        assert all(SECRET not in page and len(page) < 100 for page in pages)
    assert time.process_time() - start < 2


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PROJECT)))
def test_every_parser_of_xml_is_told_to_resolve_nothing(path: Path) -> None:
    for call in (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)):
        name, told = ast.unparse(call.func), {word.arg: ast.unparse(word.value) for word in call.keywords}
        if name in ("etree.XMLParser", "etree.iterparse"):
            assert (told.get("resolve_entities"), told.get("no_network")) == ("False", "True")
        elif name in ("etree.fromstring", "etree.parse", "etree.XML"):
            assert len(call.args) == 2, f"line {call.lineno}: the default parser resolves entities"
        assert not name.startswith(("minidom.", "ElementTree.", "sax.", "pulldom."))
