"""Reports that lie in a document: what the page shows instead, and the file behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from random import Random
from urllib.parse import quote

from crawler.simulator.articles import Article
from crawler.simulator.markup import Text, render_body
from crawler.simulator.office import write_docx, write_xlsx
from crawler.simulator.plan import Portal
from crawler.simulator.site import Handler, Request, Response

_EVERY = 3
"""One report in so many lies in a document."""
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SHOWN = {
    "link": '<p>附件：<a href="{url}" target="_blank">{name}</a></p>',
    "script": '<p>附件：<a href="javascript:void(0);" onclick="window.open(\'{url}\')">{name}</a></p>',
    "viewer": '<p><iframe src="/pdfjs/web/viewer.html?file={quoted}" width="100%" height="800"></iframe></p>',
    "download": '<p>附件【<a href="{url}" target="_blank">{name}</a>】已下载<span>12</span>次</p>',
    "tables": '<p>附件：<a href="{url}">政府信息公开情况统计表.xlsx</a></p>',
}
"""How a page leads to the document; with ``tables`` it prints the prose itself."""


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A report's document."""

    url: str
    """Path, with query."""
    body: Callable[[], str]
    """Markup of the page's text."""
    files: Mapping[str, Handler]


def enclose(portal: Portal, article: Article, path: str) -> Enclosed | None:
    """Document of an article whose page has the address ``path``; ``None`` if the page prints all of it."""
    kind, tables = portal.traits.document, [piece for piece in article.pieces if not isinstance(piece, Text)]
    if not kind or article.kind != "report" or article.number % _EVERY or not tables:
        return None
    url = f"/upload/{article.published:%Y%m}/{article.number}.{'xlsx' if kind == 'tables' else 'docx'}"
    if kind == "download":
        url = f"/system/_content/download.jsp?urltype=news.DownloadAttachUrl&owner=1388&wbfileid={article.number}"
    name = escape(f"{article.title}.docx")
    shown = _SHOWN[kind].format(url=escape(url), quoted=quote(url, safe=""), name=name)

    def body() -> str:
        if kind != "tables":
            return f"<p>现将《{escape(article.title)}》予以公布。</p>{shown}"
        prose = [piece for piece in article.pieces if isinstance(piece, Text)]
        return render_body(prose, "clean", Random(f"markup/{article.number}")) + shown

    def give(request: Request) -> Response:
        if kind == "tables":
            return Response(write_xlsx(tables), _XLSX)
        return Response(write_docx(article.title, article.pieces), _DOCX)

    return Enclosed(url, body, {url: _to_readers_of(path, give) if kind == "download" else give})


def _to_readers_of(path: str, handler: Handler) -> Handler:
    """Only who comes from the page gets the file."""

    def respond(request: Request) -> Response:
        if request.headers.get("referer", "").endswith(path):
            return handler(request)
        return Response(
            "<html><body><p>请从本站页面下载附件</p></body></html>".encode(), "text/html; charset=utf-8", 403
        )

    return respond
