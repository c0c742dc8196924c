"""The lines of JSON are those of Scrapy's exporter."""

from __future__ import annotations

from io import BytesIO

import pytest
from scrapy.exporters import JsonLinesItemExporter

from crawler.exporters.lines import encode_item
from crawler.items import AnnualReport, ReportPage, make_item
from extractors import extract
from extractors.report import Report
from tests.crawler.test_documents import BODY, REPORT, page


def whole() -> AnnualReport:
    report = extract(str(page(REPORT.title, BODY).body).encode())
    assert isinstance(report, Report)
    return make_item(ReportPage(url="http://a.example/", body=b""), report)


def bare() -> AnnualReport:
    return make_item(
        ReportPage(url="http://a.example/", body=b""), Report(url=None, sha256="0" * 16, title='"\\\u2028\x07')
    )


@pytest.mark.parametrize("item", [whole(), bare()], ids=["whole", "bare"])
def test_line_is_that_of_scrapy_s_exporter(item: AnnualReport) -> None:
    file = BytesIO()
    JsonLinesItemExporter(file, encoding="utf-8").export_item(item)
    assert (encode_item(item) + "\n").encode() == file.getvalue()


def test_what_is_no_part_of_an_item_is_refused() -> None:
    item = bare()
    item.title = object()  # type: ignore[assignment]
    with pytest.raises(TypeError, match="object is not JSON"):
        encode_item(item)
