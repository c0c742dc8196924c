"""What a hostile file breaks is the process that reads it: every such file has a named outcome, within bounds."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from crawler.simulator.markup import Text
from crawler.simulator.office import write_docx
from extractors.documents import Document, Paragraph, isolated
from extractors.documents.isolated import Limits, read_isolated
from extractors.documents.sniffing import DOCX
from extractors.errors import DocumentError

DOCX_BYTES = write_docx("松陂镇2021年政府信息公开工作年度报告", [Text("一、总体情况")])
MEGABYTE = 1 << 20
linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds a process's memory")


def refused(data: bytes, limits: Limits | None = None) -> tuple[str, str]:
    outcome = read_isolated(data, limits=limits)
    assert isinstance(outcome, DocumentError), outcome
    return outcome.reason, str(outcome)


def package(*parts: bytes) -> bytes:
    """A Word document whose XML is these parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(DOCX_BYTES)) as whole, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as changed:
        for name in whole.namelist():
            with changed.open(name, "w") as member:
                for part in parts if name == "word/document.xml" else [whole.read(name)]:
                    member.write(part)
    return file.getvalue()


def program(reads: str) -> str:
    """The process with another reader in it."""
    return (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from extractors.documents import worker\n"
        f"def read_document(data):\n    {reads}\n"
        "worker.read_document = read_document\n"
        "worker.main(sys.argv[2])"
    )


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch):
    return lambda reads: monkeypatch.setattr(isolated, "_START", program(reads))


def test_document_comes_out_as_it_was_read() -> None:
    document = read_isolated(DOCX_BYTES)
    assert isinstance(document, Document)
    assert document.media_type == DOCX
    assert Paragraph("一、总体情况") in [
        Paragraph(block.text) for block in document.blocks if isinstance(block, Paragraph)
    ]


def test_process_loads_what_reads_documents_and_nothing_of_reports() -> None:
    code = "import sys; from extractors.documents import worker; print(*(name for name in sys.modules if name.startswith('extractors.')))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], cwd=isolated._ROOT, capture_output=True, text=True, check=True
    )
    assert "extractors.documents" in loaded.stdout.split()
    assert not {"extractors.stages", "extractors.agency", "extractors.tables"} & set(loaded.stdout.split())


def test_pages_and_texts_are_read_without_a_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolated.subprocess, "Popen", None)
    document = read_isolated("<p>HTML saved as a .doc</p>".encode("gb18030"), "application/msword")
    assert isinstance(document, Document)
    assert (document.media_type, document.blocks[0]) == ("text/html", Paragraph("HTML saved as a .doc", tag="p"))
    assert refused(b"")[0] == "empty"


@pytest.mark.parametrize("cut", [10, 200, len(DOCX_BYTES) - 30])
def test_truncated_document_is_unreadable(cut: int) -> None:
    assert refused(DOCX_BYTES[:cut])[0] == "unreadable"


def test_bytes_of_no_known_medium_are_named() -> None:
    assert refused(b"7z\xbc\xaf\x27\x1c" * 9) == (
        "unreadable",
        "application/x-7z-compressed: no reader for this medium",
    )


@pytest.mark.parametrize(
    "parts",
    [
        [b"<w:document>", *[b" " * MEGABYTE] * 600],
        [
            b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">',
            *(b'<!ENTITY %c "%s">' % (98 + i, b"&%c;" % (97 + i) * 10) for i in range(9)),
            b"]><a>&j;</a>",
        ],
    ],
    ids=["zip bomb", "XML bomb"],
)
def test_bombs_are_refused_before_they_fill_memory(parts: list[bytes]) -> None:
    reason, message = refused(package(*parts), Limits(seconds=30, megabytes=500))
    assert reason in ("too_large", "unreadable", "empty")
    assert "memory" not in message


@linux
def test_reader_that_needs_more_memory_than_it_may_is_ended(reader) -> None:
    reader("return [bytearray(1 << 28) for _ in range(99)]")
    assert refused(b"%PDF-", Limits(seconds=30, megabytes=1_000)) == (
        "too_large",
        "needs more memory than a document may",
    )


def test_reader_that_takes_longer_than_it_may_is_ended(reader) -> None:
    reader("import time; time.sleep(60)")
    assert refused(b"%PDF-", Limits(seconds=0.2)) == ("too_large", "not read within 0 s")


def test_reader_that_is_wanted_no_more_is_ended(reader) -> None:
    reader("import time; time.sleep(60)")
    stop = threading.Event()
    stop.set()
    outcome = read_isolated(b"%PDF-", stop=stop)
    assert isinstance(outcome, DocumentError)
    assert str(outcome) == "not wanted any more"


