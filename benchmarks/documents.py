"""Documents: cells right, seconds a page and peak memory, for each kind of file that reports come in.

    python -m benchmarks.documents [--documents N] [--first SEED] [--kinds NAME,…] [--peers]

Each kind renders known reports and reads them in a process of its own, whose peak memory is the reader's with Python and
this project. A cell is *right* if its value or its blank came out as printed, *null* if it did not come out, *wrong* if
another number did. ``--peers`` reads the same PDFs by pdfplumber and camelot, each in an environment of its own; they are
told where the official form has its cells, and tables of one width are put together over pages for them.

A new kind is one line in ``KINDS``.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple
from zipfile import ZipFile

from benchmarks.peers.environment import EnvironmentFailed, environment
from benchmarks.peers.grids import describe_forms
from benchmarks.peers.readers.protocol import number
from extractors.documents import Document
from extractors.tables.read import read_tables
from tests.extractors.documents.filled import Cells, Score, cells, filled_report, score
from tests.extractors.shapes import FORMS, Sample


class Made(NamedTuple):
    """A file and what it prints."""

    data: bytes
    truth: Cells
    form: str


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file: how a report of a seed is made, and what reads it."""

    make: Callable[[int], Made]
    read: Callable[[bytes], Document]
    pages: Callable[[bytes], int] = lambda data: 1


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=50, help="of each kind (default 50)")
    parser.add_argument("--first", type=int, default=0, help="first seed")
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--peers", action="store_true")
    options = parser.parse_args()
    seeds = range(options.first, options.first + options.documents)
    print("| kind | reader | files | pages | cells | right | null | wrong | s a page | peak MB |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    for name in options.kinds.split(","):
        made = [KINDS[name].make(seed) for seed in seeds]
        pages = sum(KINDS[name].pages(file.data) for file in made)
        _print_row(name, "nianbao", len(made), pages, *measure(name, made))
        if options.peers and name.startswith("pdf"):
            for peer in PEERS:
                try:
                    _print_row(name, peer, len(made), pages, *measure_peer(peer, made))
                except EnvironmentFailed as error:
                    print(f"| {name} | {peer}: {error} |")


def _print_row(kind: str, reader: str, files: int, pages: int, found: Score, seconds: float, memory: float) -> None:
    shares = [f"{100 * part / found.cells:.2f} %" for part in (found.right, found.null)]
    numbers = [*shares, str(found.wrong), f"{seconds / pages:.3f}", f"{memory:.0f}"]
    print(f"| {kind} | {reader} | {files} | {pages} | {found.cells} | {' | '.join(numbers)} |", flush=True)


def measure(name: str, made: Sequence[Made]) -> tuple[Score, float, float]:
    """Cells, CPU seconds and peak megabytes of a process that reads the files one behind the other."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        seconds, total = 0.0, Score(0, 0, 0, 0)
        for file in made:
            read, spent = pool.submit(_read, name, file.data).result()
            seconds += spent
            total = Score(*map(sum, zip(total, score(file.truth, read), strict=True)))
        memory = pool.submit(_peak).result()
    return total, seconds, memory


def _read(name: str, data: bytes) -> tuple[Cells, float]:
    start = time.process_time()
    document = KINDS[name].read(data)
    spent = time.process_time() - start
    return cells(read_tables(list(enumerate(document.blocks))).tables), spent


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


# --- peers -----------------------------------------------------------------------------------------------------------

PEERS = {"pdfplumber": ["pdfplumber==0.11.10"], "camelot": ["camelot-py==2.0.0"]}
_PEER = Path(__file__).parent / "peers" / "readers" / "pdf_grids.py"


def measure_peer(peer: str, made: Sequence[Made]) -> tuple[Score, float, float]:
    """The same of a program that gives grids of text; its cells are those that stand where the form has them."""
    python = environment(peer, PEERS[peer])
    forms = describe_forms()
    with TemporaryDirectory() as scratch:
        for index, file in enumerate(made):
            (Path(scratch) / f"{index:04}.pdf").write_bytes(file.data)
        done = subprocess.run([str(python), str(_PEER), peer, scratch], capture_output=True, text=True, check=True)
    answer = json.loads(done.stdout.splitlines()[-1])
    total = Score(0, 0, 0, 0)
    for file, grids in zip(made, answer["grids"], strict=True):
        total = Score(*map(sum, zip(total, score(file.truth, _by_place(grids, forms[file.form])), strict=True)))
    return total, answer["seconds"], answer["megabytes"]


def _by_place(grids: Sequence[list[list[str]]], form: dict[str, Any]) -> Cells:
    """Cells of a document's grids: below and beside the anchor of each table, as far as the form says."""
    found: Cells = {}
    for grid in _stacked(grids):
        for table, entry in form.items():
            place = _find(grid, entry["anchor"])
            if place is None or any(key[0] == table for key in found):
                continue
            for row, where in entry["rows"].items():
                for column, right in where["right"].items():
                    down, across = place[0] + where["below"], place[1] + right
                    if down < len(grid) and across < len(grid[down]):
                        found[table, row, column] = number(grid[down][across] or "")
    return found


def _stacked(grids: Sequence[list[list[str]]]) -> Iterator[list[list[str]]]:
    held: list[list[str]] = []
    for grid in grids:
        if held and grid and len(grid[0]) == len(held[0]):
            held += grid
        else:
            yield held
            held = list(grid)
    yield held


def _find(grid: list[list[str]], anchor: str) -> tuple[int, int] | None:
    for row, texts in enumerate(grid):
        for column, text in enumerate(texts):
            if "".join((text or "").split()) == anchor:
                return row, column
    return None


# --- kinds -----------------------------------------------------------------------------------------------------------


def _pdf(**settings: object) -> Kind:
    def make(seed: int) -> Made:
        from tests.extractors.documents.render_pdf import render_pdf, some_look

        article = filled_report(seed)
        look = replace(some_look(Random(seed)), **settings)
        return Made(
            render_pdf(article.title, article.pieces, look), cells(article.truth["tables"]), article.truth["form"]
        )

    return Kind(make, _read_pdf, _pdf_pages)


def _read_pdf(data: bytes) -> Document:
    from extractors.documents.paper.pdf import read_pdf

    return read_pdf(data)


def _pdf_pages(data: bytes) -> int:
    from pypdfium2 import PdfDocument

    with PdfDocument(data) as pdf:
        return len(pdf)


def _ofd(seed: int) -> Made:
    from tests.extractors.documents.render_ofd import some_style, write_ofd
    from tests.extractors.documents.typeset import some_sheets

    sample, sheets = some_sheets(seed)
    return Made(write_ofd(sheets, some_style(Random(seed))), dict(sample.truth), sample.form.id)


def _read_ofd(data: bytes) -> Document:
    from extractors.documents.paper.ofd import read_ofd

    return read_ofd(data)


def _ofd_pages(data: bytes) -> int:
    with ZipFile(BytesIO(data)) as package:
        return sum("/Pages/" in name for name in package.namelist())


def _sample(seed: int) -> Sample:
    return Sample(FORMS[seed % len(FORMS)], seed, blanks=_BLANKS[seed // len(FORMS) % len(_BLANKS)])


_BLANKS = (0.0, 0.2, 0.6)


def _docx(seed: int) -> Made:
    from tests.extractors.documents.render_word import TABLES, render

    sample = _sample(seed)
    return Made(
        render(sample, tables=TABLES[seed % len(TABLES)], numbered=seed % 2 == 1), dict(sample.truth), sample.form.id
    )


def _xlsx(seed: int) -> Made:
    from tests.extractors.documents.render_sheet import VARIANTS

    sample = _sample(seed)
    return Made(list(VARIANTS.values())[seed % len(VARIANTS)](sample), dict(sample.truth), sample.form.id)


def _read_docx(data: bytes) -> Document:
    from extractors.documents.office.word import read_docx

    return read_docx(data)


def _read_xlsx(data: bytes) -> Document:
    from extractors.documents.office.sheet import read_sheet

    return read_sheet(data)


def _scan(dpi: int) -> Kind:
    """Pages as pictures in one file, scanned in any way; reading a page takes seconds: ``--documents 10`` is enough."""

    def make(seed: int) -> Made:
        from tests.extractors.documents.render_picture import draw_pages, encode, some_scan
        from tests.extractors.documents.typeset import some_sheets

        sample, sheets = some_sheets(seed)
        first, *others = draw_pages(sheets, replace(some_scan(Random(seed)), dpi=dpi), seed)
        return Made(encode(first, "TIFF", others), dict(sample.truth), sample.form.id)

    return Kind(make, _read_scan, _frames)


def _read_scan(data: bytes) -> Document:
    from extractors.documents.pictures.ocr import read_image

    return read_image(data)


def _frames(data: bytes) -> int:
    from PIL import Image

    with Image.open(BytesIO(data)) as picture:
        return int(getattr(picture, "n_frames", 1))


KINDS: dict[str, Kind] = {
    "pdf plain": _pdf(rules="lines", turn=0, columns=1, repeat_header=False, in_form=False, size=(595.0, 842.0)),
    "pdf any look": _pdf(),
    "pdf rules between rows": _pdf(rules="rows"),
    "pdf no rules": _pdf(rules="none"),
    "docx": Kind(_docx, _read_docx),
    "xlsx": Kind(_xlsx, _read_xlsx),
    "ofd": Kind(_ofd, _read_ofd, _ofd_pages),
    "scan 100 dpi": _scan(100),
    "scan 150 dpi": _scan(150),
    "scan 200 dpi": _scan(200),
}
"""What each kind is called → how it is made and read."""


if __name__ == "__main__":
    main()
