"""Hanweb JPAAS: the column page names a unit, whose markup an interface gives as JSON; bodies stand twice in a page."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from html import escape

from crawler.simulator.articles import Article
from crawler.simulator.families.base import Family, Listing, child_items, fixed, list_item, pages_of
from crawler.simulator.plan import Column, Portal
from crawler.simulator.site import NOT_FOUND, Request, Response

_UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"
_TEMPLATES = "c3b5a9d2e4f14f0c8a7b6c5d4e3f2a1b"
_MIGRATED = 2021
"""Year in which portals came to the platform: what is older has it in its path."""


def _id(*parts: object) -> str:
    return hashlib.md5("/".join(map(str, parts)).encode(), usedforsecurity=False).hexdigest()


def _column_path(column: Column) -> str:
    return f"/{column.path}/index.html"


def _article_path(column: Column, article: Article) -> str:
    return f"/{column.path}/art/{max(article.published.year, _MIGRATED)}/art_{_id('article', article.number)}.html"


def _listings(portal: Portal, column: Column) -> Iterator[tuple[str, Listing]]:
    printed = portal.traits.pager == "printed"
    block = _block(portal, column, 1) if printed else ""
    content = (
        f'<div class="menu"><ul>{child_items(column, _column_path)}</ul></div>\n'
        f'<div class="list-right"><div id="{_tag(portal)}">{block}</div>{_script(portal, column)}</div>'
    )
    yield _column_path(column), fixed(content)
    # All columns share this path; the site asks each in turn and keeps the answer of the one that knows the page's id.
    yield _UNIT, lambda request: _answer(portal, column, request)


def _tag(portal: Portal) -> str:
    return "分页列表" if portal.traits.pager == "printed" else "当前栏目_list"


def _query(portal: Portal, column: Column) -> dict[str, str]:
    return {
        "parseType": "bulidstatic",
        "webId": _id("site", portal.id),
        "tplSetId": _TEMPLATES,
        "pageType": "column",
        "tagId": _tag(portal),
        "editType": "null",
        "pageId": _id("column", column.number),
    }


def _script(portal: Portal, column: Column) -> str:
    query = _query(portal, column)
    units = [query, {**query, "tagId": "当前位置"}]
    return "\n".join(
        f'<script src="/script/unitbuild.js" url="{_UNIT}" queryData="{escape(str(unit))}"></script>' for unit in units
    )


def _answer(portal: Portal, column: Column, request: Request) -> Response:
    asked = request.parameters
    if asked.get("pageId") != _query(portal, column)["pageId"]:
        return NOT_FOUND
    if asked.get("tagId") != _tag(portal):
        return _json({"html": f"<p>{escape(column.name)}</p>"})
    number = json.loads(asked.get("paramJson", "{}")).get("pageNo", 1)
    return _json({"html": _block(portal, column, int(number))})


def _json(data: object) -> Response:
    answer = {"success": True, "message": "操作成功", "code": "200", "data": data}
    return Response(json.dumps(answer, ensure_ascii=False).encode(), "application/json;charset=UTF-8")


def _block(portal: Portal, column: Column, number: int) -> str:
    """Entries of a page and the pager that says how many there are."""
    pages = pages_of(column.articles)
    shown = pages[number - 1] if 1 <= number <= len(pages) else ()
    items = "".join(list_item(portal, article, _article_path(column, article)) for article in shown)
    counts = {"rows": str(len(pages[0])), "count": str(len(column.articles)), "pageNo": str(number)}
    if portal.traits.pager == "printed":
        attributes = " ".join(f'{name}="{value}"' for name, value in counts.items())
    else:
        attributes = f'queryData="{escape(str(counts))}"'
    return f'<div class="page-content"><ul>{items}</ul></div><div class="pagination" {attributes}></div>'


def _around(portal: Portal, column: Column, article: Article) -> tuple[str, str]:
    return "", f'<div class="print-box" id="printContent"><div class="print-text">{article.body()}</div></div>'


FAMILY = Family(
    name="hanweb_jpaas",
    column_path=_column_path,
    article_path=_article_path,
    listings=_listings,
    body=('<div id="zoom" class="article-content">', "</div>"),
    head='<script src="/script/jpaas/unitbuild.js"></script>\n',
    around=_around,
)
