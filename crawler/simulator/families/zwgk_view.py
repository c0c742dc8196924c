"""会宁's older portal: every page has a twin below ``/mobile/``, and lists link both. The pager is our own: none was seen."""

from __future__ import annotations

from collections.abc import Iterator

from crawler.simulator.articles import Article
from crawler.simulator.families.base import Family, Listing, fixed, pages_of
from crawler.simulator.families.paged import entries, links_pager
from crawler.simulator.plan import Column, Portal


def _page(column: Column, n: int) -> str:
    return f"/zwgk/list/{column.number}/" + ("" if n == 1 else f"index_{n}.html")


def _column_path(column: Column) -> str:
    return _page(column, 1)


def _article_path(column: Column, article: Article) -> str:
    return f"/zwgk-view/{article.number}.html"


def _twin(column: Column, article: Article) -> str:
    return "/mobile" + _article_path(column, article)


def _listings(portal: Portal, column: Column) -> Iterator[tuple[str, Listing]]:
    total = len(pages_of(column.articles))
    for current in range(1, total + 1):
        lists = [entries(portal, column, current, _column_path, path) for path in (_article_path, _twin)]
        yield (
            _page(column, current),
            fixed(f"{'</div>'.join(lists)}{links_pager(_page)(portal, column, current, total)}</div>"),
        )


FAMILY = Family(
    name="zwgk_view",
    column_path=_column_path,
    article_path=_article_path,
    listings=_listings,
    body=('<div class="content">', "</div>"),
    twins=lambda column, article: [_twin(column, article)],
)
