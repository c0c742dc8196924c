"""广东集约化 portals: static lists of ``…/content/post_123.html``; page 2 is ``index_2.html``."""

from __future__ import annotations

import re

from crawler.platforms.base import Platform


class GdPost(Platform):
    """``/{column}/index.html`` lists ``/{column}/content/post_123.html``; the pager is plain links."""

    name = "gd_post"
    body = (".article-content", ".news_cont_d_wrap", "#zoomcon")
    markers = (
        re.compile(r"(?<!/gkmlpt)/content/(?:[\w-]{1,40}/)?m?post_\d{1,12}\.html"),
        re.compile(r"\bNFCMS_(?:SITE|POST)_ID\b"),
    )
    article = re.compile(r"^(?!.{0,1000}/gkmlpt/).{0,1500}/content/(?:[\w-]{1,40}/)?m?post_\d{1,12}\.html")

    def identity(self, url: str) -> str:
        """An article and its twin for small screens are one."""
        return super().identity(url.replace("/mpost_", "/post_"))
