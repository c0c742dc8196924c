"""Which portals are being read: a bounded number at once, and the next one when one of them is done."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator


class Admission:
    """Lets the portals of a crawl begin. A portal is done when nothing that was sent for it, request or item, is under way any more."""

    def __init__(self, portals: Iterable[str], at_once: int = 1_000) -> None:
        self.at_once = at_once
        self._waiting = deque(portals)
        self._under_way: dict[str, int] = {}

    def add(self, portals: Iterable[str]) -> None:
        """Let further portals wait for their turn."""
        self._waiting.extend(portals)

    def is_rid_of(self, portals: Iterable[str]) -> bool:
        """Whether none of these portals is read or waits."""
        return not any(portal in self._under_way or portal in self._waiting for portal in portals)

    @property
    def admitted(self) -> tuple[str, ...]:
        """Portals that are being read."""
        return tuple(self._under_way)

    def admit(self) -> Iterator[str]:
        """The portals whose turn it is now."""
        while self._waiting and len(self._under_way) < self.at_once:
            portal = self._waiting.popleft()
            self._under_way[portal] = 0
            yield portal

    def sent(self, portal: str) -> None:
        """One more request or item is under way."""
        if portal in self._under_way:
            self._under_way[portal] += 1

    def ended(self, portal: str) -> bool:
        """One of them has come to its end; whether it was the portal's last."""
        if portal not in self._under_way:
            return False
        self._under_way[portal] -= 1
        return not self._under_way[portal]

    def leave(self, portal: str) -> None:
        """Give the portal's place to the next one."""
        del self._under_way[portal]
