"""What was found so far of a form's rows, and which row a label names where it stands."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.report import Finding
from extractors.tables.forms import FormTable
from extractors.tables.hits import Context, Hit
from extractors.tables.labels import core, number
from extractors.tables.match import Matcher, RowRef
from extractors.tables.parts import Part
from extractors.tables.units import named_unit, unit_findings

_SEVERAL = 3
"""Rows of the form that stand together are the form's, whatever was lost before them."""
_UNMISTAKABLE = 8
"""Characters of a label that no other table would print."""


class FoundRows:
    """Of one document. Readers of grids and of text add to it."""

    def __init__(self, matcher: Matcher) -> None:
        self.matcher = matcher
        self.context = Context()
        self.hits: list[Hit] = []
        self.findings: list[Finding] = []
        self.consumed: set[int] = set()
        self.flattened = False
        """Whether the part that is read is text, which loses lines."""
        self.years: set[int] = set()
        """That labels name."""
        self.repeats = False
        """Whether a row of text prints a label in several cells side by side: spans are written out in every place."""
        self.unlabelled = next((table for table in matcher.form.tables if table.unlabelled), None)

    def begin(self, part: Part) -> None:
        """A part of the body begins."""
        self.context.part += 1
        self.context.elsewhen = False
        self.flattened = part.kind != "grid"

    def hit(self, ref: RowRef, hit: Hit) -> None:
        """Note a row that is there."""
        self.context.table, self.context.index = ref.table, ref.index
        self.context.rows_since_header = True
        self.context.pending = []
        self.context.seen.add(ref.table.id)
        hit.announced, hit.outline = self.context.announced(ref.table), self.context.outline
        if ref.row.data:
            self.hits.append(hit)

    def enter(self, table: FormTable) -> None:
        """A table begins."""
        self.context.table, self.context.index = table, -1
        self.context.start_header()
        self.context.column_texts.pop(table.id, None)
        self.context.crowded.discard(table.id)
        self.context.announce(table)

    def rows_named(self, text: str) -> Sequence[RowRef]:
        """Rows that a label may be; one that is cut or explained counts only under its table's caption or header."""
        refs = self.matcher.find_rows(text)
        if not refs or core(text) in self.matcher.rows:
            return refs
        return [ref for ref in refs if self.context.announced(ref.table) or self.context.table is ref.table]

    def choose(self, refs: Sequence[RowRef], text: str) -> RowRef | None:
        """Of the rows that a label may be, the one that comes next; a column's label is a row's only where one is due."""
        if not refs:
            return None
        context = self.context
        if core(text) in self.matcher.columns and not number(text):
            refs = [
                ref for ref in refs if ref.table is context.table and context.index < ref.index <= context.index + 3
            ]
        if len(refs) == 1:
            return refs[0]
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

    def note_unit(self, label: str) -> None:
        """A header that names another unit than the form's is a finding."""
        if named_unit[label] is not None:
            for table in self.matcher.columns[core(label)]:
                self.findings.extend(unit_findings(label, table))

    def drop_strays(self, found: int) -> None:
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

    def _skips_head(self, ref: RowRef) -> bool:
        """Whether a row of a higher level stands between the last row read and another."""
        return any(row.level < ref.row.level for row in ref.table.rows[self.context.index + 1 : ref.index])
