"""A home-made CMS whose lists only its own script can write: records under an address of its own, and buttons to turn."""

from __future__ import annotations

import json
from collections.abc import Iterator

from crawler.simulator.articles import Article
from crawler.simulator.families.base import Family, Listing, child_items, fixed, pages_of
from crawler.simulator.plan import Column, Portal
from crawler.simulator.site import NOT_FOUND, Request, Response

_RECORDS = "/svc/q7/entries"
_SCRIPT = "/static/q7.js"
_SOURCE = """
var place = document.getElementById('entries'), column = place.getAttribute('data-c'), shown = 0;
function turn(by) {
  fetch('/svc/q7/entries', {method: 'POST', headers: {'Content-Type': 'application/json'},
    body: JSON.stringify({c: column, from: shown + by})}).then(function (a) { return a.json(); }).then(function (a) {
    shown += by;
    place.innerHTML = '<ul>' + a.rows.map(function (row) {
      return '<li><a href="/d/' + row[0] + '.html">' + row[1] + '</a><span>' + row[2] + '</span></li>';
    }).join('') + '</ul>';
    document.getElementById('turn').innerHTML = '<span>第' + (shown + 1) + '页</span> '
      + (shown + 1 < a.of ? '<button onclick="turn(1)">下一页</button>' : '<button disabled>下一页</button>');
  });
}
turn(0);
"""


def _column_path(column: Column) -> str:
    return f"/{column.path}/main.html"


def _article_path(column: Column, article: Article) -> str:
    return f"/d/{article.number}.html"


def _listings(portal: Portal, column: Column) -> Iterator[tuple[str, Listing]]:
    if column.children:
        yield _column_path(column), fixed(f"<ul>{child_items(column, _column_path)}</ul>")
        return
    place = f'<div id="entries" data-c="{column.number}"></div><div id="turn"></div>'
    yield _column_path(column), fixed(f'{place}<script src="{_SCRIPT}"></script>')
    yield _SCRIPT, lambda request: Response(_SOURCE.encode(), "application/javascript; charset=utf-8")
    # All columns share this path; the site asks each in turn and keeps the answer of the one that knows the column.
    yield _RECORDS, lambda request: _answer(column, request)


def _answer(column: Column, request: Request) -> Response:
    asked = json.loads(request.body or b"{}")
    if asked.get("c") != str(column.number):
        return NOT_FOUND
    pages = pages_of(column.articles)
    number = asked.get("from", 0)
    articles = pages[number] if isinstance(number, int) and 0 <= number < len(pages) else ()
    rows = [[article.number, article.title, f"{article.published:%Y-%m-%d}"] for article in articles]
    return Response(json.dumps({"of": len(pages), "rows": rows}).encode(), "application/json")


FAMILY = Family(
    name="own_script",
    column_path=_column_path,
    article_path=_article_path,
    listings=_listings,
    body=('<div class="content-article">', "</div>"),
)
