"""Rows of a form in grids: HTML tables, and text that pipes or tabs cut into cells."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from extractors.report import Finding
from extractors.tables.forms import FormTable
from extractors.tables.found_rows import FoundRows
from extractors.tables.grid import Line, Piece
from extractors.tables.header import Header
from extractors.tables.hits import Hit
from extractors.tables.labels import caption
from extractors.tables.match import Kind, RowRef
from extractors.tables.parts import Part
from extractors.tables.units import asides, unit_findings
from extractors.tables.unlabelled import join_rows, turned_row
from extractors.tables.years import speaks_of_another, years_of


class GridReader:
    """Reads the grids of one document."""

    def __init__(self, found: FoundRows) -> None:
        self.found = found

    def read(self, part: Part) -> None:
        """Collect the rows of one grid."""
        found, context = self.found, self.found.context
        first, before = len(found.hits), dict(context.announcements)
        table = found.unlabelled
        turned = turned_row(part.lines, table) if table is not None and part.kind == "grid" else None
        if turned is not None and table is not None:
            context.table, context.index = table, -1
            context.announce(table)
            self._hit_unlabelled(part.kind, *turned)
        else:
            for line in part.lines:
                self._read_line(line, part.kind)
            texts = {piece.text for line in part.lines for piece in line if not piece.value}
            found.years.update(*map(years_of, texts))
        if part.kind == "cut" and not found.repeats:
            found.repeats = any(_repeats_label(line) for line in part.lines)
        found.drop_strays(first)
        if len(found.hits) > first or context.announcements != before:
            found.consumed.update(part.blocks)

    def _read_line(self, line: Line, source: str) -> None:
        context, kind_of = self.found.context, self.found.matcher.kind
        kinds = [kind_of[piece.text] if piece.label else None for piece in line]
        if "caption" in kinds:
            for piece in self._of_kind("caption", line):
                if piece.own:
                    self.found.enter(self.found.matcher.captions[str(caption(piece.text))])
        found = self._row_label(line, kinds)
        if found is not None and not context.elsewhen:
            at, ref = found
            values = line[at + 1 :]
            self.found.findings.extend(unit_findings(line[at].text, ref.table, ref.row.key))
            if ref.table.aside_keys:
                values = values[asides([piece.text for piece in values], ref)[0] :]
            hit = Hit(ref.table, ref.index, source, values, self._header(ref.table), stub=at + 1)
            hit.label, hit.exact = line[at].text, line[at].label in self.found.matcher.rows
            self.found.hit(ref, hit)
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
            self.found.context.elsewhen = speaks_of_another[texts[0]]
            return True
        if self.found.context.rows_since_header:
            self.found.context.start_header()
        self.found.context.add_header_line(line)
        return True

    def _of_kind(self, kind: Kind, line: Line) -> list[Piece]:
        return [piece for piece in line if piece.label and self.found.matcher.kind[piece.text] == kind]

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
            if piece.label and (ref := self.found.choose(self.found.rows_named(piece.text), piece.text)):
                found = at, ref
        return found

    def _header(self, table: FormTable) -> Header | None:
        """What the header rows above say of a table; ``None`` if there are none, or they are that of a table before it.

        Another table's labels between the table's caption and its rows are its own header: then nothing names its columns.
        """
        context = self.found.context
        if table.id not in context.headers:
            texts = [piece.label for line in context.header_lines for piece in line]
            known = [self.found.matcher.columns[text] for text in texts if text in self.found.matcher.columns]
            unknown = [text for text in texts if text and text not in self.found.matcher.headings]
            begun = context.table is table and not context.rows_since_header
            own = any(table in tables for tables in known) or (begun if known else unknown)
            context.headers[table.id] = self.found.matcher.read_header(context.header_lines, table) if own else None
        return context.headers[table.id]

    def _note_header(self, columns: Sequence[Piece]) -> None:
        """Remember which tables a header row belongs to: the one that all its labels share."""
        for piece in columns:
            self.found.note_unit(piece.text)
        tables = [self.found.matcher.columns[piece.label] for piece in columns]
        common = [table for table in tables[0] if all(table in others for others in tables)]
        for table in common:
            self.found.context.announce(table)
        if len(common) == 1 and common[0].unlabelled:
            self.found.context.table, self.found.context.index = common[0], -1

    def _read_unlabelled(self, line: Line, source: str) -> None:
        """A line without a known label: the data row of section 四, or a row that the form does not have."""
        context = self.found.context
        texts = [piece for piece in line if not piece.blank and not piece.value]
        values = [piece for piece in line if not piece.blank and piece.value]
        table = self.found.unlabelled
        if any(speaks_of_another[piece.text] for piece in texts):
            return
        if table is not None and context.table is table and context.header_lines and len(texts) <= 1:
            header = self._header(table)
            labelled = sum(span is not None for span in header.spans) if header is not None else 0
            if not values and (texts or len(line) < (labelled or len(table.data_columns))):
                return
            pieces = [piece for piece in line if not texts or line[0] is not texts[0] or piece not in texts]
            self._hit_unlabelled(source, pieces, header)
        elif context.table is not None and texts and len(values) >= 1 and self.found.hits and line[0] is not values[0]:
            label = texts[-1].text.strip()
            self.found.findings.append(
                Finding(
                    code="table.unknown_row",
                    severity="warning",
                    table=context.table.id,
                    message=f"the form has no row {label[:60]!r}",
                    stated=" ".join([label[:60], *(piece.text.strip() for piece in values)])[:120],
                )
            )

    def _hit_unlabelled(self, source: str, pieces: Sequence[Piece], header: Header | None) -> None:
        """Note the row of section 四; one that prints other columns than the one before belongs to it."""
        table = self.found.unlabelled
        before = self.found.hits[-1] if self.found.hits else None
        if table is None:
            return
        if before is not None and before.table is table and before.header is not None and header is not None:
            joined = join_rows((before.pieces, before.header), (pieces, header))
            if joined is not None:
                before.pieces, before.header = joined
                self.found.context.rows_since_header = True
                return
        self.found.hit(RowRef(table, 0), Hit(table, 0, source, pieces, header))


def _repeats_label(line: Line) -> bool:
    return any(a.text == b.text and not a.blank and not a.value for a, b in itertools.pairwise(line))
