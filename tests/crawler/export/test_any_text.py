"""Whatever a page prints comes out as it is, or as the file's kind allows."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crawler.export.reports import REPORTS
from crawler.export.writers.delimited import DelimitedWriter
from tests.crawler.export.sample import export, item

TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60)
FEW = settings(max_examples=40)


@given(TEXT)
@example("\r\n\x00\ufeff\"',;\t")
@settings(max_examples=200)
def test_csv_without_spreadsheets_in_mind_is_exact(text: str) -> None:
    file = io.BytesIO()
    writer = DelimitedWriter(file, REPORTS, for_spreadsheets=False)
    writer.write(REPORTS, REPORTS.rows(item(title=text, agency=text)))
    writer.finish()
    (row,) = csv.DictReader(io.StringIO(file.getvalue().decode("utf-8"), newline=""))
    assert (row["title"], row["agency"]) == (text, text)


@given(TEXT)
@FEW
def test_database_and_json_are_exact(text: str) -> None:
    with TemporaryDirectory() as folder:
        path = export(Path(folder) / "a.sqlite", [item(title=text)], ["reports"])
        with closing(sqlite3.connect(path)) as connection:
            assert connection.execute("SELECT title FROM reports").fetchall() == [(text,)]
        (line,) = export(Path(folder) / "a.jsonl", [item(title=text)], ["reports"]).read_bytes().splitlines()
    assert json.loads(line)["title"] == text


@given(TEXT)
@FEW
def test_parquet_is_exact(text: str) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
    with TemporaryDirectory() as folder:
        path = export(Path(folder) / "a.parquet", [item(title=text)], ["reports"])
        assert parquet.read_table(path).column("title").to_pylist() == [text]


@given(TEXT)
@example("_x0041_")
@example("\x1b[31m=1+1\ufffe\uffff")
@FEW
def test_workbook_can_always_be_opened(text: str) -> None:
    pytest.importorskip("xlsxwriter", reason="xlsxwriter is not installed")
    from openpyxl import load_workbook

    with TemporaryDirectory() as folder:
        sheet = load_workbook(export(Path(folder) / "a.xlsx", [item(title=text)], ["reports"]))["报告 reports"]
        cell = sheet.cell(2, REPORTS.codes.index("title") + 1)
    assert cell.data_type in ("s", "n")  # n where nothing but white space was printed
    if text.isprintable() and "_x" not in text:
        assert cell.value == text
