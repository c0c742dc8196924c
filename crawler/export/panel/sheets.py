"""The sheets of the panel and what their rows say."""

from __future__ import annotations

from crawler.export.labels import place_label
from crawler.export.panel.editions import Edition
from crawler.export.panel.findings import PanelFinding
from crawler.export.panel.indicators import load_indicators, measure
from crawler.export.panel.series import Series
from crawler.export.province import province_name
from crawler.export.sheets import AGENCY_COLUMNS, FORM, REPORT_ID, URL, YEAR, Column, Row, Sheet

_SEPARATOR = "; "

_SERIES_COLUMNS = (
    Column("series", "机构序列", "series: county or portal / name"),
    Column("series_agency", "机构（最新名称）", "agency, by its newest name"),
)


def panel_row(series: Series, edition: Edition) -> Row:
    """Row of one agency and year: who, why this report, and its indicators."""
    report = edition.report
    measured = [measure(indicator, report) for indicator in load_indicators()]
    left_out = [
        f"{indicator.code}={unit}"
        for indicator, (_, unit) in zip(load_indicators(), measured, strict=True)
        if unit is not None
    ]
    return (
        series.code,
        series.agency,
        report.id,
        report.agency,
        report.division,
        report.year,
        report.level,
        report.division_name,
        province_name(report.division, report.division_name) if report.division and report.division_name else None,
        report.form,
        series.rules[report.id],
        _SEPARATOR.join(series.predecessors) or None,
        edition.rule,
        _SEPARATOR.join(other.id for other in edition.others) or None,
        report.url,
        _SEPARATOR.join(left_out) or None,
        *(value for value, _ in measured),
    )


def finding_row(finding: PanelFinding, series: Series | None) -> Row:
    """Row of a finding; without series for a report that is in none."""
    who: Row = (series.code, series.agency) if series is not None else (None, None)
    return (
        *who,
        finding.year,
        finding.code,
        finding.severity,
        finding.place,
        finding.stated,
        finding.computed,
        finding.message,
        finding.id,
        finding.other_id,
        _place_label(finding, series),
    )


def _place_label(finding: PanelFinding, series: Series | None) -> str | None:
    """Chinese name of the indicator or cell."""
    if finding.place is None or series is None:
        return None
    if "." not in finding.place:
        return next(each.chinese for each in load_indicators() if each.code == finding.place)
    form = next(report.form for report in series.reports if report.id == finding.id)
    table, row, column = finding.place.split(".")
    return place_label(form, table, row, column)


PANEL = Sheet(
    "panel",
    "面板",
    "panel",
    (
        *_SERIES_COLUMNS,
        *AGENCY_COLUMNS,
        Column("agency_level", "机构层级", "level of the agency"),
        Column("division_name", "行政区划", "division"),
        Column("province", "省份", "province"),
        FORM,
        Column("agency_rule", "机构归并规则", "why the report belongs to the series"),
        Column("predecessors", "并入的机构", "bodies merged into this one, series of their own"),
        Column("edition_rule", "版本选取规则", "why this report counts for the year"),
        Column("other_editions", "其他版本", "reports of the same agency and year"),
        URL,
        Column("left_out", "单位不符", "indicators printed in another unit: code=unit"),
        *(
            Column(indicator.code, f"{indicator.chinese}（{indicator.unit}）", indicator.english, "number")
            for indicator in load_indicators()
        ),
    ),
    lambda item: (),
    key=("series", "year"),
)
PANEL_FINDINGS = Sheet(
    "panel_findings",
    "面板核验发现",
    "findings of the panel",
    (
        *_SERIES_COLUMNS,
        YEAR,
        Column("code", "代码", "code"),
        Column("severity", "程度", "severity: error, warning or info"),
        Column("place", "单元格或指标", "cell or indicator"),
        Column("stated", "报告所载", "stated by the report", "number"),
        Column("computed", "推算或另一版本", "what follows from the other reports", "number"),
        Column("message", "说明", "message"),
        REPORT_ID,
        Column("other_id", "另一报告编号", "id of the other report"),
        Column("place_label", "位置", "cell or indicator (Chinese)"),
    ),
    lambda item: (),
)
