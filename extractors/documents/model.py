"""The Document: what every medium becomes before anything is read from it.

A document is a list of blocks in reading order. A block is a paragraph (one printed line of prose) or a table (cells
with their place and spans). HTML also keeps *regions*: which run of blocks each element holds, so that the body can be
chosen without touching the tree again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple


class Paragraph(NamedTuple):
    r"""One line of text as printed, ends not trimmed.

    In a text file every physical line is a paragraph, blank ones too (``""``): they can be cells of a flattened table.
    From HTML, blank paragraphs are left out, but one that holds only NBSP is kept as ``"\xa0"``.
    """

    text: str
    link_chars: int = 0
    """How many characters of the text stand inside links."""
    tag: str = ""
    """Element that printed it (``h1``, ``p``, ``li`` …); empty outside HTML."""


class Cell(NamedTuple):
    """One source cell of a table, at its upper left place in the grid."""

    text: str
    """Printed text; paragraphs and line breaks inside the cell are ``\\n``."""
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1


@dataclass(frozen=True)
class Table:
    """A table: its cells in reading order. ``height`` × ``width`` is the smallest rectangle that holds them."""

    cells: tuple[Cell, ...]
    height: int
    width: int
    link_chars: int = 0

    @cached_property
    def chars(self) -> int:
        """How many characters its cells print."""
        return sum([len(cell.text) for cell in self.cells])


Block = Paragraph | Table


class Region(NamedTuple):
    """The blocks ``start`` … ``end`` (exclusive) that one HTML element holds."""

    start: int
    end: int
    tag: str
    depth: int
    id: str = ""
    classes: tuple[str, ...] = ()


class Link(NamedTuple):
    """A hyperlink or embedded document, address as printed in the page (not joined)."""

    url: str
    text: str
    block: int
    """Index of the block that it stands in or before."""


@dataclass(slots=True)
class Document:
    """Everything that one page or file prints."""

    media_type: str
    """Of the bytes, sniffed: ``text/html``, ``text/plain`` …"""
    encoding: str | None = None
    blocks: list[Block] = field(default_factory=list)
    regions: list[Region] = field(default_factory=list)
    """Elements in document order, outermost first; empty where the medium has none."""
    meta: dict[str, str] = field(default_factory=dict)
    """Meta tags: lower-cased name → content, first one wins, empty contents left out."""
    html_title: str | None = None
    """Text of ``<title>``."""
    links: list[Link] = field(default_factory=list)
    images: list[Link] = field(default_factory=list)
    """Pictures; ``text`` is the alternative text."""
    base: str | None = None
    """``<base href>``, as printed."""
    unread: list[str] = field(default_factory=list)
    """What of it could not be read, and why: ``page 3: …``."""
