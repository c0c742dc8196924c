"""The pipelines join; what they call is replaced here."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

import extractors
from crawler.documents import DocumentReader
from crawler.extraction import page as outcomes
from crawler.extraction.reader import PageReader
from crawler.items import AnnualReport, PromisedReport, ReadReport, ReportPage
from crawler.pipelines.checks import ChecksPipeline
from crawler.pipelines.errors import RejectedPage, SkippedReport
from crawler.pipelines.page import PagePipeline
from crawler.pipelines.years import YearsPipeline
from extractors.report import Attachment, Finding, Hints, Rejection, Report

SOURCE = ReportPage(url="http://a.example/1", body=b"<p>", content_type="text/html", hints=Hints(link_text="年报"))


def read(page: ReportPage) -> ReadReport | PromisedReport:
    return asyncio.run(PagePipeline(PageReader(), DocumentReader()).process_item(page))


def test_page_is_read_with_what_the_response_said(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, Any] = {}

    def read_page(data: bytes, **more: Any) -> Rejection:
        seen.update(more, data=data)
        return Rejection(reason="empty")

    monkeypatch.setattr(extractors, "read_page", read_page)
    with pytest.raises(RejectedPage):
        read(SOURCE)
    said = {"url": SOURCE.url, "content_type": "text/html", "hints": SOURCE.hints}
    assert seen == {"data": b"<p>", "document": None, **said}


def test_rejected_bytes_are_dropped_with_their_reason() -> None:
    with pytest.raises(RejectedPage) as caught:
        read(ReportPage(url="http://a.example/1", body=b" "))
    assert caught.value.rejection.reason == "empty"


def test_page_that_is_no_report_is_dropped_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extractors, "read_report", lambda page: Rejection(reason="notice", message="通知"))
    with pytest.raises(RejectedPage, match="notice: 通知"):
        read(SOURCE)


FINDING = Finding(code="check.x", severity="error", message="")


@pytest.fixture
def _finding(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have each check of a report find something."""
    monkeypatch.setattr(extractors, "check_report", lambda report: report.findings.append(FINDING))


@pytest.mark.usefixtures("_finding")
def test_checks_pipeline_gives_the_item_with_its_findings() -> None:
    checked = ChecksPipeline().process_item(ReadReport(source=SOURCE, report=Report(title="年报")))
    item = checked.item
    assert isinstance(item, AnnualReport)
    assert (item.title, item.findings) == ("年报", [FINDING])


@pytest.mark.usefixtures("_finding")
@pytest.mark.parametrize("documents", [[], [(Attachment(url="http://a.example/1.pdf"),)]], ids=["none", "one"])
def test_report_is_checked_once_whether_or_not_documents_may_add_to_it(
    monkeypatch: pytest.MonkeyPatch, documents: list[object]
) -> None:
    monkeypatch.setattr(extractors, "read_report", lambda page: Report(title="年报"))
    monkeypatch.setattr(outcomes, "candidates", lambda page, report: documents)
    report = read(SOURCE)
    assert isinstance(report, ReadReport)
    assert report.checked is not bool(documents)
    assert ChecksPipeline().process_item(report).item.findings == [FINDING]


@pytest.mark.parametrize(("year", "kept"), [(2020, True), (None, True), (2018, False)])
def test_reports_on_other_years_are_skipped_after_extraction(year: int | None, *, kept: bool) -> None:
    crawler: Any = SimpleNamespace(spider=SimpleNamespace(years=frozenset({2020})))
    item = ReadReport(source=SOURCE, report=Report(year=year))
    if kept:
        assert YearsPipeline(crawler).process_item(item) is item
    else:
        with pytest.raises(SkippedReport):
            YearsPipeline(crawler).process_item(item)
