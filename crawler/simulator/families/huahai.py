"""曲靖: lists at ``/gov/public/special/``, articles at ``/gov/pub/description/``. The pager is our own: none was seen."""

from __future__ import annotations

from crawler.simulator.articles import Article
from crawler.simulator.families.paged import ends_pager, paged_family
from crawler.simulator.plan import Column


def _page(column: Column, n: int) -> str:
    ending = "" if n == 1 else f"_{n}"
    return f"/gov/public/special/{column.number % 89}gz{column.number}{ending}.html"


def _article_path(column: Column, article: Article) -> str:
    return f"/gov/pub/description/{article.number}.html"


FAMILY = paged_family("huahai", _page, _article_path, ends_pager(_page))
