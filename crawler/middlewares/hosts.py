"""Keeps every request on the hosts of its portal, and all requests to one server in one queue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from scrapy import Request
from scrapy.crawler import Crawler

from crawler.network.errors import Offsite
from crawler.network.turns import slot_of
from crawler.portals import Portal
from crawler.urls import bare_host, endpoint


class HostsMiddleware:
    """Refuses addresses off the portal's hosts; redirects come through here too.

    Requests that carry no portal (robots.txt) may go to the hosts of any portal of the crawl.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.neighbours = _Neighbours(())

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> HostsMiddleware:
        """Build it as Scrapy does."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Refuse, or let pass with the download slot of the server."""
        portals: dict[str, Portal] = getattr(self.crawler.spider, "portals", {})
        if len(self.neighbours.portals) != len(portals):  # a crawl may meet some on its way
            self.neighbours = _Neighbours(portals.values())
        own = portals.get(request.meta.get("portal", ""))
        if not any(portal.allows(request.url) for portal in ([own] if own else self.neighbours.of(request.url))):
            raise Offsite(f"off the portal's hosts: {request.url}")
        # A redirect copies the slot of the host that it leaves; two portals that redirect to one server share its queue.
        request.meta["download_slot"] = slot_of(request)


class _Neighbours:
    """Portals by the hosts that they name, so that an address is compared with a few of them and not with thousands."""

    def __init__(self, portals: Iterable[Portal]) -> None:
        self.portals = tuple(portals)
        self._named: defaultdict[str, list[Portal]] = defaultdict(list)
        for portal in self.portals:
            for host in portal.named_hosts:
                self._named[bare_host(host)].append(portal)

    def of(self, url: str) -> Iterator[Portal]:
        """Those that name the host of an address, or one above it. No other one :meth:`~crawler.portals.Portal.allows` it."""
        try:
            labels = bare_host(endpoint(url)[0]).split(".")
        except ValueError:
            return
        for start in range(len(labels)):
            yield from self._named.get(".".join(labels[start:]), ())
