"""JEECMS: ``index.jhtml``, ``index_2.jhtml``; the pager is links with the position, or a function that is told an address."""

from __future__ import annotations

from crawler.simulator.articles import Article
from crawler.simulator.families.paged import links_pager, paged_family
from crawler.simulator.plan import Column, Portal


def _page(column: Column, n: int) -> str:
    return f"/{column.path}/" + ("index.jhtml" if n == 1 else f"index_{n}.jhtml")


def _article_path(column: Column, article: Article) -> str:
    return f"/{column.path.rsplit('/', 1)[1]}/{article.number}.jhtml"


def _pager(portal: Portal, column: Column, current: int, total: int) -> str:
    if portal.traits.pager != "button":
        return links_pager(_page)(portal, column, current, total)
    following = f"onclick=\"turnTo('index_{current + 1}.jhtml')\"" if current < total else "disabled"
    return (
        f'<div class="pagesite"><span>共 {len(column.articles)} 条记录 {current}/{total} 页</span> '
        f'<a href="javascript:void(0)" {following}>下一页</a></div>'
        "<script>function turnTo(address) { location.href = address; }</script>"
    )


FAMILY = paged_family(
    "jeecms", _page, _article_path, _pager, head='<link href="/r/cms/www/style.css" rel="stylesheet" />\n'
)
