"""Values to columns, case by case: what leaves one way to place a row, and what leaves two."""

from __future__ import annotations

import dataclasses

import pytest

from extractors.tables.align import (
    BlankRule,
    Ended,
    Layout,
    Placed,
    Run,
    choose_layout,
    is_doubtful,
    place_by_grid,
    place_by_run,
    repeats_value,
    under_header,
)
from extractors.tables.forms import load_forms
from extractors.tables.grid import Piece, narrow_piece
from extractors.tables.header import Header
from extractors.tables.stream import Token

TABLE = load_forms()["cn_2019"].table("t2_art20_5")
"""Three columns of values."""
REVIEWS = load_forms()["cn_2019"].table("t4_review_litigation")
"""No label beside its row."""


def cell(text: str, start: int, end: int, *, tall: bool = False) -> Piece:
    return narrow_piece(text, start)._replace(end=end, tall=tall)


def cells(*texts: str) -> list[Piece]:
    """Cells of one column each, right of a label."""
    return [narrow_piece(text, place) for place, text in enumerate(texts, start=1)]


def header(*spans: tuple[int, int] | None, **told: object) -> Header:
    """A header whose labels are the form's and stand in its order, but for what is told."""
    known = [span for span in spans if span]
    usual = {
        "printed": frozenset({len(known)}),
        "named": len(known),
        "ordered": True,
        "end": max(end for _, end in known),
    }
    return dataclasses.replace(Header(spans, **usual), **told)


PLAIN = header((1, 2), (2, 3), (3, 4))


def values(placed: Placed) -> list[str | None] | None:
    return None if placed.values is None else list(placed.values)


# --- grids -----------------------------------------------------------------------------------------------------------


def test_values_under_the_labels_are_theirs():
    placed = place_by_grid(cells("1", " 2 ", ""), TABLE, PLAIN)
    assert placed == Placed(["1", " 2 ", ""], ["1", "2"], [])


def test_labels_in_another_order_take_their_values_along():
    placed = place_by_grid(cells("1", "2", "3"), TABLE, header((3, 4), (1, 2), (2, 3)))
    assert placed == Placed(["3", "1", "2"], ["1", "2", "3"], [])


def test_one_value_for_several_rows_is_placed_in_none():
    row = [cell("1", 1, 2, tall=True), *cells("2", "3")]
    assert place_by_grid(row, TABLE, PLAIN) == Placed(None, ["1", "2", "3"], [])


def test_a_blank_cell_over_several_rows_is_blank_in_each():
    row = [cell("", 1, 2, tall=True), cell("2", 2, 3), cell("3", 3, 4)]
    assert values(place_by_grid(row, TABLE, PLAIN)) == ["", "2", "3"]


def test_words_under_no_label_are_kept_beside_the_row():
    placed = place_by_grid(cells("1", "2", "3", "见附件"), TABLE, PLAIN)
    assert placed == Placed(["1", "2", "3"], ["1", "2", "3", "见附件"], ["见附件"])


def test_a_number_under_no_label_leaves_open_which_is_one_too_many():
    assert place_by_grid(cells("1", "2", "3", "4"), TABLE, PLAIN) == Placed(None, ["1", "2", "3", "4"], [])


def test_a_blank_that_may_have_pushed_the_others_aside_leaves_the_row_unplaced():
    assert place_by_grid(cells("", "2", "3", ""), TABLE, PLAIN) == Placed(None, ["2", "3"], [])
    assert values(place_by_grid(cells("1", "2", "3", ""), TABLE, PLAIN)) == ["1", "2", "3"]


def test_blanks_within_the_header_have_moved_nothing():
    wide = header((1, 3), (3, 4), (4, 5))
    assert values(place_by_grid(cells("", "1", "2", "3"), TABLE, wide)) == ["1", "2", "3"]


def test_a_value_written_out_under_a_label_that_is_stands_there_once():
    wide = header((1, 3), (3, 4), (4, 5))
    row = cells("1", "1", "2", "3")
    assert values(place_by_grid(row, TABLE, dataclasses.replace(wide, written_out=True))) == ["1", "2", "3"]
    assert values(place_by_grid(row, TABLE, wide)) is None


def test_as_many_cells_as_columns_stand_in_the_headers_order_where_their_spans_drift():
    row = [cell("1", 1, 3), cell("2", 3, 4), cell("3", 4, 6)]
    assert place_by_grid(row, TABLE, PLAIN) == Placed(["1", "2", "3"], ["1", "2", "3"], [])
    turned = header((3, 4), (2, 3), (1, 2))
    assert values(place_by_grid(row, TABLE, turned)) == ["3", "2", "1"]


