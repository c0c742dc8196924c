from __future__ import annotations

import io
import subprocess
import sys
from typing import Any

import pytest
from scrapy.exceptions import NotConfigured, UsageError
from scrapy.settings import Settings
from scrapy.utils.misc import load_object

from crawler.preparation import check_feeds
from tests.crawler.crawling import PROJECT
from tests.crawler.test_exporters import item

T3 = "t3_requests"
TABLES = {T3: {"new_received": {"natural_person": 1, "total": 12}}}


def exported(name: str, *items: Any) -> io.BytesIO:
    """Feed of some items, by the exporter of that name, with the arguments that Scrapy gives it."""
    file = io.BytesIO()
    exporter = load_object(name)(file, encoding="utf-8", indent=0, fields_to_export=None)
    exporter.start_exporting()
    for each in items:
        exporter.export_item(each)
    exporter.finish_exporting()
    return file


def test_parquet_feed_has_a_row_for_each_report_with_its_cells_in_a_list() -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
    file = exported("crawler.exporters.parquet.ParquetExporter", item(tables=TABLES), item())
    first, second = parquet.read_table(file).to_pylist()
    assert [cell["value"] for cell in first["tables"]] == [1, 12]
    assert (second["tables"], second["division"]["code"]) == ([], "990121101")


def test_excel_feed_has_a_sheet_for_reports_and_one_for_cells() -> None:
    pytest.importorskip("xlsxwriter", reason="xlsxwriter is not installed")
    from openpyxl import load_workbook

    book = load_workbook(exported("crawler.exporters.workbook.WorkbookExporter", item(tables=TABLES)))
    assert book["报告 reports"].max_row == 2
    assert book["单元格 cells"].max_row == 3


@pytest.mark.parametrize(
    ("format_", "package", "module"), [("parquet", "pyarrow", "parquet"), ("xlsx", "xlsxwriter", "workbook")]
)
def test_feed_whose_packages_are_missing_is_refused_before_the_crawl(
    monkeypatch: pytest.MonkeyPatch, format_: str, package: str, module: str
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    for name in ("export.writers.parquet", "export.writers.nested", "export.writers.workbook", f"exporters.{module}"):
        monkeypatch.delitem(sys.modules, f"crawler.{name}", raising=False)
    settings = Settings()
    settings.setmodule("crawler.settings")
    settings.set("FEEDS", {"out": {"format": format_}})
    with pytest.raises(UsageError, match=rf"nianbao\[{format_}\]"):
        check_feeds(settings)
    with pytest.raises(NotConfigured):  # as Scrapy meets it: the other formats go on
        load_object(settings["FEED_EXPORTERS"][format_])


def test_crawl_loads_no_packages_of_feeds_that_it_does_not_write() -> None:
    code = """
import sys
from contextlib import suppress
from scrapy.exceptions import NotConfigured
from scrapy.settings import Settings
from scrapy.utils.misc import load_object
settings = Settings()
settings.setmodule("crawler.settings")
for name in settings["FEED_EXPORTERS"].values():
    with suppress(NotConfigured):  # its group is not installed
        load_object(name)
print([name for name in ("pyarrow", "xlsxwriter", "numpy") if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_unknown_format_is_refused_before_the_crawl() -> None:
    with pytest.raises(UsageError, match="no format ods"):
        check_feeds(Settings({"FEEDS": {"out.ods": {"format": "ods"}}}))
