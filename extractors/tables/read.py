"""All tables of a document: find the form, find its rows, place their values, say what is doubtful."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from extractors.documents.model import Block
from extractors.numbers import DOUBT, CellValue, parse_cell
from extractors.report import Finding, Mark, Severity, Tables, Unplaced
from extractors.tables.align import (
    Placed,
    Run,
    choose_layout,
    place_by_grid,
    place_by_run,
)
from extractors.tables.cut import CutRow, CutRows, place_cut_rows
from extractors.tables.forms import FormTable
from extractors.tables.found_rows import FoundRows
from extractors.tables.grid import Piece, narrow_piece
from extractors.tables.header import Header
from extractors.tables.hits import Hit
from extractors.tables.match import detect_form, matchers
from extractors.tables.parts import printed_labels, split_parts
from extractors.tables.rows import find_rows
from extractors.tables.trust import mark_doubtful, prints_twice
from extractors.text import narrow

_SHOWN = 120
"""Characters of print that a finding quotes."""
_NOTHING = (("blank",), ("dash",), ("slash",))
"""Status of a cell that prints no number, and nothing in its place."""
_SCALES = ("万", "亿", "千", "萬", "億", "%")


@dataclass(slots=True)
class TablesReading:
    """What the tables of a document say."""

    form: str | None = None
    form_labels: list[str] = field(default_factory=list)
    """Labels that decided the form."""
    tables: Tables = field(default_factory=dict)
    marks: list[Mark] = field(default_factory=list)
    unplaced: list[Unplaced] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    consumed: set[int] = field(default_factory=set)
    """Indices of the blocks that tables or their flattened cells take."""
    background: dict[str, int] = field(default_factory=dict)
    """Table id → how many of its rows were matched by wording that nobody has seen on a real report."""
    years: set[int] = field(default_factory=set)
    """Years that labels of the tables name."""
    sources: dict[str, str] = field(default_factory=dict)
    """Table id → ``grid`` or ``stream``."""

    def note(
        self,
        code: str,
        message: str,
        table: FormTable,
        row: str | None = None,
        column: str | None = None,
        *,
        severity: Severity = "warning",
        stated: str | None = None,
        computed: str | None = None,
    ) -> None:
        """Add a finding about a place in a table; what is stated is cut to a readable length."""
        self.findings.append(
            Finding(
                code=f"table.{code}",
                severity=severity,
                message=message,
                table=table.id,
                row=row,
                column=column,
                stated=None if stated is None else stated[:_SHOWN],
                computed=None if computed is None else computed[:_SHOWN],
            )
        )


def read_tables(blocks: Sequence[tuple[int, Block]], year: int | None = None) -> TablesReading:
    """Read every table in the blocks of a body, given with their indices in the document.

    ``year`` is the report's, where it is known: what labels say of another year is left out then.
    """
    parts = list(split_parts(blocks, year))
    labels = printed_labels(parts)
    detected = detect_form(labels)
    if detected is None:
        return TablesReading()
    matcher = matchers()[detected[0]]
    found = find_rows(parts, matcher)
    reading = _finish(found, doubled=prints_twice([text for part in parts for _, text in part.texts]))
    if not reading.tables and not found.context.seen:
        return TablesReading()
    reading.form = matcher.form.id
    reading.form_labels = sorted(labels & matcher.distinctive)
    reading.years = found.years
    return reading


def _finish(found: FoundRows, *, doubled: bool) -> TablesReading:
    """Place every hit and put the tables together, in the order of the form; ``doubled``: lines of text are seen to stand twice."""
    reading = TablesReading(findings=found.findings, consumed=found.consumed)
    mark_doubtful(found.hits, found.matcher.form.tables)
    hits = _best_hits(found.hits, reading)
    placed = _place(hits, repeats=found.repeats, doubled=doubled)
    for table in found.matcher.form.tables:
        for index, row in enumerate(table.rows):
            if (table.id, index) in hits:
                hit = hits[table.id, index]
                exact = _is_exact(hit)
                if not exact or table.id not in reading.sources:  # one row of doubt is doubt
                    reading.sources[table.id] = "grid" if exact else "stream"
                _add_row(reading, table, row.key, placed[table.id, index])
                if not hit.exact and hit.filled:
                    message = f"the label {hit.label[:_SHOWN]!r} is not quite the form's"
                    reading.note("near_label", message, table, row.key, severity="info", stated=hit.label.strip())
                if unknown := _unknown_column(hit):
                    reading.note("unknown_column", unknown, table)
        _find_missing(reading, table, found.context.seen)
        _note_background(reading, table)
    reading.findings = _once(reading.findings)
    return reading


def _is_exact(hit: Hit) -> bool:
    """Whether the form's own labels stand over and beside the row's cells."""
    return hit.source != "stream" and hit.header is not None and hit.header.complete and hit.exact


def _unknown_column(hit: Hit) -> str | None:
    """What to say of a grid's header that names some column otherwise than the form, or not at all."""
    header = hit.header
    if hit.source != "grid" or header is None or header.complete or not hit.filled:
        return None
    if header.by_position:
        return "a column's label is not quite the form's: read by its place"
    return "a column's label is none of the form's: its values are not read" if header.others else None


