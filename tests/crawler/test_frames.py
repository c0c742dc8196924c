"""What of a page's leads is its own, and what it repeats of the page that led to it."""

from __future__ import annotations

from scrapy import Request
from scrapy.http import HtmlResponse

from crawler.platforms import PageLink, platforms
from crawler.walking.frames import Frames
from crawler.walking.leads import Leads

HOME, HUB = "http://a.example/", "http://a.example/zwgk/"
MENU = PageLink("http://a.example/zwgk/nb/", "政府信息公开年报")
OWN = PageLink("http://a.example/zwgk/xz/nb/", "乡镇信息公开年报")


def own_columns(frames: Frames, url: str, *columns: PageLink, parent: str = "") -> tuple[PageLink, ...]:
    response = HtmlResponse(url, request=Request(url, headers={"Referer": parent} if parent else {}))
    leads = Leads(in_column=False, columns=columns, links=columns)
    return frames.own("a", response, leads, platforms()["generic"]).columns


def test_what_the_page_before_showed_too_is_no_lead_of_a_page() -> None:
    frames = Frames()
    assert own_columns(frames, HOME, MENU) == (MENU,)
    assert own_columns(frames, HUB, MENU, OWN, parent=HOME) == (OWN,)


def test_pages_of_a_portal_that_is_done_are_forgotten() -> None:
    frames = Frames()
    own_columns(frames, HOME, MENU)
    frames.leave("a")
    assert own_columns(frames, HUB, MENU, OWN, parent=HOME) == (MENU, OWN)
