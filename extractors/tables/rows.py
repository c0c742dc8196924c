"""Rows of a form in the parts of a body: each with its values where they were printed, not yet in their columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from extractors.numbers import is_value
from extractors.report import Finding
from extractors.tables.align import Header, Run, read_header
from extractors.tables.forms import FormTable
from extractors.tables.grid import Line, Piece
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
    headed: bool = True
    """Whether a header or caption stands before it; a flattened row without one may be a sentence of the prose."""

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
    headers: dict[str, Header] = field(default_factory=dict)
    """What those lines say for each table."""
    rows_since_header: bool = False
    seen: set[str] = field(default_factory=set)
    """Tables whose caption or header was printed."""

    def start_header(self) -> None:
        """Forget the header: what follows stands under another one."""
        self.header_lines, self.rows_since_header = [], False
        self.headers.clear()

    def add_header_line(self, line: Line) -> None:
        """Take one more row of the header."""
        self.header_lines.append(line)
        self.headers.clear()


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
        if part.kind == "lines":
            self._read_stream(part.texts)
            return
        before = len(self.hits), len(self.context.seen), len(self.context.header_lines)
        for line in part.lines:
            self._read_line(line, "grid" if part.kind == "grid" else "cut")
        if before != (len(self.hits), len(self.context.seen), len(self.context.header_lines)):
            self.consumed.update(part.blocks)

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
            if not context.rows_since_header:
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
            if ref := self._choose(self.matcher.find_rows(piece.text), piece.text):
                found = at, ref
        return found

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
        if not self.context.header_lines:
            return None
        if table.id not in self.context.headers:
            self.context.headers[table.id] = read_header(self.context.header_lines, table)
        return self.context.headers[table.id]

    def _enter(self, table: FormTable) -> None:
        self.context.table, self.context.index = table, -1
        self.context.start_header()
        self.context.seen.add(table.id)

    def _note_header(self, columns: Sequence[Piece]) -> None:
        """Remember which tables a header row belongs to: the one that all its labels share."""
        for piece in columns:
            self._note_unit(piece.text)
        tables = [self.matcher.columns[core(piece.text)] for piece in columns]
        common = [table for table in tables[0] if all(table in others for others in tables)]
        if len(common) == 1:
            self.context.seen.add(common[0].id)
            if common[0].unlabelled:
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
        self.context.seen.add(ref.table.id)
        if ref.row.data:
            self.hits.append(hit)

    # streams

    def _read_stream(self, texts: Sequence[tuple[int, str]]) -> None:
        tokens = tokenise(texts)
        anchors = find_anchors(tokens, self.matcher)
        for cluster in _clusters(anchors):
            if not _is_table(cluster):
                continue
            stub = 0
            headed = False
            for anchor in cluster:
                found = len(self.hits)
                headed = headed or anchor.kind in ("caption", "column")
                self.consumed.update(anchor.lines)
                self.consumed.update(token.line for token in anchor.run)
                stub = stub + 1 if anchor.kind in ("heading", "row") else 0
                self._read_anchor(anchor, stub=stub, last=anchor is cluster[-1])
                if anchor.kind == "row" or any(token.blank != "edge" for token in anchor.run):
                    stub = 0
                for hit in self.hits[found:]:
                    hit.headed = headed

    def _read_anchor(self, anchor: Anchor, *, stub: int, last: bool) -> None:
        match anchor.kind:
            case "caption":
                self._enter(self.matcher.captions[str(caption(anchor.text))])
            case "heading":
                pass
            case "column":
                self._note_unit(anchor.text)
                if not self._read_data_row(anchor, last=last) and anchor.run:
                    self._read_row(anchor, stub=max(stub, 1), last=last)
            case "row":
                self._read_row(anchor, stub=max(stub, 1), last=last)

    def _read_row(self, anchor: Anchor, *, stub: int, last: bool) -> None:
        ref = self._choose(self.matcher.find_rows(anchor.text), anchor.text)
        if ref is None:
            return
        tokens = anchor.run[_asides([token.text for token in anchor.run], ref) :]
        run = Run(ref.table, tuple(tokens), anchor.next_gap, last)
        self._hit(ref, Hit(ref.table, ref.index, "stream", run=run, stub=stub))

    def _read_data_row(self, anchor: Anchor, *, last: bool) -> bool:
        """The row without label (section 四) behind its last header label; whether the label is one of its columns."""
        table, tables = self.unlabelled, self.matcher.columns[core(anchor.text)]
        if table is None or table not in tables:
            return False
        if len(tables) == 1 and self.context.table is not table:
            self._enter(table)
        if self.context.table is not table:
            return False
        if any(token.text for token in anchor.run) or (last and len(anchor.run) > 1):
            run = Run(table, tuple(_own_line(anchor.run)), anchor.next_gap, last=True)
            self._hit(RowRef(table, 0), Hit(table, 0, "stream", run=run))
        return True


def _asides(texts: Sequence[str], ref: RowRef) -> int:
    """How many texts in front of a row's values belong to columns that print none (单位, 代码)."""
    expected = len(ref.table.columns) - len(ref.table.data_columns)
    count = found = 0
    for text in texts:
        bare = text.strip()
        if found == expected or (bare and bare not in UNITS and bare not in (ref.row.unit, ref.row.number)):
            break
        count, found = (count + 1, found + 1) if bare else (count + 1, found)
    return count if found else 0


def _values_only(line: Line) -> bool:
    return all(piece.blank or is_value(piece.text) for piece in line)


def _own_line(tokens: Sequence[Token]) -> list[Token]:
    """Tokens of a data row without label: blanks that fill up the header line before it are not its cells."""
    first = next((token.line for token in tokens if token.text), None)
    if first is None or sum(token.line == first for token in tokens) < 2:
        return list(tokens)
    return [token for token in tokens if token.line >= first]


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
