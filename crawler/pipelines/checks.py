"""300: the form's identities, narrative against tables, dates → findings; then the item as the feeds have it."""

from __future__ import annotations

import extractors
from crawler.items import AnnualReport, ReadReport, make_item


class ChecksPipeline:
    """Checks the report and joins it with what the crawl knows."""

    def process_item(self, item: ReadReport) -> AnnualReport:
        """Give the finished item."""
        extractors.check_report(item.report)
        return make_item(item.source, item.report)
