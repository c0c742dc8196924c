"""The system's Chromium: shows a page and gives what its script makes of it. Whatever the page asks for, it asks us.

The browser can reach nothing by itself: names resolve to nowhere, and its proxy is a port that nobody listens on.
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING

from crawler.browser.clock import MAX_AT_ONCE, SCRIPT, Clock

if TYPE_CHECKING:  # the package is optional
    from playwright.async_api import Browser, BrowserContext, Page, Playwright, Route
    from playwright.async_api import Request as PageRequest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""Programs that are looked for."""
MAX_ASKED = 40
"""Requests that a page may make before it, or the next page of its list, stands."""
_OWN = 60.0
"""Seconds for what the browser does by itself, whatever the page: start, open, close."""
_SECOND = 1000
"""Milliseconds of the page's own time that pass between two looks at it."""
_CALM, _MAX_SECONDS = 3, 60
"""Looks, one after the other, that show nothing new, until a page stands; and after how many it is cut short."""
_MAX_REFUSED = MAX_AT_ONCE // 2
"""Requests beyond :data:`MAX_ASKED` between two looks, after which a page is cut short: more than a timer makes."""
_TICK, _ALIVE = 0.05, 2.0
"""Seconds between two questions whether a page has come to a rest, or is alive."""
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
_STATE = """() => [document.readyState, document.getElementsByTagName("a").length]"""
_NEXT = """([number, click]) => {
  const words = new Set(["下一页", "下页", "后一页", "加载更多"]);
  const off = "[disabled], [aria-disabled=true], [class*=disabled]";
  const leads = e => { const a = e.closest("a[href]"), to = a ? a.getAttribute("href").trim() : "";
                       return to !== "" && !/^(#|javascript:)/i.test(to); };
  const free = e => !e.closest(off) && !leads(e);
  const text = e => (e.childElementCount ? "" : e.textContent).replace(/[\\s>»›→]/g, "");
  const all = [...document.querySelectorAll("a, button, span, li, i, .btn-next, .layui-laypage-next")];
  const next = all.find(e => (words.has(text(e)) || e.matches(".btn-next, .layui-laypage-next")) && free(e))
    || all.find(e => text(e) === String(number) && e.closest("[class*=pag], [id*=pag]") && free(e));
  if (next && click) next.click();
  return Boolean(next);
}"""
"""Finds, or clicks on, what leads to a page of the list by script; links that lead somewhere are not for us."""


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
        deadline = monotonic() + seconds
        async with self._room:
            try:
                return await self._shown(_Visit(url, markup, encoding, fetch, self.step, deadline), pages, size)
            except BrowserFailed:  # perhaps over another page, which took the whole browser with it
                return await self._shown(_Visit(url, markup, encoding, fetch, self.step, deadline), pages, size)

    async def _shown(self, visit: _Visit, pages: int, size: int) -> Shown:
        browser = await self._started()
        from playwright.async_api import Error

        try:
            async with asyncio.timeout(_OWN):
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
        """Close a page, or the whole browser if that fails: the next page starts another."""
        from playwright.async_api import Error

        try:
            async with asyncio.timeout(_OWN):
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
                async with asyncio.timeout(_OWN):
                    await browser.close()
        if driver is not None:
            with suppress(TimeoutError):
                async with asyncio.timeout(_OWN):
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
                timeout=_OWN * 1000,
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
    refusals: int = 0
    """Of what was asked for beyond the bound since the last look."""
    addresses: set[tuple[str, bytes | None]] = field(default_factory=set)
    """What it asked for, with the data that it sent."""
    refused: bool = False
    """Whether it asked for something else beyond the bound."""

    async def pages(self, context: BrowserContext, bound: int, size: int) -> Shown:
        """Show the page, and go through its list until a page of it names nothing new."""
        async with asyncio.timeout(_OWN):
            await context.route("**/*", self.answer)
            await context.route_web_socket("**/*", lambda socket: socket.close())
            await context.add_init_script(SCRIPT)
            page = await context.new_page()
            clock = Clock(await context.new_cdp_session(page))
            await clock.stop()
            await page.goto(self.url, wait_until="commit", timeout=0)
        stands = await self._stands(page, clock)
        shown = Shown([await self._content(page)], cut=not stands)
        try:
            if stands:
                await self._turn_all(page, clock, shown, bound, size)
        except TimeoutError:
            shown.cut = True
        shown.cut |= self.refused
        return shown

    async def _turn_all(self, page: Page, clock: Clock, shown: Shown, bound: int, size: int) -> None:
        known = set(_LINK.findall(shown.pages[0]))
        while await self._turn(page, len(shown.pages) + 1):
            size -= len(shown.pages[-1])
            if len(shown.pages) >= bound or size <= 0:
                shown.cut = True
                return
            shown.cut = not await self._stands(page, clock)
            content = await self._content(page)
            if known.issuperset(links := _LINK.findall(content)):
                return
            known.update(links)
            shown.pages.append(content)
            if shown.cut:
                return

    async def answer(self, route: Route, request: PageRequest) -> None:
        """Give the page itself once, and what its scripts ask for as far as that may be had."""
        from playwright.async_api import Error

        try:
            if request.is_navigation_request():
                await self._enter(route, request)
            elif request.resource_type in _KINDS and request.method in _METHODS and self._may_ask(request):
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

    def _may_ask(self, request: PageRequest) -> bool:
        """Count one more; beyond the bound, a page may ask again and again for what it had, and misses nothing."""
        address = request.url, request.post_data_buffer
        if self.asked >= MAX_ASKED:
            self.refused |= address not in self.addresses
            self.refusals += 1
            return False
        self.addresses.add(address)
        self.asked += 1
        return True

    async def _give(self, route: Route, request: PageRequest) -> None:
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

    async def _stands(self, page: Page, clock: Clock) -> bool:
        """Wait until the page asks for nothing new and grows no more; false if it never does. :exc:`TimeoutError`."""
        calm, before = 0, (0, "", 0)
        for _ in range(_MAX_SECONDS):
            if not await self._live(page, clock):
                return False
            state, links = await self._state(page)
            now = len(self.addresses), state, max(before[2], links)
            calm = calm + 1 if now == before else 0
            if calm == _CALM:
                return True
            before = now
        return False

    async def _live(self, page: Page, clock: Clock) -> bool:
        """Let a second pass for the page, and all come that it asked for; false if it asks again and again meanwhile."""
        self.refusals = 0
        passing = asyncio.ensure_future(clock.run(_SECOND))
        look_at = monotonic() + _ALIVE
        try:
            while not passing.done() or self.pending:
                if self.refusals > _MAX_REFUSED:
                    return False
                if (now := monotonic()) > self.deadline:
                    raise TimeoutError("the page waits for what it asked for")
                if now > look_at:  # it may have broken down, which nothing else tells, or be busy for ever
                    await self._state(page)
                    look_at = monotonic() + _ALIVE
                await asyncio.sleep(_TICK)
            await passing
        finally:
            passing.cancel()
        return True

    async def _state(self, page: Page) -> tuple[str, int]:
        """How far it has been loaded, and its links."""
        async with asyncio.timeout(self.step):
            state, links = await page.evaluate(_STATE)
        return str(state), int(links)

    async def _turn(self, page: Page, number: int) -> bool:
        """Click on what leads to the page of that number."""
        async with asyncio.timeout(self.step):
            if not await page.evaluate(_NEXT, [number, False]):
                return False
            self.asked = 0  # before the click: what it asks for comes at once
            return bool(await page.evaluate(_NEXT, [number, True]))

    async def _content(self, page: Page) -> str:
        async with asyncio.timeout(self.step):
            content: str = await page.content()
        return content
