"""The lists of a report, a sheet each: contacts, sections, findings, and counts that the prose states."""

from __future__ import annotations

from collections.abc import Iterator

from crawler.export.labels import place_label
from crawler.export.sheets import AGENCY_COLUMNS, URL, Column, Item, Row, Sheet, Value, agency_values
from crawler.guide.sentences import chinese_sentence

_SEPARATOR = "; "
"""Between several phones or e-mail addresses."""


def _contact_rows(item: Item) -> Iterator[Row]:
    contact = item["contact"]
    phones, emails = (_SEPARATOR.join(contact[key]) or None for key in ("phones", "emails"))
    plain = (contact["office"], contact["address"], contact["postcode"], phones, contact["fax"], emails)
    if any(plain) or contact["website"]:
        yield (*agency_values(item), *plain, contact["website"], item["url"])


def _section_rows(item: Item) -> Iterator[Row]:
    front = agency_values(item)
    for place, section in enumerate(item["sections"], start=1):
        yield (*front, place, section["number"], section["heading"], section["text"])


def _finding_rows(item: Item) -> Iterator[Row]:
    front, form = agency_values(item), item["form"]
    for number, finding in enumerate(item["findings"], start=1):
        place = (finding["table"], finding["row"], finding["column"])
        sides = (_text(finding["stated"]), _text(finding["computed"]))
        told = (finding["message"], item["url"], place_label(form, *place), chinese_sentence(finding, form))
        yield (*front, number, finding["code"], finding["severity"], *place, finding["field"], *sides, *told)


def _text(side: Value) -> str | None:
    """A side of a finding is a number or text; in a column it is text."""
    return None if side is None else f"{side:.15g}" if isinstance(side, float) else str(side)


def _count_rows(item: Item) -> Iterator[Row]:
    front = agency_values(item)
    for place, count in enumerate(item["stated_counts"], start=1):
        yield (*front, place, count["key"], count["value"], count["unit"], count["quote"])


_PLACE = Column("number", "序号", "number within the report", "integer")

CONTACTS = Sheet(
    "contacts",
    "联系方式",
    "contacts",
    (
        *AGENCY_COLUMNS,
        Column("office", "联系科室", "office"),
        Column("address", "地址", "address"),
        Column("postcode", "邮编", "postcode"),
        Column("phones", "电话", "phones"),
        Column("fax", "传真", "fax"),
        Column("emails", "电子邮箱", "e-mail addresses"),
        Column("website", "网址", "website"),
        URL,
    ),
    _contact_rows,
    key=("id",),
)
SECTIONS = Sheet(
    "sections",
    "章节",
    "sections",
    (
        *AGENCY_COLUMNS,
        _PLACE,
        Column("section", "章节号", "number as printed"),
        Column("heading", "章节标题", "heading"),
        Column("text", "正文", "text"),
    ),
    _section_rows,
    key=("id", "number"),
)
FINDINGS = Sheet(
    "findings",
    "核验发现",
    "findings",
    (
        *AGENCY_COLUMNS,
        _PLACE,
        Column("code", "代码", "code"),
        Column("severity", "程度", "severity: error, warning or info"),
        Column("table", "表代码", "table code"),
        Column("row", "行代码", "row code"),
        Column("column", "列代码", "column code"),
        Column("field", "字段", "field"),
        Column("stated", "报告所载", "stated by the report"),
        Column("computed", "推算", "what follows from its other figures"),
        Column("message", "说明（英文）", "message"),
        URL,
        Column("place_label", "位置", "table, row and column (Chinese)"),
        Column("message_zh", "说明", "message (Chinese)"),
    ),
    _finding_rows,
    key=("id", "number"),
)
STATED_COUNTS = Sheet(
    "stated_counts",
    "正文所载数量",
    "counts stated in the prose",
    (
        *AGENCY_COLUMNS,
        _PLACE,
        Column("key", "指标代码", "what was counted"),
        Column("value", "数值", "value", "number"),
        Column("unit", "单位", "unit"),
        Column("quote", "原文", "words that state it"),
    ),
    _count_rows,
    key=("id", "number"),
)
