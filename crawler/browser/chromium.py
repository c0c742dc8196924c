"""The system's Chromium: shows a page and gives what its script makes of it. Whatever the page asks for, it asks us.

The browser can reach nothing by itself: names resolve to nowhere, and its proxy is a port that nobody listens on.
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the package is optional
    from playwright.async_api import Browser, BrowserContext, Page, Playwright, Route
    from playwright.async_api import Request as PageRequest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""Programs that are looked for."""
MAX_ASKED = 40
"""Requests that a page may make before it, or the next page of its list, stands."""
_QUIET = 1.0
"""Seconds without any request after which a page stands."""
_TICK = 0.05
_SWITCHES = (
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--js-flags=--max-old-space-size=256",
)
_NOWHERE = "http://127.0.0.1:9"
_KINDS = frozenset(("script", "xhr", "fetch"))
"""What can bring a list; styles, pictures and frames can't."""
_METHODS = frozenset(("GET", "POST"))
_LINK = re.compile(r"\shref=\"([^\"]{1,2000})\"")
_NEXT = """number => {
  const words = new Set(["下一页", "下页", "后一页", "加载更多"]);
  const off = "[disabled], [aria-disabled=true], [class*=disabled]";
  const leads = e => { const a = e.closest("a[href]"), to = a ? a.getAttribute("href").trim() : "";
                       return to !== "" && !/^(#|javascript:)/i.test(to); };
  const free = e => !e.closest(off) && !leads(e);
  const text = e => (e.childElementCount ? "" : e.textContent).replace(/[\\s>»›→]/g, "");
  const all = [...document.querySelectorAll("a, button, span, li, i, .btn-next, .layui-laypage-next")];
  const next = all.find(e => (words.has(text(e)) || e.matches(".btn-next, .layui-laypage-next")) && free(e))
    || all.find(e => text(e) === String(number) && e.closest("[class*=pag], [id*=pag]") && free(e));
  if (next) next.click();
  return Boolean(next);
}"""
"""Clicks on what leads to a page of the list by script, if anything does; links that lead somewhere are not for us."""


class BrowserMissing(Exception):
    """There is no browser, or none that starts; the message says what to install."""


class BrowserFailed(Exception):
    """The browser broke off over a page."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a page's script asks for."""

    url: str
    method: str
    headers: Mapping[str, str]
    body: bytes | None
    data: bool
    """Whether it is no script: records, perhaps."""


@dataclass(frozen=True, slots=True)
class Given:
    """What it gets."""

    status: int
    headers: Mapping[str, str]
    body: bytes


Fetch = Callable[[Wanted], Awaitable[Given | None]]
"""Gets what a page asks for; ``None`` refuses it."""


@dataclass(slots=True)
class Shown:
    """A page as its script has made it."""

    pages: list[str]
    """Markup of the page, then of each further page of its list."""
    cut: bool = False
    """Whether more would have followed."""


class Chromium:
    """Starts with the first page."""

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
        async with self._room:
            browser = await self._started()
            from playwright.async_api import Error

            visit = _Visit(url, markup, encoding, fetch, self.step, monotonic() + seconds)
            try:
                async with asyncio.timeout(self.step):
                    context = await browser.new_context(
                        user_agent=self.user_agent, locale="zh-CN", accept_downloads=False, service_workers="block"
                    )
                try:
                    return await visit.pages(context, pages, size)
                finally:
                    visit.over = True
                    await self._leave(browser, context)
            except Error as error:
                raise BrowserFailed(error.message.splitlines()[0]) from error

    async def _leave(self, browser: Browser, context: BrowserContext) -> None:
        """Close a page, or the whole browser if it does not let go of it: the next page starts another."""
        try:
            async with asyncio.timeout(self.step):
                await context.close()
        except TimeoutError:
            await browser.close()

    async def close(self) -> None:
        """End the browser, if it ever began."""
        if self._browser is not None:
            await self._browser.close()
        if self._playwright is not None:
            await self._playwright.stop()

    async def _started(self) -> Browser:
        async with self._starting:
            if self._missing is not None:
                raise self._missing
            if self._browser is None or not self._browser.is_connected():
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
                timeout=self.step * 1000,
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
        raise BrowserMissing(f"no {path or NAMES[0]} here: install Chromium, or name it in the setting BROWSER")
    return found


