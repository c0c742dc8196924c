"""Rows of a form in the parts of a body: each with its values where they were printed, not yet in their columns."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from extractors.numbers import is_value
from extractors.report import Finding
from extractors.tables.align import Run
from extractors.tables.forms import FormTable
from extractors.tables.grid import Line, Piece
from extractors.tables.header import Header, in_order, read_header
from extractors.tables.labels import UNITS, caption, core, number
from extractors.tables.match import Matcher, RowRef
from extractors.tables.parts import Part
from extractors.tables.stream import Anchor, Token, find_anchors, tokenise
from extractors.text import squeeze


@dataclass(slots=True)
class Hit:
    """A row of the form found in the document, with its values where they were printed."""

    table: FormTable
    index: int
    source: str
    """``grid``: an HTML table; ``cut``: a text row cut by tabs or pipes; ``stream``: a cell a line."""
    pieces: Sequence[Piece] = ()
    header: Header | None = None
    run: Run | None = None
    stub: int = 1
    """Label cells that the row prints: its own and those of groups that begin with it."""
    announced: int = 0
    """Which caption or header of its table it stands under, counted through the document; 0 for none."""
    ordered: bool = True
    """Whether the column labels printed for its table stand in the form's order."""

    @property
    def filled(self) -> bool:
        """Whether the row prints a value."""
        return any(not piece.blank for piece in self.pieces) or bool(self.run and any(t.text for t in self.run.tokens))


