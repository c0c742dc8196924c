"""UCAP: a static first page, further entries from a JSON search; or static pages that count from one."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from hashlib import md5

from crawler.simulator.articles import Article
from crawler.simulator.families.base import PAGE_SIZE, Family, Listing, child_items, fixed, list_item, pages_of
from crawler.simulator.plan import Column, Portal
from crawler.simulator.site import Request, Response

_MOST = 8
"""Entries of an answer, however many are asked for."""


def _column_path(column: Column) -> str:
    return f"/site/c{column.number}/list.shtml"


def _article_path(column: Column, article: Article) -> str:
    return f"/site/c{column.number}/{article.published:%Y%m}/{_hex(f'article {article.number}')}.shtml"


def _hex(text: str) -> str:
    return md5(text.encode(), usedforsecurity=False).hexdigest()


def _channel(column: Column) -> str:
    return _hex(f"channel {column.number}")


def _listings(portal: Portal, column: Column) -> Iterator[tuple[str, Listing]]:
    pages = pages_of(column.articles)
    if portal.traits.pager == "static":
        for current, articles in enumerate(pages, start=1):
            path = _column_path(column) if current == 1 else f"/site/c{column.number}/list_{current}.shtml"
            yield path, fixed(_list(portal, column, articles) + _static_pager(column, current, len(pages)))
        return
    search = "searchList" if portal.traits.pager == "search_list" else "common/search"
    yield _column_path(column), fixed(_list(portal, column, pages[0]) + _script(column, search))
    yield f"/{search}/{_channel(column)}", lambda request: _answer(column, request)


def _list(portal: Portal, column: Column, articles: Sequence[Article]) -> str:
    items = "".join(list_item(portal, article, _article_path(column, article)) for article in articles)
    return f'<div class="news_list-item"><ul class="pagelist">{child_items(column, _column_path)}{items}</ul></div>'


def _static_pager(column: Column, current: int, total: int) -> str:
    arguments = f"'page_div',{total}, {current},'list','shtml',{len(column.articles)}"
    return f'<div id="page_div"></div><script>createPageHTML({arguments});</script>'


def _script(column: Column, search: str) -> str:
    return f"""<div id="pagination"></div><script>
var channelId = "{_channel(column)}";
function load(page) {{
  $.getJSON('/{search}/' + channelId + '?_isAgg=true&_isJson=true&_pageSize={PAGE_SIZE}&_template=index&page=' + page, show);
}}
</script>"""


def _answer(column: Column, request: Request) -> Response:
    asked = request.parameters
    page, size = (int(asked[key]) if asked.get(key, "").isdigit() else 1 for key in ("page", "_pageSize"))
    size = min(size, _MOST)
    shown = column.articles[(page - 1) * size : page * size]
    data = {
        "total": len(column.articles),
        "page": page,
        "rows": size,
        "channelId": _channel(column),
        "results": [_result(column, article) for article in shown],
    }
    return Response(json.dumps({"code": 200, "data": data}).encode(), "application/json;charset=UTF-8")


def _result(column: Column, article: Article) -> dict[str, object]:
    return {
        "title": article.title,
        "url": _article_path(column, article),
        "publishedTimeStr": f"{article.published:%Y-%m-%d %H:%M:%S}",
        "content": article.title,
        "contentHtml": f"<p>{article.title}</p>",
        "resList": [],
    }


FAMILY = Family(
    name="ucap",
    column_path=_column_path,
    article_path=_article_path,
    listings=_listings,
    body=('<div id="zoom"><font id="font"><UCAPCONTENT>', "</UCAPCONTENT></font></div>"),
    head='<script type="text/javascript" src="/xhtml/js/ucap.js"></script>\n',
)