def _once(findings: Sequence[Finding]) -> list[Finding]:
    """The first finding of each kind about one place: a page that repeats itself says everything a hundred times."""
    first: dict[tuple[str, str | None, str | None, str | None, str], Finding] = {}
    for finding in findings:
        first.setdefault((finding.code, finding.table, finding.row, finding.column, finding.message), finding)
    return list(first.values())


def _note_background(reading: TablesReading, table: FormTable) -> None:
    """Say so where rows were matched by wording that nobody has seen on a real report."""
    rows = [row.key for row in table.rows if row.background and row.key in reading.tables.get(table.id, {})]
    if rows:
        reading.background[table.id] = len(rows)
        message = f"the labels of {len(rows)} rows are known from background only"
        reading.note("background_wording", message, table, severity="info")


def _best_hits(hits: Sequence[Hit], reading: TablesReading) -> dict[tuple[str, int], Hit]:
    """One hit a row: the first under the form's caption or header, of those the first that prints values.

    Another with other values is a finding. Where nothing tells which of the two is the form's, neither is believed. A row
    that its table prints blank stays blank, whatever stands elsewhere.
    """
    best: dict[tuple[str, int], Hit] = {}
    for hit in hits:
        key = hit.table.id, hit.index
        known = best.setdefault(key, hit)
        if known is hit:
            continue
        kept, other = (hit, known) if _supersedes(hit, known) else (known, hit)
        best[key] = kept
        if (other.filled or _is_dispute(kept, other)) and _printed(other) != _printed(kept):
            kept.disputed = kept.disputed or _is_dispute(kept, other)
            stands = "nothing says which is right" if kept.disputed else "the one in the form's own table stands"
            reading.note(
                "repeated_row",
                f"the row is printed twice with different values; {stands}",
                hit.table,
                hit.table.rows[hit.index].key,
                stated=" ".join(_printed(kept)),
                computed=" ".join(_printed(other)),
            )
    return best


def _supersedes(hit: Hit, known: Hit) -> bool:
    if bool(hit.announced) != bool(known.announced):
        return bool(hit.announced)
    if _is_surer(hit, known) or _is_surer(known, hit):
        return _is_surer(hit, known)
    same_table = hit.announced == known.announced and not hit.table.unlabelled
    second_report = hit.outline != known.outline and bool(known.pieces)
    return hit.filled and not known.filled and not second_report and not (hit.announced and same_table)


def _is_surer(hit: Hit, other: Hit) -> bool:
    """Whether a row of flattened text has a sure end and the other has none."""
    return hit.filled and other.ended == "unsure" and hit.ended != "unsure"


def _is_dispute(hit: Hit, other: Hit) -> bool:
    """Whether two prints of a row are equally good: in one report, or anywhere in text, where lines may be doubled.

    Blank cells are a print too; a label without cells is none.
    """
    if bool(hit.announced) != bool(other.announced) or not hit.filled:
        return False
    if not other.filled and not other.pieces:
        return False
    return hit.announced == other.announced or hit.outline == other.outline or "grid" not in (hit.source, other.source)


def _printed(hit: Hit) -> list[str]:
    if hit.run is not None:
        return [token.text for token in hit.run.tokens if token.text]
    return [piece.text.strip() for piece in hit.pieces if not piece.blank]


_Key = tuple[str, int]
"""Table id and index of a row."""


def _place(hits: dict[_Key, Hit], *, repeats: bool, doubled: bool) -> dict[_Key, Placed]:
    """Place all rows; what one layout decides for a whole document is decided over its rows together."""
    runs = {
        key: replace(hit.run, ended=hit.ended, ordered=hit.aligned) for key, hit in hits.items() if hit.run is not None
    }
    layout = choose_layout(list(runs.values()), doubled=doubled)
    placed: dict[_Key, Placed] = {}
    cut: dict[_Key, Hit] = {}
    piped: dict[_Key, Hit] = {}
    for key, hit in hits.items():
        if hit.run is None and hit.source == "grid":
            placed[key] = place_by_grid(hit.pieces, hit.table, hit.header)
        elif hit.run is None:
            cut[key] = hit
        elif hit.run.piped:
            piped[key] = hit
        else:
            placed[key] = place_by_run(runs[key], layout)
    placed |= _place_cut({key: (hit, hit.pieces, 0) for key, hit in cut.items()}, repeats=repeats)
    placed |= _place_cut(_piped_pieces(piped), repeats=False)
    for key, hit in hits.items():
        if hit.disputed or (key in piped and not hit.aligned and placed[key].raw):
            placed[key] = Placed(None, placed[key].raw, [])
    return placed


_CutHit = tuple[Hit, Sequence[Piece], int]
"""A row, its cells, and how many of these only fill it up."""


