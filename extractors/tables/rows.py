"""Rows of a form in the parts of a body: each with its values where they were printed, not yet in their columns."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from extractors.report import Finding
from extractors.tables.align import Run
from extractors.tables.forms import FormTable
from extractors.tables.grid import Line, Piece
from extractors.tables.header import Header, in_order, resembles
from extractors.tables.hits import Context, Hit
from extractors.tables.labels import caption, core, number
from extractors.tables.match import Kind, Matcher, RowRef
from extractors.tables.parts import Part
from extractors.tables.stream import Anchor, Token, find_anchors, find_tables, tokenise
from extractors.tables.units import asides, named_unit, unit_findings
from extractors.tables.unlabelled import join_rows, turned_row
from extractors.tables.wrapped import join_wrapped
from extractors.tables.years import speaks_of_another, years_of
from extractors.text import squeeze

_SEVERAL = 3
"""Rows of the form that stand together are the form's, whatever was lost before them."""
_HEADER_TEXTS = 120
"""Labels of a table's header that are remembered; a header printed a few times over has fewer."""
_FILL = 2
"""Blank cells between pipes on a line of their own that fill up the line before; one alone may be a cell."""
_UNMISTAKABLE = 8
"""Characters of a label that no other table would print."""


class RowFinder:
    """Goes through the parts of one document and collects hits."""

    def __init__(self, matcher: Matcher) -> None:
        self.matcher = matcher
        self.context = Context()
        self.hits: list[Hit] = []
        self.findings: list[Finding] = []
        self.consumed: set[int] = set()
        self.flattened = False
        """Whether the part that is read is text, which loses lines."""
        self.doubled = False
        """Whether lines of text are seen to stand twice."""
        self.years: set[int] = set()
        """That labels name."""
        self.repeats = False
        """Whether a row of text prints a label in several cells side by side: spans are written out in every place."""
        self.unlabelled = next((table for table in matcher.form.tables if table.unlabelled), None)

    def read(self, part: Part) -> None:
        """Collect the hits of one part."""
        self.context.part += 1
        self.context.elsewhen = False
        self.flattened = part.kind != "grid"
        if part.kind == "lines":
            self.context.outline += any(_OUTLINE.match(squeeze(text)) for _, text in part.texts if len(text) < 40)
            self._read_stream(part.texts)
            return
        found = len(self.hits)
        before = dict(self.context.announcements)
        turned = turned_row(part.lines, self.unlabelled) if self.unlabelled and part.kind == "grid" else None
        if turned is not None and self.unlabelled is not None:
            self.context.table, self.context.index = self.unlabelled, -1
            self.context.announce(self.unlabelled)
            self._hit_unlabelled(part.kind, *turned)
        else:
            for line in part.lines:
                self._read_line(line, part.kind)
                for piece in line:
                    if not piece.value and (named := years_of[piece.text]):
                        self.years.update(named)
        if part.kind == "cut" and not self.repeats:
            self.repeats = any(_repeats_label(line) for line in part.lines)
        self._drop_strays(found)
        if len(self.hits) > found or self.context.announcements != before:
            self.consumed.update(part.blocks)

    def _drop_strays(self, found: int) -> None:
        """Leave out rows under no caption or header of the form, unless they are several or their label is unmistakable.

        行政许可 in a table of the report's own is a word, not a row of the form.
        """
        new = self.hits[found:]
        if len({(hit.table.id, hit.index) for hit in new}) >= _SEVERAL:
            return
        known = [bool(hit.announced) or len(core(hit.table.rows[hit.index].label)) >= _UNMISTAKABLE for hit in new]
        self.hits[found:] = [hit for hit, own in zip(new, known, strict=True) if own]
        for hit, own in zip(new, known, strict=True):
            if not own and hit.filled:
                self.findings.append(
                    Finding(
                        code="table.stray_row",
                        severity="info",
                        table=hit.table.id,
                        row=hit.table.rows[hit.index].key,
                        message="a label of the form outside of the form's tables: not read",
                    )
                )

    # grids

    def _read_line(self, line: Line, source: str) -> None:
        context, kind_of = self.context, self.matcher.kind
        kinds = [kind_of[piece.text] if piece.label else None for piece in line]
        if "caption" in kinds:
            for piece in self._of_kind("caption", line):
                if piece.own:
                    self._enter(self.matcher.captions[str(caption(piece.text))])
        found = self._row_label(line, kinds)
        if found is not None and not context.elsewhen:
            at, ref = found
            values = line[at + 1 :]
            self.findings.extend(unit_findings(line[at].text, ref.table, ref.row.key))
            if ref.table.aside_keys:
                values = values[asides([piece.text for piece in values], ref)[0] :]
            hit = Hit(ref.table, ref.index, source, values, self._header(ref.table), stub=at + 1)
            hit.label, hit.exact = line[at].text, line[at].label in self.matcher.rows
            self._hit(ref, hit)
            return
        if "column" in kinds:
            if context.rows_since_header:
                context.start_header()
            context.add_header_line(line)
            self._note_header(self._of_kind("column", line))
            return
        if self._names_years(line):
            return
        if "heading" in kinds and not all(piece.blank or piece.value for piece in line):
            if context.rows_since_header:
                context.pending.append(line)  # the first row of another table's header, or a group of this one's rows
            else:
                context.add_header_line(line)
            return
        self._read_unlabelled(line, source)

    def _names_years(self, line: Line) -> bool:
        """Take a line of headings that says of which year the columns or the rows below it are."""
        texts = [piece.text for piece in line if piece.own and not piece.blank]
        if not any(years_of[text] or speaks_of_another[text] for text in texts) or any(piece.value for piece in line):
            return False
        if len(texts) == 1:
            self.context.elsewhen = speaks_of_another[texts[0]]
            return True
        if self.context.rows_since_header:
            self.context.start_header()
        self.context.add_header_line(line)
        return True

    def _of_kind(self, kind: Kind, line: Line) -> list[Piece]:
        return [piece for piece in line if piece.label and self.matcher.kind[piece.text] == kind]

    def _row_label(self, line: Line, kinds: Sequence[Kind | None]) -> tuple[int, RowRef] | None:
        """Rightmost label before the first value, and the row that it names."""
        found: tuple[int, RowRef] | None = None
        has_values: bool | None = None
        for at, (piece, kind) in enumerate(zip(line, kinds, strict=True)):
            if kind == "heading" or kind == "caption":
                continue
            if kind is None and not piece.value and speaks_of_another[piece.text]:
                return None  # a row of another year's
            if found is not None and piece.value:
                break
            if kind == "column":
                if has_values is None:
                    has_values = any(other.value for other in line)
                if not has_values:
                    continue
            if piece.label and (ref := self._choose(self._rows_named(piece.text), piece.text)):
                found = at, ref
        return found

    def _rows_named(self, text: str) -> Sequence[RowRef]:
        """Rows that a label may be; one that is cut or explained counts only under its table's caption or header."""
        refs = self.matcher.find_rows(text)
        if not refs or core(text) in self.matcher.rows:
            return refs
        return [ref for ref in refs if self.context.announced(ref.table) or self.context.table is ref.table]

    def _choose(self, refs: Sequence[RowRef], text: str) -> RowRef | None:
        """Of the rows that a label may be, the one that comes next; a column's label is a row's only where one is due."""
        if not refs:
            return None
        context = self.context
        if core(text) in self.matcher.columns and not number(text):
            refs = [
                ref for ref in refs if ref.table is context.table and context.index < ref.index <= context.index + 3
            ]
        here = [ref for ref in refs if ref.table is context.table]
        ahead = [ref for ref in here if ref.index > context.index]
        if len(here) > 1 and ahead and self._skips_head(ahead[0]):
            if len(ahead) == len(here) and self.flattened:
                return None  # one wording in several groups of rows, and a text that lost the group's head
            ahead = ahead if len(ahead) == len(here) else []
        for group in (ahead, here, refs):
            if group:
                return group[0]
        return None

    def _skips_head(self, ref: RowRef) -> bool:
        """Whether a row of a higher level stands between the last row read and another."""
        return any(row.level < ref.row.level for row in ref.table.rows[self.context.index + 1 : ref.index])

    def _header(self, table: FormTable) -> Header | None:
        """What the header rows above say of a table; ``None`` if there are none, or they are another table's."""
        context = self.context
        if table.id not in context.headers:
            texts = [piece.label for line in context.header_lines for piece in line]
            known = [self.matcher.columns[text] for text in texts if text in self.matcher.columns]
            unknown = [text for text in texts if text and text not in self.matcher.headings]
            own = any(table in tables for tables in known) or (unknown and not known)
            context.headers[table.id] = self.matcher.read_header(context.header_lines, table) if own else None
        return context.headers[table.id]

    def _enter(self, table: FormTable) -> None:
        self.context.table, self.context.index = table, -1
        self.context.start_header()
        self.context.column_texts.pop(table.id, None)
        self.context.crowded.discard(table.id)
        self.context.announce(table)

    def _note_header(self, columns: Sequence[Piece]) -> None:
        """Remember which tables a header row belongs to: the one that all its labels share."""
        for piece in columns:
            self._note_unit(piece.text)
        tables = [self.matcher.columns[piece.label] for piece in columns]
        common = [table for table in tables[0] if all(table in others for others in tables)]
        for table in common:
            self.context.announce(table)
        if len(common) == 1 and common[0].unlabelled:
            self.context.table, self.context.index = common[0], -1

    def _note_unit(self, label: str) -> None:
        """A header that names another unit than the form's is a finding."""
        if named_unit[label] is not None:
            for table in self.matcher.columns[core(label)]:
                self.findings.extend(unit_findings(label, table))

    def _read_unlabelled(self, line: Line, source: str) -> None:
        """A line without a known label: the data row of section 四, or a row that the form does not have."""
        context = self.context
        texts = [piece for piece in line if not piece.blank and not piece.value]
        values = [piece for piece in line if not piece.blank and piece.value]
        table = self.unlabelled
        if any(speaks_of_another[piece.text] for piece in texts):
            return
        if table is not None and context.table is table and context.header_lines and len(texts) <= 1:
            header = self._header(table)
            labelled = sum(span is not None for span in header.spans) if header is not None else 0
            if not values and (texts or len(line) < (labelled or len(table.data_columns))):
                return
            pieces = [piece for piece in line if not texts or line[0] is not texts[0] or piece not in texts]
            self._hit_unlabelled(source, pieces, header)
        elif context.table is not None and texts and len(values) >= 1 and self.hits and line[0] is not values[0]:
            label = texts[-1].text
            self.findings.append(
                Finding(
                    code="table.unknown_row",
                    severity="warning",
                    table=context.table.id,
                    message=f"the form has no row {label.strip()[:60]!r}",
                    stated=" ".join(piece.text.strip() for piece in values)[:120],
                )
            )

    def _hit_unlabelled(self, source: str, pieces: Sequence[Piece], header: Header | None) -> None:
        """Note the row of section 四; one that prints other columns than the one before belongs to it."""
        table = self.unlabelled
        before = self.hits[-1] if self.hits else None
        if table is None:
            return
        if before is not None and before.table is table and before.header is not None and header is not None:
            joined = join_rows((before.pieces, before.header), (pieces, header))
            if joined is not None:
                before.pieces, before.header = joined
                self.context.rows_since_header = True
                return
        self._hit(RowRef(table, 0), Hit(table, 0, source, pieces, header))

    def _hit(self, ref: RowRef, hit: Hit) -> None:
        self.context.table, self.context.index = ref.table, ref.index
        self.context.rows_since_header = True
        self.context.pending = []
        self.context.seen.add(ref.table.id)
        hit.announced, hit.outline = self.context.announced(ref.table), self.context.outline
        if ref.row.data:
            self.hits.append(hit)

    # streams

    def _read_stream(self, texts: Sequence[tuple[int, str]]) -> None:
        texts, taken = join_wrapped(texts, self.matcher)
        tokens = tokenise(texts)
        before: Anchor | None = None
        for cluster in find_tables(find_anchors(tokens, self.matcher), self.matcher):
            stub = 0
            found = len(self.hits)
            for anchor in cluster:
                self.consumed.update(anchor.lines)
                self.consumed.update(line for own in anchor.lines for line in taken.get(own, ()))
                self.consumed.update(token.line for token in anchor.run)
                self.years.update(years_of(anchor.text))
                if anchor.unknown and before is not None:
                    self._note_unknown(before, anchor)
                before = anchor
                stub = stub + 1 if anchor.kind in ("heading", "row") else 0
                self._read_anchor(anchor, stub=stub, last=anchor is cluster[-1])
                if anchor.kind == "row" or any(token.blank != "edge" for token in anchor.run):
                    stub = 0
            self._drop_strays(found)

    def _read_anchor(self, anchor: Anchor, *, stub: int, last: bool) -> None:
        match anchor.kind:
            case "caption":
                self._enter(self.matcher.captions[str(caption(anchor.text))])
            case "heading":
                self._note_order(anchor.text)
            case "column":
                if anchor.run and self._choose(self._rows_named(anchor.text), anchor.text) is not None:
                    self._read_row(anchor, stub=max(stub, 1), last=last)  # 总计 and 其他 name rows too
                    return
                self._note_unit(anchor.text)
                self._note_order(anchor.text)
                self._read_data_row(anchor, last=last)
            case "row":
                self._read_row(anchor, stub=max(stub, 1), last=last)

    def _note_order(self, text: str) -> None:
        """Remember a column label or a heading over columns, for every table that has it."""
        label = core(text)
        for table in self.matcher.form.tables:
            if label in table.header_labels:
                texts = self.context.column_texts.setdefault(table.id, [])
                if len(texts) < _HEADER_TEXTS:
                    texts.append(label)
                if table in self.matcher.columns.get(label, ()):
                    self.context.announce(table)

    def _note_unknown(self, before: Anchor, anchor: Anchor) -> None:
        """Remember that a header prints labels that the form does not have: then order tells no column."""
        if before.kind == "row" or any(token.text for token in before.run) or anchor.kind in ("caption", "heading"):
            return
        if anchor.kind == "row":
            tables = {ref.table.id for ref in self.matcher.find_rows(anchor.text)}
        else:
            tables = {table.id for table in self.matcher.columns.get(core(anchor.text), ())}
        words = [word for text in anchor.unknown for word in text.split()]
        self.years.update(year for word in words for year in years_of(word))
        if any(
            speaks_of_another(word) or (len(core(word)) > 1 and not resembles(core(word), self.matcher.texts))
            for word in words
        ):
            self.context.crowded |= tables

    def _in_order(self, table: FormTable) -> bool:
        return table.id not in self.context.crowded and in_order(self.context.column_texts.get(table.id, ()), table)

    def _read_row(self, anchor: Anchor, *, stub: int, last: bool) -> None:
        ref = self._choose(self._rows_named(anchor.text), anchor.text)
        if ref is None:
            return
        start, count = asides([token.text for token in anchor.run], ref)
        run = Run(
            ref.table,
            tuple(anchor.run[start:]),
            anchor.next_gap,
            last,
            whole=all(token.line in anchor.lines for token in anchor.run if token.blank in ("", "cell")),
        )
        hit = Hit(ref.table, ref.index, "stream", run=run, stub=stub, aligned=self._in_order(ref.table))
        hit.asides, hit.before_header = count, anchor.before_header
        hit.label, hit.exact = anchor.text, core(anchor.text) in self.matcher.rows
        self._hit(ref, hit)

    def _read_data_row(self, anchor: Anchor, *, last: bool) -> None:
        """Take the row without label (section 四) behind its last header label."""
        table, tables = self.unlabelled, self.matcher.columns[core(anchor.text)]
        if table is None or table not in tables:
            return
        if len(tables) == 1 and self.context.table is not table:
            self.context.table, self.context.index = table, -1
            # of what was printed so far only its own headings count: 总计 and 其他 stood over another table too
            own = [text for text in self.context.column_texts.get(table.id, ()) if text not in self.matcher.columns]
            self.context.column_texts[table.id] = [*own, core(anchor.text)]
        if self.context.table is table and (any(t.text for t in anchor.run) or (last and len(anchor.run) > 1)):
            run = Run(table, tuple(_without_fill(anchor)), anchor.next_gap, last=True)
            self._hit(RowRef(table, 0), Hit(table, 0, "stream", run=run, aligned=self._in_order(table)))


def _repeats_label(line: Line) -> bool:
    return any(a.text == b.text and not a.blank and not a.value for a, b in itertools.pairwise(line))


def _without_fill(anchor: Anchor) -> Sequence[Token]:
    """Tokens of a data row without label: blanks that fill up the header line before it are not its cells.

    They stand on the last label's line, or behind a line break as one line of nothing but several pipes.
    """
    label_line = max(anchor.lines)
    lines = [list(tokens) for _, tokens in itertools.groupby(anchor.run, key=lambda token: token.line)]
    while len(lines) > 1 and not any(token.text for token in lines[0]):
        if lines[0][0].line != label_line and sum(token.blank == "cell" for token in lines[0]) < _FILL:
            break
        lines.pop(0)
    return [token for line in lines for token in line]


_OUTLINE = re.compile(r"一[、.,:](?:总体|基本|概述|概况|主要|主动公开|工作)")
"""How a report's first section begins."""
