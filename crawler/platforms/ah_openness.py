"""安徽 openness portals: ``page_{n}.html`` lists; reports in modules of their own, by number or by unit and year."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import TextResponse

from crawler.platforms.base import Platform, same_site_request
from crawler.platforms.markup import first_text
from extractors.text import squeeze

_PAGE = re.compile(r"/page_(\d{1,5})\.html$")
_PAGES = re.compile(r"共(\d{1,5})页|(?<![\d/.-])\d{1,5}/(\d{1,5})(?:页|$)")


class AhOpenness(Platform):
    """``/XxgkContent/showList/{unit}/{category}/page_1.html`` lists ``/XxgkAnnualReport/show/{id}.html``."""

    name = "ah_openness"
    markers = (
        re.compile(r"/XxgkContent/showList/\d{1,9}/"),
        re.compile(r"/(?:XxgkAnnualReport|Xxgknb|XxgkContent)/show/\d{1,9}\.html"),
        re.compile(r"/OpennessAnnualReport/(?:year/)?show"),
    )
    article = re.compile(
        r"/(?:XxgkAnnualReport|Xxgknb|XxgkContent)/show/\d{1,9}\.html"
        r"|/OpennessAnnualReport/year/show/\d{1,9}/(?:19|20)\d\d\.html"
    )

    def next_pages(self, response: TextResponse) -> list[Request]:
        """The pager's own link, else the number after this one while ``共n页`` allows it."""
        return super().next_pages(response) or _counted(response)


def _counted(response: TextResponse) -> list[Request]:
    current = _PAGE.search(urlsplit(response.url).path)
    if current is None:
        return []
    for element in response.selector.root.xpath("//*[contains(@class, 'page') or contains(@id, 'page')]")[:20]:
        if match := _PAGES.search(squeeze(first_text(element, 300))):
            following = int(current[1]) + 1
            return (
                same_site_request(response, f"page_{following}.html") if following <= int(match[1] or match[2]) else []
            )
    return []
