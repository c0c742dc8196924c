"""Kinds of documents that known reports are rendered to. A new kind is one line in ``KINDS``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
from io import BytesIO
from random import Random
from typing import NamedTuple
from zipfile import ZipFile

from crawler.simulator.markup import Piece
from tests.extractors.documents.filled import Cells, cells, filled_report, pieces_of
from tests.extractors.shapes import FORMS, Sample


class Made(NamedTuple):
    """A file and what it prints."""

    data: bytes
    truth: Cells
    form: str


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file."""

    make: Callable[[Sequence[int]], list[Made]]
    """Reports of these seeds; files that can't be made are left out."""
    pages: Callable[[bytes], int] = lambda data: 1
    medium: str = ""
    """What peers read: ``pdf`` or ``picture``."""
    missing: Callable[[], str] = str
    """What this machine lacks for it; empty if nothing."""
    note: Callable[[], str] = str
    """What the reader of the figures must know."""


def _each(make: Callable[[int], Made]) -> Callable[[Sequence[int]], list[Made]]:
    return lambda seeds: list(map(make, seeds))


# --- PDF and OFD -----------------------------------------------------------------------------------------------------


def _pdf(**settings: object) -> Kind:
    def make(seed: int) -> Made:
        from tests.extractors.documents.render_pdf import render_pdf, some_look

        article = filled_report(seed)
        look = replace(some_look(Random(seed)), **settings)
        return Made(
            render_pdf(article.title, article.pieces, look), cells(article.truth["tables"]), article.truth["form"]
        )

    return Kind(_each(make), _pdf_pages, "pdf")


def _pdf_pages(data: bytes) -> int:
    from pypdfium2 import PdfDocument

    with PdfDocument(data) as pdf:
        return len(pdf)


def _ofd(seed: int) -> Made:
    from tests.extractors.documents.render_ofd import some_style, write_ofd
    from tests.extractors.documents.typeset import some_sheets

    sample, sheets = some_sheets(seed)
    return Made(write_ofd(sheets, some_style(Random(seed))), dict(sample.truth), sample.form.id)


def _ofd_pages(data: bytes) -> int:
    with ZipFile(BytesIO(data)) as package:
        return sum("/Pages/" in name for name in package.namelist())


# --- Word and spreadsheets -------------------------------------------------------------------------------------------


