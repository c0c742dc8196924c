"""Scanned pages and pictures to words and ruling lines; what was not read surely is marked with doubt.

Each cell that ruling lines enclose is read by itself: whether it is empty is told by its ink, so that no lone digit is
overlooked, and a number in it is believed only where its readings, two or three, agree. Everything else is read by lines.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from extractors.documents.layout.printed import PrintedPage
from extractors.documents.model import Document
from extractors.errors import DocumentError, MissingReader

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFile import ImageFile

    from extractors.documents.pictures.picture_rules import Picture

MAX_PIXELS = 60_000_000
"""Of one page; A4 at 600 dots an inch has 35 million."""
MAX_PAGES = 100
_FORMATS = ("PNG", "JPEG", "GIF", "BMP", "TIFF")


def read_image(data: bytes) -> Document:
    """Read a picture of a page, or a TIFF of several."""
    return read_pictures([data])


def read_pictures(files: Sequence[bytes]) -> Document:
    """Read the pages of one report, one or several in each picture file."""
    from extractors.documents.layout.layout import lay_out
    from extractors.documents.sniffing import sniff

    pages: list[PrintedPage] = []
    for data in files:
        pages += read_pages(data)
        if len(pages) > MAX_PAGES:
            raise DocumentError("too_large", f"more than {MAX_PAGES} pictures of pages")
    return Document(media_type=sniff(files[0]), blocks=lay_out(pages))


def read_pages(data: bytes) -> list[PrintedPage]:
    """Pages of a picture file, one after the other: only one is in memory at once."""
    return [page for picture in _pictures(data) for page in read_images([picture])]


def read_images(images: Sequence[Picture]) -> list[PrintedPage]:
    """Words and ruling lines of each picture (rows × columns × RGB of 8 bits), in pixels of the picture made straight."""
    try:
        from extractors.documents.pictures.picture_page import read_page
    except ImportError as error:
        raise MissingReader("ocr") from error
    return [read_page(image) for image in images]


def _pictures(data: bytes) -> Iterator[Picture]:
    """Pages of a picture file, decoded one by one; each page's header is held to the bounds before it is."""
    try:
        import numpy
        from PIL import ImageOps
    except ImportError as error:
        raise MissingReader("ocr") from error
    try:
        with _opened(data) as file:
            frames = 1 if file.format == "GIF" else getattr(file, "n_frames", 1)  # further frames of a GIF move
            if frames > MAX_PAGES:
                raise DocumentError("too_large", f"a picture of {frames} pages, more than {MAX_PAGES}")
            for frame in range(frames):
                file.seek(frame)
                if (pixels := file.width * file.height) > MAX_PIXELS:
                    raise DocumentError("too_large", f"a picture of {pixels} pixels, more than {MAX_PIXELS}")
                yield numpy.asarray(_on_paper(ImageOps.exif_transpose(file)))
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise DocumentError("unreadable", f"not a whole picture: {error}"[:300]) from error


def _opened(data: bytes) -> ImageFile:
    from PIL import Image

    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            return Image.open(io.BytesIO(data), formats=_FORMATS)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise DocumentError("too_large", str(error)) from error


def _on_paper(frame: Image) -> Image:
    """The picture in RGB, on white where it is transparent."""
    from PIL import Image

    if frame.mode in ("RGBA", "LA", "PA") or "transparency" in frame.info:
        clear = frame.convert("RGBA")
        paper = Image.new("RGBA", clear.size, "white")
        return Image.alpha_composite(paper, clear).convert("RGB")
    return frame.convert("RGB")
