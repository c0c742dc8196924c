"""Which label of a form a printed text is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from extractors.remember import Remembered
from extractors.tables.forms import CORNERS, Column, Form, FormTable, Row, load_forms
from extractors.tables.grid import Line
from extractors.tables.header import Header, looks_of, read_header
from extractors.tables.labels import caption, core, number, whole

_HEADERS = 512
"""Headers that are remembered …"""
_LONGEST_HEADER = 1000
"""… and how many characters and cells one may print."""

Kind = Literal["caption", "column", "row", "heading"]


@dataclass(frozen=True, slots=True)
class RowRef:
    """A row of a form: table and position in it."""

    table: FormTable
    index: int

    @property
    def row(self) -> Row:
        """Row that is meant."""
        return self.table.rows[self.index]


class Matcher:
    """The labels of one form, ready to be looked up by their core."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.rows: dict[str, list[RowRef]] = {}
        self.columns: dict[str, list[FormTable]] = {}
        self.headings: set[str] = {core(text) for text in CORNERS}
        self.captions: dict[str, FormTable] = {}
        for table in form.tables:
            self._add_table(table)
        self._headers: dict[tuple[tuple[tuple[Hashable, ...], ...], str], Header] = {}
        self.find_rows = Remembered(self._find_rows)
        self.kind = Remembered(self._kind)
        self.labels = self.rows.keys() | self.columns.keys()
        """Cores of all rows' and columns' labels."""
        captions = {core(table.caption) for table in form.tables if table.caption}
        self.texts = self.labels | self.headings | captions
        """Cores of everything that the form prints."""
        self.prefixes = {label[:length] for label in self.texts for length in range(1, len(label) + 1)}
        own = {label for label in self.labels if _label_counts()[label] == 1}
        self.distinctive = own | set(form.detect)

    def _add_table(self, table: FormTable) -> None:
        if table.caption and (paragraph := caption(table.caption)):
            self.captions[paragraph] = table
        if table.stub:
            self.headings.add(core(table.stub))
        for index, row in enumerate(table.rows):
            for label in {core(text) for text in (row.label, *row.aliases)} - {""}:
                self.rows.setdefault(label, []).append(RowRef(table, index))
            self.headings.update(core(text) for text in row.under)
        for column in table.columns:
            for label in {core(text) for text in (column.label, *column.aliases)}:
                tables = self.columns.setdefault(label, [])
                if table not in tables:
                    tables.append(table)
            self.headings.update(core(text) for text in column.under)

    def _find_rows(self, text: str) -> tuple[RowRef, ...]:
        """Rows that a printed label may be: exact core first, else a cut or an explained label if that is one row."""
        label = core(text)
        if not label:
            return ()
        if label in self.rows:
            return self._by_number(self.rows[label], text)
        if len(label) < 4 or label in self.columns or label in self.headings:
            return ()
        near = [refs for known, refs in self.rows.items() if _near(label, known, refs)]
        return self._by_number(near[0], text) if len(near) == 1 else ()

    def read_header(self, lines: Sequence[Line], table: FormTable) -> Header:
        """What header rows say of a table; remembered by their labels, since reports print the form's own again and again."""
        key = tuple([tuple([looks_of(piece) for piece in line]) for line in lines]), table.id
        header = self._headers.get(key)
        if header is None:
            header = read_header(lines, table, self.headings)
            if sum([len(piece.label) + 1 for line in lines for piece in line]) <= _LONGEST_HEADER:
                if len(self._headers) >= _HEADERS:
                    self._headers.clear()
                self._headers[key] = header
        return header

    @staticmethod
    def _by_number(refs: list[RowRef], text: str) -> tuple[RowRef, ...]:
        """Of rows with one wording, those whose own number is printed; all of them if none is."""
        if len(refs) == 1:
            return tuple(refs)
        printed = number(text)
        same = [ref for ref in refs if printed and printed in (ref.row.number, number(ref.row.label))]
        return tuple(same or refs)

    def _kind(self, text: str) -> Kind | None:
        """What a printed text is to this form, by its exact core."""
        if caption(text) in self.captions:
            return "caption"
        label = core(text)
        if not label:
            return None
        if label in self.rows and (label not in self.columns or number(text)):
            return "row"
        if label in self.columns:
            return "column"
        return "heading" if label in self.headings else None


def _near(label: str, known: str, refs: Sequence[RowRef]) -> bool:
    """Whether a printed label is the known one cut short, or with the form's own explanation or a word for numbers behind it.

    Any other word makes it another row: 行政许可撤销 is none of 行政许可.
    """
    if len(known) < 4:
        return False
    if known.startswith(label):
        return len(label) >= max(4, 0.5 * len(known))
    if not label.startswith(known):
        return False
    rest = label[len(known) :]
    return rest in _QUANTITIES or any(rest[:_EXPLAINED] in whole(ref.row.label) for ref in refs)


_EXPLAINED = 6
"""Characters of an explanation by which it is known; what follows may be cut or broken."""
_QUANTITIES = ("数", "数量", "件数", "总数", "总量", "情况", "事项", "决定", "决定数量", "处理决定数量")


@cache
def matchers() -> dict[str, Matcher]:
    """One matcher for each form."""
    return {form_id: Matcher(form) for form_id, form in load_forms().items()}


@cache
def _label_counts() -> Counter[str]:
    """How many forms print a label, as row, column or heading; a form that another one has whole does not count beside it."""
    printed = [_printed_by(form) for form in load_forms().values()]
    return Counter(label for labels in printed if not any(labels < others for others in printed) for label in labels)


def _printed_by(form: Form) -> set[str]:
    parts: list[Row | Column] = []
    for table in form.tables:
        parts += [*table.rows, *table.columns]
    return {core(text) for part in parts for text in (part.label, *part.aliases, *part.under)} - {""}


def detect_form(labels: set[str]) -> tuple[str, int] | None:
    """Form that prints the most telling of these labels, and how many of them; ``labels`` are cores.

    Decided by labels, never by the year: reports on 2021 and 2022 in the form of 2019 are real. Labels that tell no form
    decide only if no telling one is there. Of forms that know as many, the one with the fewest others is meant: a form that
    adds a row to another leaves the other's pages alone.
    """
    telling = labels & set().union(*(matcher.distinctive for matcher in matchers().values()))
    scores = []
    for form_id, matcher in matchers().items():
        own = len(telling & (matcher.labels | matcher.distinctive))
        shared = len(labels & matcher.labels)
        scores.append((own, shared, -len(matcher.labels), form_id))
    own, shared, _, form_id = max(scores, key=lambda score: score[:3])
    enough = (own >= 1 and shared >= 3) or shared >= 6
    return (form_id, own) if enough else None
