"""100: bytes → document, metadata, body."""

from __future__ import annotations

import extractors
from crawler.items import ReadPage, ReportPage
from crawler.pipelines.errors import RejectedPage
from extractors.report import Rejection


class BodyPipeline:
    """Reads the page's bytes; what remains after the boilerplate is its body."""

    def process_item(self, item: ReportPage) -> ReadPage:
        """Give the page as read, or drop it with the reason."""
        page = extractors.read_page(item.body, url=item.url, content_type=item.content_type, hints=item.hints)
        if isinstance(page, Rejection):
            raise RejectedPage(page)
        return ReadPage(source=item, page=page)
