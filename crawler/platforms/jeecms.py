"""JEECMS: ``/{col}/index.jhtml`` lists ``/{col}/{id}.jhtml``; page 2 is ``index_2.jhtml``."""

from __future__ import annotations

import re

from scrapy import Request
from scrapy.http import TextResponse

from crawler.platforms.base import USUAL_BODIES, Platform, same_site_request
from crawler.platforms.counted import position


class Jeecms(Platform):
    """Numbered from one; the pager is links, or a list to jump by, or a script with the position beside it."""

    name = "jeecms"
    body = USUAL_BODIES
    markers = (
        re.compile(r"""/\d{1,12}\.jhtml["'?#]"""),
        re.compile(r"""index(?:_\d{1,5})?\.jhtml["'?#]"""),
        re.compile(r"""["'][\w./:-]{0,200}/jeecms?[/_.]""", re.IGNORECASE),
    )
    article = re.compile(r"/\d{1,12}\.jhtml(?:$|\?)")

    def next_pages(self, response: TextResponse) -> list[Request]:
        """The link to it, else the page after the printed position (1/6页)."""
        requests = super().next_pages(response)
        stated = position(response)
        if requests or stated is None or stated[0] >= stated[1]:
            return requests
        return same_site_request(response, f"index_{stated[0] + 1}.jhtml")
