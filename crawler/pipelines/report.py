"""200: is it a report at all? Then all its fields and tables."""

from __future__ import annotations

import extractors
from crawler.items import ReadPage, ReadReport
from crawler.pipelines.errors import RejectedPage
from extractors.report import Rejection


class ReportPipeline:
    """Reads the report that a page holds."""

    def process_item(self, item: ReadPage) -> ReadReport:
        """Give the report, or drop the page with the reason why it is none."""
        report = extractors.read_report(item.page)
        if isinstance(report, Rejection):
            raise RejectedPage(report)
        return ReadReport(source=item.source, report=report)
