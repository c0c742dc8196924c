"""The parts of a body: tables, rows cut by tabs or markdown pipes, and the lines between them."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from extractors.documents.model import Block, Paragraph, Table
from extractors.tables.grid import Line, grid_lines, text_line
from extractors.tables.labels import core
from extractors.tables.stream import MAX_LINE, cut_line, is_comma_cut, is_markdown, is_separator
from extractors.tables.years import mark_other_years


@dataclass(slots=True)
class Part:
    """A run of blocks that is read in one way."""

    kind: str
    """``grid``, ``cut`` or ``lines``."""
    blocks: list[int] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    texts: list[tuple[int, str]] = field(default_factory=list)


def split_parts(blocks: Sequence[tuple[int, Block]], year: int | None = None) -> Iterable[Part]:
    """Tables, groups of text rows cut by tabs or markdown pipes, and the lines between them, in order.

    Labels that name another year than ``year``, where that is known, are marked (:func:`mark_other_years`).
    """
    if year is not None:
        blocks = [(index, _marked(block, year)) for index, block in blocks]
    texts = [block.text for _, block in blocks if isinstance(block, Paragraph)]
    markdown, commas = is_markdown(texts), is_comma_cut(texts)
    indented = _is_indented(texts)
    part: Part | None = None
    for index, block in blocks:
        if isinstance(block, Table):
            if part is not None:
                yield part
                part = None
            yield Part("grid", [index], grid_lines(block))
            continue
        if indented:
            block = block._replace(text=block.text.strip("\t "))
        cells = cut_line(block.text, markdown=markdown, commas=commas)
        if part is not None and part.kind == "cut" and (block.text.strip("\n\r ") == "" or is_separator(block.text)):
            part.blocks.append(index)
            continue
        kind = "lines" if cells is None else "cut"
        if part is None or part.kind != kind:
            if part is not None:
                yield part
            part = Part(kind)
        part.blocks.append(index)
        if cells is None:
            part.texts.append((index, block.text))
        elif not is_separator(block.text):
            part.lines.append(text_line(cells))
    if part is not None:
        yield part


def _is_indented(texts: Iterable[str]) -> bool:
    """Whether tabs only stand before and behind cells that pipes cut: then they cut none."""
    tabbed = [text for text in texts if "\t" in text]
    return any(text[0] == "\t" and "|" in text for text in tabbed) and not any("\t" in text.strip() for text in tabbed)


def _marked(block: Block, year: int) -> Block:
    if isinstance(block, Paragraph):
        return block._replace(text=mark_other_years(block.text, year))
    return replace(block, cells=tuple(cell._replace(text=mark_other_years(cell.text, year)) for cell in block.cells))


def printed_labels(parts: Iterable[Part]) -> set[str]:
    """Cores of everything printed that is short enough for a label."""
    labels: set[str] = set()
    for part in parts:
        labels.update([piece.label for line in part.lines for piece in line])
        texts: set[str] = set()
        for _, text in part.texts:
            texts.update(text.split("|"))
            if len(text) < MAX_LINE:
                texts.update(text.split())
        labels.update(map(core, texts))
        labels.update(_wrapped_labels(part.texts))
    labels.discard("")
    return labels


def _wrapped_labels(texts: Sequence[tuple[int, str]]) -> Iterable[str]:
    """Labels that break over two lines (本年新 / 制作数量)."""
    short = [text.strip() for _, text in texts if text.strip() and len(text) <= 40]
    return (core(first + second) for first, second in itertools.pairwise(short))
