"""安徽 openness portals: numbered static lists whose pager is a script's; reports in a module of their own.

On some portals they stand under their unit and year.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from crawler.simulator.articles import Article
from crawler.simulator.families.base import Family, Listing, child_items, fixed, list_item, pages_of
from crawler.simulator.plan import Column, Portal


def _column_path(column: Column) -> str:
    return f"/XxgkContent/showList/{column.number}/{column.number * 7}/page_1.html"


def _article_path(column: Column, article: Article) -> str:
    return f"/XxgkAnnualReport/show/{article.number}.html"


def _listings(portal: Portal, column: Column) -> Iterator[tuple[str, Listing]]:
    pages = pages_of(column.articles)
    for current, articles in enumerate(pages, start=1):
        items = "".join(list_item(portal, article, _article_path(column, article)) for article in articles)
        children = child_items(column, _column_path)
        pager = _pager(current, len(pages), len(column.articles))
        content = f'<div class="gk-list"><ul>{children}{items}</ul>{pager}</div>'
        yield _column_path(column).replace("page_1", f"page_{current}"), fixed(content)


def _pager(current: int, total: int, entries: int) -> str:
    """Its link does nothing without its script, but it says how many pages there are."""
    return (
        f'<div class="page_list" id="page">共{entries}条 第{current}页/共{total}页 '
        '<a href="javascript:void(0)" class="next">下一页</a></div><script src="/js/openness_page.js"></script>'
    )


def _by_year_path(column: Column, article: Article) -> str:
    if article.kind != "report":
        return _article_path(column, article)
    return f"/OpennessAnnualReport/year/show/{column.number}/{article.truth['year']}.html"


def _by_year_listings(portal: Portal, column: Column) -> Iterator[tuple[str, Listing]]:
    items = "".join(list_item(portal, article, _by_year_path(column, article)) for article in column.articles)
    children = child_items(column, _column_path)
    yield _column_path(column), fixed(f'<div class="gk-list"><ul>{children}{items}</ul></div>')


_NUMBERED = Family(
    name="ah_openness",
    column_path=_column_path,
    article_path=_article_path,
    listings=_listings,
    body=('<div class="wzcon">', "</div>"),
)
FAMILIES = (
    _NUMBERED,
    replace(_NUMBERED, name="ah_openness_years", article_path=_by_year_path, listings=_by_year_listings),
)
