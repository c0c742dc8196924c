"""广东集约化 portals: static lists, articles as ``content/post_123.html`` below their column."""

from __future__ import annotations

from collections.abc import Iterator

from crawler.simulator.articles import Article
from crawler.simulator.families.base import Family, Listing, child_items, fixed, list_item, pages_of
from crawler.simulator.plan import Column, Portal


def _column_path(column: Column) -> str:
    return f"/{column.path}/index.html"


def _article_path(column: Column, article: Article) -> str:
    return f"/{column.path}/content/post_{article.number}.html"


def _listings(portal: Portal, column: Column) -> Iterator[tuple[str, Listing]]:
    pages = pages_of(column.articles)
    for current, articles in enumerate(pages, start=1):
        items = "".join(list_item(portal, article, _article_path(column, article)) for article in articles)
        children = child_items(column, _column_path)
        pager = _pager(column, current, len(pages))
        content = f'<div class="con-right fr"><ul class="ul_news">{children}{items}</ul>{pager}</div>'
        yield _page_path(column, current), fixed(content)


def _page_path(column: Column, number: int) -> str:
    return f"/{column.path}/index.html" if number == 1 else f"/{column.path}/index_{number}.html"


def _pager(column: Column, current: int, total: int) -> str:
    numbers = "".join(
        f'<span class="current">{number}</span>'
        if number == current
        else f'<a href="{_page_path(column, number)}" class="num">{number}</a>'
        for number in range(1, total + 1)
    )
    following = f'<a href="{_page_path(column, current + 1)}" class="next">下一页</a>' if current < total else ""
    return f'<div class="page">{numbers}{following}</div>'


FAMILY = Family(
    name="gd_post",
    column_path=_column_path,
    article_path=_article_path,
    listings=_listings,
    body=('<div class="article-content">', "</div>"),
    head='<script>var NFCMS_SITE_ID="990001";</script>\n',
)