def _sample(seed: int) -> Sample:
    return Sample(FORMS[seed % len(FORMS)], seed, blanks=_BLANKS[seed // len(FORMS) % len(_BLANKS)])


_BLANKS = (0.0, 0.2, 0.6)


def _docx(tables: str = "TABLES") -> Callable[[int], Made]:
    """Word files whose tables are drawn in the ways of that name."""

    def make(seed: int) -> Made:
        from tests.extractors.documents import render_word

        sample, ways = _sample(seed), getattr(render_word, tables)
        data = render_word.render(sample, tables=ways[seed % len(ways)], numbered=seed % 2 == 1)
        return Made(data, dict(sample.truth), sample.form.id)

    return make


def _xlsx(seed: int) -> Made:
    from tests.extractors.documents.render_sheet import VARIANTS

    sample = _sample(seed)
    return Made(list(VARIANTS.values())[seed % len(VARIANTS)](sample), dict(sample.truth), sample.form.id)


# --- what LibreOffice writes -----------------------------------------------------------------------------------------


def _no_office() -> str:
    from tests.extractors.documents.render_office import soffice

    return "" if soffice() else "LibreOffice is not installed"


def _converted(make: Callable[[int], Made], source: str, target: str) -> Kind:
    """Files that LibreOffice makes of others, all in one run."""

    def converted(seeds: Sequence[int]) -> list[Made]:
        from tests.extractors.documents.render_office import convert

        made = list(map(make, seeds))
        files = convert([file.data for file in made], source, target)
        return [file._replace(data=data) for file, data in zip(made, files, strict=True)]

    return Kind(converted, missing=_no_office)


def _printed(source: str, **settings: object) -> Kind:
    """PDFs that LibreOffice prints of DOCX or HTML, in any look with rules; those in which it loses text are left out."""
    left_out: list[int] = []

    def report(seed: int) -> tuple[str, Sequence[Piece], Cells, str]:
        if seed % 2:
            sample = Sample(FORMS[seed // 2 % len(FORMS)], seed, blanks=_BLANKS[seed % 3], scale=(3, 30, 300)[seed % 3])
            return _TITLE, pieces_of(sample), dict(sample.truth), sample.form.id
        article = filled_report(seed)
        return article.title, article.pieces, cells(article.truth["tables"]), article.truth["form"]

    def make(seeds: Sequence[int]) -> list[Made]:
        from tests.extractors.documents.render_office import convert, prints, render_docx, render_html, some_office_look

        render = {"docx": render_docx, "html": render_html}[source]
        reports = list(map(report, seeds))
        looks = [replace(some_office_look(Random(seed)), **settings) for seed in seeds]
        sources = [render(title, pieces, look) for (title, pieces, _, _), look in zip(reports, looks, strict=True)]
        made = [
            Made(data, truth, form)
            for data, (_, pieces, truth, form) in zip(convert(sources, source, "pdf"), reports, strict=True)
            if prints(data, pieces)
        ]
        left_out.append(len(reports) - len(made))
        return made

    def note() -> str:
        return f"{left_out[-1]} files in which LibreOffice itself lost text are left out" if left_out[-1] else ""

    return Kind(make, _pdf_pages, "pdf", _no_office, note)


_TITLE = "青禾镇人民政府2020年政府信息公开工作年度报告"


# --- pictures --------------------------------------------------------------------------------------------------------


def _scan(dpi: int) -> Kind:
    """Pages as pictures in one file, scanned in any way; reading a page takes seconds: ``--documents 10`` is enough."""

    def make(seed: int) -> Made:
        from tests.extractors.documents.render_picture import draw_pages, encode, some_scan
        from tests.extractors.documents.typeset import some_sheets

        sample, sheets = some_sheets(seed)
        first, *others = draw_pages(sheets, replace(some_scan(Random(seed)), dpi=dpi), seed)
        return Made(encode(first, "TIFF", others), dict(sample.truth), sample.form.id)

    return Kind(_each(make), _frames, "picture", _no_ocr, _fonts)


def _no_ocr() -> str:
    if find_spec("rapidocr") is None:
        return "the group ocr is not installed"
    from tests.extractors.documents.render_picture import present_fonts

    return "" if present_fonts() else "no Chinese font is installed"


def _fonts() -> str:
    from tests.extractors.documents.render_picture import present_fonts

    return "drawn with " + ", ".join(f"{look}: {font.family}" for look, font in present_fonts().items())


def _frames(data: bytes) -> int:
    from PIL import Image

    with Image.open(BytesIO(data)) as picture:
        return int(getattr(picture, "n_frames", 1))


KINDS: dict[str, Kind] = {
    "pdf plain": _pdf(rules="lines", turn=0, columns=1, repeat_header=False, in_form=False, size=(595.0, 842.0)),
    "pdf any look": _pdf(),
    "pdf rules between rows": _pdf(rules="rows"),
    "pdf no rules": _pdf(rules="none"),
    "pdf by libreoffice from docx": _printed("docx"),
    "pdf by libreoffice from html": _printed("html"),
    "pdf by libreoffice rules between rows": _printed("docx", rules="rows"),
    "pdf by libreoffice no rules": _printed("docx", rules="none"),
    "docx": Kind(_each(_docx())),
    "doc": _converted(_docx("DOC_TABLES"), "docx", "doc"),
    "rtf": _converted(_docx("RTF_TABLES"), "docx", "rtf"),
    "xlsx": Kind(_each(_xlsx)),
    "xls": _converted(_xlsx, "xlsx", "xls"),
    "ofd": Kind(_each(_ofd), _ofd_pages),
    "scan 100 dpi": _scan(100),
    "scan 150 dpi": _scan(150),
    "scan 200 dpi": _scan(200),
}
"""What each kind is called → how it is made. Files named .wps and .et have the insides of DOC and XLS, and readers see no names."""
