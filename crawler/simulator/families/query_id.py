"""Classic ASP and JSP: one script for lists, one for articles; JSP's pager sends a form."""

from __future__ import annotations

from collections.abc import Iterator

from crawler.simulator.articles import Article
from crawler.simulator.families.base import Family, Listing, pages_of
from crawler.simulator.families.paged import entries, links_pager
from crawler.simulator.plan import Column, Portal
from crawler.simulator.site import NOT_FOUND, Request, Response

_LIST = "/zfxxgk/list.asp"
_FORM = """<form name="pageForm" method="post" action="list.asp"><input type="hidden" name="s" value="{number}">
<input type="hidden" name="currentPage" value="{current}"></form>
<script language="javascript">
function gotoPage(no) {{
  document.pageForm.currentPage.value = no;
  document.pageForm.submit();
}}
</script>"""


def _column_path(column: Column) -> str:
    return f"{_LIST}?s={column.number}"


def _page(column: Column, n: int) -> str:
    return f"list.asp?s={column.number}&amp;currentPage={n}"


def _article_path(column: Column, article: Article) -> str:
    return f"/zfxxgk/ins.asp?s={column.number}&i={article.number}"


def _listings(portal: Portal, column: Column) -> Iterator[tuple[str, Listing]]:
    # All columns share this path; the site asks each in turn and keeps the answer of the one that knows the column.
    yield _LIST, lambda request: _answer(portal, column, request)


def _answer(portal: Portal, column: Column, request: Request) -> str | Response:
    asked = request.parameters
    total = len(pages_of(column.articles))
    number = asked.get("currentPage", "1")
    if asked.get("s") != str(column.number) or not (number.isdigit() and 1 <= int(number) <= total):
        return NOT_FOUND
    current = int(number)
    pager = (
        _form(column, current, total)
        if portal.traits.pager == "form"
        else links_pager(_page)(portal, column, current, total)
    )
    return f"{entries(portal, column, current, _column_path, _article_path)}{pager}</div>"


def _form(column: Column, current: int, total: int) -> str:
    following = (
        f'<a href="#" onclick="gotoPage({current + 1});return false;">下一页</a>' if current < total else "下一页"
    )
    return _FORM.format(number=column.number, current=current) + f"<p>第{current}页 共{total}页 {following}</p>"


FAMILY = Family(
    name="query_id",
    column_path=_column_path,
    article_path=_article_path,
    listings=_listings,
    body=('<div class="content" id="content">', "</div>"),
)
