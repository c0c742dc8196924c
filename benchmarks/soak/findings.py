"""What crawls left behind in a folder, to be compared."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from benchmarks.soak.moments import ARCHIVE, FEED, LEDGER
from crawler.ledger import Ledger
from crawler.ledger.runs import Run

_OF_THE_WAY = ("requests", "unchanged")
"""Counts that say how a portal was read, not what was found: what a run has settled it does not ask for again."""

_SURVEYED = ("state", "family", "family_changed", "reports", "columns", "faults")


@dataclass(frozen=True, slots=True)
class Findings:
    """Of one folder, as it was when it was looked at."""

    feed: list[str]
    """Ids of the feed's items, in their order."""
    items: Mapping[str, str]
    """Id of each item → all of it but for the time at which it was fetched."""
    kept: Mapping[str, str]
    """The same of the items that the ledger holds."""
    editions: list[str]
    """Report of each edition."""
    runs: list[Run]
    told: Mapping[str, dict[str, Any]]
    """The run's report of each portal: its state, counts, columns and faults."""
    files: frozenset[str]
    """Names of all that lies in the folder, but for logs and the archive's files."""
    archives: list[Path]
    logs: list[Path]

    def counts(self) -> dict[str, dict[str, int]]:
        """What was counted at each portal."""
        return {
            portal: {what: n for what, n in told["counts"].items() if what not in _OF_THE_WAY}
            for portal, told in self.told.items()
        }

    def faults(self) -> dict[str, dict[str, int]]:
        """Faults that were met at each portal, by their names."""
        prefix = "fault/"
        return {
            portal: {what.removeprefix(prefix): n for what, n in counts.items() if what.startswith(prefix)}
            for portal, counts in self.counts().items()
        }

    def surveys(self) -> dict[str, str]:
        """What was found at each portal, as text: its state, family, columns, links and faults, without an order.

        A link that two columns name counts for the one that is read first, and a resumed crawl reads them in another order; so
        do reports' own pages with menus of each other, which are no entrance. Hence their links are compared as the portal's sum.
        """
        surveys = {}
        for portal, told in self.told.items():
            survey = {name: _unordered(told[name]) for name in _SURVEYED}
            survey["columns"] = _unordered(
                [(each["url"], each["name"]) for each in told["columns"] if each["entrance"]]
            )
            surveys[portal] = json.dumps(survey, ensure_ascii=False)
        return surveys


def look(folder: Path, portals: Mapping[str, str]) -> Findings:
    """Look at a folder; ``portals`` has the id of the simulated portal of each host."""
    files = frozenset(
        str(path.relative_to(folder)) for path in folder.rglob("*") if path.parent.name not in ("logs", ARCHIVE)
    )
    feed = read_feed(folder)
    report = json.loads((folder / "run.json").read_text("utf-8"))
    with Ledger.open(folder / LEDGER) as ledger, ledger.reading() as connection:
        return Findings(
            feed=[item["id"] for item in feed],
            items={item["id"]: timeless(item) for item in feed},
            kept={item["id"]: timeless(item) for item in ledger.items()},
            editions=list(connection.exec_driver_sql("select report from edition").scalars()),
            runs=ledger.runs(),
            told={portals[urlsplit(f"//{told['id']}").hostname or ""]: told for told in report["portals"]},
            files=files,
            archives=sorted(path for path in (folder / ARCHIVE).iterdir() if not path.name.startswith("digests.")),
            logs=sorted((folder / "logs").iterdir()),
        )


def read_feed(folder: Path, name: str = FEED) -> list[dict[str, Any]]:
    """Items of a feed."""
    items: list[dict[str, Any]] = json.loads((folder / name).read_text("utf-8"))
    return items


def timeless(item: Mapping[str, Any]) -> str:
    """An item as text, but for the moment when its page was fetched."""
    return json.dumps({**item, "fetched_at": None}, ensure_ascii=False, sort_keys=True)


def _unordered(value: Any) -> Any:
    return sorted(value, key=lambda each: json.dumps(each, sort_keys=True)) if isinstance(value, list) else value