def test_drifting_cells_beside_a_foreign_column_are_not_placed_by_their_order():
    row = [cell("1", 1, 3), cell("2", 3, 4), cell("3", 4, 6)]
    assert place_by_grid(row, TABLE, header((1, 2), (2, 3), (3, 4), others=((4, 5),))) == Placed(
        None, ["1", "2", "3"], []
    )


def test_a_row_of_blanks_is_blank_under_any_header():
    unknown = header((1, 2), None, None, ordered=False)
    assert place_by_grid(cells("", ""), TABLE, unknown) == Placed(["", "", ""], [], [])
    assert place_by_grid(cells("", ""), TABLE, None) == Placed(["", "", ""], [], [])
    assert place_by_grid([], TABLE, None) == Placed(None, [], [])


def test_labels_that_say_nothing_of_the_order_place_nothing():
    unknown = header((1, 2), None, None, ordered=False)
    assert place_by_grid(cells("1", "2", "3"), TABLE, unknown) == Placed(None, ["1", "2", "3"], [])


@pytest.mark.parametrize("head", [None, header((1, 2), (2, 3), None, printed=frozenset({3}), named=3)])
def test_without_places_as_many_cells_as_columns_stand_in_order(head: Header | None):
    assert place_by_grid(cells("1", "", "3"), TABLE, head) == Placed(["1", "", "3"], ["1", "3"], [])


def test_without_places_blanks_behind_the_last_column_are_none_of_it():
    assert place_by_grid(cells("1", "", "3", "", ""), TABLE, None) == Placed(["1", "", "3"], ["1", "3"], [])


def test_without_places_values_side_by_side_are_the_row_wherever_they_begin():
    assert place_by_grid(cells("", "1", "2", "3"), TABLE, None) == Placed(["1", "2", "3"], ["1", "2", "3"], [])
    assert place_by_grid(cells("1", "", "2", "3"), TABLE, None) == Placed(None, ["1", "2", "3"], [])
    assert place_by_grid(cells("1", "2"), TABLE, None) == Placed(None, ["1", "2"], [])


def test_a_header_that_prints_some_of_the_columns_places_those():
    some = header((1, 2), None, (2, 3))
    assert place_by_grid(cells("1", "3"), TABLE, some) == Placed(["1", None, "3"], ["1", "3"], [])
    assert values(place_by_grid(cells("1", "2", "3"), TABLE, some)) is None  # one cell stands beside its labels
    assert values(place_by_grid(cells("1"), TABLE, some)) is None  # one label has no cell


def test_a_value_under_two_labels_or_two_under_one_is_placed_nowhere():
    assert under_header([cell("1", 1, 3), cell("3", 3, 4)], PLAIN) is None
    assert under_header([cell("1", 1, 3), cell("2", 3, 4), cell("3", 4, 5)], header((1, 2), (2, 4), (4, 5))) is None
    wide = header((1, 3), (3, 4), (4, 5))
    assert under_header(cells("1", "9", "2", "3"), wide) is None
    assert under_header(cells("1", "1", "2", "3"), wide) is None
    assert under_header(cells("1", "1", "2", "3"), wide, written_out=True) == (["1", "2", "3"], [])
    assert under_header(cells("1", "9", "2", "3"), wide, written_out=True) is None


@pytest.mark.parametrize("first", [("1", ""), ("", "1"), (" ", "1")])
def test_a_blank_beside_the_value_under_one_label_is_no_second_value(first: tuple[str, str]):
    assert under_header(cells(*first, "2", "3"), header((1, 3), (3, 4), (4, 5))) == (["1", "2", "3"], [])


def test_a_narrower_or_wider_cell_stands_under_the_label_that_it_touches():
    wide = header((1, 3), (3, 5), (5, 6))
    assert under_header([cell("1", 2, 3), cell("2", 3, 4), cell("3", 5, 8)], wide) == (["1", "2", "3"], [])


def test_what_stands_under_a_foreign_label_is_left_out():
    foreign = header((1, 2), (2, 3), (4, 5), others=((3, 4),))
    assert under_header(cells("1", "2", "9", "3"), foreign) == (["1", "2", "3"], [])
    assert under_header([*cells("1", "2", "9", "3"), cell("8", 5, 6)], foreign) == (["1", "2", "3"], ["8"])


def test_what_stands_beside_a_foreign_label_is_not_under_it():
    foreign = header((1, 2), (2, 3), (3, 4), others=((5, 6),))
    assert under_header(cells("1", "2", "3", "7", "9", "8"), foreign) == (["1", "2", "3"], ["7", "8"])


