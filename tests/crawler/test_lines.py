"""JSON of ours is that of Scrapy's exporters."""

from __future__ import annotations

from io import BytesIO

import pytest
from scrapy.exporters import JsonItemExporter, JsonLinesItemExporter

from crawler.exporters.lines import ArrayExporter, LinesExporter, encode_item
from crawler.items import AnnualReport, ReportPage, make_item
from extractors import extract
from extractors.report import Report
from tests.crawler.test_documents import BODY, REPORT, page

Exporter = type[JsonItemExporter] | type[JsonLinesItemExporter]


def whole() -> AnnualReport:
    report = extract(str(page(REPORT.title, BODY).body).encode())
    assert isinstance(report, Report)
    return make_item(ReportPage(url="http://a.example/", body=b""), report)


def bare() -> AnnualReport:
    return make_item(
        ReportPage(url="http://a.example/", body=b""), Report(url=None, sha256="0" * 16, title='"\\\u2028\x07')
    )


ITEMS = pytest.mark.parametrize("item", [whole(), bare()], ids=["whole", "bare"])


def exported(exporter: Exporter, *items: object, **options: object) -> bytes:
    file = BytesIO()
    feed = exporter(file, encoding="utf-8", **options)
    feed.start_exporting()
    for item in items:
        feed.export_item(item)
    feed.finish_exporting()
    return file.getvalue()


@ITEMS
def test_line_is_that_of_scrapy_s_exporter(item: AnnualReport) -> None:
    assert (encode_item(item) + "\n").encode() == exported(JsonLinesItemExporter, item)


@ITEMS
@pytest.mark.parametrize(
    ("ours", "theirs"), [(LinesExporter, JsonLinesItemExporter), (ArrayExporter, JsonItemExporter)]
)
@pytest.mark.parametrize("fields", [None, ["year", "title", "url"], {"title": "标题"}])
def test_feed_is_that_of_scrapy_s_exporter(
    item: AnnualReport, ours: Exporter, theirs: Exporter, fields: object
) -> None:
    assert exported(ours, item.plain, item, fields_to_export=fields) == exported(
        theirs, item, item, fields_to_export=fields
    )


def test_what_is_no_part_of_an_item_is_refused() -> None:
    item = bare()
    item.title = object()  # type: ignore[assignment]
    with pytest.raises(TypeError, match="object is not JSON"):
        encode_item(item)
