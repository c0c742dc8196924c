"""博达 VSB: ``/{path}.htm`` lists ``/info/{tree}/{id}.htm``; further pages count down to ``/{path}/1.htm``.

Every page has a dynamic twin: ``content.jsp?urltype=news.NewsContentUrl&wbtreeid={tree}&wbnewsid={id}``,
``list.jsp?urltype=tree.TreeTempUrl&wbtreeid={tree}``. Their parameters vary; the article's number does not.
"""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import TextResponse

from crawler.platforms.base import PageLink, Platform, same_site_request
from crawler.platforms.markup import first_text
from crawler.platforms.pagers import next_link, with_query
from extractors.text import squeeze

_POSITION = re.compile(r"(?<!\d)(\d{1,4})/(\d{1,4})(?!\d)")
"""``共80条 1/6``: page, of pages."""
_NUMBER = re.compile(r"/info/\d{1,8}/(\d{1,10})\.htm$|\burltype=news\.NewsContentUrl\b.{0,300}?\bwbnewsid=(\d{1,10})")
"""Of an article; the number of the column before it varies with the listing that shows it."""


class Vsb(Platform):
    """Page 2 of six is ``/{path}/5.htm``, the last one ``/{path}/1.htm``."""

    name = "vsb"
    body = ("#vsb_content", "#vsb_content_2", ".v_news_content")
    markers = (
        re.compile(r"""["'/]info/\d{1,8}/\d{1,10}\.htm"""),
        re.compile(r"Visual\s?SiteBuilder", re.IGNORECASE),
        re.compile(r"""\b(?:vsb_content|v_news_content)\b"""),
        re.compile(r"""urltype=(?:news\.NewsContentUrl|tree\.TreeTempUrl)"""),
        re.compile(r"""\bid=["']fanye\d{1,10}["']"""),
    )
    # Some portals keep articles below their column: /gk/nb/99785.htm, where /gk/nb/12.htm is a page of the list.
    article = re.compile(
        r"/info/(?:\d{1,8}/\d{1,10}|egovinfo/.{1,200})\.htm|/[^/?]{1,60}/\d{5,10}\.htm$|urltype=news\.NewsContentUrl"
    )

    def identity(self, url: str) -> str:
        """Number of an article, which its static and its dynamic addresses share."""
        key = super().identity(url)
        number = _NUMBER.search(key)
        return f"{key.partition('/')[0]}/info/*/{number[1] or number[2]}.htm" if number else key

    def links(self, response: TextResponse) -> list[PageLink]:
        """Links of a page, by their static addresses where it shows both."""
        links = super().links(response)
        if "urltype=news." not in response.text:
            return links
        static = {self.identity(link.url): link.url for link in links if "?" not in link.url}
        return [replace(link, url=static.get(self.identity(link.url), link.url)) for link in links]

    def next_pages(self, response: TextResponse) -> list[Request]:
        """The link 下页, else the number that follows from ``n/total`` in the pager's text."""
        address = next_link(response.selector.root) or _counted(response)
        return same_site_request(response, address) if address else []


def _counted(response: TextResponse) -> str | None:
    """Address of the next page, counted: pages after the first are named by how many remain."""
    for element in response.selector.root.xpath("//*[starts-with(@id, 'fanye')] | //*[contains(@class, 'pb_sys')]"):
        match = _POSITION.search(squeeze(first_text(element, 500)))
        if match is None:
            continue
        page, total = int(match[1]), int(match[2])
        if not 1 <= page < total:
            return None
        if "urltype=tree." in response.url:
            return with_query(response.url, PAGENUM=str(page + 1), totalpage=str(total))
        folder, _, name = urlsplit(response.url).path.rpartition("/")
        listing = f"{folder}/{name.removesuffix('.htm')}" if page == 1 else folder
        return f"{listing}/{total - page}.htm"
    return None
