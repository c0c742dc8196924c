"""Office files whose pages were put in as pictures: what these print."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from extractors.documents.layout.layout import lay_out
from extractors.documents.layout.printed import PrintedPage
from extractors.documents.model import Document, Paragraph
from extractors.documents.package import Package, attribute
from extractors.documents.pictures.ocr import read_pages
from extractors.documents.sniffing import sniff
from extractors.errors import DocumentError, MissingReader

MAX_PICTURES = 60
"""That are read: each takes seconds."""
_LITTLE = 800
"""Characters; a report in prose has more."""
_SMALL = 4_000
"""Bytes; a smaller picture is no page that could be read."""


def add_scans(document: Document, package: Package, names: Sequence[str]) -> None:
    """Append what the named pictures of a package print, if the document has no table and little text.

    ``document.unread`` says which pictures were not read; :exc:`~extractors.errors.MissingReader` if they are all there is.
    """
    lines = [len(block.text) for block in document.blocks if isinstance(block, Paragraph)]
    if len(lines) < len(document.blocks) or sum(lines) > _LITTLE:
        return
    pages: list[PrintedPage] = []
    try:
        for name in names[:MAX_PICTURES]:
            try:
                pages += _read(package.read(name))
            except MissingReader:
                raise
            except DocumentError as error:
                document.unread.append(f"{name[:80]}: {error}")
    except MissingReader as error:
        if not document.blocks:
            raise
        document.unread.append(f"{len(names)} pictures: {error}")
    if len(names) > MAX_PICTURES:
        document.unread.append(f"{len(names)} pictures, more than {MAX_PICTURES}: the others")
    document.blocks += lay_out(pages)


def shown_pictures(package: Package, part: str, root: etree._Element) -> list[str]:
    """Pictures that a part of a package shows, by name, in order, each once."""
    images = package.related(part, "image")
    shown = [attribute(it, "embed") or attribute(it, "id") or "" for it in root.iter("{*}blip", "{*}imagedata")]
    return list(dict.fromkeys(images[relation] for relation in shown if relation in images))


def _read(data: bytes) -> list[PrintedPage]:
    if len(data) < _SMALL:
        return []
    if not sniff(data).startswith("image/"):
        raise DocumentError("unreadable", "a picture of a kind for which there is no reader")
    return read_pages(data)
