"""Hanweb's module of annual reports in a JCMS portal: a page for each unit and year, with menus of both in each."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from html import escape
from urllib.parse import urlencode

from crawler.simulator.articles import Article
from crawler.simulator.families.base import Family, Listing, fixed, list_item
from crawler.simulator.plan import Column, Portal

_MODULE = "/module/xxgk/xxgkAnnualReport.jsp"


def _column_path(column: Column) -> str:
    return f"/col/col{column.number}/index.html"


def _article_path(column: Column, article: Article) -> str:
    if _is_in_module(article):
        return _module_path(_unit(article), article.truth["year"])
    day = article.published
    return f"/art/{day.year}/{day.month}/{day.day}/art_{column.number}_{article.number}.html"


def _is_in_module(article: Article) -> bool:
    return article.kind == "report"


def _unit(article: Article) -> str:
    name: str = article.truth["agency"][0]
    return name


def _module_path(unit: str, year: int) -> str:
    return f"{_MODULE}?{urlencode({'area': _area(unit), 'fbtime': year})}"


def _area(unit: str) -> str:
    """Credit code of a unit: letters and digits whose middle is the area's code."""
    return f"11990121{zlib.crc32(unit.encode()) % 10**9:09}X"


def _listings(portal: Portal, column: Column) -> Iterator[tuple[str, Listing]]:
    """A column page that leads into the module, with the notices that no module holds."""
    newest: dict[str, int] = {}
    for article in filter(_is_in_module, column.articles):
        newest[_unit(article)] = max(article.truth["year"], newest.get(_unit(article), 0))
    shown = list(newest)[:1] if portal.traits.pager == "select" else list(newest)
    units = "".join(f'<li><a href="{_module_path(unit, newest[unit])}">{escape(unit)}</a></li>' for unit in shown)
    notices = "".join(
        list_item(portal, article, _article_path(column, article))
        for article in column.articles
        if not _is_in_module(article)
    )
    yield (
        _column_path(column),
        fixed(f'<div class="units"><ul>{units}</ul></div><div class="main-list"><ul>{notices}</ul></div>'),
    )


def _around(portal: Portal, column: Column, article: Article) -> tuple[str, str]:
    """The menus: other years of this unit, and the other units in the newest year of each."""
    if not _is_in_module(article):
        return "", ""
    reports = list(filter(_is_in_module, column.articles))
    years = sorted({other.truth["year"] for other in reports if _unit(other) == _unit(article)}, reverse=True)
    units = list(dict.fromkeys(map(_unit, reports)))
    menu = _selects if portal.traits.pager == "select" else _lists
    return menu(article, years, units, reports), ""


def _lists(article: Article, years: Sequence[int], units: Sequence[str], reports: Sequence[Article]) -> str:
    year_items = "".join(
        f'<li{_chosen(article, year)}><a href="{_module_path(_unit(article), year)}">{year}年</a></li>'
        for year in years
    )
    unit_items = "".join(
        f"<li><a href=\"javascript:showReport('{_area(unit)}','{_newest(unit, reports)}')\">{escape(unit)}</a></li>"
        for unit in units
    )
    return f'<ul class="years">{year_items}</ul><ul class="units">{unit_items}</ul>'


def _selects(article: Article, years: Sequence[int], units: Sequence[str], reports: Sequence[Article]) -> str:
    # A unit that has no report on the year shown can't be chosen: its option leads to its newest year.
    shown = {_unit(other) for other in reports if other.truth["year"] == article.truth["year"]}
    year_options = "".join(f'<option value="{year}"{_selected(article, year)}>{year}</option>' for year in years)
    unit_options = "".join(
        f'<option value="{_area(unit)}">{escape(unit)}</option>'
        if unit in shown
        else f'<option value="{_module_path(unit, _newest(unit, reports))}">{escape(unit)}</option>'
        for unit in units
    )
    return (
        f'<form action="{_MODULE}"><select name="area">{unit_options}</select>'
        f'<select name="fbtime">{year_options}</select></form>'
    )


def _newest(unit: str, reports: Sequence[Article]) -> int:
    years: list[int] = [article.truth["year"] for article in reports if _unit(article) == unit]
    return max(years)


def _chosen(article: Article, year: int) -> str:
    return ' class="on"' if year == article.truth["year"] else ""


def _selected(article: Article, year: int) -> str:
    return " selected" if year == article.truth["year"] else ""


FAMILY = Family(
    name="hanweb_xxgk",
    column_path=_column_path,
    article_path=_article_path,
    listings=_listings,
    body=('<div id="zoom" class="bt_content">', "</div>"),
    head='<script type="text/javascript" src="/module/xxgk/script/dynamic.js"></script>\n',
    around=_around,
)
