"""One page while the browser shows it: what it asks for, when it stands, and how its list is turned page by page."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING

from crawler.browser.clock import MAX_AT_ONCE, SCRIPT, Clock

if TYPE_CHECKING:  # the package is optional
    from playwright.async_api import BrowserContext, Page, Route
    from playwright.async_api import Request as PageRequest

OWN = 60.0
"""Seconds for what the browser does by itself, whatever the page: start, open, close."""
MAX_ASKED = 40
"""Requests that a page may make before it, or the next page of its list, stands."""
_SECOND = 1000
"""Milliseconds of the page's own time that pass between two looks at it."""
_CALM, _MAX_SECONDS = 3, 60
"""Looks, one after the other, that show nothing new, until a page stands; and after how many it is cut short."""
_MAX_REFUSED = MAX_AT_ONCE // 2
"""Requests beyond :data:`MAX_ASKED` between two looks, after which a page is cut short: more than a timer makes."""
_TICK, _ALIVE = 0.05, 2.0
"""Seconds between two questions whether a page has come to a rest, or is alive."""
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


@dataclass
class ShownPage:
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
        async with asyncio.timeout(OWN):
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
        """Give the page that has been fetched; wherever else its script wants to navigate is refused."""
        if self.entered or request.url != self.url:
            await route.abort("aborted")  # any other error would put a page of its own in place of this one
            return
        self.entered = True
        await route.fulfill(body=self.markup, content_type=f"text/html; charset={self.encoding}")

    def _may_ask(self, request: PageRequest) -> bool:
        """Count one more request. Beyond the bound all are refused; only one for something new leaves a gap in the list."""
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
