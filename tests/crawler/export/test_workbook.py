from __future__ import annotations

import csv
import io
import itertools
import shutil
import subprocess
from pathlib import Path
from typing import get_args, get_type_hints

import pytest

from crawler.export.every import FEED_SHEETS
from crawler.export.panel.editions import Rule as EditionRule
from crawler.export.panel.series import Rule as SeriesRule
from crawler.export.parts import SECTIONS
from crawler.export.reports import REPORTS
from crawler.guide.words import load_guide_words
from crawler.items import AnnualReport
from crawler.ledger.coverage import State
from extractors.report import Severity
from tests.crawler.export.sample import T3, cell_count, export, item, printed_sum, simulated

pytest.importorskip("xlsxwriter", reason="xlsxwriter is not installed")

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from crawler.export.writers.workbook import CUT, LONGEST_TEXT, WorkbookWriter, cell_text

WHAT = [sheet.name for sheet in FEED_SHEETS]
FEED = simulated()[::4]
"""Reports of every year and of both counties; whether all cells are there is seen in ``test_every_cell.py``."""


def levels() -> tuple[str, ...]:
    """Levels that an agency can have."""
    return next(get_args(part) for part in get_args(get_type_hints(AnnualReport)["agency_level"]) if get_args(part))


def column(worksheet: Worksheet, code: str) -> list[object]:
    heading = [str(cell.value).split("\n")[1] for cell in worksheet[1]]
    place = heading.index(code)
    return [row[place] for row in worksheet.iter_rows(min_row=2, values_only=True)]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    """All sheets of a feed."""
    return load_workbook(export(tmp_path_factory.mktemp("whole") / "a.xlsx", FEED, WHAT))


def test_each_sheet_has_a_frozen_heading_in_chinese_with_codes_and_filters(whole: Workbook) -> None:
    guide, *sheets = whole
    assert guide.title == "说明 guide"
    assert [sheet.title for sheet in sheets[:2]] == ["报告 reports", "单元格 cells"]
    for worksheet, sheet in zip(sheets, FEED_SHEETS, strict=True):
        assert worksheet.freeze_panes == "C2"
        assert worksheet.auto_filter.ref == worksheet.dimensions
        assert [cell.value for cell in worksheet[1]] == [f"{each.chinese}\n{each.code}" for each in sheet.columns]


def test_numbers_are_those_of_the_feed(whole: Workbook) -> None:
    values = column(whole["单元格 cells"], "value")
    assert len(values) == cell_count(FEED)
    assert sum(value for value in values if isinstance(value, int | float)) == pytest.approx(printed_sum(FEED))
    assert len(column(whole["报告 reports"], "id")) == len(FEED)


def test_guide_names_every_column(tmp_path: Path) -> None:
    guide = load_workbook(export(tmp_path / "a.xlsx", [], ["all"]))["说明 guide"]
    codes = {row[0] for row in guide.iter_rows(values_only=True)}
    assert set(REPORTS.codes) | {"t3_requests.granted.total", "requests_received"} <= codes


@pytest.mark.parametrize(
    ("column", "codes"),
    [
        ("agency_rule", get_args(SeriesRule)),
        ("edition_rule", get_args(EditionRule)),
        ("state", get_args(State)),
        ("severity", get_args(Severity)),
        ("agency_level", levels()),
        ("status", tuple(load_guide_words()["statuses"])),
    ],
)
def test_guide_says_in_both_languages_what_codes_mean(column: str, codes: tuple[str, ...], tmp_path: Path) -> None:
    guide = load_workbook(export(tmp_path / "a.xlsx", [], ["reports"]))["说明 guide"]
    rows = list(guide.iter_rows(values_only=True))
    begin = [row[0] for row in rows].index(column) + 1
    told = dict.fromkeys(itertools.takewhile(any, rows[begin:]))
    assert {str(code) for code, *_ in told} == set(codes)
    assert all(all(row) for row in told)


def test_pages_are_linked_from_the_reports(tmp_path: Path) -> None:
    items = [
        item("a", url="https://a.example/1"),
        item("b", url="file:///tmp/1"),
        item("c", url="https://a.example/\n"),
    ]
    sheet = load_workbook(export(tmp_path / "a.xlsx", items, ["reports"]))["报告 reports"]
    place = REPORTS.codes.index("url") + 1
    links = [sheet.cell(row, place).hyperlink for row in (2, 3, 4)]
    assert [link and link.target for link in links] == ["https://a.example/1", None, None]


@pytest.mark.parametrize("text", ["=1+1", "@SUM(1)", "+1", "{=1}", "http://a.example/", "internal:a!A1", "007"])
def test_text_is_always_text(tmp_path: Path, text: str) -> None:
    sheet = load_workbook(export(tmp_path / "a.xlsx", [item(agency=text)], ["reports"]))["报告 reports"]
    cell = sheet.cell(2, 2)
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_control_characters_do_not_break_the_workbook(tmp_path: Path) -> None:
    sheet = load_workbook(export(tmp_path / "a.xlsx", [item(agency="云\x00台\x1b\x0b镇\ufffe_x0041_")], ["reports"]))
    assert str(sheet["报告 reports"].cell(2, 2).value).startswith("云\ufffd台\ufffd\ufffd镇")


@pytest.mark.parametrize("letter", ["长", "😀"])
def test_text_longer_than_a_cell_is_cut_with_a_mark(tmp_path: Path, letter: str) -> None:
    section = {"number": "一", "heading": "总体情况", "text": letter * 40_000}
    book = load_workbook(export(tmp_path / "a.xlsx", [item(sections=[section])], ["sections"]))
    text = str(column(book[f"{SECTIONS.chinese} sections"], "text")[0])
    assert text.endswith(CUT)
    assert LONGEST_TEXT - 2 <= len(text.encode("utf-16-le")) // 2 <= LONGEST_TEXT


def test_text_that_just_fits_stays_whole() -> None:
    assert cell_text("长" * LONGEST_TEXT) == "长" * LONGEST_TEXT


def test_full_sheet_goes_on_in_a_second_one() -> None:
    file = io.BytesIO()
    writer = WorkbookWriter(file, [REPORTS], last_row=4)
    for number in range(7):
        writer.write(REPORTS, REPORTS.rows(item(str(number))))
    writer.finish()
    sheets = load_workbook(file)
    found = [column(sheets[name], "id") for name in ("报告 reports", "报告 reports 2", "报告 reports 3")]
    assert found == [["0", "1", "2"], ["3", "4", "5"], ["6"]]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_workbook_opens_in_libreoffice(tmp_path: Path) -> None:
    export(tmp_path / "a.xlsx", simulated()[:10], ["cells"])
    every_sheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    command = ["soffice", home, "--headless", "--convert-to", every_sheet, "--outdir", str(tmp_path), "a.xlsx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    with (tmp_path / "a-单元格 cells.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == cell_count(simulated()[:10])
    received = [row for row in rows if row["行代码\nrow"] == "new_received" and row["列代码\ncolumn"] == "total"]
    expected = [each["tables"][T3]["new_received"]["total"] for each in simulated()[:10] if each["tables"]]
    assert [float(row["数值\nvalue"]) for row in received] == expected
