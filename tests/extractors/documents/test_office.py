"""DOC, WPS and RTF come out by way of LibreOffice, within bounds; without it the prose by antiword, or a clear word."""

import os
import shutil
import subprocess
import sys
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from extractors.documents.model import Paragraph, Table
from extractors.documents.office import converted as office
from extractors.documents.office.converted import read_office
from extractors.documents.office.ole import ole_kind
from extractors.documents.sniffing import DOC, RTF, sniff_inside
from extractors.errors import DocumentError, MissingReader
from extractors.tables.read import read_tables
from tests.extractors.documents.render_ole import compound
from tests.extractors.shapes import Sample

pytest.importorskip("docx", reason="python-docx writes the files of these tests")

from tests.extractors.documents.render_office import convert, soffice
from tests.extractors.documents.render_word import TITLE, broken_labels, in_runs, render

pytestmark = pytest.mark.xdist_group("soffice")  # one process, so that a file is written once

ANTIWORD = shutil.which("antiword")
needs_libreoffice = pytest.mark.skipif(soffice() is None, reason="LibreOffice is not installed")
SAMPLES = {"cn_2021": Sample("cn_2021", 5, blanks=0.2), "cn_2014": Sample("cn_2014", 6, blanks=0.2)}
FORMS = {"doc": ("cn_2021", "cn_2014"), "rtf": ("cn_2014",)}


@cache
def converted(ending: str) -> dict[str, bytes]:
    """The reports as one run of LibreOffice writes them."""
    draw = in_runs if ending == "doc" else broken_labels  # in its RTF hidden runs hide the fields behind them
    made = [render(SAMPLES[form], tables=draw, numbered=form == "cn_2021") for form in FORMS[ending]]
    return dict(zip(FORMS[ending], convert(made, "docx", ending), strict=True))


def cells(blocks):
    tables = read_tables(list(enumerate(blocks))).tables
    return {(t, r, c): value for t, rows in tables.items() for r, row in rows.items() for c, value in row.items()}


def only(monkeypatch: pytest.MonkeyPatch, *programs: str) -> None:
    """Hide every program but these."""
    which = shutil.which
    monkeypatch.setattr(office.shutil, "which", lambda name: which(name) if name in programs else None)


@needs_libreoffice
@pytest.mark.parametrize(
    ("form", "ending", "media_type"), [("cn_2021", "doc", DOC), ("cn_2014", "doc", DOC), ("cn_2014", "rtf", RTF)]
)
def test_reports_are_read_cell_for_cell(form, ending, media_type):
    data = converted(ending)[form]
    assert sniff_inside(data) == media_type
    document = read_office(data, media_type)
    assert document.media_type == media_type
    assert cells(document.blocks) == SAMPLES[form].truth
    lines = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    assert lines[0] == TITLE
    assert lines[1].startswith("一、")


RTF_CELLS = {
    "甲": (r"12", "12"),
    "乙": (r"{\v 9}12", "12"),
    "丙": (r"{\deleted 9}12", "12"),
    "丁": (r"12{\super 1}", "12\u20021"),
    "戊": (r"{\field{\*\fldinst QUOTE 1}{\fldrslt 12}}", "12"),
    "己": (r"1{\b 2}", "12"),
}
"""Label → what RTF says of its number, as Word writes it, and what is printed."""


@needs_libreoffice
def test_rtf_is_read_as_it_is_printed():
    def row(label: str, text: str) -> str:
        return rf"\trowd\cellx2000\cellx4000\intbl \u{ord(label)}?\cell {text}\cell\row"

    rows = "\n".join(row(label, text) for label, (text, _) in RTF_CELLS.items())
    (table,) = read_office(f"{{\\rtf1\\ansi {rows}}}".encode(), RTF).blocks
    assert {a.text: b.text for a, b in zip(table.cells[::2], table.cells[1::2], strict=True)} == {
        label: printed for label, (_, printed) in RTF_CELLS.items()
    }


