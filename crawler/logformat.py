"""Log lines that name portal and address, never a whole page."""

from __future__ import annotations

import logging
from typing import Any

from scrapy import Request, Spider
from scrapy.http import Response
from scrapy.logformatter import LogFormatter, LogFormatterResult
from twisted.python.failure import Failure

from crawler.items import AnnualReport, ReportPage
from crawler.terminal import printable


class PortalLogFormatter(LogFormatter):
    """One line for each event of a page."""

    def scraped(self, item: Any, response: Response | Failure | None, spider: Spider) -> LogFormatterResult:
        """Report found."""
        report = item if isinstance(item, AnnualReport) else None
        what = report and f"{report.portal or '-'}: report {report.report_key or report.title} {report.url}"
        return _line(logging.DEBUG, "%s", what or type(item).__name__)

    def dropped(
        self, item: Any, exception: BaseException, response: Response | Failure | None, spider: Spider
    ) -> LogFormatterResult:
        """Page without an item."""
        level = logging.getLevelName(getattr(exception, "log_level", None) or "INFO")
        return _line(level, "%s: no item from %s: %s", *_place(item), str(exception))

    def item_error(
        self, item: Any, exception: BaseException, response: Response | Failure | None, spider: Spider
    ) -> LogFormatterResult:
        """Item lost to an error of ours."""
        return _line(logging.ERROR, "%s: LOST %s: %s", *_place(item), f"{type(exception).__name__}: {exception}")

    def spider_error(
        self, failure: Failure, request: Request, response: Response | Failure, spider: Spider
    ) -> LogFormatterResult:
        """Page lost to an error of ours."""
        return _line(logging.ERROR, "%s: LOST %s", str(request.meta.get("portal")), request.url)


def _place(item: Any) -> tuple[str, str]:
    if not isinstance(item, ReportPage):
        return "-", type(item).__name__
    return item.portal.id if item.portal else "-", item.url


def _line(level: int, message: str, *values: str) -> LogFormatterResult:
    return {"level": level, "msg": message, "args": tuple(printable(value) for value in values)}
