"""300: the form's identities, narrative against tables, dates → findings; then the item as the feeds have it."""

from __future__ import annotations

import extractors
from crawler.items import CheckedReport, ReadReport, make_item


class ChecksPipeline:
    """Checks the report, if that was not done where its page was read, and joins it with what the crawl knows."""

    def process_item(self, item: ReadReport) -> CheckedReport:
        """Give the finished item."""
        if not item.checked:
            extractors.check_report(item.report)
        return CheckedReport(source=item.source, item=make_item(item.source, item.report))
