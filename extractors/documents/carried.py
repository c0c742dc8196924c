"""Documents as bytes, to get out of the process that read them. JSON, since a hostile file may have taken that process over."""

from __future__ import annotations

import json
from typing import Any, get_args

from extractors.documents.model import Block, Cell, Document, Link, Paragraph, Table
from extractors.errors import DocumentError, MissingReader
from extractors.report import RejectionReason


def pack(outcome: Document | DocumentError) -> bytes:
    """What reading gave, as bytes. Of a document its blocks, links and what was not read are kept; regions are HTML's alone."""
    if isinstance(outcome, MissingReader):
        return _dump({"missing": [outcome.needs, str(outcome)]})
    if isinstance(outcome, DocumentError):
        return _dump({"error": [outcome.reason, str(outcome)]})
    blocks = [
        [block.height, block.width, *block.cells] if isinstance(block, Table) else block.text
        for block in outcome.blocks
    ]
    return _dump(
        {
            "media_type": outcome.media_type,
            "encoding": outcome.encoding,
            "title": outcome.html_title,
            "blocks": blocks,
            "links": outcome.links,
            "unread": outcome.unread,
        }
    )


def unpack(packed: bytes) -> Document | DocumentError:
    """The same from bytes; :exc:`ValueError` for bytes that :func:`pack` does not give."""
    try:
        data = json.loads(packed)
        if "missing" in data:
            return MissingReader(*map(str, data["missing"]))
        if "error" in data:
            reason, message = data["error"]
            if reason not in get_args(RejectionReason):
                raise ValueError(f"unknown reason {reason!r}")
            return DocumentError(reason, str(message))
        return Document(
            media_type=str(data["media_type"]),
            encoding=_text(data["encoding"]),
            html_title=_text(data["title"]),
            blocks=[_block(block) for block in data["blocks"]],
            links=[Link(str(url), str(text), int(block)) for url, text, block in data["links"]],
            unread=list(map(str, data["unread"])),
        )
    except (KeyError, TypeError, RecursionError) as error:
        raise ValueError(f"no packed document: {error}") from error


def _block(block: Any) -> Block:
    if isinstance(block, str):
        return Paragraph(block)
    height, width, *cells = block
    return Table(tuple(Cell(str(text), *map(int, place)) for text, *place in cells), int(height), int(width))


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _dump(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=True, default=_link).encode("ascii")


def _link(value: object) -> object:
    if isinstance(value, Link):
        return value.url, value.text, value.block
    raise TypeError(f"{type(value).__name__} can't be packed")
