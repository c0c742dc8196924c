"""Scrapy's downloader for the web, which shows a page in the browser where a request asks for that."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from functools import partial
from typing import Any

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError, DownloadFailedError, DownloadTimeoutError
from scrapy.http import HtmlResponse, Response
from scrapy.spidermiddlewares.httperror import HttpError

from crawler.browser.chromium import BrowserFailed, BrowserMissing, Chromium
from crawler.browser.showing import LISTING, SHELL, Listing, Refusal
from crawler.browser.shown_page import Given, Shown, Wanted
from crawler.network.errors import NeedsBrowser, NotShown
from crawler.network.heads import BoundedClientFactory, head_failure

_OWN_HEADERS = ("cookie", "user-agent", "host", "connection", "content-length", "accept-encoding", "accept-language")
"""What the downloader says for itself."""
_PASSED = (b"content-type", b"access-control-allow-origin", b"access-control-allow-headers")
_MAX_KEPT, _MAX_KEPT_BYTES = 200, 2_000_000


class BrowserDownloadHandler(HTTP11DownloadHandler):
    """Scrapy's own for everything but a request with :data:`SHELL`."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.crawler = crawler
        self._pool._factory = partial(BoundedClientFactory, self._check_lease)  # type: ignore[assignment]
        settings = crawler.settings
        self.seconds = settings.getfloat("BROWSER_TIMEOUT")
        self.max_size = settings.getint("DOWNLOAD_MAXSIZE")
        self.chromium = Chromium(
            settings.get("BROWSER") or "",
            settings.get("USER_AGENT"),
            step=settings.getfloat("DOWNLOAD_TIMEOUT"),
            pages=settings.getint("BROWSER_PAGES"),
        )
        self.turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        """By host: without a delay, the downloader would begin several pages of one at once."""
        self.kept: dict[tuple[str, str] | None, Given] = {}
        """Scripts by portal and address: all pages of a portal use the same."""

    async def download_request(self, request: Request) -> Response:
        """Download, or show."""
        shell = request.meta.get(SHELL)
        if shell is None:
            return await self._download(request)
        async with self.turns[request.meta["download_slot"]]:
            return await self._show(request, shell)

    async def close(self) -> None:
        """End the browser, then the connections."""
        await self.chromium.close()
        await super().close()

    async def _download(self, request: Request) -> Response:
        try:
            return await super().download_request(request)
        except DownloadFailedError as error:
            if error.__cause__ is not None and (failure := head_failure(error.__cause__)) is not None:
                raise failure from error
            raise

    def _check_lease(self) -> None:
        """Check a worker's lease when a request is about to be written: it may have waited long for its turn."""
        lease = getattr(self.crawler.spider, "lease", None)
        if lease is not None:
            lease.check()

    async def _show(self, request: Request, shell: dict[str, Any]) -> Response:
        spider: Any = self.crawler.spider
        listing = request.meta[LISTING] = Listing()
        pages = spider.portals[request.meta["portal"]].max_pages

        async def fetch(wanted: Wanted) -> Given | None:
            return await self._fetch(wanted, request.meta["portal"], listing)

        try:
            shown: Shown = await self.chromium.show(
                request.url,
                shell["body"],
                shell["encoding"],
                fetch,
                pages=pages,
                size=self.max_size,
                seconds=self.seconds,
            )
        except BrowserMissing as error:
            raise NeedsBrowser(str(error)) from error
        except BrowserFailed as error:
            raise NotShown(str(error)) from error
        except TimeoutError as error:
            raise DownloadTimeoutError(f"not shown in time: {error}") from error
        if len(shown.pages[0]) > self.max_size:
            raise DownloadCancelledError("the page as shown is larger than any page")
        listing.further, listing.cut = shown.pages[1:], shown.cut
        headers = {"Content-Type": "text/html; charset=utf-8"}
        return HtmlResponse(request.url, headers=headers, body=shown.pages[0].encode(), request=request)

    async def _fetch(self, wanted: Wanted, portal: str, listing: Listing) -> Given | None:
        """Get what a page asks for as the crawl gets anything; what can't be had is kept with the reason."""
        key = (portal, wanted.url) if wanted.method == "GET" else None
        if key in self.kept:
            return self.kept[key]
        spider: Any = self.crawler.spider
        headers = {
            name: value
            for name, value in wanted.headers.items()
            if name not in _OWN_HEADERS and not name.startswith(("sec-", ":"))
        }
        request = Request(
            wanted.url, method=wanted.method, headers=headers, body=wanted.body or b"", meta={"portal": portal}
        )
        engine = self.crawler.engine
        if engine is None or not spider.frontier.affords(portal, wanted.url):
            return None
        try:
            response = await engine.download_async(request)
        except Exception as error:  # noqa: BLE001  (any way in which a download can end; the spider names it)
            listing.refused.append(Refusal(request, error, wanted.data))
            return None
        if response.status >= 400:
            listing.refused.append(Refusal(request, HttpError(response, f"status {response.status}"), wanted.data))
        given = Given(response.status, _passed(response), response.body)
        if key and _is_script(response) and len(given.body) < _MAX_KEPT_BYTES and len(self.kept) < _MAX_KEPT:
            self.kept[key] = given
        return given


def _passed(response: Response) -> dict[str, str]:
    """Headers that the browser needs; no cookies."""
    return {
        name.decode("latin-1"): b", ".join(values).decode("latin-1")
        for name, values in response.headers.items()
        if name.lower() in _PASSED
    }


def _is_script(response: Response) -> bool:
    return response.status == 200 and b"javascript" in (response.headers.get("Content-Type") or b"").lower()
