"""200: is it a report at all? Then all its fields and tables."""

from __future__ import annotations

import extractors
from crawler.items import PromisedReport, ReadPage, ReadReport
from crawler.pipelines.errors import RejectedPage
from extractors.joining import candidates
from extractors.report import Rejection


class ReportPipeline:
    """Reads the report that a page holds."""

    def process_item(self, item: ReadPage) -> ReadReport | PromisedReport:
        """Give the report, or drop the page with the reason why it is none and brings none."""
        report = extractors.read_report(item.page)
        if not isinstance(report, Rejection):
            return ReadReport(source=item.source, report=report, page=item.page)
        if candidates(item.page, report):
            return PromisedReport(source=item.source, page=item.page, rejection=report)
        raise RejectedPage(report)
