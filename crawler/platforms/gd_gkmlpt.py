"""广东集约化 disclosure directories: a unit's page holds its categories as data, a script asks for their entries."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import escape
from typing import Any
from urllib.parse import urlsplit

from scrapy.http import TextResponse

from crawler.platforms.answers import (
    AnswerError,
    as_html,
    asked_page,
    count_of,
    date_of,
    following_html,
    read_json,
    text_of,
)
from crawler.platforms.base import MAX_LINKS, PageLink, Platform
from crawler.platforms.pagers import with_query

_INDEX = re.compile(r"/gkmlpt(?:/(?:index)?)?$")
_SID = re.compile(r"""\bSID["']?\s{0,5}[:=]\s{0,5}["']?(\d{1,12})""")
_TREE = re.compile(r"""\bTREE["']?\s{0,5}[:=]\s{0,5}(?=[\[{])""")
_PAGE_SIZE = 100
"""Entries of an answer that does not say where it begins."""


class GdGkmlpt(Platform):
    """``/{unit}/gkmlpt/index`` names categories, ``/{unit}/gkmlpt/api/all/{category}?page=1&sid=…`` gives their entries."""

    name = "gd_gkmlpt"
    body = (".article-content", "#zoomcon")
    markers = (
        re.compile(r"\b_CONFIG\b"),
        _SID,
        re.compile(r"/gkmlpt/(?:index|content|api|policy|guide)\b"),
    )
    answer = re.compile(r"/gkmlpt/api/all/\d{1,9}(?:\?|$)")
    article = re.compile(r"/gkmlpt/content/\d{1,9}/\d{1,9}/m?post_\d{1,12}\.html")

    def identity(self, url: str) -> str:
        """An article and its twin for small screens are one."""
        return super().identity(url.replace("/mpost_", "/post_"))

    def as_page(self, response: TextResponse) -> TextResponse:
        """Entries as a table with 发布机构, as the directory shows them; a directory without categories is no page."""
        if self.is_answer(response):
            return as_html(response, _entries(read_json(response), response.url))
        if _INDEX.search(urlsplit(response.url).path) and not (_sid(response) and _tree(response)):
            raise AnswerError("directory without categories")
        return response

    def is_shell(self, response: TextResponse) -> bool:
        """An answer is a listing even if it is empty."""
        return self.is_answer(response)

    def links(self, response: TextResponse) -> list[PageLink]:
        """Links of the page itself, then its categories."""
        page = super().links(response)
        sid = _sid(response)
        if sid is None or "/gkmlpt" not in response.url:
            return page
        group = 1 + max((link.group for link in page), default=-1)
        base = response.url.partition("/gkmlpt")[0]
        for number, name in _categories(_tree(response)):
            url = f"{base}/gkmlpt/api/all/{number}?page=1&sid={sid}"
            page.append(PageLink(url, name, group=group, listing=True))
        return page


def _sid(response: TextResponse) -> str | None:
    match = _SID.search(response.text)
    return match[1] if match else None


def _tree(response: TextResponse) -> Any:
    """Value of ``TREE`` in the page's script, ``None`` if there is none that can be read."""
    source = response.text
    if (match := _TREE.search(source)) is None:
        return None
    try:
        return json.JSONDecoder().raw_decode(source, match.end())[0]
    except (ValueError, RecursionError):
        return None


def _categories(tree: Any) -> Iterator[tuple[str, str]]:
    """(number, name) of every category, a parent before its children.

    One whose name does not say what reports it holds (a year, 镇街) is called after its parent too.
    """
    waiting: list[tuple[Any, str]] = [(tree, "")]
    given = 0
    while waiting and given < MAX_LINKS:
        node, above = waiting.pop()
        if isinstance(node, list):
            waiting += [(child, above) for child in reversed(node[:MAX_LINKS])]
        if not isinstance(node, dict):
            continue
        own = text_of(node, "name", "title")
        name = (own if "报" in own else f"{above} {own}").strip()[:200]
        number = str(node.get("id", ""))
        if own and number.isascii() and number.isdigit() and len(number) < 10:
            given += 1
            yield number, name
        waiting += [(value, name) for value in node.values() if isinstance(value, list)]


def _entries(answer: dict[str, Any], url: str) -> str:
    articles = answer.get("articles")
    if not isinstance(articles, list):
        raise AnswerError("answer without articles")
    rows = "".join(_row(article) for article in articles[: MAX_LINKS + 1] if isinstance(article, dict))
    table = f"<table><tr><th>标题</th><th>发布机构</th><th>发布日期</th></tr>{rows}</table>"
    page, offset, total = asked_page(url, "page"), count_of(answer.get("offset")), count_of(answer.get("total"))
    if offset is None:
        offset = (page - 1) * _PAGE_SIZE
    # Some sites give every entry at once; there is no second page then, and asking for it is an error.
    if not articles or (total is not None and offset + len(articles) >= total):
        return table
    return table + following_html(with_query(url, page=str(page + 1)))


def _row(article: dict[str, Any]) -> str:
    # create_time is what the directory shows as 发布日期; created_at is when the entry came into the database.
    cells = (text_of(article, "publisher"), date_of(article.get("create_time")))
    link = f'<a href="{escape(text_of(article, "url", "post_url"))}">{escape(text_of(article, "title"))}</a>'
    return f"<tr><td>{link}</td>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"
