"""PDF to Document: what its text layer prints, and pictures of pages by OCR."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from extractors.documents.layout.layout import lay_out
from extractors.documents.layout.printed import PrintedPage, Rule, Word
from extractors.documents.model import Document
from extractors.errors import DocumentError, MissingReader

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

MAX_PAGES = 200
"""A report has some ten."""
MAX_READ = 60
"""Pages that are read as pictures: each takes seconds."""
_OCR_DPI = 200
_MAX_PIXELS = 25_000_000
_ENCRYPTED = (4, 5)
"""Error codes of pdfium: a password is needed, or a way of encryption that it does not know."""


def read_pdf(data: bytes) -> Document:
    """Read a PDF. :exc:`DocumentError`: encrypted, too large, broken, or only pictures and nothing installed for them."""
    try:
        import pypdfium2  # noqa: F401
    except ImportError:
        raise MissingReader("documents") from None
    with _opened(data) as pdf:
        if len(pdf) > MAX_PAGES:
            raise DocumentError("too_large", f"{len(pdf)} pages, more than {MAX_PAGES}")
        pages, unread = _read_pages(pdf)
    blocks = lay_out(pages)
    if not blocks:
        raise DocumentError("empty", f"{len(pages)} pages print no text")
    return Document(media_type="application/pdf", blocks=blocks, unread=unread)


@contextmanager
def _opened(data: bytes) -> Iterator[PdfDocument]:
    from pypdfium2 import PdfDocument, PdfiumError

    from extractors.documents.paper.pdf_fonts import lend_font

    lend_font()
    try:
        pdf = PdfDocument(data)
    except PdfiumError as error:
        if getattr(error, "err_code", None) in _ENCRYPTED:
            raise DocumentError("encrypted", "a PDF with a password") from error
        raise DocumentError("unreadable", f"no PDF that can be read: {error}") from error
    try:
        yield pdf
    finally:
        pdf.close()


def _read_pages(pdf: PdfDocument) -> tuple[list[PrintedPage], list[str]]:
    """The pages that can be read, and which ones can't and why; :exc:`DocumentError` if none prints text."""
    from extractors.documents.paper.pdf_page import read_page

    pages: dict[int, PrintedPage] = {}
    pictures: dict[int, PdfPage] = {}
    broken: list[int] = []
    beyond: list[int] = []
    for number, page in _loaded(pdf):
        printed = read_page(page) if page is not None else None
        if printed is not None:
            pages[number] = printed
        elif page is None:
            broken.append(number)
        elif len(pictures) < MAX_READ:
            pictures[number] = page
        else:
            beyond.append(number)
    unread = [_named(broken, "broken"), _named(beyond, f"more than {MAX_READ} pictures of pages")]
    try:
        pages.update(_read_pictures(pictures))
    except MissingReader as error:
        if not any(page.words for page in pages.values()):
            raise
        unread.append(_named(list(pictures), f"only pictures, {error}"))
    return [pages[number] for number in sorted(pages)], [named for named in unread if named]


def _read_pictures(pictures: dict[int, PdfPage]) -> dict[int, PrintedPage]:
    if not pictures:
        return {}
    try:
        from extractors.documents.pictures.ocr import read_images
    except ImportError:
        raise MissingReader("ocr") from None
    read = {}
    for number, page in pictures.items():
        picture, scale = _picture(page)
        read[number] = _scaled(read_images([picture])[0], 1 / scale)
    return read


def _named(numbers: list[int], why: str) -> str:
    """Pages and what is the matter with them; empty without pages."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    named = ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
    return f"page{'s' * (len(numbers) > 1)} {named}: {why}" if numbers else ""


def _loaded(pdf: PdfDocument) -> Iterator[tuple[int, PdfPage | None]]:
    """The pages, numbered from 1, ``None`` for one that can't be loaded; :exc:`DocumentError` if none can."""
    from pypdfium2 import PdfiumError

    loaded = False
    for index in range(len(pdf)):
        try:
            page = pdf[index]
        except PdfiumError:  # pdfium repairs what it can of a truncated file; the other pages still count
            yield index + 1, None
            continue
        loaded = True
        yield index + 1, page
    if not loaded:
        raise DocumentError("unreadable", "a PDF without any page that can be read")


def _picture(page: PdfPage) -> tuple[Any, float]:
    """The page as RGB pixels, upright as its reader sees it, and how many of them make a point."""
    width, height = page.get_size()
    scale = min(_OCR_DPI / 72, (_MAX_PIXELS / max(width * height, 1.0)) ** 0.5)
    return page.render(scale=scale, rev_byteorder=True).to_numpy(), scale


def _scaled(page: PrintedPage, scale: float) -> PrintedPage:
    """The same page in points, as its neighbours are."""
    return PrintedPage(
        page.width * scale,
        page.height * scale,
        [_scaled_word(word, scale) for word in page.words],
        [Rule(*(scale * at for at in rule)) for rule in page.rules],
    )


def _scaled_word(word: Word, scale: float) -> Word:
    return Word(word.text, word.x0 * scale, word.y0 * scale, word.x1 * scale, word.y1 * scale, word.order)
