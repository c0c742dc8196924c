"""Hanweb JCMS: records as CDATA in a datastore; further groups come from ``dataproxy.jsp``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import quote

from crawler.simulator.articles import Article
from crawler.simulator.families.base import PAGE_SIZE, Family, Listing, child_items, fixed, list_item
from crawler.simulator.plan import Column, Portal
from crawler.simulator.site import NOT_FOUND, Request, Response

_PROXY = "/module/web/jpage/dataproxy.jsp"
_GROUP = 2 * PAGE_SIZE
"""Records that one answer holds: two pages."""


def _column_path(column: Column) -> str:
    return f"/col/col{column.number}/index.html"


def _article_path(column: Column, article: Article) -> str:
    day = article.published
    return f"/art/{day.year}/{day.month}/{day.day}/art_{column.number}_{article.number}.html"


def _listings(portal: Portal, column: Column) -> Iterator[tuple[str, Listing]]:
    children = child_items(column, _column_path)
    chained = portal.traits.pager == "next_group"
    datastore = _datastore(portal, column, 0, column.articles[:_GROUP], chained=chained)
    script = "" if chained else _script(portal, column)
    content = (
        f'<div class="main-list"><ul>{children}</ul><div id="{_unit(column)}" class="default_pgContainer"></div>\n'
        f'<script type="text/xml">{datastore}</script>\n{script}</div>'
    )
    yield _column_path(column), fixed(content)
    # All columns share this path; the site asks each in turn and keeps the answer of the one that knows the column.
    yield _PROXY, lambda request: _answer(portal, column, request)


def _answer(portal: Portal, column: Column, request: Request) -> Response:
    """A group by ``startrecord`` and ``endrecord``, or by ``page`` where only the chain of next groups works."""
    asked = request.parameters
    if asked.get("columnid") != str(column.number) or asked.get("unitid") != str(_unit(column)):
        return NOT_FOUND
    chained = portal.traits.pager == "next_group"
    if chained:
        group = int(asked["page"]) if asked.get("page", "").isdigit() else 0
        start, end = group * _GROUP, (group + 1) * _GROUP
    else:
        group = 0
        start, end = (int(asked[key]) if asked.get(key, "").isdigit() else 1 for key in ("startrecord", "endrecord"))
        start -= 1
    body = _datastore(portal, column, group, column.articles[start:end], chained=chained)
    return Response(f'<?xml version="1.0" encoding="UTF-8"?>{body}'.encode(), "text/xml; charset=UTF-8")


def _unit(column: Column) -> int:
    return column.number * 7 + 3


def _datastore(portal: Portal, column: Column, group: int, articles: Sequence[Article], *, chained: bool) -> str:
    total = len(column.articles)
    following = ""
    if chained and (group + 1) * _GROUP < total:
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
$(function() {{ $('#{_unit(column)}').jpage({{themeName:'default',showMode:'normal',totalRecord:{len(column.articles)},perPage:{PAGE_SIZE},groupSize:{_GROUP // PAGE_SIZE},barPosition:'bottom',proxyUrl:'{_PROXY}',ajaxParam:{{col:1,appid:1,webid:3,path:'/',columnid:{column.number},sourceContentType:1,unitid:'{_unit(column)}',webname:'{portal.place.government}',permissiontype:0}}}}); }});
</script>"""


FAMILY = Family(
    name="hanweb_jcms",
    column_path=_column_path,
    article_path=_article_path,
    listings=_listings,
    body=('<div id="zoom" class="article-content"><!--ZJEG_RSS.content.begin-->', "<!--ZJEG_RSS.content.end--></div>"),
    head='<script type="text/javascript" src="/script/jquery.jpage.js"></script>\n',
)