def _place_cut(rows: dict[_Key, _CutHit], *, repeats: bool) -> dict[_Key, Placed]:
    groups: dict[tuple[str, Header | None], CutRows] = {}
    keys: dict[tuple[str, Header | None], list[_Key]] = {}
    for key, (hit, pieces, fill) in rows.items():
        place = hit.table.id, hit.header
        ends = hit.run is not None and hit.run.last
        final = ends or hit.index == max(index for table, index in rows if table == hit.table.id)
        group = groups.setdefault(place, CutRows(hit.table, hit.header, repeats))
        whole = hit.run is None or hit.run.whole
        group.rows.append(CutRow(pieces, hit.stub, final, whole=whole, fill=fill, ended=hit.ended))
        keys.setdefault(place, []).append(key)
    results = place_cut_rows(list(groups.values()))
    return {
        key: row
        for place, placed in zip(groups, results, strict=True)
        for key, row in zip(keys[place], placed, strict=True)
    }


def _piped_pieces(hits: dict[_Key, Hit]) -> dict[_Key, _CutHit]:
    """Cells of runs between pipes.

    Nothing between a pipe and the line's end or beginning is a blank cell only in a document whose rows neither end nor
    begin with a pipe: where a row has all its cells and such an edge behind them, edges are none.
    """
    closed = any(hit.run is not None and _closed(hit.run) for hit in hits.values())
    pieces: dict[_Key, _CutHit] = {}
    for key, hit in hits.items():
        tokens = hit.run.tokens if hit.run is not None else ()
        texts = [token.text for token in tokens if token.blank not in ("edge", "nbsp")]
        if tokens and not closed:
            leading = hit.table.unlabelled and tokens[0].blank == "edge"
            texts = [""] * leading + texts + [""] * (tokens[-1].blank == "edge")
        behind = itertools.takewhile(lambda token: token.blank, reversed(tokens))
        fill = sum(token.blank == "fill" for token in behind)
        pieces[key] = hit, [narrow_piece(text, index) for index, text in enumerate(texts)], fill
    return pieces


def _closed(run: Run) -> bool:
    cells = [token for token in run.tokens if token.blank not in ("edge", "nbsp")]
    return len(cells) >= len(run.table.data_columns) and run.tokens[-1].blank == "edge"


def _add_row(reading: TablesReading, table: FormTable, row: str, placed: Placed) -> None:
    cells = reading.tables.setdefault(table.id, {}).setdefault(row, {})
    if placed.values is None:
        for key in table.data_keys:
            cells[key] = None
            reading.marks.append(Mark(table=table.id, row=row, column=key, raw="", status=["unplaced"]))
        reading.unplaced.append(Unplaced(table=table.id, row=row, raw=placed.raw))
        message = f"{len(placed.raw)} values for {len(table.data_keys)} columns, and nothing says surely which is which"
        reading.note("unplaced", message, table, row, stated=" ".join(placed.raw))
        return
    for key, raw in zip(table.data_keys, placed.values, strict=True):
        if raw is not None:
            cell = parse_cell[raw]
            cells[key] = cell.value
            if cell.status:
                printed, status = raw.replace(DOUBT, "").strip(), list(cell.status)
                reading.marks.append(
                    Mark(table=table.id, row=row, column=key, raw=printed, status=status, unit=cell.unit)
                )
                if cell.status not in _NOTHING:
                    _note_print(reading, table, row, key, printed, cell)
    if None in placed.values:
        missing = [key for key in table.data_keys if key not in cells]
        reading.note("incomplete", f"columns not printed: {', '.join(missing)}", table)
    if placed.extra:
        reading.note("extra_value", "values that stand under no label", table, row, stated=" ".join(placed.extra))


def _note_print(reading: TablesReading, table: FormTable, row: str, column: str, raw: str, cell: CellValue) -> None:
    """Say what is doubtful about a cell that is no plain number; ``raw`` is its print."""
    if cell.value is None:
        if cell.status in (("multiple",), ("text",)):
            reading.note("not_a_number", "the cell prints no single number", table, row, column, stated=raw)
        return
    if cell.unit is not None and cell.unit.startswith(_SCALES) and cell.unit != table.unit:
        message = f"the number is printed in {cell.unit} and stands as printed"
        reading.note("scaled_number", message, table, row, column, severity="info", stated=raw)
    if " " in narrow(raw):
        message = "a space inside is read as a thousands separator"
        reading.note("spaced_number", message, table, row, column, severity="info", stated=raw)


def _find_missing(reading: TablesReading, table: FormTable, seen: set[str]) -> None:
    """Rows that the form has and the document lacks, and whole tables."""
    printed = reading.tables.get(table.id, {})
    missing = [row.key for row in table.rows if row.data and not row.optional and row.key not in printed]
    if not missing:
        return
    severity: Severity = "warning" if printed or table.id in seen else "info"
    if printed:
        message = f"rows not printed: {', '.join(missing)}"
    else:
        message = "only its caption or header is printed" if table.id in seen else "the table is not printed"
    reading.note("incomplete", message, table, severity=severity)
