"""The crawl of a day: the command of ``deploy/nianbao.service``, in a folder that stays, and what it told the webhook."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from crawler.clock import format_utc, parse_utc

FEED, REPORT, LEDGER = "reports.jsonl", "run.json", "ledger.sqlite"
_MONDAY = parse_utc("2026-03-01T17:00:00Z")
"""One o'clock in China."""
_PROJECT = Path(__file__).parents[2]
_SERVICE = _PROJECT / "deploy" / "nianbao.service"
_IN_FAST_MOTION = ("DOWNLOAD_DELAY=0", "DOWNLOAD_TIMEOUT=10", "RETRY_AFTER_DEFAULT=0.2", "ARCHIVE=archive")
_OUTPUT = "output.txt"


@dataclass(frozen=True, slots=True)
class Ended:
    """How the crawl of a day ended, and what it left."""

    status: int
    seconds: float
    feed: list[dict[str, Any]]
    report: dict[str, Any]
    """The run's report."""
    told: list[dict[str, Any]]
    """What the webhook was told."""


@dataclass
class Scheduled:
    """Crawls of one folder, day after day."""

    folder: Path
    webhook: str
    told: list[dict[str, Any]] = field(default_factory=list)
    """What came to the webhook, while it listens."""

    def crawl(self, day: int, homes: Sequence[str]) -> Ended:
        """Crawl portals on a day, and keep copies of what the next day replaces."""
        (self.folder / "portals.txt").write_text("\n".join(homes), "utf-8")
        self.told.clear()
        begun = time.monotonic()
        with (self.folder / _OUTPUT).open("wb") as output:
            done = subprocess.run(
                self._command(day), cwd=self.folder, env=self._environment(), stdout=output, stderr=output, check=False
            )
        seconds = round(time.monotonic() - begun, 1)
        kept = self.folder / f"day_{day}"
        kept.mkdir()
        for name in (FEED, REPORT, _OUTPUT):
            if (self.folder / name).exists():
                shutil.copy(self.folder / name, kept / name)
        (kept / "webhook.json").write_text(json.dumps(self.told, ensure_ascii=False, indent=1), "utf-8")
        lines = (kept / FEED).read_text("utf-8").splitlines()
        report = json.loads((kept / REPORT).read_text("utf-8"))
        return Ended(done.returncode, seconds, [json.loads(line) for line in lines], report, list(self.told))

    def _command(self, day: int) -> list[str]:
        """What the service starts, on that day and without the waits."""
        (start,) = (line for line in _SERVICE.read_text("utf-8").splitlines() if line.startswith("ExecStart="))
        _, *arguments = shlex.split(start.removeprefix("ExecStart="))
        moment = format_utc(_MONDAY + timedelta(days=day - 1))
        settings = [part for setting in _IN_FAST_MOTION for part in ("-s", setting)]
        return [sys.executable, "-m", "benchmarks.week.on_day", moment, *arguments, "-a", "url=@portals.txt", *settings]

    def _environment(self) -> dict[str, str]:
        """No proxy between us and loopback."""
        kept = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
        own = {"PYTHONPATH": str(_PROJECT), "SCRAPY_SETTINGS_MODULE": "crawler.settings", "COLUMNS": "200"}
        return {**kept, **own, "NIANBAO_ALARM_WEBHOOK": self.webhook}


@contextmanager
def scheduled(folder: Path) -> Iterator[Scheduled]:
    """Crawls into a folder, with a webhook that listens as long as the block runs."""
    told: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Silence."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield Scheduled(folder, f"http://127.0.0.1:{server.server_port}/", told)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