def test_a_label_without_a_cell_leaves_the_row_unplaced():
    assert under_header(cells("1", "2"), PLAIN) is None


# --- runs ------------------------------------------------------------------------------------------------------------


def run(*texts: str, gaps: tuple[int, ...] = (), next_gap: int = 0, last: bool = False, **told: object) -> Run:
    """A cell a line behind a label; a blank text is a line of NBSP."""
    gaps = gaps or (0,) * len(texts)
    tokens = [
        Token(text, line, gap=gap, blank="" if text else "nbsp")
        for line, (text, gap) in enumerate(zip(texts, gaps, strict=True))
    ]
    return dataclasses.replace(Run(TABLE, tuple(tokens), next_gap, last), **told)


def layout(**told: object) -> Layout:
    """One that explains every row, but for what is told."""
    usual = Layout(BlankRule(), sure=True, lost=False, gained=False, whole=True, gap=0)
    return dataclasses.replace(usual, **told)


FULL, SHORT, LONG = run("1", "2", "3"), run("1", "2"), run("1", "2", "3", "4")


def test_a_run_of_as_many_values_as_columns_is_the_row():
    assert place_by_run(FULL, layout()) == Placed(["1", "2", "3"], ["1", "2", "3"], [])
    assert place_by_run(SHORT, layout()) == Placed(None, ["1", "2"], [])
    assert place_by_run(LONG, layout()) == Placed(None, ["1", "2", "3", "4"], [])


def test_a_run_without_values_is_a_row_of_blanks():
    assert place_by_run(run(), layout()) == Placed(["", "", ""], [], [])
    assert place_by_run(run("", ""), layout(sure=False, gained=True)) == Placed(["", "", ""], [], [])


@pytest.mark.parametrize(
    ("ended", "lost", "gained", "doubtful"),
    [
        ("row", False, False, False),
        ("row", True, False, False),
        ("row", False, True, False),
        ("row", True, True, True),
        ("header", False, False, False),
        ("header", True, False, True),
        ("header", False, True, False),
        ("unsure", False, False, True),
    ],
)
def test_the_right_number_of_cells_proves_little_where_lines_are_lost_and_gained(
    ended: Ended, lost: bool, gained: bool, doubtful: bool
):
    assert is_doubtful(ended, lost=lost, gained=gained) is doubtful
    placed = place_by_run(dataclasses.replace(FULL, ended=ended), layout(lost=lost, gained=gained))
    assert placed == Placed(None if doubtful else ["1", "2", "3"], ["1", "2", "3"], [])


def test_labels_out_of_the_forms_order_place_no_values():
    unordered = dataclasses.replace(FULL, ordered=False)
    assert values(place_by_run(unordered, layout())) is None
    assert values(place_by_run(unordered, layout(sure=False))) is None


@pytest.mark.parametrize(
    "doubt", [{"sure": False, "gained": True}, {"sure": False}, {"lost": True}, {"gained": True}], ids=str
)
def test_where_rows_are_not_explained_values_must_stand_evenly(doubt: dict[str, bool]):
    uneven = run("1", "2", "3", gaps=(0, 2, 0))
    assert values(place_by_run(uneven, layout(**doubt))) is None
    assert values(place_by_run(uneven, layout())) == ["1", "2", "3"]


def test_the_line_behind_the_last_value_must_stand_as_far_off_too_but_at_the_end_of_a_table():
    assert values(place_by_run(run("1", "2", "3", next_gap=3), layout(lost=True))) is None
    assert values(place_by_run(run("1", "2", "3", next_gap=3, last=True), layout(lost=True))) == ["1", "2", "3"]


def test_even_rows_stand_where_the_layout_is_unsure_but_not_where_lines_were_gained():
    assert values(place_by_run(FULL, layout(sure=False))) == ["1", "2", "3"]
    assert values(place_by_run(FULL, layout(sure=False, gained=True))) is None


def test_a_line_of_nbsp_among_the_values_of_an_unsure_layout_may_be_a_cell():
    assert values(place_by_run(run("1", "", "2", "3"), layout(sure=False))) is None
    assert values(place_by_run(run("1", "2", "3", ""), layout(sure=False))) == ["1", "2", "3"]


@pytest.mark.parametrize("state", [{"lost": True}, {"gained": True}])
def test_the_same_number_twice_may_be_one_line_that_was_doubled(state: dict[str, bool]):
    twice = run("1", "12", "12")
    assert values(place_by_run(twice, layout(**state))) is None
    assert values(place_by_run(twice, layout(**state, whole=False))) == ["1", "12", "12"]
    assert values(place_by_run(twice, layout())) == ["1", "12", "12"]


