from __future__ import annotations

import io
from pathlib import Path

import pytest

from crawler.export.reports import REPORTS
from tests.crawler.export.sample import cell_count, export, item, printed_sum, simulated

pytest.importorskip("pyarrow", reason="pyarrow is not installed")
duckdb = pytest.importorskip("duckdb", reason="duckdb is not installed")

import pyarrow.parquet

from crawler.export.writers.nested import ItemsWriter, PackedItemsWriter, pack_item
from crawler.export.writers.parquet import ParquetFile, PartedParquetWriter


def test_parted_parquet_is_one_table_in_duckdb(tmp_path: Path) -> None:
    folder = export(tmp_path / "data", simulated(), ["all"], "parquet")
    assert (folder / "cells" / "year=2020" / "part-0.parquet").is_file()
    found = duckdb.sql(
        f"SELECT year, count(*), sum(value) FROM read_parquet('{folder}/cells/*/*.parquet', hive_partitioning = true) "
        "GROUP BY year ORDER BY year"
    ).fetchall()
    for year, count, total in found:
        own = [each for each in simulated() if each["year"] == year]
        assert (count, total or 0) == (cell_count(own), pytest.approx(printed_sum(own)))
    assert [year for year, *_ in found] == [2018, 2019, 2020, 2021, 2022]


def test_report_without_a_year_is_in_the_folder_of_null(tmp_path: Path) -> None:
    folder = export(tmp_path / "data", [item(year=None), item("b", year=2020)], ["reports"], "parquet")
    query = f"SELECT id, year FROM read_parquet('{folder}/reports/*/*.parquet', hive_partitioning = true) ORDER BY id"
    assert duckdb.sql(query).fetchall() == [("a", None), ("b", 2020)]


def test_sheet_without_rows_can_be_read(tmp_path: Path) -> None:
    folder = export(tmp_path / "data", [item(year=2020)], ["findings", "indicators"], "parquet")
    query = "SELECT count(*) FROM read_parquet('{}/{}/**/*.parquet', hive_partitioning = true)"
    assert duckdb.sql(query.format(folder, "findings")).fetchall() == [(0,)]
    assert [path.parent.name for path in folder.rglob("*.parquet")].count("indicators") == 1


def test_column_that_stays_empty_keeps_its_type_and_its_label(tmp_path: Path) -> None:
    schema = pyarrow.parquet.read_schema(export(tmp_path / "wide.parquet", [item()], ["wide"]))
    field = schema.field("t3_requests.new_received.total")
    assert str(field.type) == "double"
    assert field.metadata[b"zh"].decode() == "一、本年新收政府信息公开申请数量 / 总计, 件"


def test_rows_are_written_in_groups() -> None:
    file = io.BytesIO()
    writer = ParquetFile(file, pyarrow.schema([("n", pyarrow.int64())]), group_rows=10)
    writer.write((number,) for number in range(25))
    writer.finish()
    metadata = pyarrow.parquet.read_metadata(file)
    assert [metadata.row_group(group).num_rows for group in range(metadata.num_row_groups)] == [10, 10, 5]


def test_files_of_many_years_hold_no_more_than_may_be(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    writer = PartedParquetWriter(folder, [REPORTS], held_values=300)
    for year in range(2000, 2020):
        writer.write(REPORTS, REPORTS.rows(item(str(year), year=year)))
        assert sum(file.held for file in writer._files.values()) <= 300 + 30
    writer.finish()
    found = duckdb.sql(f"SELECT count(*) FROM read_parquet('{folder}/reports/*/*.parquet')").fetchall()
    assert found == [(20,)]


def test_items_stay_nested_as_in_the_json_feed(tmp_path: Path) -> None:
    path = tmp_path / "out.parquet"
    with path.open("wb") as file:
        writer = ItemsWriter(file)
        for each in simulated():
            writer.write(each)
        writer.finish()
    for row, each in zip(pyarrow.parquet.read_table(path).to_pylist(), simulated(), strict=True):
        same = each.keys() - {"tables", "evidence", "findings"}
        assert {name: row[name] for name in same} == {name: each[name] for name in same}
        assert {(c["table"], c["row"], c["column"]): c["value"] for c in row["tables"]} == {
            (table, line, column): value
            for table, lines in each["tables"].items()
            for line, cells in lines.items()
            for column, value in cells.items()
        }
        assert [finding["code"] for finding in row["findings"]] == [finding["code"] for finding in each["findings"]]


def test_items_without_anything_have_the_same_schema() -> None:
    schemas = []
    for items in ([], [item()], simulated()[:5]):
        file = io.BytesIO()
        writer = ItemsWriter(file)
        for each in items:
            writer.write(each)
        writer.finish()
        schemas.append(pyarrow.parquet.read_schema(file))
    assert schemas[0] == schemas[1] == schemas[2]


def test_items_that_were_packed_elsewhere_make_the_same_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawler.export.writers.nested._GROUP_ITEMS", 25)
    files = io.BytesIO(), io.BytesIO()
    whole, packed = ItemsWriter(files[0]), PackedItemsWriter(files[1])
    for each in simulated():
        whole.write(each)
        packed.write(pack_item(each))
    whole.finish()
    packed.finish()
    tables = [pyarrow.parquet.read_table(file) for file in files]
    groups = [pyarrow.parquet.read_metadata(file).num_row_groups for file in files]
    assert tables[0].equals(tables[1], check_metadata=True)
    assert groups == [-(-len(simulated()) // 25)] * 2