@needs_libreoffice
def test_a_truncated_file_is_unreadable_or_read_in_part():
    data = converted("doc")["cn_2021"]
    with pytest.raises(DocumentError) as error:
        read_office(data[: len(data) // 3], DOC)
    assert error.value.reason == "unreadable"


@needs_libreoffice
def test_nothing_that_a_file_links_to_is_asked_for():
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def handle(self):
            asked.append(self.client_address)

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        link = linked(f"http://127.0.0.1:{server.server_port}/picture.png")
        (data,) = convert([link.encode()], "fodt", "doc")
        asked.clear()  # making the file asks for the picture
        document = read_office(data, DOC)
        server.shutdown()
    assert [block.text for block in document.blocks] == ["甲"]
    assert asked == []


def linked(url: str) -> str:
    """A text document with a picture that it only links to."""
    names = {"office": "office", "text": "text", "draw": "drawing", "svg": "svg-compatible"}
    prefix = "urn:oasis:names:tc:opendocument:xmlns"
    spaces = " ".join(f'xmlns:{short}="{prefix}:{name}:1.0"' for short, name in names.items())
    picture = f'<draw:image xlink:href="{url}" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/>'
    frame = f'<draw:frame text:anchor-type="as-char" svg:width="3cm" svg:height="3cm">{picture}</draw:frame>'
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {spaces} xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2" '
        'office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text>'
        f"<text:p>甲{frame}</text:p></office:text></office:body></office:document>"
    )


@needs_libreoffice
@pytest.mark.skipif(ANTIWORD is None, reason="antiword is not installed")
def test_without_libreoffice_antiword_gives_the_prose(monkeypatch):
    data = converted("doc")["cn_2021"]
    only(monkeypatch, "antiword")
    document = read_office(data, DOC)
    assert not any(isinstance(block, Table) for block in document.blocks)
    assert TITLE in [block.text for block in document.blocks]
    assert cells(document.blocks) == {}


@pytest.mark.parametrize(("data", "media_type"), [(b"{\\rtf1 a}", RTF), (compound({"WordDocument": bytes(600)}), DOC)])
def test_without_any_program_the_reader_is_missing(monkeypatch, data, media_type):
    only(monkeypatch)
    with pytest.raises(MissingReader, match="LibreOffice"):
        read_office(data, media_type)


def test_a_program_that_takes_too_long_is_stopped(monkeypatch, tmp_path):
    monkeypatch.setattr(office, "SECONDS", 1)
    with pytest.raises(DocumentError) as error:
        office._run(["sleep", "60"], tmp_path)
    assert error.value.reason == "too_large"


def test_a_program_ends_with_whoever_runs_it(tmp_path):
    """While the pipe has a writer it has no end: the program is one."""
    os.mkfifo(tmp_path / "alive")
    runs = f"office._run(['/bin/sh', '-c', 'exec sleep 60 >{tmp_path}/alive'], Path('{tmp_path}'))"
    source = f"from pathlib import Path; from extractors.documents.office import converted as office; {runs}"
    process = subprocess.Popen([sys.executable, "-c", source], cwd=Path(__file__).parents[3])
    with (tmp_path / "alive").open("rb") as pipe:
        process.kill()
        process.wait()
        assert pipe.read() == b""


def test_a_program_that_writes_without_end_is_stopped(monkeypatch, tmp_path):
    monkeypatch.setattr(office, "MAX_WRITTEN", 1_000_000)
    status, printed = office._run(["cat", "/dev/zero"], tmp_path)
    assert status != 0
    assert len(printed) <= 1_000_000


def test_a_program_that_takes_too_much_memory_ends(monkeypatch, tmp_path):
    monkeypatch.setattr(office, "MEMORY_KB", 200_000)
    assert office._run(["/bin/sh", "-c", 'x=$(head -c 300000000 /dev/zero | tr "\\0" a)'], tmp_path)[0] != 0


def test_wps_has_the_same_inside():
    assert ole_kind(compound({"WordDocument": bytes(600), "WpsCustomData": b"x"})) == "word"