@pytest.mark.parametrize(("texts", "repeated"), [("7 7", True), ("7 8 7", False), ("0 0", False), ("10 10", True)])
def test_zeros_side_by_side_are_no_doubled_lines(texts: str, repeated: bool):
    assert repeats_value(texts.split()) is repeated


NBSP = BlankRule(nbsp=True)
STEP = BlankRule(base=0, step=1)
WIDE = BlankRule(base=1, step=2)


def test_lines_of_nbsp_are_blank_cells_by_their_rule():
    assert place_by_run(run("1", "", "3"), layout(rule=NBSP)) == Placed(["1", "", "3"], ["1", "3"], [])
    assert values(place_by_run(run("1", "", "3"), layout())) is None


def test_what_lies_between_a_pipe_and_the_end_of_its_line_is_no_cell():
    tokens = [Token(text, 0, cut="pipe") for text in "123"]
    row = Run(TABLE, (Token("", 0, "pipe", blank="edge"), *tokens, Token("", 0, "pipe", blank="edge")), 0, last=False)
    assert values(place_by_run(row, layout())) == ["1", "2", "3"]


def test_a_line_of_nbsp_in_a_tables_last_column_is_its_cell():
    assert values(place_by_run(run("1", "2", "", last=True), layout(rule=NBSP))) == ["1", "2", ""]


def test_lines_of_nbsp_behind_a_tables_last_value_may_be_paragraphs():
    behind = run("1", "2", "3", "", "", last=True)
    assert values(place_by_run(behind, layout(rule=NBSP))) == ["1", "2", "3"]
    assert values(place_by_run(dataclasses.replace(behind, last=False), layout(rule=NBSP))) is None
    assert values(place_by_run(behind, layout(rule=NBSP, gained=True))) is None
    assert values(place_by_run(run("1", "2", "3", "", "", "", last=True), layout(rule=NBSP))) is None


def test_a_row_without_a_label_that_holds_blanks_gives_none_of_them_away():
    texts = ["1", "", *map(str, range(2, 15)), ""]
    assert len(texts) == len(REVIEWS.data_columns) + 1
    assert values(place_by_run(run(*texts, last=True, table=REVIEWS), layout(rule=NBSP))) is None
    texts[1] = "1"
    assert values(place_by_run(run(*texts, last=True, table=REVIEWS), layout(rule=NBSP))) == texts[:-1]


@pytest.mark.parametrize(
    ("rule", "gaps", "next_gap", "placed"),
    [
        (STEP, (0, 1), 0, ["1", "", "2"]),
        (STEP, (1, 0), 0, ["", "1", "2"]),
        (STEP, (0, 0), 1, ["1", "2", ""]),
        (STEP, (0, 2), 0, None),
        (WIDE, (1, 3), 1, ["1", "", "2"]),
        (WIDE, (1, 1), 3, ["1", "2", ""]),
        (WIDE, (1, 2), 1, None),
        (WIDE, (0, 3), 1, None),
        (WIDE, (1, 3), 2, None),
        (WIDE, (1, 3), 0, None),
    ],
)
def test_empty_lines_are_blank_cells_by_their_rule(rule, gaps, next_gap, placed):
    assert values(place_by_run(run("1", "2", gaps=gaps, next_gap=next_gap), layout(rule=rule))) == placed


@pytest.mark.parametrize(("rule", "gaps"), [(WIDE, (1, 2, 1)), (BlankRule(base=1, step=1), (1, 0, 1))])
def test_values_that_stand_otherwise_than_the_rule_says_are_not_placed_by_their_number(
    rule: BlankRule, gaps: tuple[int, ...]
):
    assert values(place_by_run(run("1", "2", "3", gaps=gaps, next_gap=1), layout(rule=rule))) is None


def test_empty_lines_behind_a_tables_last_value_say_not_where_it_ends():
    full = run("1", "2", "3", gaps=(1, 1, 1), last=True)
    assert values(place_by_run(dataclasses.replace(full, next_gap=2), layout(rule=WIDE))) == ["1", "2", "3"]
    assert values(place_by_run(dataclasses.replace(full, next_gap=3), layout(rule=WIDE))) is None
    assert values(place_by_run(full, layout(rule=WIDE, gained=True))) is None


# --- layouts ---------------------------------------------------------------------------------------------------------


def test_rows_that_hold_all_their_cells_need_no_rule():
    assert choose_layout([FULL] * 4) == layout()
    assert choose_layout([]) == layout()


