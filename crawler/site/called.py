"""What the pages call what a feed has codes for: kinds of findings and what they say, cells, fields, indicators."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from markupsafe import Markup, escape

from crawler.export.labels import labels
from crawler.export.panel.indicators import load_indicators
from crawler.export.parts import CONTACTS
from crawler.export.reports import REPORTS
from crawler.guide.findings import find_code
from crawler.guide.sentences import chinese_sentence
from crawler.site.shown import figure
from crawler.site.words import both, find_pair, group_words, pair, told
from extractors.tables.forms import load_forms

_CODE = re.compile(r"`([^`]{1,200})`")


def finding_name(code: str) -> tuple[str, str]:
    """Name of a kind of findings, in Chinese and English, else of its family; the code where neither is known.

    >>> finding_name("panel.carry_x"), finding_name("x")
    (('跨报告核验', 'between reports'), ('x', 'x'))
    """
    return find_pair(code, "finding") or find_pair(code.partition(".")[0], "finding") or (code, code)


def finding_guide(code: str) -> tuple[Markup, Markup] | None:
    """What a kind of findings means and what to do about it, from the guide; ``None`` for one that it lacks."""
    found = find_code(code)
    if found is None:
        return None
    chinese, english = found.explained["zh-CN"], found.explained["en"]
    return told(_marked(chinese.means), _marked(english.means)), told(_marked(chinese.do), _marked(english.do))


def finding_says(finding: Mapping[str, Any], form: str | None) -> tuple[str, str]:
    """What a finding of a report on a form says, in Chinese and in English.

    >>> finding = {"code": "field.year_typo", "message": "the title prints 202020", "stated": "202020", "computed": None}
    >>> finding_says(finding, None)
    ('标题中的年份印作“202020”', 'the title prints 202020')
    """
    english = finding["message"].rpartition(" · ")[2]  # that of a panel has both languages
    for name, side in (("stated", finding["stated"]), ("computed", finding["computed"])):
        text = figure(side) if isinstance(side, int | float) else side
        if text and text not in english:
            english += f"; {name}: {text}"
    return chinese_sentence(finding, form) or english, english


def finding_place(finding: Mapping[str, Any], form: str | None) -> tuple[str, str]:
    """Labels of the cell, row, table or field that a finding of a report on a form is about; empty for none."""
    if finding["field"]:
        return field_label(finding["field"])
    return _cell_label(form, finding["table"], finding["row"], finding["column"])


def difference_place(path: str, form: str | None) -> tuple[str, str]:
    """What a difference between editions is about: the labels of a cell, or the field that the path begins with.

    >>> difference_place("tables.t3_requests.granted.total", "cn_2019")[0]
    '收到和处理政府信息公开申请情况 / （一）予以公开 / 总计'
    >>> difference_place("contact.phones", None)
    ('联系方式', 'contact')
    """
    field, _, rest = path.partition(".")
    return _cell_label(form, rest) if field == "tables" and rest else field_label(field)


def field_label(field: str) -> tuple[str, str]:
    """What a field of the item is called, in Chinese and English; its code where it has no name.

    >>> field_label("agency"), field_label("x")
    (('发布机构', 'agency'), ('x', 'x'))
    """
    return _field_labels().get(field, (field, field))


@cache
def _field_labels() -> dict[str, tuple[str, str]]:
    columns = {column.code: (column.chinese, column.english) for column in (*CONTACTS.columns, *REPORTS.columns)}
    others = {name: pair(name, "field") for name in group_words("field")}
    return columns | others | {"division": columns["division_name"]}


def _marked(text: str) -> Markup:
    """Text of the guide, with what stands between backticks as code.

    >>> _marked("`a` < b")
    Markup('<code>a</code> &lt; b')
    """
    return Markup(_CODE.sub(r"<code>\1</code>", str(escape(text))))


def cell_name(form: str | None, *codes: str | None) -> Markup:
    """Labels of a table, a row or a cell by its codes, or of an indicator; the codes themselves where no form has it.

    >>> str(cell_name("cn_2019", "t3_requests.granted.total").striptags()).partition("Appl")[0]
    '收到和处理政府信息公开申请情况 / （一）予以公开 / 总计'
    >>> str(cell_name("cn_2019", "t3_requests", None, None).striptags()).partition("Appl")[0]
    '收到和处理政府信息公开申请情况'
    """
    return both(*_cell_label(form, *codes))


def _cell_label(form: str | None, *codes: str | None) -> tuple[str, str]:
    place = ".".join(code for code in codes if code)
    table, row, column = (*place.split("."), None, None)[:3]
    found = labels(form, (table or "", row or _any_row(form, table), column if row else None))
    if found.table:
        chinese = dict.fromkeys(part for part in (found.table, row and found.row, found.column) if part)
        english = dict.fromkeys(part for part in (found.table_en, row and found.row_en, found.column_en) if part)
        return " / ".join(chinese), " / ".join(english)
    return _indicators().get(place, (place, place))


def _any_row(form: str | None, table: str | None) -> str:
    """A row by which the labels of a table as a whole are found; empty where no form has the table."""
    tables = load_forms()[form].tables if form in load_forms() else ()
    return next((each.rows[0].key for each in tables if each.id == table), "")


@cache
def _indicators() -> dict[str, tuple[str, str]]:
    return {indicator.code: (indicator.chinese, indicator.english) for indicator in load_indicators()}
