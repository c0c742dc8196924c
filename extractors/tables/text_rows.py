"""Rows of a form in flattened text: a cell a line, or rows that spaces cut."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from extractors.tables.align import Run
from extractors.tables.forms import FormTable
from extractors.tables.found_rows import FoundRows
from extractors.tables.header import in_order, resembles
from extractors.tables.hits import Hit
from extractors.tables.labels import caption, core
from extractors.tables.match import RowRef
from extractors.tables.parts import Part
from extractors.tables.stream import Anchor, Token, find_anchors, find_tables, tokenise
from extractors.tables.units import asides
from extractors.tables.wrapped import join_wrapped
from extractors.tables.years import speaks_of_another, years_of
from extractors.text import squeeze

_HEADER_TEXTS = 120
"""Labels of a table's header that are remembered; a header printed a few times over has fewer."""
_FILL = 2
"""Blank cells between pipes on a line of their own that fill up the line before; one alone may be a cell."""
_OUTLINE = re.compile(r"一[、.,:](?:总体|基本|概述|概况|主要|主动公开|工作)")
"""How a report's first section begins."""


class TextReader:
    """Reads the text of one document."""

    def __init__(self, found: FoundRows) -> None:
        self.found = found
        self._columns: set[str] = set()
        """Column labels printed since the last caption or row."""

    def read(self, part: Part) -> None:
        """Collect the rows of one run of lines."""
        self.found.context.outline += any(_OUTLINE.match(squeeze(text)) for _, text in part.texts if len(text) < 40)
        texts, taken = join_wrapped(part.texts, self.found.matcher)
        tokens = tokenise(texts)
        before: Anchor | None = None
        for cluster in find_tables(find_anchors(tokens, self.found.matcher), self.found.matcher):
            stub = 0
            found = len(self.found.hits)
            for anchor in cluster:
                self.found.consumed.update(anchor.lines)
                self.found.consumed.update(line for own in anchor.lines for line in taken.get(own, ()))
                self.found.consumed.update(token.line for token in anchor.run)
                self.found.years.update(years_of(anchor.text))
                if anchor.unknown and before is not None:
                    self._note_unknown(before, anchor)
                before = anchor
                stub = stub + 1 if anchor.kind in ("heading", "row") else 0
                self._read_anchor(anchor, stub=stub, last=anchor is cluster[-1])
                if anchor.kind == "row" or any(token.blank != "edge" for token in anchor.run):
                    stub = 0
            self.found.drop_strays(found)

    def _read_anchor(self, anchor: Anchor, *, stub: int, last: bool) -> None:
        match anchor.kind:
            case "caption":
                self.found.enter(self.found.matcher.captions[str(caption(anchor.text))])
                self._columns.clear()
            case "heading":
                self._note_order(anchor.text)
            case "column":
                if anchor.run and self.found.choose(self.found.rows_named(anchor.text), anchor.text) is not None:
                    self._read_row(anchor, stub=max(stub, 1), last=last)  # 总计 and 其他 name rows too
                    return
                self.found.note_unit(anchor.text)
                self._note_order(anchor.text)
                self._columns.add(core(anchor.text))
                self._read_data_row(anchor, last=last)
            case "row":
                self._read_row(anchor, stub=max(stub, 1), last=last)

    def _note_order(self, text: str) -> None:
        """Remember a column label or a heading over columns, for every table that has it."""
        label = core(text)
        for table in self.found.matcher.form.tables:
            if label in table.header_labels:
                texts = self.found.context.column_texts.setdefault(table.id, [])
                if len(texts) < _HEADER_TEXTS:
                    texts.append(label)
                if table in self.found.matcher.columns.get(label, ()):
                    self.found.context.announce(table)

    def _note_unknown(self, before: Anchor, anchor: Anchor) -> None:
        """Remember that a header prints labels that the form does not have: then order tells no column."""
        if before.kind == "row" or any(token.text for token in before.run) or anchor.kind in ("caption", "heading"):
            return
        if anchor.kind == "row":
            tables = {ref.table.id for ref in self.found.matcher.find_rows(anchor.text)}
        else:
            tables = {table.id for table in self.found.matcher.columns.get(core(anchor.text), ())}
        words = [word for text in anchor.unknown for word in text.split()]
        self.found.years.update(year for word in words for year in years_of(word))
        if any(
            speaks_of_another(word) or (len(core(word)) > 1 and not resembles(core(word), self.found.matcher.texts))
            for word in words
        ):
            self.found.context.crowded |= tables

    def _in_order(self, table: FormTable) -> bool:
        return table.id not in self.found.context.crowded and in_order(
            self.found.context.column_texts.get(table.id, ()), table
        )

    def _read_row(self, anchor: Anchor, *, stub: int, last: bool) -> None:
        ref = self.found.choose(self.found.rows_named(anchor.text), anchor.text)
        if ref is None:
            return
        entered = self.found.context.table is ref.table
        if entered and self._columns and ref.table.header_labels.isdisjoint(self._columns):
            self.found.context.crowded.add(ref.table.id)
        self._columns.clear()
        start, count = asides([token.text for token in anchor.run], ref)
        filled = [token for token in anchor.run if token.text]
        own = filled if len(filled) == len(ref.table.data_columns) else anchor.run
        run = Run(
            ref.table,
            tuple(anchor.run[start:]),
            anchor.next_gap,
            last,
            whole=all(token.line in anchor.lines for token in own if token.blank in ("", "cell", "fill")),
        )
        hit = Hit(ref.table, ref.index, "stream", run=run, stub=stub, aligned=self._in_order(ref.table))
        hit.asides, hit.before_header = count, anchor.before_header
        hit.label, hit.exact = anchor.text, core(anchor.text) in self.found.matcher.rows
        self.found.hit(ref, hit)

    def _read_data_row(self, anchor: Anchor, *, last: bool) -> None:
        """Take the row without label (section 四) behind its last header label."""
        table, tables = self.found.unlabelled, self.found.matcher.columns[core(anchor.text)]
        if table is None or table not in tables:
            return
        if len(tables) == 1 and self.found.context.table is not table:
            self.found.context.table, self.found.context.index = table, -1
            # of what was printed so far only its own headings count: 总计 and 其他 stood over another table too
            own = [
                text
                for text in self.found.context.column_texts.get(table.id, ())
                if text not in self.found.matcher.columns
            ]
            self.found.context.column_texts[table.id] = [*own, core(anchor.text)]
        if self.found.context.table is table and (any(t.text for t in anchor.run) or (last and len(anchor.run) > 1)):
            run = Run(table, tuple(_without_fill(anchor)), anchor.next_gap, last=True)
            self.found.hit(RowRef(table, 0), Hit(table, 0, "stream", run=run, aligned=self._in_order(table)))


def _without_fill(anchor: Anchor) -> Sequence[Token]:
    """Tokens of a data row without label: blanks that fill up the header line before it are not its cells.

    They stand on the last label's line, or behind a line break as one line of nothing but several pipes.
    """
    label_line = max(anchor.lines)
    lines = [list(tokens) for _, tokens in itertools.groupby(anchor.run, key=lambda token: token.line)]
    while len(lines) > 1 and not any(token.text for token in lines[0]):
        if lines[0][0].line != label_line and sum(token.blank in ("cell", "fill") for token in lines[0]) < _FILL:
            break
        lines.pop(0)
    return [token for line in lines for token in line]