@dataclass(slots=True)
class Context:
    """Where in the form the reading stands."""

    table: FormTable | None = None
    index: int = -1
    header_lines: list[Line] = field(default_factory=list)
    pending: list[Line] = field(default_factory=list)
    """Rows of headings that may begin the next header."""
    headers: dict[str, Header | None] = field(default_factory=dict)
    """What those lines say for each table."""
    rows_since_header: bool = False
    seen: set[str] = field(default_factory=set)
    """Tables whose caption, header or rows were printed."""
    part: int = 0
    """Number of the part that is read."""
    announcements: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Table id → running number of its last caption or header, and the part that printed it."""
    column_texts: dict[str, list[str]] = field(default_factory=dict)
    """Table id → column labels and headings that flattened text printed since, in order."""

    def announce(self, table: FormTable) -> None:
        """Note a caption or header."""
        number = self.announcements.get(table.id, (0, 0))[0]
        if self.announcements.get(table.id, (0, -1))[1] != self.part or self.index >= 0 or not number:
            number += 1
        self.announcements[table.id] = number, self.part
        self.seen.add(table.id)

    def announced(self, table: FormTable) -> int:
        """Running number of the caption or header that a row of the table stands under: in its part or the one before."""
        number, part = self.announcements.get(table.id, (0, 0))
        return number if self.part - part <= 1 else 0

    def start_header(self) -> None:
        """Forget the header: what follows stands under another one."""
        self.header_lines, self.rows_since_header = self.pending, False
        self.pending = []
        self.headers.clear()

    def add_header_line(self, line: Line) -> None:
        """Take one more row of the header."""
        self.header_lines.append(line)
        self.headers.clear()


_SEVERAL = 3
"""Rows of the form that stand together are the form's, whatever was lost before them."""
_HEADER_TEXTS = 120
"""Labels of a table's header that are remembered; a header printed a few times over has fewer."""
_SERIALS = 8
"""Rows that must end in running numbers before these are taken for such."""
_GAP = 3
"""Steps between them: headings have numbers too."""
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
        self.unlabelled = next((table for table in matcher.form.tables if table.unlabelled), None)

    def read(self, part: Part) -> None:
        """Collect the hits of one part."""
        self.context.part += 1
        if part.kind == "lines":
            self._read_stream(part.texts)
            return
        found = len(self.hits)
        before = dict(self.context.announcements)
        for line in part.lines:
            self._read_line(line, "grid" if part.kind == "grid" else "cut")
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
        context = self.context
        for piece in line:
            if (paragraph := caption(piece.text)) in self.matcher.captions and piece.own:
                self._enter(self.matcher.captions[str(paragraph)])
        found = self._row_label(line)
        if found is not None:
            at, ref = found
            values = line[at + 1 :]
            values = values[_asides([piece.text for piece in values], ref) :]
            self._hit(ref, Hit(ref.table, ref.index, source, values, self._header(ref.table), stub=at + 1))
            return
        columns = [piece for piece in line if self.matcher.kind(piece.text) == "column"]
        if columns:
            if context.rows_since_header:
                context.start_header()
            context.add_header_line(line)
            self._note_header(columns)
            return
        if any(self.matcher.kind(piece.text) == "heading" for piece in line) and not _values_only(line):
            if context.rows_since_header:
                context.pending.append(line)  # the first row of another table's header, or a group of this one's rows
            else:
                context.add_header_line(line)
            return
        self._read_unlabelled(line, source)

    def _row_label(self, line: Line) -> tuple[int, RowRef] | None:
        """Rightmost label before the first value, and the row that it names."""
        found: tuple[int, RowRef] | None = None
        has_values = any(is_value(piece.text) for piece in line)
        for at, piece in enumerate(line):
            if piece.blank:
                continue
            if is_value(piece.text) and found is not None:
                break
            kind = self.matcher.kind(piece.text)
            if kind in ("heading", "caption") or (kind == "column" and not has_values):
                continue
            if ref := self._choose(self._rows_named(piece.text), piece.text):
                found = at, ref
        return found

    def _rows_named(self, text: str) -> list[RowRef]:
        """Rows that a label may be; one that is cut or explained counts only under its table's caption or header."""
        refs = self.matcher.find_rows(text)
        if core(text) in self.matcher.rows:
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
        for group in (ahead, here, refs):
            if group:
                return group[0]
        return None

    def _header(self, table: FormTable) -> Header | None:
        """What the header rows above say of a table; ``None`` if there are none, or they are another table's."""
        context = self.context
        if table.id not in context.headers:
            texts = [core(piece.text) for line in context.header_lines for piece in line]
            known = [self.matcher.columns[text] for text in texts if text in self.matcher.columns]
            unknown = [text for text in texts if text and text not in self.matcher.headings]
            own = any(table in tables for tables in known) or (unknown and not known)
            context.headers[table.id] = read_header(context.header_lines, table, self.matcher.headings) if own else None
        return context.headers[table.id]

    def _enter(self, table: FormTable) -> None:
        self.context.table, self.context.index = table, -1
        self.context.start_header()
        self.context.column_texts.pop(table.id, None)
        self.context.announce(table)

    def _note_header(self, columns: Sequence[Piece]) -> None:
        """Remember which tables a header row belongs to: the one that all its labels share."""
        for piece in columns:
            self._note_unit(piece.text)
        tables = [self.matcher.columns[core(piece.text)] for piece in columns]
        common = [table for table in tables[0] if all(table in others for others in tables)]
        for table in common:
            self.context.announce(table)
        if len(common) == 1 and common[0].unlabelled:
            self.context.table, self.context.index = common[0], -1

    def _note_unit(self, label: str) -> None:
        """A header that names another unit than the form's is a finding: the number stands as printed, in that unit."""
        match = _UNIT_IN_LABEL.search(squeeze(label))
        if match is None:
            return
        for table in self.matcher.columns[core(label)]:
            if table.unit is not None and table.unit != match[1] and table.unit.endswith("元"):
                self.findings.append(
                    Finding(
                        code="table.header_unit",
                        severity="warning",
                        table=table.id,
                        message=f"the header says {match[1]}, the form {table.unit}: the numbers stand as printed",
                        stated=match[1],
                    )
                )

    def _read_unlabelled(self, line: Line, source: str) -> None:
        """A line without a known label: the data row of section 四, or a row that the form does not have."""
        context = self.context
        texts = [piece for piece in line if not piece.blank and not is_value(piece.text)]
        values = [piece for piece in line if not piece.blank and is_value(piece.text)]
        table = self.unlabelled
        if table is not None and context.table is table and context.header_lines and len(texts) <= 1:
            if not values and (texts or len(line) < len(table.data_columns)):
                return
            pieces = (
                [piece for piece in line if piece not in texts[:1]] if texts and line[0] is texts[0] else list(line)
            )
            self._hit(RowRef(table, 0), Hit(table, 0, source, pieces, self._header(table)))
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

    def _hit(self, ref: RowRef, hit: Hit) -> None:
        self.context.table, self.context.index = ref.table, ref.index
        self.context.rows_since_header = True
        self.context.pending = []
        self.context.seen.add(ref.table.id)
        hit.announced = self.context.announced(ref.table)
        if ref.row.data:
            self.hits.append(hit)

    # streams

    def _read_stream(self, texts: Sequence[tuple[int, str]]) -> None:
        tokens = tokenise(texts)
        anchors = find_anchors(tokens, self.matcher)
        _drop_serials(anchors, self.matcher)
        for cluster in _clusters(anchors):
            if not _is_table(cluster):
                continue
            stub = 0
            found = len(self.hits)
            for anchor in cluster:
                self.consumed.update(anchor.lines)
                self.consumed.update(token.line for token in anchor.run)
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
            names = {core(word) for column in table.columns for word in (column.label, *column.aliases, *column.under)}
            if label in names:
                texts = self.context.column_texts.setdefault(table.id, [])
                if len(texts) < _HEADER_TEXTS:
                    texts.append(label)
                if table in self.matcher.columns.get(label, ()):
                    self.context.announce(table)

    def _in_order(self, table: FormTable) -> bool:
        return in_order(self.context.column_texts.get(table.id, ()), table)

    def _read_row(self, anchor: Anchor, *, stub: int, last: bool) -> None:
        ref = self._choose(self._rows_named(anchor.text), anchor.text)
        if ref is None:
            return
        tokens = anchor.run[_asides([token.text for token in anchor.run], ref) :]
        run = Run(ref.table, tuple(tokens), anchor.next_gap, last)
        self._hit(ref, Hit(ref.table, ref.index, "stream", run=run, stub=stub, ordered=self._in_order(ref.table)))

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
            run = Run(table, tuple(_own_line(anchor.run)), anchor.next_gap, last=True)
            self._hit(RowRef(table, 0), Hit(table, 0, "stream", run=run, ordered=self._in_order(table)))


