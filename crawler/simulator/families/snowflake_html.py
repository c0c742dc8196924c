"""陕西: lists that count up from ``1.html``, articles named by a long id; 西安 and 西咸 name them in hexadecimal."""

from __future__ import annotations

from crawler.simulator.articles import Article
from crawler.simulator.families.paged import links_pager, paged_family
from crawler.simulator.plan import Column, Portal


def _page(column: Column, n: int) -> str:
    return f"/{column.path}/{n}.html"


def _article_path(column: Column, article: Article) -> str:
    if article.number % 3 == 0:
        return f"/{column.path}/{0x63D48A80F8FD1C4C00000000 + article.number:024x}.html"
    return f"/{column.path}/{1_744_660_031_470_000_000 + article.number}.html"


def _pager(portal: Portal, column: Column, current: int, total: int) -> str:
    if portal.traits.pager == "position":
        return f'<div id="pager">第{current}页/共{total}页</div><script src="/js/pager.js"></script>'
    return links_pager(_page)(portal, column, current, total)


FAMILY = paged_family(
    "snowflake_html", _page, _article_path, _pager, body=('<div id="zoom" class="article-content">', "</div>")
)
