"""Hanweb JCMS: records as CDATA in a datastore; further groups come from ``dataproxy.jsp``.

Variants of the pager: ``next_group`` chain, ``get_only``, ``more_columns`` (posted only, nothing embedded), ``array`` of
strings, and ``search``, the disclosure module's lists.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from urllib.parse import quote

from crawler.simulator.articles import Article, attribute
from crawler.simulator.families.base import PAGE_SIZE, Family, Listing, child_items, fixed, list_item, pages_of
from crawler.simulator.plan import Column, Portal
from crawler.simulator.site import NOT_FOUND, Request, Response

_PROXY = "/module/web/jpage/dataproxy.jsp"
_MORE_PROXY = "/module/web/jpage/morecolumndataproxy.jsp"
_SEARCH = "/module/xxgk/search.jsp"
_GROUP = 2 * PAGE_SIZE
"""Records that one answer holds: two pages."""


def _column_path(column: Column) -> str:
    return f"/col/col{column.number}/index.html"


def _article_path(column: Column, article: Article) -> str:
    day = article.published
    return f"/art/{day.year}/{day.month}/{day.day}/art_{column.number}_{article.number}.html"


def _listings(portal: Portal, column: Column) -> Iterator[tuple[str, Listing]]:
    """What the column page embeds depends on the pager: the first group, as XML or as an array, or nothing."""
    pager = portal.traits.pager
    children = f"<ul>{child_items(column, _column_path)}</ul>"
    if pager == "search":
        yield _column_path(column), fixed(f'<div class="xxgk">{children}{_search_script(column)}</div>')
        yield _SEARCH, lambda request: _found(portal, column, request)
        return
    first = column.articles[:_GROUP]
    match pager:
        case "more_columns":
            embedded = ""
        case "array":
            embedded = f"<script>var InitData{_unit(column)} = {_array(portal, column, first)};</script>"
        case _:
            embedded = f'<script type="text/xml">{_datastore(portal, column, 0, first)}</script>'
    script = "" if pager == "next_group" else _script(portal, column)
    content = (
        f'<div class="main-list">{children}<div id="{_unit(column)}" class="default_pgContainer"></div>\n'
        f"{embedded}\n{script}</div>"
    )
    yield _column_path(column), fixed(content)
    # All columns share this path; the site asks each in turn and keeps the answer of the one that knows the column.
    yield _proxy(portal), lambda request: _answer(portal, column, request)


def _proxy(portal: Portal) -> str:
    return _MORE_PROXY if portal.traits.pager == "more_columns" else _PROXY


def _answer(portal: Portal, column: Column, request: Request) -> Response:
    """A group by ``startrecord`` and ``endrecord``, or by ``page`` where only the chain of next groups works."""
    asked, pager = request.parameters, portal.traits.pager
    if asked.get("columnid") != str(column.number) or asked.get("unitid") != str(_unit(column)):
        return NOT_FOUND
    if (pager == "more_columns" and request.method != "POST") or (pager == "get_only" and request.method != "GET"):
        return NOT_FOUND
    if pager == "next_group":
        group = int(asked["page"]) if asked.get("page", "").isdigit() else 0
        start, end = group * _GROUP, (group + 1) * _GROUP
    else:
        group = 0
        start, end = (int(asked[key]) if asked.get(key, "").isdigit() else 1 for key in ("startrecord", "endrecord"))
        start -= 1
    if pager == "array":
        return Response(f"var dataStore = {_array(portal, column, column.articles[start:end])};".encode())
    body = _datastore(portal, column, group, column.articles[start:end])
    return Response(f'<?xml version="1.0" encoding="UTF-8"?>{body}'.encode(), "text/xml; charset=UTF-8")


def _unit(column: Column) -> int:
    return column.number * 7 + 3


def _array(portal: Portal, column: Column, articles: Sequence[Article]) -> str:
    """Records as strings of a script."""
    items = (list_item(portal, article, _article_path(column, article)) for article in articles)
    return "[" + ",".join("'" + item.replace("/", "\\/") + "'" for item in items) + "]"


def _datastore(portal: Portal, column: Column, group: int, articles: Sequence[Article]) -> str:
    total = len(column.articles)
    following = ""
    if portal.traits.pager == "next_group" and (group + 1) * _GROUP < total:
        query = (
            f"page={group + 1}&appid=1&webid=3&path=/&columnid={column.number}&unitid={_unit(column)}"
            f"&webname={quote(portal.place.government)}&permissiontype=0"
        )
        following = f'<nextgroup><![CDATA[<a href="{_PROXY}?{query}"></a>]]></nextgroup>'
    records = "".join(
        f"<record><![CDATA[{list_item(portal, article, _article_path(column, article))}]]></record>\n"
        for article in articles
    )
    return (
        f"<datastore>\n<totalrecord>{total}</totalrecord><totalpage>{-(-total // PAGE_SIZE)}</totalpage>\n"
        f"{following}<recordset>\n{records}</recordset></datastore>"
    )


def _script(portal: Portal, column: Column) -> str:
    return f"""<script language="javascript">
