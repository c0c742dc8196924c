"""Keeps every request on the hosts of its portal, and all requests to one server in one queue."""

from __future__ import annotations

from scrapy import Request
from scrapy.crawler import Crawler

from crawler.middlewares.errors import Offsite
from crawler.portals import Portal
from crawler.turns import slot_of


class HostsMiddleware:
    """Refuses addresses off the portal's hosts; redirects come through here too.

    Requests that carry no portal (robots.txt) may go to the hosts of any portal of the crawl.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> HostsMiddleware:
        """Build it as Scrapy does."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Refuse, or let pass with the download slot of the server."""
        portals: dict[str, Portal] = getattr(self.crawler.spider, "portals", {})
        own = portals.get(request.meta.get("portal", ""))
        if not any(portal.allows(request.url) for portal in ([own] if own else portals.values())):
            raise Offsite(f"off the portal's hosts: {request.url}")
        # A redirect copies the slot of the host that it leaves; two portals that redirect to one server share its queue.
        request.meta["download_slot"] = slot_of(request)
