"""广东集约化 disclosure directories: every unit has one, filled by script from a JSON interface."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from crawler.simulator.articles import Article
from crawler.simulator.families.base import Family, Listing, child_items, fixed, list_item
from crawler.simulator.plan import Column, Portal
from crawler.simulator.site import NOT_FOUND, Request, Response

_ANSWER = 4
"""Entries of one answer."""
_BESIDE = ("政府信息公开指南", "政府信息公开制度", "机构职能", "规范性文件")
"""Categories that hold nothing."""


def _column_path(column: Column) -> str:
    return f"/{_unit(column)}/gkmlpt/index" if _is_unit(column) else f"/{column.path}/index.html"


def _is_unit(column: Column) -> bool:
    return column.path.startswith("zwgk/zfxxgknb/")


def _unit(column: Column) -> str:
    return column.path.rsplit("/", 1)[1]


def _article_path(column: Column, article: Article) -> str:
    if not _is_unit(column):
        return f"/{column.path}/content/post_{article.number}.html"
    return f"/{_unit(column)}/gkmlpt/content/0/{article.number // 1000}/post_{article.number}.html"


def _listings(portal: Portal, column: Column) -> Iterator[tuple[str, Listing]]:
    if not _is_unit(column):
        items = "".join(list_item(portal, article, _article_path(column, article)) for article in column.articles)
        yield _column_path(column), fixed(f'<ul class="unit-list">{child_items(column, _column_path)}{items}</ul>')
        return
    yield _column_path(column), fixed(_directory(column))
    yield f"/{_unit(column)}/gkmlpt/api/all/{column.number * 10}", lambda request: _answer(portal, column, request)


def _directory(column: Column) -> str:
    reports, *others = (column.number * 10 + offset for offset in range(len(_BESIDE) + 1))
    children = [{"id": id_, "name": name, "children": []} for id_, name in zip(others, _BESIDE, strict=True)]
    tree = [
        {"id": others[0] * 10, "name": "法定主动公开内容", "children": children},
        {"id": reports, "name": "政府信息公开年报", "jump_url": "", "children": []},
    ]
    return (
        f"<div id=\"app\"></div><script>window._CONFIG = {{ SID: '{column.number}', LIMIT: {_ANSWER}, "
        f"TREE: {json.dumps(tree, ensure_ascii=False)}, PAGE: 'index' }};</script>\n"
        '<script src="/gkmlpt/static/index.js"></script>'
    )


def _answer(portal: Portal, column: Column, request: Request) -> Response:
    asked = request.parameters
    at_once = portal.traits.pager == "all_at_once"
    page = int(asked["page"]) if asked.get("page", "").isdigit() else 1
    if asked.get("sid") != str(column.number) or (at_once and page > 1):
        return NOT_FOUND
    offset = (page - 1) * _ANSWER
    shown = column.articles if at_once else column.articles[offset : offset + _ANSWER]
    answer: dict[str, Any] = {
        "classify": {"id": column.number * 10, "name": "政府信息公开年报", "post_count": len(column.articles) + 3},
        "total": len(column.articles),
        "offset": offset,
        "articles": [_entry(column, article) for article in shown],
    }
    # Its texts are all escapes, and it does not always say that it is JSON.
    return Response(json.dumps(answer).encode(), "application/json" if at_once else "text/html; charset=UTF-8")


def _entry(column: Column, article: Article) -> dict[str, Any]:
    return {
        "id": article.number,
        "title": article.title,
        "type": "normal",
        "url": _article_path(column, article),
        "publisher": column.name,
        "create_time": int(article.published.timestamp()),
        "created_at": "2024-06-01 08:00:00",
    }


FAMILY = Family(
    name="gd_gkmlpt",
    column_path=_column_path,
    article_path=_article_path,
    listings=_listings,
    body=('<div class="article-content">', "</div>"),
    head='<link rel="stylesheet" href="/gkmlpt/static/app.css" />\n',
)
