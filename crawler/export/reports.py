"""``reports``: one row for each report, with everything that is no list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from crawler.export.sheets import AGENCY_COLUMNS, FORM, URL, Column, Item, Row, Sheet, agency_values


def report_row(item: Item) -> Row:
    """The one row of a report."""
    division, period, checks = item["division"], item["period"], item["checks"]
    severities = Counter(finding["severity"] for finding in item["findings"])
    return (
        *agency_values(item),
        item["form"],
        item["report_key"],
        division and division["name"],
        division and division["table"],
        item["agency_level"],
        item["title"],
        period and period["start"],
        period and period["end"],
        item["published"],
        item["signed"],
        sum(len(cells) for rows in item["tables"].values() for cells in rows.values()),
        len(item["unplaced"]),
        checks["held"],
        checks["failed"],
        checks["not_evaluable"],
        severities["error"],
        severities["warning"],
        severities["info"],
        item["portal"],
        item["url"],
        item["document_url"],
        item["media_type"],
        item["sha256"],
        item["fetched_at"],
        item["extractor_version"],
    )


def _rows(item: Item) -> Iterator[Row]:
    yield report_row(item)


REPORTS = Sheet(
    "reports",
    "报告",
    "reports",
    (
        *AGENCY_COLUMNS,
        FORM,
        Column("report_key", "报告标识", "division / agency / year"),
        Column("division_name", "行政区划", "division"),
        Column("division_table", "区划代码表年份", "year of the table of division codes"),
        Column("agency_level", "机构层级", "level of the agency"),
        Column("title", "标题", "title"),
        Column("period_start", "统计期限起", "first day covered"),
        Column("period_end", "统计期限止", "last day covered"),
        Column("published", "发布日期", "published, as stated"),
        Column("signed", "落款日期", "date of the sign-off"),
        Column("cells", "单元格数", "cells printed", "integer"),
        Column("unplaced_rows", "未定位行数", "rows that could not be placed", "integer"),
        Column("checks_held", "勾稽关系成立", "identities that hold", "integer"),
        Column("checks_failed", "勾稽关系不成立", "identities that fail", "integer"),
        Column("checks_not_evaluable", "勾稽关系无法核验", "identities that can't be evaluated", "integer"),
        Column("errors", "错误", "findings: errors", "integer"),
        Column("warnings", "存疑", "findings: warnings", "integer"),
        Column("infos", "提示", "findings: notes", "integer"),
        Column("portal", "门户网站", "portal"),
        URL,
        Column("document_url", "附件地址", "address of the document that was read"),
        Column("media_type", "文件类型", "media type"),
        Column("sha256", "内容摘要", "SHA-256 of the bytes read"),
        Column("fetched_at", "抓取时间", "fetched at, UTC"),
        Column("extractor_version", "抽取程序版本", "version of the extractor"),
    ),
    _rows,
    key=("id",),
)
