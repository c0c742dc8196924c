"""How long a worker may ask its portals: as long as no other one can have them."""

from __future__ import annotations

import logging
import os
import signal
import time
from collections.abc import Callable
from typing import NoReturn

logger = logging.getLogger(__name__)

_USED = 0.9
"""Share of a lease that is used: two machines' clocks don't run alike to the last second."""
_CLOCK = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
"""Linux has one that goes on while the machine sleeps."""


def kill_oneself() -> NoReturn:
    """End this process, and all that it has under way: what the ledger holds is safe, and all else is read once more."""
    logging.shutdown()
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("unreachable")


class Lease:
    """A worker whose lease has run out is dead to the others, so it ends: whatever it had begun is another one's by now.

    It looks before each request, since the process may have stood still for any time.
    """

    def __init__(
        self, seconds: float, clock: Callable[[], float] | None = None, end: Callable[[], NoReturn] = kill_oneself
    ) -> None:
        self.seconds = seconds
        self.now = clock or (lambda: time.clock_gettime(_CLOCK))
        self._end = end
        self._until: float | None = None

    @property
    def left(self) -> float:
        """Seconds for which the portals are still the worker's."""
        return 0.0 if self._until is None else max(0.0, self._until - self.now())

    def renew(self, asked_at: float) -> None:
        """It runs anew from when the worker asked for that: Redis counts from a later moment."""
        self._until = asked_at + self.seconds * _USED

    def check(self) -> None:
        """Return only if the portals are still the worker's."""
        if self._until is not None and not self.left:
            self.lose()

    def lose(self) -> NoReturn:
        """End, since the portals are not the worker's any more."""
        logger.error("This worker has lost its portals: it was not heard of for %g s; it ends at once", self.seconds)
        self._end()

    def give_back(self) -> None:
        """Nothing is the worker's any more, and nothing is asked for."""
        self._until = None
