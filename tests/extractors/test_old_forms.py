"""The one-table forms before 2019, in the shapes that converters give them."""

from collections.abc import Callable
from random import Random

import pytest

from extractors.documents import read_document
from extractors.tables.forms import load_forms
from extractors.tables.read import read_tables

Rows = list[list[str]]
SHAPES: dict[str, Callable[[Rows], str]] = {
    "lines": lambda rows: "\n".join(cell or "\xa0" for row in rows for cell in row),
    "spaced lines": lambda rows: "\n\n".join(cell or "\xa0" for row in rows for cell in row),
    "pipes": lambda rows: "\n".join(" | ".join(row) + " |" for row in rows),
    "a pipe a line": lambda rows: "\n".join(f"{cell} |" if cell else "|" for row in rows for cell in row),
    "markdown": lambda rows: "\n".join("| " + " | ".join(row) + " |" for row in rows),
    "tabs": lambda rows: "\n".join("\t".join(row) for row in rows),
    "HTML": lambda rows: "<table>" + "".join("<tr>" + "".join(f"<td>{c}" for c in row) for row in rows) + "</table>",
}


def filled(form_id: str, seed: int) -> tuple[Rows, dict[tuple[str, str], int | None]]:
    """Printed rows, header first, and what they state."""
    rng = Random(seed)
    table = load_forms()[form_id].tables[0]
    truth: dict[tuple[str, str], int | None] = {}
    rows = [[table.stub or "", *(column.label for column in table.columns)]]
    for row in table.rows:
        number = f"{row.number}." if row.number and row.number.isdecimal() and not row.number.startswith("0") else ""
        cells = [number + row.label]
        for column in table.columns:
            if not column.data:
                cells.append((row.unit or "——") if column.key == "unit" else row.number or "")
            elif not row.data:
                cells.append("——")
            else:
                value = None if rng.random() < 0.3 else rng.randint(0, 99)
                truth[row.key, column.key] = value
                cells.append("" if value is None else str(value))
        rows.append(cells)
    return rows, truth


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("form", ["cn_2014", "jl_jilin_city_2012", "gs_dingxi"])
def test_every_row_is_found_in_every_shape(form, shape):
    rows, truth = filled(form, 7)
    reading = read_tables(list(enumerate(read_document(SHAPES[shape](rows).encode()).blocks)))
    assert reading.form == form
    assert reading.unplaced == []
    found = {
        (row, column): value for row, cells in reading.tables["statistics"].items() for column, value in cells.items()
    }
    assert found == truth
