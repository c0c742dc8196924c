"""What a family has to say: addresses, listing pages with their pager, and the container of the body."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from crawler.simulator.articles import Article, attribute
from crawler.simulator.plan import Column, Portal
from crawler.simulator.site import Request, Response

PAGE_SIZE = 4
"""Articles on a listing page; small, so that a dozen of them fill several pages."""

Listing = Callable[[Request], str | Response]
"""Markup of the content of a listing page, or a whole response where it is no page of the site's frame."""


@dataclass(frozen=True, slots=True)
class Family:
    """A CMS as seen from outside."""

    name: str
    column_path: Callable[[Column], str]
    """Path of a column's first page."""
    article_path: Callable[[Column, Article], str]
    listings: Callable[[Portal, Column], Iterator[tuple[str, Listing]]]
    """(path, content) of every listing page of a column, and of what its script asks for."""
    body: tuple[str, str]
    """Opening and closing tags of the element that holds an article's text."""
    head: str = ""
    """What every page of the family carries in its head."""
    around: Callable[[Portal, Column, Article], tuple[str, str]] = lambda portal, column, article: ("", "")
    """Markup before and after an article: menus, a copy for the printer, attachments."""
    twins: Callable[[Column, Article], Iterable[str]] = lambda column, article: ()
    """Further paths of an article."""


def pages_of(articles: Sequence[Article], size: int = PAGE_SIZE) -> list[Sequence[Article]]:
    """Articles cut into pages; an empty column has one empty page."""
    return [articles[start : start + size] for start in range(0, len(articles), size)] or [()]


def list_item(portal: Portal, article: Article, url: str) -> str:
    """One line of a listing: link and date."""
    text = article.title
    if portal.traits.short_links and len(text) > 22:
        text = text[:20] + "..."
    return (
        f'<li><a href="{url}" title="{attribute(article.title)}" target="_blank">{escape(text)}</a>'
        f"<span>{article.published:%Y-%m-%d}</span></li>"
    )


def child_items(column: Column, url: Callable[[Column], str]) -> str:
    """Links to a column's sub-columns."""
    return "".join(f'<li><a href="{url(child)}">{escape(child.name)}</a></li>' for child in column.children)


def fixed(content: str) -> Listing:
    """Content that is the same for every request."""
    return lambda request: content
