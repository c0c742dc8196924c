"""One crawl in a process of its own, measured."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.crawl.meter import Measured
from benchmarks.crawl.server import Served

_PROJECT = Path(__file__).parents[2]
_READ = frozenset((0, 3))
"""Exit statuses of a crawl that came to its end."""


@dataclass(frozen=True, slots=True)
class Contestant:
    """A way to crawl the same pages."""

    label: str
    arguments: tuple[str, ...] = ()
    settings: Mapping[str, str] = field(default_factory=dict)
    bare: bool = False
    """Scrapy with its own defaults, which is given the pages' addresses."""


_AT_ONCE = {"DOWNLOAD_DELAY": "0"}
"""Nothing but work takes time; a server still has one connection."""
_ONE_PROCESS = {"EXTRACTION_PROCESSES": "0"}
"""Pages are read in the crawl's own, as on a machine with one core."""
_FEED = ("-O", "items.jsonl")
WITHOUT_READING = {"LEDGER": "", "ITEM_PIPELINES": "{}"}
BARE = "bare"
CONTESTANTS = {
    BARE: Contestant("bare Scrapy, its own defaults", bare=True),
    "walk": Contestant("ours, reports are not read", settings={**_AT_ONCE, **WITHOUT_READING}),
    "items": Contestant("ours, to items in JSON Lines", _FEED, {**_AT_ONCE, "LEDGER": "", **_ONE_PROCESS}),
    "ledger": Contestant("ours, with the ledger too", _FEED, {**_AT_ONCE, **_ONE_PROCESS}),
    "items_beside": Contestant("items, read beside the crawl", _FEED, {**_AT_ONCE, "LEDGER": ""}),
    "ledger_beside": Contestant("the same with the ledger", _FEED, _AT_ONCE),
}


def crawl(contestant: Contestant, served: Served, folder: Path) -> Measured:
    """Crawl everything that is served, in an empty folder. :exc:`SystemExit` where that fails."""
    addresses = served.pages if contestant.bare else served.columns
    (folder / "addresses.txt").write_text("\n".join(addresses), "utf-8")
    (folder / "ledger.sqlite").unlink(missing_ok=True)
    if contestant.bare:
        named = ["bare", "-a", "addresses=addresses.txt"]
    else:
        named = ["yearly_reports", "-a", "url=@addresses.txt"]
    settings = [part for name, value in contestant.settings.items() for part in ("-s", f"{name}={value}")]
    command = [
        sys.executable,
        "-m",
        "scrapy",
        "crawl",
        *named,
        *contestant.arguments,
        "-s",
        "METER=meter.json",
        *settings,
    ]
    done = subprocess.run(
        command, cwd=folder, env=_environment(contestant), capture_output=True, text=True, check=False
    )
    if done.returncode not in _READ:
        raise SystemExit(f"{contestant.label} ended with status {done.returncode}: {done.stderr[-2000:]}")
    return Measured.read(folder / "meter.json")


def _environment(contestant: Contestant) -> dict[str, str]:
    """No proxy between us and loopback."""
    kept = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    module = f"benchmarks.crawl.{'bare' if contestant.bare else 'ours'}"
    return {**kept, "PYTHONPATH": str(_PROJECT), "SCRAPY_SETTINGS_MODULE": module}
