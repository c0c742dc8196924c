"""TRS WCM: static pages in folders, relative links, a pager that only a script writes."""

from __future__ import annotations

from collections.abc import Iterator

from crawler.simulator.articles import Article
from crawler.simulator.families.base import Family, Listing, child_items, fixed, list_item, pages_of
from crawler.simulator.plan import Column, Portal


def _column_path(column: Column) -> str:
    return f"/{column.path}/"


def _article_path(column: Column, article: Article) -> str:
    return f"/{column.path}/{_below_column(article)}"


def _below_column(article: Article) -> str:
    return f"{article.published:%Y%m}/t{article.published:%Y%m%d}_{article.number}.html"


def _listings(portal: Portal, column: Column) -> Iterator[tuple[str, Listing]]:
    pages = pages_of(column.articles)
    for current, articles in enumerate(pages):
        items = "".join(list_item(portal, article, f"./{_below_column(article)}") for article in articles)
        children = child_items(column, lambda child: f"./{child.path.rsplit('/', 1)[1]}/")
        pager = _pager(portal.traits.pager, len(pages), current)
        content = (
            f'<div class="list-right"><ul class="gl-list">{children}{items}</ul>\n<div class="page">{pager}</div></div>'
        )
        paths = (
            [f"/{column.path}/index_{current}.html"]
            if current
            else [_column_path(column), f"/{column.path}/index.html"]
        )
        for path in paths:
            yield path, fixed(content)


def _pager(variant: str, total: int, current: int) -> str:
    if variant == "count_page":
        return f"""<script type="text/javascript">
var currentPage = {current};//所在页从0开始
var prevPage = currentPage - 1;//上一页
var nextPage = currentPage + 1;//下一页
var countPage = {total};//共多少页
document.write("共" + countPage + "页");
if (countPage > 1 && currentPage != (countPage - 1)) document.write("<a href=\\"index_" + nextPage + ".html\\">下一页</a>");
</script>"""
    return f'<script type="text/javascript">createPageHTML({total}, {current}, "index", "html");</script>'


FAMILY = Family(
    name="trs_wcm",
    column_path=_column_path,
    article_path=_article_path,
    listings=_listings,
    body=('<div class="view TRS_UEDITOR trs_paper_default"><div class="TRS_Editor">', "</div></div>"),
    head='<script type="text/javascript" src="/images/trs_page.js"></script>\n',
)
