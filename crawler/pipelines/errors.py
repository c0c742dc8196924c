"""Why a page ends without an item."""

from __future__ import annotations

from scrapy.exceptions import DropItem

from extractors.report import Rejection


class RejectedPage(DropItem):
    """The page is no report."""

    def __init__(self, rejection: Rejection) -> None:
        super().__init__(f"{rejection.reason}: {rejection.message}", log_level="INFO")
        self.rejection = rejection


class UnchangedReport(DropItem):
    """The report is as it was, and the feed holds changes only."""

    def __init__(self) -> None:
        super().__init__("the report is as it was", log_level="DEBUG")


class SharedReport(DropItem):
    """Another page of the crawl has brought the report."""

    def __init__(self) -> None:
        super().__init__("another page has brought the report", log_level="INFO")


class SkippedReport(DropItem):
    """The report is on a year that was not asked for."""

    def __init__(self, year: int) -> None:
        super().__init__(f"report on {year}, which was not asked for", log_level="INFO")


class UnfinishedReport(DropItem):
    """The crawl was ended before the report was read, or kept: its page is as if it had not been asked for."""

    def __init__(self, why: str = "documents are read no more: the crawl was ended") -> None:
        super().__init__(why, log_level="INFO")
