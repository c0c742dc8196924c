"""pandas.read_html; tables by a label in them, cells by their places in the official form."""

from io import StringIO
from math import isnan
from typing import Any

import pandas
from protocol import Answer, Page, number, serve

Grid = list[list[str]]


def read(page: Page) -> list[pandas.DataFrame]:
    """Every table."""
    try:
        return pandas.read_html(StringIO(page.text), flavor="lxml", keep_default_na=False)
    except ValueError:  # what it raises where there are no tables
        return []


def tell(page: Page, frames: list[pandas.DataFrame]) -> Answer:
    """Every cell of the form that stands where the form has it."""
    grids = [without_blanks([list(map(text, row)) for row in rows(frame)]) for frame in frames]
    cells: list[list[Any]] = []
    for table, form in page.form.items():
        found = [place for grid in grids if (place := find(grid, form["anchor"])) is not None]
        if not found:
            continue
        grid, top, left = min(found, key=lambda place: len(place[0]))  # of nested tables the inner one
        for key, row in form["rows"].items():
            for column, right in row["right"].items():
                if top + row["below"] < len(grid) and left + right < len(grid[top + row["below"]]):
                    cells.append([table, key, column, number(grid[top + row["below"]][left + right])])
    return {"cells": cells}


def rows(frame: pandas.DataFrame) -> list[list[object]]:
    """All rows, those that read_html took for a header too."""
    head: list[list[object]] = []
    if isinstance(frame.columns, pandas.MultiIndex):
        head = [list(level) for level in zip(*frame.columns, strict=True)]
    elif not isinstance(frame.columns, pandas.RangeIndex):
        head = [list(frame.columns)]
    return head + frame.to_numpy().tolist()


def text(value: object) -> str:
    """Text of a cell; rows that are too short are filled up with NaN."""
    if isinstance(value, float):
        return "" if isnan(value) else str(value).removesuffix(".0")
    return str(value).strip()


def without_blanks(grid: Grid) -> Grid:
    """The grid without the rows and columns in which nothing is printed."""
    kept = [row for row in grid if any(row)]
    columns = [index for index in range(max(map(len, kept), default=0)) if any(row[index] for row in kept)]
    return [[row[index] for index in columns] for row in kept]


def find(grid: Grid, anchor: str) -> tuple[Grid, int, int] | None:
    """Where the anchor's text stands first."""
    for row, cells in enumerate(grid):
        for column, cell in enumerate(cells):
            if "".join(cell.split()) == anchor:
                return grid, row, column
    return None


serve("pandas", read, tell)
