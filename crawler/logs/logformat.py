"""Messages of the log that name portal and address, never a whole page."""

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
        if not isinstance(item, AnnualReport):
            return _line(logging.DEBUG, "%(what)s", what=type(item).__name__)
        place = {"portal": item.portal or "-", "url": str(item.url)}
        message = "%(portal)s: report %(what)s %(url)s"
        return _line(logging.DEBUG, message, what=item.report_key or str(item.title), **place)

    def dropped(
        self, item: Any, exception: BaseException, response: Response | Failure | None, spider: Spider
    ) -> LogFormatterResult:
        """Page without an item."""
        level = logging.getLevelName(getattr(exception, "log_level", None) or "INFO")
        return _line(level, "%(portal)s: no item from %(url)s: %(why)s", why=str(exception), **_place(item))

    def item_error(
        self, item: Any, exception: BaseException, response: Response | Failure | None, spider: Spider
    ) -> LogFormatterResult:
        """Item lost to an error of ours."""
        why = f"{type(exception).__name__}: {exception}"
        return _line(logging.ERROR, "%(portal)s: LOST %(url)s: %(why)s", why=why, **_place(item))

    def spider_error(
        self, failure: Failure, request: Request, response: Response | Failure, spider: Spider
    ) -> LogFormatterResult:
        """Page lost to an error of ours."""
        place = {"portal": str(request.meta.get("portal")), "url": request.url}
        return _line(logging.ERROR, "%(portal)s: LOST %(url)s", **place)


def _place(item: Any) -> dict[str, str]:
    if not isinstance(item, ReportPage):
        return {"portal": "-", "url": type(item).__name__}
    return {"portal": item.portal.id if item.portal else "-", "url": item.url}


def _line(level: int, message: str, **values: str) -> LogFormatterResult:
    return {"level": level, "msg": message, "args": {name: printable(value) for name, value in values.items()}}
