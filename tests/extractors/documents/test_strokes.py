"""Lines along text are no rules of a table; text that they strike out is in doubt."""

from extractors.documents.layout.printed import Rule
from extractors.documents.layout.strokes import without_strokes
from extractors.numbers import DOUBT
from tests.extractors.documents.test_layout import grid, word

CELL = grid((50, 80), (100, 112))
NUMBER = word("12", 55, 101)


def strokes(*rules: Rule):
    """What becomes of a number and its cell's rules with such lines."""
    words, kept = without_strokes([NUMBER], [*CELL, *rules])
    return words[0].text, [rule for rule in kept if rule not in CELL]


def test_line_under_a_number_is_no_rule():
    assert strokes(Rule(55, 110.5, 65, 110.5)) == ("12", [])


def test_spaces_beside_a_number_are_underlined_too():
    assert strokes(Rule(51.5, 110.5, 68.5, 110.5)) == ("12", [])


def test_number_that_is_struck_out_is_in_doubt():
    assert strokes(Rule(55, 106, 65, 106)) == (f"12{DOUBT}", [])


def test_word_that_is_struck_out_in_part_is_in_doubt_as_a_whole():
    assert strokes(Rule(55, 106, 60, 106)) == (f"12{DOUBT}", [])


def test_line_from_rule_to_rule_is_a_rule():
    across = Rule(50, 110.5, 80, 110.5)
    assert strokes(across) == ("12", [across])


def test_line_much_longer_than_the_text_is_a_rule():
    across = Rule(52, 110.5, 250, 110.5)
    assert strokes(across) == ("12", [across])


def test_rules_of_a_cell_that_fits_its_text_stay():
    close = grid((55, 65), (101, 111))
    assert without_strokes([NUMBER], close)[1] == close
