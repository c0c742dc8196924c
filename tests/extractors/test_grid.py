"""A table as rows of pieces: every row shows each cell that reaches into it, left to right."""

from __future__ import annotations

import pytest

from extractors.documents.model import Cell, Table
from extractors.tables.grid import Line, grid_lines, narrow_piece, text_line


def grid(height: int, *cells: tuple[str, int, int, int, int]) -> list[Line]:
    """Rows of a table of cells: text, row, column, rows and columns that it spans."""
    width = max(column + columns for _, _, column, _, columns in cells)
    return grid_lines(Table(height=height, width=width, cells=tuple(Cell(*cell) for cell in cells)))


def places(line: Line) -> list[tuple[str, int, int]]:
    return [(piece.text, piece.start, piece.end) for piece in line]


def test_cells_of_one_place_stand_where_they_are_printed() -> None:
    upper, lower = grid(2, ("甲", 0, 0, 1, 1), ("1", 0, 1, 1, 1), ("乙", 1, 0, 1, 1), ("2", 1, 1, 1, 1))
    assert (places(upper), places(lower)) == ([("甲", 0, 1), ("1", 1, 2)], [("乙", 0, 1), ("2", 1, 2)])
    assert {(piece.own, piece.tall) for piece in (*upper, *lower)} == {(True, False)}


def test_spanned_label_fills_every_row_and_is_the_first_one_s_own() -> None:
    lines = grid(3, ("甲", 0, 0, 2, 1), ("1", 0, 1, 1, 1), ("2", 1, 1, 1, 1), ("3", 2, 1, 1, 1))
    assert [places(line) for line in lines] == [[("甲", 0, 1), ("1", 1, 2)], [("甲", 0, 1), ("2", 1, 2)], [("3", 1, 2)]]
    (first, _), (second, _), _ = lines
    assert (first.own, first.tall) == (True, True)
    assert (second.own, second.tall) == (False, True)


def test_cell_that_reaches_down_into_the_middle_of_a_row_stands_in_its_column() -> None:
    _, lower = grid(2, ("甲", 0, 0, 1, 1), ("乙", 0, 1, 2, 2), ("丙", 1, 0, 1, 1), ("丁", 1, 3, 1, 1))
    assert places(lower) == [("丙", 0, 1), ("乙", 1, 3), ("丁", 3, 4)]


@pytest.mark.parametrize("columns", [2, 3])
def test_wide_cell_of_one_row_is_one_piece_that_is_not_tall(columns: int) -> None:
    ((piece, _),) = grid(1, ("甲", 0, 0, 1, columns), ("1", 0, columns, 1, 1))
    assert (piece.start, piece.end, piece.own, piece.tall) == (0, columns, True, False)


def test_cell_that_spans_as_many_rows_as_columns_is_in_all_of_them() -> None:
    lines = grid(2, ("甲", 0, 0, 2, 2), ("1", 0, 2, 1, 1), ("2", 1, 2, 1, 1))
    assert [places(line) for line in lines] == [[("甲", 0, 2), ("1", 2, 3)], [("甲", 0, 2), ("2", 2, 3)]]


@pytest.mark.parametrize("column", [0, 31, 32, 5000])
def test_pieces_are_the_same_whether_they_are_remembered_or_not(column: int) -> None:
    for _ in range(2):
        assert narrow_piece(" 12 ", column) == (" 12 ", column, column + 1, True, False, False, "", True)


def test_what_a_text_is_is_told_with_it() -> None:
    blank, label, value = text_line(["\u3000", "一、本年新收", "—"])
    assert [(piece.blank, piece.value) for piece in (blank, label, value)] == [
        (True, False),
        (False, False),
        (False, True),
    ]
    assert (label.label, value.start, value.end) == ("本年新收", 2, 3)
