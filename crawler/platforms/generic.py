"""Portals of no known family: list-like links and every pager that can be recognised."""

from __future__ import annotations

import re
from typing import ClassVar

from scrapy.http import TextResponse

from crawler.platforms.base import USUAL_BODIES, Platform

_HEX = "[0-9a-f]"


class Generic(Platform):
    """Plain HTML; all that the base does. Families of which only the addresses are known need no more than these."""

    name = "generic"
    body = USUAL_BODIES
    article: ClassVar[re.Pattern[str]] = re.compile(
        "|".join(
            (
                r"/content_\d{1,12}(?:\.html?)?$",  # 湖南's numbered trees, 泸州
                r"/(?:article|content|single)/\d{1,8}/\d{1,12}\.html$",
                r"/\d{1,8}/\d{1,12}/\d{5,12}\.html$",
                rf"/doc_{_HEX}{{24}}\.html$",  # 济南, 聊城
                rf"/\d{{8}}/{_HEX}{{8}}-(?:{_HEX}{{4}}-){{3}}{_HEX}{{12}}\.html$",  # Epoint 新点
                r"/\d{16,20}/index\.s?html?$",  # 辽宁
                r"/zwgk-view/\d{1,12}\.html$",
                r"/(?:article_)?\d{14,20}\.html$",
            )
        )
    )

    def recognise(self, response: TextResponse) -> list[str]:
        """Nothing: an address that is known is no evidence for having no family."""
        return []
