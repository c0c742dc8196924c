"""A home-made CMS of no known family: static lists with links to the neighbouring pages."""

from __future__ import annotations

from collections.abc import Iterator

from crawler.simulator.articles import Article
from crawler.simulator.families.base import Family, Listing, child_items, fixed, list_item, pages_of
from crawler.simulator.plan import Column, Portal


def _column_path(column: Column) -> str:
    return f"/{column.path}/list.html"


def _article_path(column: Column, article: Article) -> str:
    return f"/article/{column.number}/{article.number}.html"


def _listings(portal: Portal, column: Column) -> Iterator[tuple[str, Listing]]:
    pages = pages_of(column.articles)
    for current, articles in enumerate(pages, start=1):
        items = "".join(list_item(portal, article, _article_path(column, article)) for article in articles)
        children = child_items(column, _column_path)
        content = f'<div class="news_list"><ul>{children}{items}</ul>{_pager(current, len(pages))}</div>'
        yield f"/{column.path}/{_page(current)}", fixed(content)


def _page(number: int) -> str:
    return "list.html" if number == 1 else f"list_{number}.html"


def _pager(current: int, total: int) -> str:
    links = [
        f'<a href="{_page(to)}">{text}</a>' for to, text in ((1, "首页"), (current - 1, "上一页")) if 0 < to < current
    ]
    links += [
        f'<a href="{_page(to)}">{text}</a>'
        for to, text in ((current + 1, "下一页"), (total, "尾页"))
        if current < to <= total
    ]
    return f'<div class="pages">第{current}页/共{total}页　{" ".join(links)}</div>'


FAMILY = Family(
    name="generic",
    column_path=_column_path,
    article_path=_article_path,
    listings=_listings,
    body=('<div class="content-article" id="content">', "</div>"),
)
