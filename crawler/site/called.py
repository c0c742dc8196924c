"""What the pages call what a feed has codes for: kinds of findings, cells, indicators."""

from __future__ import annotations

import re
from functools import cache

from markupsafe import Markup, escape

from crawler.export.labels import labels
from crawler.export.panel.indicators import load_indicators
from crawler.guide.findings import load_finding_codes
from crawler.site.shown import shown
from crawler.site.words import both, find_word
from extractors.tables.forms import load_forms

_CODE = re.compile(r"`([^`]{1,200})`")


def finding_name(code: str) -> Markup:
    """Name of a kind of findings, else of its family; nothing for a family that is not known.

    >>> finding_name("panel.carry_x").striptags(), finding_name("x")
    ('跨报告核验between reports', Markup(''))
    """
    return find_word(code, "finding") or find_word(code.partition(".")[0], "finding") or Markup("")


def finding_guide(code: str) -> tuple[Markup, Markup] | None:
    """What a kind of findings means and what to do about it, from the guide; ``None`` for one that it lacks."""
    codes = load_finding_codes()
    found = codes.get(code) or codes.get(f"{code.partition('.')[0]}.*")
    if found is None:
        return None
    chinese, english = found.explained["zh-CN"], found.explained["en"]
    return both(_marked(chinese.means), _marked(english.means)), both(_marked(chinese.do), _marked(english.do))


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
    place = ".".join(code for code in codes if code)
    table, row, column = (*place.split("."), None, None)[:3]
    found = labels(form, (table or "", row or _any_row(form, table), column if row else None))
    if found.table:
        chinese = dict.fromkeys(part for part in (found.table, row and found.row, found.column) if part)
        english = dict.fromkeys(part for part in (found.table_en, row and found.row_en, found.column_en) if part)
        return both(" / ".join(chinese), " / ".join(english))
    return _indicators().get(place) or escape(shown(place, 100))


def _any_row(form: str | None, table: str | None) -> str:
    """A row by which the labels of a table as a whole are found; empty where no form has the table."""
    tables = load_forms()[form].tables if form in load_forms() else ()
    return next((each.rows[0].key for each in tables if each.id == table), "")


@cache
def _indicators() -> dict[str, Markup]:
    return {indicator.code: both(indicator.chinese, indicator.english) for indicator in load_indicators()}
