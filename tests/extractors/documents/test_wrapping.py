"""Numbers that a narrow cell cuts are one number; numbers that stand below each other for another reason stay apart."""

from hypothesis import assume, given
from hypothesis import strategies as st

from extractors.documents.layout.lines import line_of
from extractors.documents.layout.printed import Word
from extractors.documents.layout.wrapping import Wrapping, Written

EM = 10.0
DIGIT = EM / 2


def written(width: float, *lines: str, pitch: float = 12.0) -> Written:
    """A cell, its lines in the middle."""
    placed = []
    for number, text in enumerate(lines):
        long = sum(EM if ord(char) > 255 else DIGIT for char in text)
        x, y = (width - long) / 2, pitch * number
        placed.append(line_of([Word(text, x, y, x + long, y + EM)]))
    return Written(placed, width)


def numbers(*cells: Written) -> dict[int, str]:
    return Wrapping(cells).numbers()


def wrapped(text: str, room: float, character: float) -> list[str]:
    """Lines of a text as programs break it: where the next character does not fit."""
    fits = int(room / character + 1e-6)
    return [text[i : i + fits] for i in range(0, len(text), fits)]


HEADER = written(14, "维", "持")
"""Of a column that has room for one Chinese character and margins of four points."""


def test_number_whose_lines_are_full_is_one():
    assert numbers(HEADER, written(14, "31", "9")) == {1: "319"}


def test_lines_of_a_number_stand_as_far_apart_as_those_of_labels():
    assert numbers(HEADER, written(14, "31", "9", pitch=22)) == {1: "319"}
    assert numbers(HEADER, written(14, "31", "9", pitch=26)) == {}


def test_lines_with_room_for_the_next_digit_are_several_numbers():
    assert numbers(HEADER, written(14, "3", "9")) == {}


def test_cell_wider_than_its_margins_explain_is_not_full():
    assert numbers(written(60, "31", "9")) == {}


def test_lines_of_other_paragraphs_are_several_numbers():
    assert numbers(HEADER, written(14, "31", "9", pitch=30)) == {}


def test_zero_begins_another_number():
    assert numbers(written(11, "维"), written(11, "0", "5"), written(9, "0", "5")) == {}


def test_number_as_long_as_the_one_above_is_another():
    assert numbers(written(17, "188", "189")) == {}


def test_table_that_prints_several_numbers_in_a_cell_cuts_none():
    assert numbers(HEADER, written(14, "31", "9"), written(14, "0", "0")) == {}


def test_full_width_digits_are_cut_too():
    assert numbers(written(14, "维", "持"), written(24, "１３", "７")) == {1: "１３７"}


def test_number_is_cut_behind_its_comma():
    assert numbers(HEADER, written(19, "1,2", "03")) == {1: "1,203"}


@given(number=st.integers(1, 99_999).map(str), room=st.floats(10, 40), margins=st.floats(0, 14))
def test_number_is_read_however_narrow_the_columns_of_its_table_are(number, room, margins):
    lines = wrapped(number, room, DIGIT)
    assume(len(lines) > 1)
    header = [written(room + margins, *wrapped(label, room, EM)) for label in ("结果维持", "总计")]
    assert numbers(*header, written(room + margins, *lines)) == {2: number}


@given(number=st.integers(1, 99_999).map(str), rooms=st.lists(st.floats(5, 40), min_size=2), margins=st.floats(0, 40))
def test_whatever_the_columns_are_nothing_else_is_read(number, rooms, margins):
    cells = [written(room + margins, *wrapped(number, room, DIGIT)) for room in rooms]
    assert set(numbers(*cells).values()) <= {number}


@given(
    pairs=st.lists(st.tuples(st.integers(0, 999), st.integers(0, 999)), min_size=2, max_size=15),
    spare=st.floats(1.01 * DIGIT, 30),
    margins=st.floats(0, 12),
)
def test_two_numbers_that_would_fit_on_one_line_are_never_one(pairs, spare, margins):
    room = max(len(str(number)) for pair in pairs for number in pair) * DIGIT + spare
    label = "维" * int(room / EM)
    cells = [written(room + margins, label), *(written(room + margins, *map(str, pair)) for pair in pairs)]
    assume(room - len(label) * EM < spare - DIGIT)
    assert numbers(*cells) == {}
