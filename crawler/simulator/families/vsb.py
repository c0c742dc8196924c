"""VSB: static pages; further listing pages are numbered downwards, the last one is 1.

The pager ``dynamic`` has them behind ``list.jsp``, and shows every article by its dynamic address as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from crawler.simulator.articles import Article
from crawler.simulator.families.base import Family, Listing, child_items, fixed, list_item, pages_of
from crawler.simulator.plan import Column, Portal


def _column_path(column: Column) -> str:
    return f"/{column.path}.htm"


def _article_path(column: Column, article: Article) -> str:
    return f"/info/{column.number}/{article.number}.htm"


def _dynamic_path(column: Column, article: Article) -> str:
    return f"/content.jsp?urltype=news.NewsContentUrl&wbtreeid={column.number}&wbnewsid={article.number}"


def _listings(portal: Portal, column: Column) -> Iterator[tuple[str, Listing]]:
    pages = pages_of(column.articles)
    name = column.path.rsplit("/", 1)[1]
    dynamic = portal.traits.pager == "dynamic"
    for current, articles in enumerate(pages):
        number = len(pages) - current
        path = f"/{column.path}/{number}.htm" if current else _column_path(column)
        if dynamic and current:
            path = _list_path(column, current + 1, len(pages))
        root = "../" * (path.count("/") - 1)
        items = "".join(list_item(portal, article, root + _article_path(column, article)[1:]) for article in articles)
        children = child_items(column, lambda child: f"{name}/{child.path.rsplit('/', 1)[1]}.htm")
        if dynamic:
            pager = _counted_pager(column, current + 1, len(pages))
            pager += f'<div class="hot"><h3>热点</h3><ul>{_dynamic_items(portal, column, articles)}</ul></div>'
        else:
            pager = _pager(name, number, len(pages), len(column.articles))
        content = f'<div class="ny_list"><ul class="list_vsb">{children}{items}</ul>{pager}</div>'
        yield path, fixed(content)


def _dynamic_items(portal: Portal, column: Column, articles: Sequence[Article]) -> str:
    """The same articles by their dynamic addresses."""
    return "".join(list_item(portal, article, escape(_dynamic_path(column, article))) for article in articles)


def _list_path(column: Column, page: int, total: int) -> str:
    return f"/list.jsp?urltype=tree.TreeTempUrl&wbtreeid={column.number}&PAGENUM={page}&totalpage={total}"


def _counted_pager(column: Column, page: int, total: int) -> str:
    """A link from the static first page into the dynamic ones, which have none: a script reads the field."""
    if total == 1:
        return ""
    link = f'<a href="{escape(_list_path(column, 2, total))}">下页</a>' if page == 1 else "<a>下页</a>"
    return f'<div id="fanye{column.number}">共{len(column.articles)}条&nbsp;&nbsp;{page}/{total}&nbsp;{link}</div>'


def _around(portal: Portal, column: Column, article: Article) -> tuple[str, str]:
    """Below some articles, a table to download; the server gives it only to who comes from the article."""
    if portal.traits.pager != "dynamic" or article.number % 3:
        return "", ""
    url = f"/system/_content/download.jsp?urltype=news.DownloadAttachUrl&owner=1388&wbfileid={article.number}"
    name = f"附表{article.number}.xlsx"
    return "", f'<p>附件【<a href="{escape(url)}" target="_blank">{name}</a>】已下载<span>12</span>次</p>'


def _pager(name: str, number: int, total: int, records: int) -> str:
    """Links as seen from page ``number``; the first page stands one folder higher than the others."""
    if total == 1:
        return ""
    first = number == total

    def link(to: int) -> str:
        if to == total:
            return f"../{name}.htm"
        return f"{name}/{to}.htm" if first else f"{to}.htm"

    parts = [f'<span class="p_t">共{records}条</span>']
    if not first:
        parts.append(f'<span class="p_prev p_fun"><a href="{link(number + 1)}">上页</a></span>')
    for to in range(total, 0, -1):
        text = total - to + 1
        parts.append(
            f'<span class="p_no_d">{text}</span>'
            if to == number
            else f'<span class="p_no"><a href="{link(to)}">{text}</a></span>'
        )
    if number > 1:
        parts.append(f'<span class="p_next p_fun"><a href="{link(number - 1)}">下页</a></span>')
        parts.append(f'<span class="p_last p_fun"><a href="{link(1)}">尾页</a></span>')
    return f'<div class="pb_sys_common pb_sys_normal"><span class="p_pages">{"".join(parts)}</span></div>'


def _twins(column: Column, article: Article) -> Iterator[str]:
    yield _dynamic_path(column, article)


FAMILY = Family(
    name="vsb",
    column_path=_column_path,
    article_path=_article_path,
    listings=_listings,
    body=(
        '<form name="_newscontent_fromname"><div id="vsb_content"><div class="v_news_content">',
        "</div></div></form>",
    ),
    head='<!--Announced by Visual SiteBuilder 9-->\n<link rel="stylesheet" type="text/css" href="/_sitegray/_sitegray_d.css" />\n'
    '<script language="javascript" src="/system/resource/js/counter.js"></script>\n',
    around=_around,
    twins=_twins,
)
