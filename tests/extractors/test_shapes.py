"""Known figures, printed in every shape, come out of the reader as they went in."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.documents import read_document
from extractors.tables.read import TablesReading, read_tables
from tests.extractors import damage, shapes

Cells = dict[tuple[str, str, str], float | None]

COMPLETE = [
    (shape, form)
    for shape in shapes.COMPLETE
    for form in (shapes.FORMS[:2] if shape in shapes.NATIONAL else shapes.FORMS)
]


def read(text: str) -> TablesReading:
    return read_tables(list(enumerate(read_document(text.encode()).blocks)))


def cells(reading: TablesReading) -> Cells:
    return {
        (table, row, column): value
        for table, rows in reading.tables.items()
        for row, columns in rows.items()
        for column, value in columns.items()
    }


def unplaced_rows(reading: TablesReading) -> set[tuple[str, str]]:
    return {(row.table, row.row) for row in reading.unplaced}


@pytest.mark.parametrize(("shape", "form"), COMPLETE, ids=lambda value: getattr(value, "__name__", value))
def test_complete_shapes_are_read_cell_for_cell(shape, form):
    for seed, blanks in enumerate([0.0, 0.2, 0.8]):
        sample = shapes.Sample(form, seed, blanks=blanks, distinct=seed == 1)
        reading = read(shape(sample))
        assert reading.form == form
        assert cells(reading) == sample.truth
        assert reading.unplaced == []


@settings(max_examples=40)
@given(
    shape=st.sampled_from([shape for shape in (*shapes.COMPLETE, *shapes.LOSSY) if shape not in shapes.NATIONAL]),
    form=st.sampled_from(shapes.FORMS),
    seed=st.integers(0, 10_000),
    blanks=st.sampled_from([0.0, 0.1, 0.3, 0.6, 0.9]),
)
def test_no_shape_yields_a_number_that_was_not_printed_there(shape, form, seed, blanks):
    sample = shapes.Sample(form, seed, blanks=blanks)
    read_cells = cells(read(shape(sample)))
    wrong = {key: value for key, value in read_cells.items() if value is not None and value != sample.truth.get(key)}
    assert wrong == {}


@pytest.mark.parametrize("shape", [*shapes.COMPLETE, *shapes.LOSSY], ids=lambda shape: shape.__name__)
def test_every_null_has_one_mark(shape):
    reading = read(shape(shapes.Sample("cn_2021", 4, blanks=0.4)))
    nulls = sorted(key for key, value in cells(reading).items() if value is None)
    assert sorted((mark.table, mark.row, mark.column) for mark in reading.marks) == nulls


def test_dropped_blanks_leave_rows_unplaced_with_their_values_in_order():
    sample = shapes.Sample("cn_2019", 1, blanks=0.3)
    reading = read(shapes.lines_dropped(sample))
    assert reading.unplaced
    for row in reading.unplaced:
        printed = [sample.printed[key] for key in sample.printed if key[:2] == (row.table, row.row)]
        assert row.raw == [text for text in printed if text]
        assert set(reading.tables[row.table][row.row].values()) == {None}


def test_rows_with_nothing_behind_their_label_are_blank_not_unplaced():
    text = "第二十条第（六）项\n信息内容\n本年处理决定数量\n行政处罚\n行政强制\n3\n第二十条第（八）项\n信息内容\n本年收费金额\n行政事业性收费\n0"
    reading = read(text)
    assert reading.tables["t2_art20_6"] == {"admin_penalty": {"decisions": None}, "admin_coercion": {"decisions": 3}}
    assert [(mark.row, mark.status) for mark in reading.marks] == [("admin_penalty", ["blank"])]


TRACELESS = (damage.doubled_lines, damage.lost_and_doubled_lines)
"""What they double can stand for a dropped blank: see benchmarks/accuracy.py."""
TEXTS = [shape for shape in (*shapes.COMPLETE, *shapes.LOSSY) if not shape.__name__.startswith(("html", "one_line"))]


@settings(max_examples=100)
@given(
    shape=st.sampled_from(TEXTS),
    harm=st.sampled_from([harm for harm in damage.DAMAGE if harm not in (damage.lost_digits, *TRACELESS)]),
    form=st.sampled_from(shapes.FORMS),
    seed=st.integers(0, 10_000),
    blanks=st.sampled_from([0.0, 0.3, 0.8]),
)
def test_damage_costs_cells_but_makes_no_numbers(shape, harm, form, seed, blanks):
    sample = shapes.Sample(form, seed, blanks=blanks, distinct=True)
    found = cells(read(damage.damaged(shape(sample), harm, Random(seed))))
    assert {key: value for key, value in found.items() if value is not None and value != sample.truth.get(key)} == {}
