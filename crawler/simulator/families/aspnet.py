"""ASP.NET: ``/list20.aspx?page=2``, or the page's form sent with the pager as its event."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator

from crawler.simulator.articles import Article
from crawler.simulator.families.base import Family, Listing, fixed, pages_of
from crawler.simulator.families.paged import entries, links_pager
from crawler.simulator.plan import Column, Portal
from crawler.simulator.site import Request, Response

_TARGET = "ctl00$Main$Pager"


def _column_path(column: Column) -> str:
    return f"/list{column.number}.aspx"


def _page(column: Column, n: int) -> str:
    return _column_path(column) + ("" if n == 1 else f"?page={n}")


def _article_path(column: Column, article: Article) -> str:
    return f"/Pages_{column.number}_{article.number}.aspx"


def _listings(portal: Portal, column: Column) -> Iterator[tuple[str, Listing]]:
    total = len(pages_of(column.articles))
    if portal.traits.pager == "post_back":
        yield _column_path(column), lambda request: _posted(portal, column, total, request)
        return
    for current in range(1, total + 1):
        pager = links_pager(_page)(portal, column, current, total)
        yield (
            _page(column, current),
            fixed(entries(portal, column, current, _column_path, _article_path) + pager + "</div>"),
        )


def _posted(portal: Portal, column: Column, total: int, request: Request) -> str | Response:
    """The page that an event asks for; an event without the state that was given out is an error, as in ASP.NET."""
    current, asked = 1, request.parameters
    if request.method == "POST":
        number = asked.get("__EVENTARGUMENT", "")
        states = {_state(column, n) for n in range(1, total + 1)}
        valid = asked.get("__VIEWSTATE") in states and asked.get("__EVENTTARGET") == _TARGET and number.isdigit()
        if not valid or not 1 <= int(number) <= total:
            return Response("<html><body>验证视图状态失败</body></html>".encode(), status=500)
        current = int(number)
    links = "".join(
        f'<span style="font-weight:Bold;color:red;">{to}</span>&nbsp;' if to == current else _event(to, str(to))
        for to in range(1, total + 1)
    )
    following = _event(current + 1, "下一页") if current < total else '<a disabled="disabled">下一页</a>'
    return (
        f'<form name="aspnetForm" method="post" action=".{_column_path(column)}" id="aspnetForm">'
        '<input type="hidden" name="__EVENTTARGET" id="__EVENTTARGET" value="" />'
        '<input type="hidden" name="__EVENTARGUMENT" id="__EVENTARGUMENT" value="" />'
        f'<input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="{_state(column, current)}" />'
        "<script>function __doPostBack(target, argument) { theForm.__EVENTTARGET.value = target; theForm.submit(); }</script>"
        f"{entries(portal, column, current, _column_path, _article_path)}<div>{links}{following}</div></div></form>"
    )


def _event(to: int, text: str) -> str:
    return f"""<a href="javascript:__doPostBack(&#39;{_TARGET}&#39;,&#39;{to}&#39;)">{text}</a>&nbsp;"""


def _state(column: Column, current: int) -> str:
    return b64encode(f"{column.number}/{current}+{'state' * 40}".encode()).decode()


FAMILY = Family(
    name="aspnet",
    column_path=_column_path,
    article_path=_article_path,
    listings=_listings,
    body=('<div class="readnr con">', "</div>"),
)
