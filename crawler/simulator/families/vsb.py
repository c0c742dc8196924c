"""VSB: static pages; further listing pages are numbered downwards, the last one is 1."""

from __future__ import annotations

from collections.abc import Iterator

from crawler.simulator.articles import Article
from crawler.simulator.families.base import Family, Listing, child_items, fixed, list_item, pages_of
from crawler.simulator.plan import Column, Portal


def _column_path(column: Column) -> str:
    return f"/{column.path}.htm"


def _article_path(column: Column, article: Article) -> str:
    return f"/info/{column.number}/{article.number}.htm"


def _listings(portal: Portal, column: Column) -> Iterator[tuple[str, Listing]]:
    pages = pages_of(column.articles)
    name = column.path.rsplit("/", 1)[1]
    for current, articles in enumerate(pages):
        number = len(pages) - current
        path = f"/{column.path}/{number}.htm" if current else _column_path(column)
        root = "../" * (path.count("/") - 1)
        items = "".join(list_item(portal, article, root + _article_path(column, article)[1:]) for article in articles)
        children = child_items(column, lambda child: f"{name}/{child.path.rsplit('/', 1)[1]}.htm")
        pager = _pager(name, number, len(pages), len(column.articles))
        content = f'<div class="ny_list"><ul class="list_vsb">{children}{items}</ul>{pager}</div>'
        yield path, fixed(content)


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
)
