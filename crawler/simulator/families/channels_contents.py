"""昭通: ``/channels/{id}.html`` lists ``/contents/{id}/{id}.html``. The pager is our own: none was seen."""

from __future__ import annotations

from crawler.simulator.articles import Article
from crawler.simulator.families.paged import numbers_pager, paged_family
from crawler.simulator.plan import Column


def _page(column: Column, n: int) -> str:
    return f"/channels/{column.number}{'' if n == 1 else f'_{n}'}.html"


def _article_path(column: Column, article: Article) -> str:
    return f"/contents/{column.number}/{article.number}.html"


FAMILY = paged_family("channels_contents", _page, _article_path, numbers_pager(_page))
