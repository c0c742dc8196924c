"""What happens to the reports of a portal before its pages are composed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import deepcopy
from dataclasses import replace

from crawler.simulator.articles import Article
from crawler.simulator.markup import Text
from crawler.simulator.plan import Column, Portal

Edit = Callable[[Portal], Portal]
_RENUMBERED = 700
"""Beyond the numbers of all articles of a portal."""
_ROW = "一、本年新收政府信息公开申请数量"
_MORE = 7


def as_planned(portal: Portal) -> Portal:
    """Nothing happens."""
    return portal


def without_latest(portal: Portal) -> Portal:
    """The latest report is not published yet."""
    latest = latest_report(portal)
    return _edit(portal, lambda article: [] if article is latest else [article])


def corrected(portal: Portal) -> Portal:
    """The latest report prints another number, at its old address."""
    latest = latest_report(portal)
    return _edit(portal, lambda article: [_with_other_number(article) if article is latest else article])


def replaced(portal: Portal) -> Portal:
    """The latest report is withdrawn, and published with another number at another address."""
    latest = latest_report(portal)
    new = replace(_with_other_number(latest), number=latest.number + _RENUMBERED)
    return _edit(portal, lambda article: [new if article is latest else article])


def halved(portal: Portal) -> Portal:
    """Every other report has vanished."""
    gone = {id(article) for article in _reports(portal)[::2]}
    return _edit(portal, lambda article: [] if id(article) in gone else [article])


def on_another_system(portal: Portal) -> Portal:
    """The portal has a system of another family, and other addresses."""
    return replace(portal, family="trs_wcm")


def latest_report(portal: Portal) -> Article:
    """The report that is corrected: on the last year, with a plain number that can be another."""
    fitting = [article for article in _reports(portal) if _place(article) is not None]
    return max(fitting, key=lambda article: (article.truth["year"], -article.number))


def _reports(portal: Portal) -> list[Article]:
    articles = [article for column in portal.reports.walk() for article in column.articles]
    return [article for article in articles if article.kind == "report"]


def _edit(portal: Portal, edit: Callable[[Article], Iterable[Article]]) -> Portal:
    return replace(portal, reports=_edit_column(portal.reports, edit))


def _edit_column(column: Column, edit: Callable[[Article], Iterable[Article]]) -> Column:
    """A column with other articles; sub-columns that hold none any more are gone."""
    articles = tuple(new for article in column.articles for new in edit(article))
    children = tuple(_edit_column(child, edit) for child in column.children)
    return replace(
        column, articles=articles, children=tuple(child for child in children if child.articles or child.children)
    )


def _place(article: Article) -> tuple[int, int] | None:
    """Piece and row of the applications received, if their sum is printed as a plain number."""
    total = article.truth["tables"].get("t3_requests", {}).get("new_received", {}).get("total")
    for number, piece in enumerate(article.pieces):
        for line, row in enumerate([] if isinstance(piece, Text) else piece):
            if row[0].text == _ROW and total is not None and row[-1].text == str(total):
                return number, line
    return None


def _with_other_number(article: Article) -> Article:
    """A report whose applications received sum up to more."""
    place = _place(article)
    assert place is not None
    pieces, truth = deepcopy(list(article.pieces)), deepcopy(article.truth)
    total = truth["tables"]["t3_requests"]["new_received"]["total"] + _MORE
    truth["tables"]["t3_requests"]["new_received"]["total"] = total
    table = pieces[place[0]]
    assert not isinstance(table, Text)
    table[place[1]][-1] = replace(table[place[1]][-1], text=str(total))
    return replace(article, pieces=tuple(pieces), truth=truth)
