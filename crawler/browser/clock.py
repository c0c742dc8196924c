"""The time that a page lives in: it passes only as we let it, and stands still while the page waits for an answer.

So what a script puts off comes at once, a slow machine or portal changes nothing of what comes, and a page that would ask
for ever asks a few hundred times.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # the package is optional
    from playwright.async_api import CDPSession

MAX_AT_ONCE = 1000
"""Requests of a page within a second of its own, beyond which they never leave it: each costs us memory."""
SCRIPT = f"""
window.requestAnimationFrame = f => setTimeout(() => f(performance.now()), 16);
window.requestIdleCallback = f => setTimeout(() => f({{didTimeout: false, timeRemaining: () => 16}}), 1);
window.cancelAnimationFrame = window.cancelIdleCallback = clearTimeout;
{{
  const time = performance.now.bind(performance), date = Date.now;
  let looks = 0;
  performance.now = () => time() + ++looks / 100;
  Date.now = () => Math.floor(date() + ++looks / 100);
  window.Date = new Proxy(Date, {{construct: (of, what, as) => Reflect.construct(of, what.length ? what : [of.now()], as)}});

  const fetch = window.fetch, send = XMLHttpRequest.prototype.send;
  let second = 0, asked = 0;
  const may = () => {{
    const now = Math.floor(time() / 1000);
    if (now !== second) {{ second = now; asked = 0; }}
    return ++asked <= {MAX_AT_ONCE};
  }};
  window.fetch = (...what) => may() ? fetch(...what) : new Promise(() => 0);
  XMLHttpRequest.prototype.send = function (...what) {{ if (may()) send.apply(this, what); }};
}}
"""
"""Runs before a page's own. Frames become a matter of its time; of themselves they would wait for the world's. Each look at
the time takes a little of it, since some scripts look until it has passed.
"""


class Clock:
    """Time of one page."""

    def __init__(self, session: CDPSession) -> None:
        self._session = session
        self._passed = asyncio.Event()
        session.on("Emulation.virtualTimeBudgetExpired", self._tell)

    async def stop(self) -> None:
        """Let no time pass until :meth:`run`: before the page begins."""
        await self._session.send("Emulation.setVirtualTimePolicy", {"policy": "pause"})

    async def run(self, milliseconds: int) -> None:
        """Let so much time pass; for ever if the page never rests, or never has what it waits for."""
        self._passed.clear()
        policy = {"policy": "pauseIfNetworkFetchesPending", "budget": milliseconds}
        await self._session.send("Emulation.setVirtualTimePolicy", policy)
        await self._passed.wait()

    def _tell(self, _event: Any) -> None:
        self._passed.set()
