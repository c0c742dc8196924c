"""Old Word, WPS and RTF files to Document, by programs that are found at run time.

LibreOffice turns them into DOCX, which has one reader; where it is missing, antiword gives the prose of Word's own files,
but not their tables.
Each run has a profile and a folder of its own, no network, no macros, and bounds on time, memory and what it writes.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from extractors.documents.model import Document
from extractors.documents.office.word import read_docx
from extractors.documents.sniffing import DOC, RTF
from extractors.documents.web.text import read_text
from extractors.errors import DocumentError, MissingReader

SECONDS = 120
"""Until a program is stopped. LibreOffice needs two seconds for a report, most of them for its start."""
MEMORY_KB = 3_500_000
"""Address space. LibreOffice reserves some 1.5 GB and uses 220 MB."""
MAX_WRITTEN = 50_000_000
"""Bytes of a file that a program may write."""
_AGAIN = (79, 81)
"""How LibreOffice ends when it has prepared a new profile and wants to be started again."""
_SETTINGS = {
    "Office.Common/Security/Scripting": {
        "DisableMacrosExecution": "true",
        "MacroSecurityLevel": "3",
        "BlockUntrustedRefererLinks": "true",
    },
    # Whatever a file links to is asked of a port where nobody listens.
    "Inet/Settings": {
        "ooInetProxyType": "2",
        "ooInetHTTPProxyName": "127.0.0.1",
        "ooInetHTTPProxyPort": "9",
        "ooInetHTTPSProxyName": "127.0.0.1",
        "ooInetHTTPSProxyPort": "9",
        "ooInetFTPProxyName": "127.0.0.1",
        "ooInetFTPProxyPort": "9",
        "ooInetNoProxy": "",
    },
}
_WITH_US = """
exec 3<&0 </dev/null
"$@" 3<&- & program=$!
{ read -r _ <&3; kill -9 $program; } & watch=$!
wait $program; status=$?
kill $watch; exit $status
"""
"""Run a program in a shell until it ends or nothing more can come through standard input."""


def read_office(data: bytes, media_type: str) -> Document:
    """Read RTF, or a file of Word 97 to 2003 or of WPS, which has the same inside.

    :exc:`~extractors.errors.MissingReader` where no program is installed that reads it.
    """
    office, antiword = _office(), shutil.which("antiword")
    if office is not None:
        document = read_docx(_converted(office, data, "report.rtf" if media_type == RTF else "report.doc"))
    elif antiword is not None and media_type == DOC:
        document = read_text(_text(antiword, data), encoding="utf-8")
    else:
        raise MissingReader("LibreOffice", f"{media_type}: needs the program LibreOffice, which is not installed")
    document.media_type = media_type
    return document


def _office() -> str | None:
    """LibreOffice's own program: what is found by name is a script around it, which would outlive its end."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found is None:
        return None
    program = Path(found).resolve().with_name("soffice.bin")
    return str(program) if program.is_file() else found


def _converted(office: str, data: bytes, name: str) -> bytes:
    """The same document as DOCX."""
    with tempfile.TemporaryDirectory(prefix="nianbao-") as folder:
        place = Path(folder)
        user = place / "profile" / "user"
        user.mkdir(parents=True)
        (user / "registrymodifications.xcu").write_text(_settings())
        (place / name).write_bytes(data)
        switches = ("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard")
        command = [office, f"-env:UserInstallation={user.parent.as_uri()}", *switches]
        command += ["--convert-to", "docx", "--outdir", str(place), str(place / name)]
        if _run(command, place)[0] in _AGAIN:
            _run(command, place)
        made = place / "report.docx"
        if not made.is_file():
            raise DocumentError("unreadable", "LibreOffice can't read the file")
        return made.read_bytes()


def _text(antiword: str, data: bytes) -> str:
    """What antiword prints outside tables, a paragraph a line.

    Its tables, with bars between cells, lose merged cells and whole rows without a trace: values would be misplaced.
    """
    with tempfile.TemporaryDirectory(prefix="nianbao-") as folder:
        (Path(folder) / "report.doc").write_bytes(data)
        command = [antiword, "-m", "UTF-8.txt", "-w", "0", str(Path(folder) / "report.doc")]
        printed = _run(command, Path(folder))[1].decode("utf-8", errors="replace")
        text = "\n".join(line for line in printed.split("\n") if "|" not in line)
        if not text.strip():
            raise DocumentError("unreadable", "antiword can't read the file")
        return text


def _settings() -> str:
    """Profile of LibreOffice, in its own XML."""
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, values in _SETTINGS.items()
        for name, value in values.items()
    )
    return f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>'


def _run(command: Sequence[str], folder: Path) -> tuple[int, bytes]:
    """Exit status of a program and what it printed. It ends with us, however we end: then our end of a pipe is closed."""
    bounds = (("v", MEMORY_KB), ("t", SECONDS), ("f", MAX_WRITTEN // 512))
    limits = "".join(f"ulimit -{name} {bound} || :;" for name, bound in bounds)  # a lower one that stands stays
    with (folder / "printed").open("w+b") as printed, _open_pipe() as lifeline:
        try:
            ended = subprocess.run(
                ["/bin/sh", "-c", limits + _WITH_US, "sh", *command],
                stdin=lifeline,
                stdout=printed,
                stderr=subprocess.DEVNULL,
                cwd=folder,
                env={"PATH": os.environ.get("PATH", os.defpath), "HOME": str(folder), "TMPDIR": str(folder)},
                timeout=SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise DocumentError("too_large", f"{Path(command[0]).name} took more than {SECONDS} s") from error
        printed.seek(0)
        return ended.returncode, printed.read(MAX_WRITTEN)


@contextlib.contextmanager
def _open_pipe() -> Iterator[int]:
    """End to read of a pipe into which nothing is written; the other end is ours alone and closed with it."""
    ours, kept = os.pipe()
    try:
        yield ours
    finally:
        os.close(kept)
        os.close(ours)
