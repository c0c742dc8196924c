"""Portals of no known family: list-like links and every pager that can be recognised."""

from __future__ import annotations

from crawler.platforms.base import Platform


class Generic(Platform):
    """Plain HTML; all that the base does."""

    name = "generic"
    body = (
        "#zoom", ".TRS_Editor", "#vsb_content", ".v_news_content", "ucapcontent", ".wp_articlecontent", ".articleBox",
        ".xl_main", "#detailContent", ".article_content", ".content-article", "div.readnr",
    )  # fmt: skip