@dataclass
class _Visit:
    """One page while it is shown."""

    url: str
    markup: bytes
    encoding: str
    fetch: Fetch
    step: float
    deadline: float
    entered: bool = False
    over: bool = False
    """Whether the page is closing: what it asked for comes too late."""
    pending: int = 0
    asked: int = 0
    last: float = field(default_factory=monotonic)

    async def pages(self, context: BrowserContext, bound: int, size: int) -> Shown:
        """Show the page, and go through its list until a page of it names nothing new."""
        await context.route("**/*", self.answer)
        await context.route_web_socket("**/*", lambda socket: socket.close())
        page = await context.new_page()
        async with asyncio.timeout(self.step):
            await page.goto(self.url, wait_until="commit")
        if not await self._stands():
            raise TimeoutError("the page asked for more and more")
        shown = Shown([await self._content(page)])
        try:
            await self._turn_all(page, shown, bound, size)
        except TimeoutError:
            shown.cut = True
        return shown

    async def _turn_all(self, page: Page, shown: Shown, bound: int, size: int) -> None:
        known = set(_LINK.findall(shown.pages[0]))
        while await self._turn(page, len(shown.pages) + 1):
            size -= len(shown.pages[-1])
            if len(shown.pages) >= bound or size <= 0 or not await self._stands():
                shown.cut = True
                return
            content = await self._content(page)
            if known.issuperset(links := _LINK.findall(content)):
                return
            known.update(links)
            shown.pages.append(content)

    async def answer(self, route: Route, request: PageRequest) -> None:
        """Give the page itself once, and what its scripts ask for as far as that may be had."""
        from playwright.async_api import Error

        try:
            if request.is_navigation_request():
                await self._enter(route, request)
            elif request.resource_type in _KINDS and request.method in _METHODS and self.asked < MAX_ASKED:
                await self._give(route, request)
            else:
                await route.abort("blockedbyclient")
        except Error:
            if not self.over:
                raise

    async def _enter(self, route: Route, request: PageRequest) -> None:
        """The page that has been fetched; where its script wants to go from there is no matter of this listing."""
        if self.entered or request.url != self.url:
            await route.abort("aborted")  # any other error would put a page of its own in place of this one
            return
        self.entered = True
        await route.fulfill(body=self.markup, content_type=f"text/html; charset={self.encoding}")

    async def _give(self, route: Route, request: PageRequest) -> None:
        self.asked += 1
        self.pending += 1
        try:
            wanted = Wanted(
                request.url,
                request.method,
                request.headers,
                request.post_data_buffer,
                request.resource_type != "script",
            )
            given = await self.fetch(wanted)
            if given is None:
                await route.abort("blockedbyclient")
            else:
                await route.fulfill(status=given.status, headers=dict(given.headers), body=given.body)
        finally:
            self.pending -= 1
            self.last = monotonic()

    async def _stands(self) -> bool:
        """Wait until the page asks for nothing; false if it still does when the time is up."""
        self.last = monotonic()
        while self.pending or monotonic() - self.last < _QUIET:
            if monotonic() > self.deadline:
                return False
            await asyncio.sleep(_TICK)
        return True

    async def _turn(self, page: Page, number: int) -> bool:
        """Click on what leads to the page of that number."""
        async with asyncio.timeout(self.step):
            turned = bool(await page.evaluate(_NEXT, number))
        self.asked = 0 if turned else self.asked
        return turned

    async def _content(self, page: Page) -> str:
        async with asyncio.timeout(self.step):
            content: str = await page.content()
        return content
