"""Known figures, printed in every shape, come out of the reader as they went in."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.documents import read_document
from extractors.tables.read import TablesReading, read_tables
from tests.extractors import damage, shapes

Cells = dict[tuple[str, str, str], float | None]

FORMS = ["cn_2019", "cn_2021"]


def read(text: str) -> TablesReading:
    return read_tables(list(enumerate(read_document(text.encode()).blocks)))


def cells(reading: TablesReading) -> Cells:
    return {
        (table, row, column): value
        for table, rows in reading.tables.items()
        for row, columns in rows.items()
        for column, value in columns.items()
    }


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("shape", shapes.COMPLETE, ids=lambda shape: shape.__name__)
@pytest.mark.parametrize("seed", range(3))
def test_full_table_is_read_cell_for_cell(shape, form, seed):
    sample = shapes.Sample(form, seed)
    reading = read(shape(sample))
    assert reading.form == form
    assert cells(reading) == sample.truth
    assert reading.unplaced == []
    assert reading.marks == []


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("blanks", [0.2, 0.8])
@pytest.mark.parametrize("shape", shapes.COMPLETE, ids=lambda shape: shape.__name__)
def test_printed_blanks_stay_in_their_columns(shape, form, blanks):
    for seed in range(3):
        sample = shapes.Sample(form, seed, blanks=blanks)
        reading = read(shape(sample))
        placed = {key: value for key, value in cells(reading).items() if key[:2] not in unplaced_rows(reading)}
        assert placed == {key: sample.truth[key] for key in placed}
        assert unplaced_rows(reading) <= {("t4_review_litigation", "cases")}  # no label says where its row begins
        assert {key[:2] for key in sample.truth} == {key[:2] for key in cells(reading)}


def unplaced_rows(reading: TablesReading) -> set[tuple[str, str]]:
    return {(row.table, row.row) for row in reading.unplaced}


@settings(max_examples=40)
@given(
    shape=st.sampled_from([*shapes.COMPLETE, *shapes.LOSSY]),
    form=st.sampled_from(FORMS),
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


TEXTS = [shape for shape in (*shapes.COMPLETE, *shapes.LOSSY) if not shape.__name__.startswith(("html", "one_line"))]


@settings(max_examples=60)
@given(
    shape=st.sampled_from(TEXTS),
    harm=st.sampled_from([damage.collapsed_lines, damage.page_numbers, damage.lost_punctuation, damage.wrapped_labels]),
    form=st.sampled_from(FORMS),
    seed=st.integers(0, 10_000),
    blanks=st.sampled_from([0.0, 0.3, 0.8]),
)
def test_damage_costs_cells_but_makes_no_numbers(shape, harm, form, seed, blanks):
    sample = shapes.Sample(form, seed, blanks=blanks)
    found = cells(read(harm(shape(sample), Random(seed))))
    assert {key: value for key, value in found.items() if value is not None and value != sample.truth.get(key)} == {}