$(function() {{ $('#{_unit(column)}').jpage({{themeName:'default',showMode:'normal',totalRecord:{len(column.articles)},perPage:{PAGE_SIZE},groupSize:{_GROUP // PAGE_SIZE},barPosition:'bottom',proxyUrl:'{_proxy(portal)}',ajaxParam:{{col:1,appid:1,webid:3,path:'/',columnid:{column.number},sourceContentType:1,unitid:'{_unit(column)}',webname:'{portal.place.government}',permissiontype:0}}}}); }});
</script>"""


def _search_script(column: Column) -> str:
    """Script of a disclosure list: its module draws the list, and knows the column by a type of its own."""
    return f"""<div id="div{column.number}"></div><script language="javascript">
function loadList(a, b, c) {{ loadDynamic('{_SEARCH}?standardXxgk=1&infotypeId={_kind(column)}'+a+'&vc_title='+encodeURI(b)+'&vc_number='+encodeURI(c)+'&area=11990121000000001X', 'div{column.number}', '0','0','950','3','',''); }}
</script>"""


def _kind(column: Column) -> str:
    return f"A{column.number}"


def _found(portal: Portal, column: Column, request: Request) -> Response:
    """A page of a disclosure list; the module answers only what is posted."""
    asked, pages = request.parameters, pages_of(column.articles)
    number = asked.get("currpage", "")
    if request.method != "POST" or asked.get("infotypeId") != _kind(column):
        return NOT_FOUND
    page = int(number) if number.isdigit() and 1 <= int(number) <= len(pages) else 1
    rows = "".join(
        f'<tr class="tr_main_value_{("even", "odd")[place % 2]}"><td>{place}</td>'
        f'<td><a href="{_article_path(column, article)}" title="{attribute(article.title)}">{escape(article.title)}</a></td>'
        f"<td>{article.published:%Y-%m-%d}</td></tr>"
        for place, article in enumerate(pages[page - 1], start=1)
    )
    heading = '<tr class="tb_title"><td>序号</td><td>名称</td><td>发布日期</td></tr>'
    pager = (
        f'<tr><td colspan="3" class="tb_title">共{len(column.articles)}条&nbsp;&nbsp;共{len(pages)}页&nbsp;</td></tr>'
    )
    return Response(f"<table>{heading}{rows}{pager}</table>".encode(), "text/html; charset=UTF-8")


FAMILY = Family(
    name="hanweb_jcms",
    column_path=_column_path,
    article_path=_article_path,
    listings=_listings,
    body=('<div id="zoom" class="article-content"><!--ZJEG_RSS.content.begin-->', "<!--ZJEG_RSS.content.end--></div>"),
    head='<script type="text/javascript" src="/script/jquery.jpage.js"></script>\n',
)