@pytest.mark.parametrize(
    ("witness", "rule", "needed"),
    [
        (run("1", "", "3"), NBSP, 1),
        (run("1", "2", gaps=(0, 1)), STEP, 3),
        (run("", "", ""), NBSP, 1),
        (run("1", "", ""), NBSP, 1),
    ],
)
def test_a_rule_needs_witnesses_among_the_rows(witness: Run, rule: BlankRule, needed: int):
    assert choose_layout([FULL] * 9 + [witness] * needed).rule == rule
    assert choose_layout([FULL] * 9 + [witness] * (needed - 1)).rule == BlankRule()


def test_a_blank_behind_the_last_value_is_no_witness():
    assert choose_layout([FULL] * 9 + [run("1", "2", "")]).rule == BlankRule()


def test_a_rule_must_explain_seven_rows_of_ten():
    witness, other = run("1", "", "3"), run("1", "", "2", "3", "4")
    assert choose_layout([FULL] * 6 + [witness] + [other] * 3).rule == NBSP
    assert choose_layout([FULL] * 5 + [witness] + [other] * 4).rule == BlankRule()


def test_a_rule_must_explain_more_rows_than_none_does():
    witness, paragraph = run("1", "", "3"), run("1", "2", "3", "")
    assert choose_layout([FULL] * 8 + [witness, paragraph]).rule == BlankRule()
    assert choose_layout([FULL] * 8 + [witness, witness, paragraph]).rule == NBSP


def test_empty_lines_between_all_cells_are_told_from_blank_cells():
    wide = run("1", "2", "3", gaps=(1, 1, 1), next_gap=1)
    blank = run("1", "3", gaps=(1, 3), next_gap=1)
    chosen = choose_layout([wide] * 6 + [blank] * 3)
    assert (chosen.rule, chosen.gap) == (WIDE, 1)
    assert choose_layout([wide] * 6 + [run("1", "3", gaps=(1, 2), next_gap=1)] * 3).rule == BlankRule(base=1, step=1)


@pytest.mark.parametrize(
    ("odd", "lost", "gained"),
    [
        (FULL, False, False),
        (SHORT, True, False),
        (LONG, False, True),
        (run(), False, False),
        (dataclasses.replace(LONG, last=True), False, False),
        (dataclasses.replace(LONG, ended="unsure"), False, False),
        (dataclasses.replace(SHORT, last=True), True, False),
    ],
)
def test_rows_show_whether_lines_were_lost_or_gained(odd: Run, lost: bool, gained: bool):
    chosen = choose_layout([FULL] * 9 + [odd])
    assert (chosen.lost, chosen.gained) == (lost, gained)


def test_a_row_whose_blanks_are_cells_by_the_rule_lost_none():
    assert choose_layout([FULL] * 9 + [run("1", "", "3")]) == layout(rule=NBSP)


def test_of_a_row_that_stands_otherwise_than_the_rule_says_the_values_are_counted():
    wide = run("1", "2", "3", gaps=(1, 1, 1), next_gap=1)
    blank = run("1", "3", gaps=(1, 3), next_gap=1)
    chosen = choose_layout([wide] * 6 + [blank] * 3 + [run("1", "2", gaps=(1, 2), next_gap=1)])
    assert (chosen.rule, chosen.lost, chosen.gained) == (WIDE, True, False)


def test_lines_that_are_seen_to_stand_twice_are_gained():
    assert choose_layout([FULL] * 4, doubled=True) == layout(gained=True)


@pytest.mark.parametrize(
    ("short", "sure", "whole"), [(0, True, True), (1, True, True), (2, True, False), (4, False, False)]
)
def test_a_layout_is_as_sure_as_the_share_of_rows_that_it_explains(short: int, sure: bool, whole: bool):
    chosen = choose_layout([FULL] * (10 - short) + [SHORT] * short)
    assert (chosen.sure, chosen.whole) == (sure, whole)


def test_seven_rows_of_ten_are_enough():
    assert choose_layout([FULL] * 7 + [SHORT] * 3).sure


def test_rows_between_pipes_say_nothing_of_lines():
    piped = dataclasses.replace(LONG, tokens=tuple(dataclasses.replace(token, cut="pipe") for token in LONG.tokens))
    assert piped.piped
    assert not LONG.piped
    assert choose_layout([FULL] * 4 + [piped] * 9) == layout()


def test_the_gap_of_a_layout_is_the_one_of_most_values():
    assert choose_layout([run("1", "2", "3", gaps=(2, 1, 2))] * 3).gap == 2
    assert choose_layout([run("1", "", "", "", "3", gaps=(1, 0, 0, 0, 1))]).gap == 1
