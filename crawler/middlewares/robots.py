"""robots.txt as RFC 9309 asks: a refusal, a file that is missing and a server that fails are three different things."""

from __future__ import annotations

from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.robotstxt import RobotParser

from crawler.network.delays import slow_down
from crawler.network.errors import ClosedByRobots, RobotsUnavailable, TooSlow
from crawler.network.turns import slot_of


class RobotsMiddleware(RobotsTxtMiddleware):
    """Scrapy's own, but 5xx and network errors close the host for this run, 4xx opens it, and the reasons are told apart.

    A ``Crawl-delay`` is kept, up to ``CRAWL_DELAY_MAX`` seconds: a host that wants more is not asked.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.longest = crawler.settings.getfloat("CRAWL_DELAY_MAX")

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        """Refuse what robots.txt closes."""
        if isinstance(rp, _Unavailable):
            raise RobotsUnavailable(f"robots.txt: {rp.reason}")
        try:
            super().process_request_2(rp, request)
        except IgnoreRequest as error:
            raise ClosedByRobots(str(error)) from error
        seconds = (rp.crawl_delay(self._robotstxt_useragent or "*") if rp is not None else None) or 0.0
        if seconds > self.longest:
            raise TooSlow(f"robots.txt asks for {seconds:.0f} s between requests")
        if seconds > 0:
            assert self.crawler.engine is not None
            slow_down(self.crawler.engine.downloader, slot_of(request), seconds)

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Give a robots.txt that can't be fetched a name of its own; of any other error Scrapy logs a traceback."""
        if not _asks_robots(request) or isinstance(exception, IgnoreRequest):
            return
        raise RobotsUnavailable(str(exception) or type(exception).__name__) from exception

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status >= 500:
            raise RobotsUnavailable(f"answered {response.status}")
        # An error page or a page of HTML is no robots.txt; what a parser might find in it are no rules.
        page = response.status >= 400 or response.body[:512].lstrip().startswith(b"<")
        await super()._parse_robots(response.replace(body=b"") if page else response, netloc, request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        unavailable = isinstance(exc, RobotsUnavailable) or not isinstance(exc, IgnoreRequest)
        if not unavailable:  # refused by us, or a wall: the page itself will show that
            super()._robots_error(exc, netloc)
            return
        waiting = self._parsers[netloc]
        rules = _Unavailable(str(exc) or type(exc).__name__)
        self._parsers[netloc] = rules
        if not isinstance(waiting, RobotParser) and waiting is not None:
            waiting.callback(rules)


def _asks_robots(request: Request) -> bool:
    """Whether a request is one for robots.txt that the base has made."""
    return bool(request.meta.get("dont_obey_robotstxt")) and urlsplit(request.url).path == "/robots.txt"


class _Unavailable(RobotParser):
    """Rules of a host whose robots.txt could not be read."""

    def __init__(self, reason: str) -> None:
        self.reason = reason

    @classmethod
    def from_crawler(cls, crawler: object, robotstxt_body: bytes) -> _Unavailable:
        """Only because the base asks for it; never called."""
        return cls("not read")

    def allowed(self, url: str | bytes, user_agent: str | bytes) -> bool:
        """Nothing is allowed."""
        return False