def _asides(texts: Sequence[str], ref: RowRef) -> int:
    """How many texts in front of a row's values belong to columns that print none (单位, 代码)."""
    kinds = [column.key for column in ref.table.columns if not column.data]
    count = found = 0
    for position, text in enumerate(texts):
        bare = text.strip()
        unit = "unit" in kinds and bare in (*UNITS, ref.row.unit)
        # a code is a number too: it is one only with something behind it
        code = "code" in kinds and bare == ref.row.number and position + 1 < len(texts)
        if found == len(kinds) or (bare and not unit and not code):
            break
        count, found = position + 1, found + bool(bare)
    return count if found else 0


def _values_only(line: Line) -> bool:
    return all(piece.blank or is_value(piece.text) for piece in line)


def _own_line(tokens: Sequence[Token]) -> list[Token]:
    """Tokens of a data row without label: blanks that fill up the header line before it are not its cells."""
    first = next((token.line for token in tokens if token.text), None)
    if first is None or sum(token.line == first for token in tokens) < 2:
        return list(tokens)
    return [token for token in tokens if token.line >= first]


def _drop_serials(anchors: Sequence[Anchor], matcher: Matcher) -> None:
    """Take the running number 序号 of the next row off the end of each run, where a column of them stands before the labels.

    Told from values by their steps of one, and by their being one too many.
    """
    rows = []
    for anchor in anchors:
        refs = matcher.find_rows(anchor.text) if anchor.kind == "row" else []
        values = [token for token in anchor.run if token.text and token.text not in UNITS]
        coded = refs and any(column.key == "code" for column in refs[0].table.columns)
        if refs and not coded and refs[0].row.data and len(values) == len(refs[0].table.data_columns) + 1:
            rows.append(anchor)
    ends = [anchor.run[-1].text for anchor in rows]
    steps = sum(b.isdecimal() and a.isdecimal() and 0 < int(b) - int(a) <= _GAP for a, b in itertools.pairwise(ends))
    if len(rows) >= _SERIALS and steps == len(rows) - 1:
        for anchor in rows:
            anchor.run.pop()


def _clusters(anchors: Sequence[Anchor]) -> list[list[Anchor]]:
    """Anchors that follow each other with nothing but values between."""
    clusters: list[list[Anchor]] = []
    for anchor in anchors:
        if anchor.adjacent and clusters:
            clusters[-1].append(anchor)
        else:
            clusters.append([anchor])
    return clusters


def _is_table(cluster: Sequence[Anchor]) -> bool:
    """Whether labels that stand together are a table, and not a word of the form that prose uses as a heading."""
    if any(anchor.kind == "row" and any(token.text for token in anchor.run) for anchor in cluster):
        return True
    return len(cluster) >= 3 or (len(cluster) == 2 and any(anchor.kind in ("caption", "column") for anchor in cluster))


_UNIT_IN_LABEL = re.compile(r"(?:单位:?|\()(亿元|万元|元)")
