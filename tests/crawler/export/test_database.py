from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from crawler.export.every import SHEETS
from tests.crawler.export.sample import T3, cell_count, export, printed_sum, simulated


@pytest.fixture
def database(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(export(tmp_path / "a.sqlite", simulated(), ["all"]))) as connection:
        yield connection


def test_every_sheet_is_a_table_with_the_numbers_of_the_feed(database: sqlite3.Connection) -> None:
    counts = {
        name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in SHEETS if name != "coverage"
    }
    assert (counts["reports"], counts["cells"]) == (len(simulated()), cell_count(simulated()))
    (total,) = database.execute("SELECT sum(value) FROM cells").fetchone()
    assert total == pytest.approx(printed_sum(simulated()))


def test_whole_numbers_stay_whole(database: sqlite3.Connection) -> None:
    query = "SELECT DISTINCT typeof(value) FROM cells WHERE \"table\" = 't3_requests' AND value IS NOT NULL"
    assert database.execute(query).fetchall() == [("integer",)]


def test_applications_of_a_report_are_one_row_of_a_view(database: sqlite3.Connection) -> None:
    found = dict(database.execute("SELECT id, received FROM applications").fetchall())
    assert found == {
        each["id"]: each["tables"].get(T3, {}).get("new_received", {}).get("total") for each in simulated()
    }


def test_agencies_without_any_application_for_three_years_are_one_query(database: sqlite3.Connection) -> None:
    query = """SELECT series FROM panel WHERE year BETWEEN 2020 AND 2022
               GROUP BY series HAVING count(requests_received) = 3 AND max(requests_received) = 0"""
    totals: dict[str, list[float]] = {}
    for each in simulated():
        if each["year"] >= 2020:
            totals.setdefault(each["agency"], []).append(each["tables"][T3]["new_received"]["total"])
    assert len(database.execute(query).fetchall()) == sum(max(values) == 0 for values in totals.values())


def test_cells_of_a_report_are_found_by_an_index(database: sqlite3.Connection) -> None:
    plan = database.execute("EXPLAIN QUERY PLAN SELECT * FROM cells WHERE id = 'x'").fetchall()
    assert "USING INDEX cells_id" in plan[0][3]


def test_labels_of_every_column_are_in_the_database(database: sqlite3.Connection) -> None:
    query = "SELECT chinese, english FROM columns WHERE sheet = 'reports' AND code = 'year'"
    assert database.execute(query).fetchall() == [("报告年度", "report year")]


def test_views_whose_sheets_are_not_there_are_left_out(tmp_path: Path) -> None:
    with closing(sqlite3.connect(export(tmp_path / "a.sqlite", simulated(), ["findings"]))) as connection:
        views = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'view'").fetchall()
    assert views == [("finding_counts",)]
