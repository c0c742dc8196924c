"""ASP.NET: pages by ``?page=N``, or by sending the page's own form with the pager as its event."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lxml import etree
from scrapy import Request
from scrapy.http import TextResponse

from crawler.platforms.base import USUAL_BODIES, Platform
from crawler.platforms.forms import form_around, form_request
from crawler.platforms.pagers import NEXT, links_saying, numbered_links
from extractors.text import squeeze

_POST_BACK = re.compile(
    r"""(?:__doPostBack|WebForm_PostBackOptions)\s{0,3}\(\s{0,3}["']([^"']{1,300})["']\s{0,3},\s{0,3}["']([^"']{0,300})["']"""
)
_MAX_BUTTONS = 300


class AspNet(Platform):
    """``/list20.aspx`` lists ``Pages_{a}_{b}.aspx``."""

    name = "aspnet"
    body = ("div.readnr.con", *USUAL_BODIES)
    markers = (
        re.compile(r"""name=["']__VIEWSTATE["']"""),
        re.compile(r"__doPostBack\s{0,3}\("),
        re.compile(r"AspNetPager", re.IGNORECASE),
        re.compile(r"""\bPages_\d{1,8}_\d{1,12}\.aspx""", re.IGNORECASE),
        re.compile(r"""["'/]list\d{1,8}\.aspx["'?#]""", re.IGNORECASE),
    )
    article = re.compile(r"/Pages_\d{1,8}_\d{1,12}\.aspx", re.IGNORECASE)

    def next_pages(self, response: TextResponse) -> list[Request]:
        """An address if the pager names one, else the form with the event of 下一页 or of the next number."""
        return super().next_pages(response) or list(islice(_posts(response), 1))


def _posts(response: TextResponse) -> Iterator[Request]:
    """Forms as the pager would send them, the likeliest first."""
    root = response.selector.root
    current, numbered = numbered_links(root, response)
    following = [numbered[current + 1]] if current + 1 in numbered else []
    for link in (*links_saying(root, NEXT), *following):
        if event := _POST_BACK.search((link.get("href") or "") + (link.get("onclick") or "")):
            yield from _sent(link, response, {"__EVENTTARGET": event[1], "__EVENTARGUMENT": event[2]})
    for button in islice(root.iter("input"), _MAX_BUTTONS):
        name, text = button.get("name"), squeeze(button.get("value") or "").lower()
        if name and text in NEXT and button.get("disabled") is None:
            yield from _sent(button, response, {name: button.get("value") or ""})


def _sent(element: etree._Element, response: TextResponse, values: dict[str, str]) -> Iterator[Request]:
    form = form_around(element)
    if form is not None and (request := form_request(form, response, values)) is not None:
        yield request
