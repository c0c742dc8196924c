"""Families whose lists are pages of their own: what differs is how addresses and pagers look."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape

from crawler.simulator.articles import Article
from crawler.simulator.families.base import Family, Listing, child_items, fixed, list_item, pages_of
from crawler.simulator.plan import Column, Portal

PagePath = Callable[[Column, int], str]
"""Address of a column's page, counted from one."""
Pager = Callable[[Portal, Column, int, int], str]
"""Markup of the pager of page ``n`` of so many."""


def paged_family(
    name: str,
    page: PagePath,
    article: Callable[[Column, Article], str],
    pager: Pager,
    body: tuple[str, str] = ('<div class="content-article">', "</div>"),
    head: str = "",
    *,
    dated: bool = True,
) -> Family:
    """Family with plain lists; ``dated`` says whether their entries have dates."""

    def column_path(column: Column) -> str:
        return page(column, 1)

    def listings(portal: Portal, column: Column) -> Iterator[tuple[str, Listing]]:
        total = len(pages_of(column.articles))
        for current in range(1, total + 1):
            inner = entries(portal, column, current, column_path, article, dated=dated)
            yield page(column, current), fixed(f"{inner}{pager(portal, column, current, total)}</div>")

    return Family(name, column_path, article, listings, body, head)


def entries(
    portal: Portal,
    column: Column,
    current: int,
    column_path: Callable[[Column], str],
    article: Callable[[Column, Article], str],
    *,
    dated: bool = True,
) -> str:
    """List of a page's entries, in a block that is still open for the pager."""
    items = "".join(
        list_item(portal, each, article(column, each))
        if dated
        else f'<li><a href="{article(column, each)}">{escape(each.title)}</a></li>'
        for each in pages_of(column.articles)[current - 1]
    )
    return f'<div class="list-box"><ul class="list">{child_items(column, column_path)}{items}</ul>\n'


def links_pager(page: PagePath) -> Pager:
    """首页, 上一页, 下一页 and 尾页 as links, with the position before them."""

    def pager(portal: Portal, column: Column, current: int, total: int) -> str:
        ends = (("首页", 1), ("上一页", current - 1), ("下一页", current + 1), ("尾页", total))
        links = [f'<a href="{page(column, to)}">{text}</a>' for text, to in ends if 0 < to <= total and to != current]
        return f'<div class="pages">页次：<b>{current}</b>/<b>{total}</b>页 {" ".join(links)}</div>'

    return pager


def numbers_pager(page: PagePath) -> Pager:
    """A link for each page but this one."""

    def pager(portal: Portal, column: Column, current: int, total: int) -> str:
        links = (
            f'<span class="on">{to}</span>' if to == current else f'<a href="{page(column, to)}">[{to}]</a>'
            for to in range(1, total + 1)
        )
        return f'<div class="pages">{" ".join(links)}</div>'

    return pager


def ends_pager(page: PagePath, *, stated: bool = True) -> Pager:
    """Only the first and the last page as links, and perhaps how many there are."""

    def pager(portal: Portal, column: Column, current: int, total: int) -> str:
        links = f'<a href="{page(column, 1)}">首页</a> <a href="{page(column, total)}">尾页</a>'
        pages = f"共 <em>{total}</em> 页" if stated else ""
        return f'<div class="pages">{pages} {links} <a href="javascript:void(0)">下一页</a></div>'

    return pager


def jump_pager(page: PagePath) -> Pager:
    """A list to jump by."""

    def pager(portal: Portal, column: Column, current: int, total: int) -> str:
        options = "".join(
            f'<option value="{page(column, to)}"{" selected" if to == current else ""}>{to}</option>'
            for to in range(1, total + 1)
        )
        return f'<div class="pages">转到<select onchange="location.href=this.value">{options}</select></div>'

    return pager


def called_pager(before: str, after: str) -> Pager:
    """Links that call a function, which puts the number into an address."""

    def pager(portal: Portal, column: Column, current: int, total: int) -> str:
        links = "".join(
            f"<b>{to}</b> " if to == current else f'<a href="javascript:toPage({to})">{to}</a> '
            for to in range(1, total + 1)
        )
        script = f"function toPage(n) {{ if (n < 2) n = 1; window.location.href = '{before}' + n + '{after}'; }}"
        return f'<script>\n{script}\n</script><div class="pages">{links}</div>'

    return pager


def written_pager(before: str, after: str) -> Pager:
    """Links that a script writes from the number of pages and the current one, counted from one."""

    def pager(portal: Portal, column: Column, current: int, total: int) -> str:
        return f"""<script>
var totalPage = {total}, curPage = {current};
if (curPage < totalPage) document.write('<a href="{before}' + (curPage + 1) + '{after}">下一页</a>');
</script>"""

    return pager
