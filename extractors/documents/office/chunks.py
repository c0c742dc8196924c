"""Documents that Word embeds whole in another one (``altChunk``) and shows in that place."""

from __future__ import annotations

from extractors.documents.model import Block
from extractors.documents.package import Package
from extractors.documents.sniffing import DOCX, HTML, MHTML, PLAIN, RTF, WORDML, sniff_inside
from extractors.errors import DocumentError

MAX_CHUNKS = 50
_READ = (HTML, PLAIN, MHTML, RTF, WORDML)
"""What Word embeds beside its own documents; none of these embeds others."""


class Chunks:
    """Embedded documents of one part, read when their turn comes."""

    def __init__(self, package: Package, main: str, *, nested: bool = False) -> None:
        self._package = package
        self._parts = package.related(main, "aFChunk")
        self._nested = nested
        self._count = 0
        self.unread: list[str] = []
        """Which ones could not be read, and why."""

    def blocks(self, relation: str | None) -> list[Block]:
        """What the document of a relation prints; nothing, and a word in ``unread``, where it can't be read."""
        self._count += 1
        if self._count > MAX_CHUNKS:
            raise DocumentError("too_large", f"more than {MAX_CHUNKS} embedded documents")
        name = self._parts.get(relation or "", "an embedded document that lies elsewhere")
        try:
            return self._read(name)
        except DocumentError as error:
            self.unread.append(f"{name[:80]}: {error}")
            return []

    def _read(self, name: str) -> list[Block]:
        from extractors.documents import read_document
        from extractors.documents.office.word import read_docx

        if self._nested:
            raise DocumentError("too_large", "a document embedded in an embedded one")
        data = self._package.read(name)
        media_type = sniff_inside(data)
        if media_type == DOCX:
            document = read_docx(data, embedded=True)
        elif media_type in _READ:
            document = read_document(data)
        else:
            raise DocumentError("unreadable", f"{media_type} is nothing that Word embeds")
        self.unread += [f"{name[:80]}: {part}" for part in document.unread]
        return document.blocks
