"""Every simulated pager that is not a family's own script, followed to its end without a crawl."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse

from crawler.platforms import recognise
from crawler.simulator.build import build_site
from crawler.simulator.plan import VARIANTS, Portal, plan_portals
from crawler.simulator.site import Request as Asked
from crawler.simulator.site import Site

NAMED = ("snowflake_html", "jeecms", "aspnet", "huahai", "channels_contents", "query_id")
UNNAMED = (
    "numeric_tree", "numeric_leaf", "site_channel_doc", "epoint", "dir_timestamp", "cat_id_html", "content_id",
    "zwgk_view",
)  # fmt: skip
PLACES = [place for place, (family, _) in enumerate(VARIANTS) if family in (*NAMED, *UNNAMED)]


@pytest.fixture(scope="module")
def portals() -> list[Portal]:
    return plan_portals(len(VARIANTS), range(2012, 2021), seed="paging")


@pytest.fixture(params=PLACES, ids=[f"{VARIANTS[place][0]}-{place}" for place in PLACES])
def portal(request: pytest.FixtureRequest, portals: list[Portal]) -> Portal:
    return portals[request.param]


def fetch(site: Site, request: Request) -> HtmlResponse | None:
    """The page, or nothing if there is none under this address."""
    parts = urlsplit(request.url)
    body = request.body.decode() if request.method == "POST" else ""
    answer = site.respond(Asked(request.method, parts.path, parts.query, body=body.encode()))
    if answer.status != 200:
        assert "instead" in request.meta
        return None
    return HtmlResponse(request.url, body=answer.body, encoding="utf-8" if b"utf-8" in answer.body[:300] else "gb18030")


def pages(site: Site, path: str) -> list[HtmlResponse]:
    """A listing's pages in order."""
    found: list[HtmlResponse] = []
    request: Request | None = Request(f"http://a.example{path}")
    while request is not None:
        page = fetch(site, request)
        if page is None:
            request = Request(request.meta["instead"])
            continue
        found.append(page)
        assert len(found) < 50
        request = next(iter(recognise(page)[0].next_pages(page)), None)
    return found


def test_every_article_is_on_some_page_and_no_page_is_asked_for_twice(portal: Portal) -> None:
    site = build_site(portal)
    linked: set[str] = set()
    for path in site.listings:
        listing = pages(site, path)
        assert len(listing) == len({page.body for page in listing})
        linked |= {link.url for page in listing for link in recognise(page)[0].links(page)}
    assert {f"http://a.example{path}" for path, _ in site.truths} <= linked


def test_pages_with_articles_are_recognised(portal: Portal) -> None:
    site = build_site(portal)
    family = portal.family if portal.family in NAMED else "generic"
    assert {recognise(page)[0].name for page in pages(site, site.listings[-1])} == {family}
