"""Lonsun: a unit's disclosure under one path, told apart by queries; further pages from a label, as markup or JSON.

On some portals reports have no number: they stand under their unit and year.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace

from crawler.simulator.articles import Article
from crawler.simulator.families.base import PAGE_SIZE, Family, Listing, child_items, fixed, list_item, pages_of
from crawler.simulator.plan import Column, Portal
from crawler.simulator.site import NOT_FOUND, Request, Response

_LABEL = "/site/label/8888"
_SITE = "6780000"


def _column_path(column: Column) -> str:
    if column.children:
        return f"/{column.path}/index.html"
    return f"/public/column/{column.number}?type=3&action=list&catId={_category(column)}"


def _article_path(column: Column, article: Article) -> str:
    return f"/public/{column.number}/{article.number}.html"


def _unit_list(column: Column) -> str:
    return f'<div class="organ_list"><ul>{child_items(column, _column_path)}</ul></div>'


def _category(column: Column) -> int:
    return column.number * 3 + 1


def _listings(portal: Portal, column: Column) -> Iterator[tuple[str, Listing]]:
    if column.children:
        yield _column_path(column), fixed(_unit_list(column))
        return
    yield _column_path(column), fixed(_list(portal, column, pages_of(column.articles)[0]) + _script(portal, column))
    # All columns share this path; the site asks each in turn and keeps the answer of the one that knows the column.
    yield _LABEL, lambda request: _answer(portal, column, request)


def _list(portal: Portal, column: Column, articles: Sequence[Article]) -> str:
    items = "".join(list_item(portal, article, _article_path(column, article)) for article in articles)
    return f'<ul class="clearfix xxgk_nav_list">{items}</ul>'


def _script(portal: Portal, column: Column) -> str:
    kind = "json" if portal.traits.pager == "json" else "html"
    return f"""<div id="page_public_info"></div><script>
Ls.pagination("#page_public_info", function (page) {{
  $.get('{_LABEL}', {{IsAjax:1,dataType:'{kind}',labelName:'publicInfoList',siteId:'{_SITE}',organId:'{column.number}',type:3,
    catId:'{_category(column)}',pageSize:{PAGE_SIZE},pageIndex:page,action:'list',isDate:true,dateFormat:'yyyy-MM-dd'}}, show);
}}, {{pageCount:{len(pages_of(column.articles))},pageIndex:1}});
</script>"""


def _answer(portal: Portal, column: Column, request: Request) -> Response:
    asked = request.parameters
    if asked.get("organId") != str(column.number) or asked.get("siteId") != _SITE:
        return NOT_FOUND
    page = int(asked["pageIndex"]) if asked.get("pageIndex", "").isdigit() else 1
    shown = column.articles[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    if asked.get("dataType") != "json":
        return Response(_list(portal, column, shown).encode(), "text/html;charset=UTF-8")
    records = [
        {
            "title": article.title,
            "link": _article_path(column, article),
            "publishDate": f"{article.published:%Y-%m-%d %H:%M:%S}",
            "organName": column.name,
        }
        for article in shown
    ]
    pages = len(pages_of(column.articles))
    data = {"pageIndex": page - 1, "pageSize": PAGE_SIZE, "pageCount": pages, "total": len(column.articles)}
    return Response(json.dumps({"status": 1, "data": {**data, "data": records}}).encode(), "text/html;charset=UTF-8")


def _by_year_path(column: Column, article: Article) -> str:
    """Reports stand under their unit and year; what else is in the column keeps its number."""
    if article.kind != "report":
        return _article_path(column, article)
    return f"/public/column/{column.number}?action=detail&title={article.truth['year']}&type=3"


def _by_year_listings(portal: Portal, column: Column) -> Iterator[tuple[str, Listing]]:
    yield _column_path(column), fixed(_unit_list(column) if column.children else _years(portal, column))


def _years(portal: Portal, column: Column) -> str:
    reports = [article for article in column.articles if article.kind == "report"]
    others = [article for article in column.articles if article.kind != "report"]
    years = "".join(f'<li><a href="{_by_year_path(column, each)}">{each.truth["year"]}年</a></li>' for each in reports)
    items = "".join(list_item(portal, article, _article_path(column, article)) for article in others)
    return f'<div class="nb_year"><ul>{years}</ul></div><div class="xxgk_navli"><ul>{items}</ul></div>'


_NUMBERED = Family(
    name="lonsun",
    column_path=_column_path,
    article_path=_article_path,
    listings=_listings,
    body=('<div class="j-fontContent wzcon">', "</div>"),
    head='<meta name="SiteId" content="6780000" /><script src="/assets/js/lsui.js"></script>\n',
)
FAMILIES = (
    _NUMBERED,
    replace(_NUMBERED, name="lonsun_years", article_path=_by_year_path, listings=_by_year_listings),
)