def test_what_a_reader_wrote_is_gone_before_it_answers_since_whoever_asked_may_be_killed_then(tmp_path, reader) -> None:
    reader(
        "import os, pathlib; pathlib.Path(os.environ['TMPDIR'], 'converted').touch()\n"
        "    from extractors.documents import Document; return Document(os.environ['TMPDIR'])"
    )
    limits = json.dumps({"seconds": 60, "megabytes": 1_000, "folder": str(tmp_path / "folder")})
    with subprocess.Popen(
        [sys.executable, "-P", "-c", isolated._START, isolated._ROOT, limits],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={"PATH": os.environ["PATH"], "TMPDIR": str(tmp_path / "folder")},
        start_new_session=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write((5).to_bytes(8, "big") + b"%PDF-")
        process.stdin.flush()
        answered = process.stdout.read(1)
        left = list(tmp_path.iterdir())
        process.stdout.read()
    assert answered
    assert left == []


def test_reader_that_breaks_off_says_how(reader) -> None:
    reader("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)")
    assert refused(b"%PDF-") == ("unreadable", "broke its reader: SIGSEGV")


def test_reader_that_was_taken_over_can_give_no_more_than_a_document(reader) -> None:
    reader(
        "import os; [os.write(fd, b'cos\\nsystem\\n') for fd in range(3, 20) if os.path.exists(f'/proc/self/fd/{fd}')]"
    )
    assert refused(b"%PDF-")[0] == "unreadable"


def test_more_text_than_any_report_has_is_refused(reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolated, "MAX_ANSWER", 10_000)
    reader(
        "from extractors.documents import Document, Paragraph; return Document('x', blocks=[Paragraph('9' * 20_000)])"
    )
    assert refused(b"%PDF-") == ("too_large", "becomes more than 10000 bytes of text")


def test_what_libraries_print_is_no_answer(reader) -> None:
    reader("print('noise', flush=True); from extractors.documents import Document; return Document('x')")
    assert isinstance(read_isolated(b"%PDF-"), Document)


def test_reader_ends_with_whoever_asked_and_with_all_that_it_started(tmp_path: Path) -> None:
    """While the pipe has a writer it has no end: the reader's child is one."""
    os.mkfifo(tmp_path / "alive")
    reads = f"import subprocess; subprocess.run(['sleep', '60'], stdout=open({str(tmp_path / 'alive')!r}, 'w'))"
    asker = (
        "from extractors.documents import isolated\n"
        f"isolated._START = {program(reads)!r}\n"
        "isolated.read_isolated(b'%PDF-')"
    )
    root = Path(__file__).parents[3]
    process = subprocess.Popen([sys.executable, "-c", asker], cwd=root)
    with (tmp_path / "alive").open("rb") as pipe:
        process.kill()
        process.wait()
        assert pipe.read() == b""


WRITES = "import tempfile, time; tempfile.mkdtemp(); open({begun!r}, 'w').close(); time.sleep(60)"
TOO_LATE = "import os, time\nasker = os.getppid()\nopen({begun!r}, 'w').close()\nwhile os.getppid() == asker: time.sleep(0.01)\n"


@pytest.mark.parametrize("moment", ["reading", "starting"])
def test_what_a_reader_has_written_does_not_stay_when_whoever_asked_is_gone(tmp_path: Path, moment: str) -> None:
    begun, written = tmp_path / "begun", tmp_path / "written"
    os.mkfifo(begun)
    written.mkdir()
    reading = program(WRITES.format(begun=str(begun)))
    start = reading if moment == "reading" else TOO_LATE.format(begun=str(begun)) + isolated._START
    size = 5 if moment == "reading" else 1_000_000  # more than a pipe takes before anybody reads
    asker = f"from extractors.documents import isolated; isolated._START = {start!r}; isolated.read_isolated(b'%PDF-'.ljust({size}))"
    root = Path(__file__).parents[3]
    process = subprocess.Popen([sys.executable, "-c", asker], cwd=root, env={**os.environ, "TMPDIR": str(written)})
    begun.read_bytes()
    process.kill()
    process.wait()
    wait_until(lambda: not list(written.iterdir()))


def wait_until(condition: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_what_an_ended_reader_has_written_does_not_stay(
    reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    reader("import tempfile, os; tempfile.mkdtemp(); os.abort()")
    assert refused(b"%PDF-") == ("unreadable", "broke its reader: SIGABRT")
    assert list(tmp_path.iterdir()) == []


def test_document_that_prints_nothing_is_empty() -> None:
    assert refused(write_docx("", []))[0] == "empty"


def test_ten_thousand_pages_are_too_many() -> None:
    pytest.importorskip("pypdfium2", reason="group documents")
    kids = " ".join(f"{number} 0 R" for number in range(3, 10_003))
    pages = "".join(
        f"{number} 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n" for number in range(3, 10_003)
    )
    pdf = f"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 10000/Kids[{kids}]>>endobj\n{pages}"
    assert refused((pdf + "trailer<</Root 1 0 R>>").encode())[0] == "too_large"
