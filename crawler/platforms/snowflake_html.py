"""陕西's static lists: ``/{path}/1.html``, then ``/{path}/2.html``; articles are named by a long id."""

from __future__ import annotations

import re

from scrapy import Request
from scrapy.http import TextResponse

from crawler.platforms.base import USUAL_BODIES, Platform, same_site_request
from crawler.platforms.counted import position


class SnowflakeHtml(Platform):
    """Articles are ``/{path}/{19 digits}.html``, or ``{24 hexadecimal digits}.html`` in 西安 and 西咸."""

    name = "snowflake_html"
    body = USUAL_BODIES
    markers = (
        re.compile(r"""/\d{19}\.html["'?#]"""),
        re.compile(r"""/[0-9a-f]{24}\.html["'?#]"""),
        re.compile(r"""href=["'][\w./:-]{0,200}/zfx{1,2}gk[\w/]{0,120}/1\.html["']"""),
    )
    article = re.compile(r"/(?:\d{19}|[0-9a-f]{24})\.html(?:$|\?)")

    def next_pages(self, response: TextResponse) -> list[Request]:
        """The link to it, else the number after this page's, as long as the page says that there are more."""
        requests = super().next_pages(response)
        stated = position(response)
        if requests or stated is None or stated[0] >= stated[1]:
            return requests
        return same_site_request(response, f"{stated[0] + 1}.html")
