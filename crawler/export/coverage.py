"""``coverage``: whether each agency's report on each year is there; only a ledger knows what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from crawler.export.sheets import REPORT_ID, Column, Row, Sheet
from crawler.ledger import Coverage


def coverage_rows(found: Iterable[Coverage]) -> Iterator[Row]:
    """A row for each agency and year."""
    for row in found:
        yield row.agency, row.division, row.year, row.state, row.portal, row.report, row.detail or None


COVERAGE = Sheet(
    "coverage",
    "覆盖情况",
    "coverage",
    (
        Column("agency", "发布机构", "agency"),
        Column("division", "行政区划代码", "division code"),
        Column("year", "报告年度", "report year", "integer"),
        Column("state", "状态", "state: found, changed, missing …"),
        Column("portal", "门户网站", "portal"),
        REPORT_ID,
        Column("detail", "详情", "address and outcome where there is no report"),
    ),
    lambda item: (),
)
