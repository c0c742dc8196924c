"""Portals of which only the addresses are known: no platform of their own, and pagers of every kind."""

from __future__ import annotations

from uuid import UUID

from crawler.simulator.articles import Article
from crawler.simulator.families.paged import (
    PagePath,
    called_pager,
    ends_pager,
    jump_pager,
    links_pager,
    paged_family,
    written_pager,
)
from crawler.simulator.plan import Column


def _indexed(folder: str, ending: str) -> PagePath:
    """``index`` and ``index_2`` in a column's folder."""

    def page(column: Column, n: int) -> str:
        return f"{folder.format(c=column.number, path=column.path)}index{'' if n == 1 else f'_{n}'}.{ending}"

    return page


def _listed(column: Column, n: int) -> str:
    return f"/lists/{column.number}{'' if n == 1 else f'-{n}'}.html"


def _content(column: Column, n: int) -> str:
    """Counted from zero."""
    return f"/{column.path}/" + ("index.html" if n == 1 else f"index_{n - 1}.html")


def _by_parameter(column: Column, n: int) -> str:
    return f"/channel_{column.number}/" + ("" if n == 1 else f"?pageNo={n}")


_tree, _leaf = _indexed("/25074/25162/{c}/", "htm"), _indexed("/25074/37354/{c}/", "htm")
_epoint, _stamped = _indexed("/{path}/00200500{c}/", "html"), _indexed("/{path}/", "html")


def _uuid(column: Column, article: Article) -> str:
    return f"/{column.path}/00200500{column.number}/{article.published:%Y%m%d}/{UUID(int=article.number * 7919 << 64 | 11)}.html"


def _stamp(column: Column, article: Article) -> str:
    return f"/{column.path}/{article.published:%Y%m%d%H%M%S}{article.number % 100_000:05}/index.html"


FAMILIES = (
    paged_family(
        "numeric_tree",
        _tree,
        lambda c, a: f"/25074/25162/{c.number}/content_{a.number}.html",
        written_pager("index_", ".htm"),
    ),
    paged_family(
        "numeric_leaf",
        _leaf,
        lambda c, a: f"/25074/37354/{c.number}/{a.number}/index.htm",
        links_pager(_leaf),
        dated=False,
    ),
    paged_family(
        "site_channel_doc",
        _by_parameter,
        lambda c, a: f"/site_x{c.number}/channel_{c.number}/doc_{0x65A48DA1A0E7C62500000000 + a.number:024x}.html",
        ends_pager(_by_parameter),
    ),
    paged_family("epoint", _epoint, _uuid, called_pager("index_", ".html")),
    paged_family("dir_timestamp", _stamped, _stamp, jump_pager(_stamped)),
    paged_family(
        "cat_id_html", _listed, lambda c, a: f"/content/{c.number}/{a.number}.html", ends_pager(_listed, stated=False)
    ),
    paged_family(
        "content_id", _content, lambda c, a: f"/{c.path}/content_{a.number}", ends_pager(_content, stated=False)
    ),
)
