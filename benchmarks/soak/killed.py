"""``scrapy``, which kills itself at a chosen moment: ``python -m benchmarks.soak.killed EVENT PART COUNT AFTER crawl …``.

The moment is an audit event of Python's (``open``, ``os.rename``, ``sqlite3.connect`` …, or ``any``): the ``COUNT``-th one that
names ``PART`` among its arguments, and ``AFTER`` more of any kind. A clock would hit another place on every machine.
"""

from __future__ import annotations

import signal
import sys

from scrapy.cmdline import execute


class Countdown:
    """An audit hook: nothing is closed, written or said at the end of it."""

    def __init__(self, event: str, part: str, count: int, after: int) -> None:
        self.event = event
        self.part = part
        self.count = count
        self.after = after

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        """One more event."""
        if self.count > 0:
            self.count -= self._is_meant(event, arguments)
        else:
            self.after -= 1
        if self.count <= 0 and self.after <= 0:
            signal.raise_signal(signal.SIGKILL)  # os.kill would be an audit event itself

    def _is_meant(self, event: str, arguments: tuple[object, ...]) -> bool:
        if self.event not in ("any", event):
            return False
        return not self.part or any(self.part in str(argument) for argument in arguments)


if __name__ == "__main__":
    event, part, count, after, *command = sys.argv[1:]
    sys.addaudithook(Countdown(event, part, int(count), int(after)))
    execute(["scrapy", *command])
