"""The system's Chromium: shows a page and gives what its script makes of it. Whatever the page asks for, it asks us.

The browser can reach nothing by itself: names resolve to nowhere, and its proxy is a port that nobody listens on.
"""

from __future__ import annotations

import asyncio
import os
import shutil
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING

from crawler.browser.shown_page import OWN, Fetch, Shown, ShownPage

if TYPE_CHECKING:  # the package is optional
    from playwright.async_api import Browser, BrowserContext, Playwright

NAMES = (
    "chromium-headless-shell",
    "chrome-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
"""Programs that are looked for. The shells have no windows, which whole browsers prepare though nobody sees them: to start takes
half as much, and each page a third.
"""
_SWITCHES = (
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--js-flags=--max-old-space-size=256",
)
_NOWHERE = "http://127.0.0.1:9"


class BrowserMissing(Exception):
    """There is no browser, or none that starts; the message says what to install."""


class BrowserFailed(Exception):
    """The browser died, or failed, while it showed a page."""


class Chromium:
    """The browser of one crawl; it starts with the first page that is shown."""

    def __init__(self, path: str, user_agent: str, step: float, pages: int) -> None:
        """``step`` are the seconds for one thing that the browser is told to do; ``pages`` it shows at once, at most."""
        self.path = path
        self.user_agent = user_agent
        self.step = step
        self._room = asyncio.Semaphore(pages)
        self._starting = asyncio.Lock()
        self._playwright: Playwright | None = None
        self._browser: Browser | None = None
        self._missing: BrowserMissing | None = None

    async def show(
        self, url: str, markup: bytes, encoding: str, fetch: Fetch, *, pages: int, size: int, seconds: float
    ) -> Shown:
        """Show a page that has been fetched, and up to so many pages of its list, or so many characters of markup.

        :exc:`BrowserMissing`, :exc:`BrowserFailed`, :exc:`TimeoutError` if not even the first stood in time.
        """
        deadline = monotonic() + seconds
        async with self._room:
            try:
                return await self._shown(ShownPage(url, markup, encoding, fetch, self.step, deadline), pages, size)
            except BrowserFailed:  # perhaps over another page, which took the whole browser with it
                return await self._shown(ShownPage(url, markup, encoding, fetch, self.step, deadline), pages, size)

    async def _shown(self, page: ShownPage, pages: int, size: int) -> Shown:
        browser = await self._started()
        from playwright.async_api import Error

        try:
            async with asyncio.timeout(OWN):
                context = await browser.new_context(
                    user_agent=self.user_agent, locale="zh-CN", accept_downloads=False, service_workers="block"
                )
            try:
                return await page.pages(context, pages, size)
            finally:
                page.over = True
                await self._leave(browser, context)
        except Error as error:
            raise BrowserFailed(error.message.splitlines()[0]) from error

    async def _leave(self, browser: Browser, context: BrowserContext) -> None:
        """Close a page, or the whole browser if that fails: the next page starts another."""
        from playwright.async_api import Error

        try:
            async with asyncio.timeout(OWN):
                await context.close()
        except (Error, TimeoutError):
            if self._browser is browser:
                await self.close()

    async def close(self) -> None:
        """End the browser, if it ever began; one that has died or hangs ends when what drives it ends."""
        browser, driver = self._browser, self._playwright
        self._browser = self._playwright = None
        if browser is not None:
            from playwright.async_api import Error

            with suppress(Error, TimeoutError):
                async with asyncio.timeout(OWN):
                    await browser.close()
        if driver is not None:
            with suppress(TimeoutError):
                async with asyncio.timeout(OWN):
                    await driver.stop()

    async def _started(self) -> Browser:
        async with self._starting:
            if self._missing is not None:
                raise self._missing
            if self._browser is None or not self._browser.is_connected():
                await self.close()  # what is left of one that has died
                try:
                    self._browser = await self._start()
                except BrowserMissing as missing:
                    self._missing = missing
                    raise
            return self._browser

    async def _start(self) -> Browser:
        program = find_program(self.path)
        try:
            from playwright.async_api import Error, async_playwright
        except ImportError as error:
            raise BrowserMissing("the package playwright is missing: pip install 'nianbao[browser]'") from error
        try:
            if self._playwright is None:
                self._playwright = await async_playwright().start()
            return await self._playwright.chromium.launch(
                executable_path=program,
                timeout=OWN * 1000,
                args=list(_SWITCHES),
                proxy={"server": _NOWHERE, "bypass": "<-loopback>"},
                chromium_sandbox=os.name != "posix" or os.geteuid() != 0,  # Chromium has none for root
                handle_sigint=False,  # the crawl ends in its own time
                handle_sigterm=False,
                handle_sighup=False,
            )
        except Error as error:
            raise BrowserMissing(f"{program} does not start: {error.message.splitlines()[0]}") from error


def find_program(path: str) -> str:
    """Chromium's path: the one given, else the first found. :exc:`BrowserMissing`."""
    found = next(filter(None, map(shutil.which, (path,) if path else NAMES)), None)
    if found is None:
        raise BrowserMissing(f"no {path or 'browser'} here: install Chromium, or name it in the setting BROWSER")
    return found
