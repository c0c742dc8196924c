"""From archive files to a feed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from scrapy.settings import Settings

from crawler.archive.index import ArchiveIndex
from crawler.archive.ranges import Range, Scanned, scan, scan_guessing, split, take_scanned
from crawler.archive.reading import BadArchive, Place
from crawler.archive.replay import Replay
from crawler.books.outcome import CrawlOutcome, PortalOutcome
from crawler.reextract.engines import Engine
from crawler.reextract.guard import Guard, Lost
from crawler.reextract.outputs import Output
from crawler.reextract.pages import ReadPages

Watch = Callable[[Iterable[Any], int, str], Iterable[Any]]
"""Shows how far something has come: things, how many they are, what they are."""


@dataclass(slots=True)
class Reread:
    """What became of all pages."""

    counts: dict[str, Counter[str]] = field(default_factory=dict)
    """Portal → what was counted there, as :func:`crawler.books.outcome.stat_key` names it; a bad file is one, too."""
    passed_over: Counter[str] = field(default_factory=Counter)
    """As :attr:`crawler.archive.index.ArchiveIndex.passed_over`; and ``portal``, pages of others than were asked for."""
    lost: list[str] = field(default_factory=list)
    """Where a page lies that could not be read, and why."""
    bad: list[str] = field(default_factory=list)
    """Files that could not be read to their end, and why."""

    @property
    def outcome(self) -> CrawlOutcome:
        """As a crawl would have ended."""
        portals = {name: PortalOutcome(name, name, True, counts) for name, counts in self.counts.items()}
        return CrawlOutcome(portals, lost=len(self.lost))

    @property
    def totals(self) -> Counter[str]:
        """Counts of all portals."""
        return sum(self.counts.values(), Counter())

    def count(self, portal: str, counts: Counter[str]) -> None:
        """Add what happened at a portal."""
        self.counts.setdefault(portal, Counter()).update(counts)


@dataclass(frozen=True)
class ScanRanges:
    """Task: ranges of files by their numbers."""

    ranges: tuple[Range, ...]
    max_body: int
    place: Place | None = None
    """Where records begin in a range that is read again."""

    def open(self) -> Callable[[int], Scanned]:
        """Nothing is needed to read them."""
        if (place := self.place) is not None:
            return lambda number: scan(self.ranges[number], place, self.max_body)
        return lambda number: scan_guessing(self.ranges[number], self.max_body)


def reread(replay: Replay, form: str, settings: Settings, engine: Engine, output: Output, watch: Watch) -> Reread:
    """Write the item of every page of the archive that is a report, in the order in which the pages lie there.

    The items are those of ``scrapy crawl archive``. :exc:`OSError` if the output can't be written.
    """
    found = Reread()
    index = ArchiveIndex(max(settings.getint("DOWNLOAD_MAXSIZE"), settings.getint("ATTACHMENT_MAXSIZE")))
    try:
        _index(index, replay.files, engine, watch, found)
        count = index.finish()
        found.passed_over = index.passed_over
        task = ReadPages(index.path, index.max_body, settings, form, replay.portals, replay.years)
        for number, outcome in enumerate(watch(engine.map(task, count), count, "pages")):
            if isinstance(outcome, Lost):
                found.lost.append(f"{_where(index, number)}: {outcome.reason}")
            elif outcome is None:
                found.passed_over["portal"] += 1
            else:
                found.count(outcome.portal, outcome.counts)
                if outcome.item is not None:
                    output.write(outcome.item)
    finally:
        index.close()
    return found


def _index(index: ArchiveIndex, files: Sequence[Path], engine: Engine, watch: Watch, found: Reread) -> None:
    """Take in all files, each as if it were read in one go."""
    ranges: list[Range] = []
    for file in files:
        try:
            ranges += split(file)
        except OSError as error:
            _tell_bad(found, file, error.strerror or str(error))
    with closing(Guard()) as guard:

        def again(range_: Range, place: Place, max_body: int) -> Scanned:
            (outcome,) = guard.run(ScanRanges((range_,), max_body, place), range(1))
            return Scanned(place, error=outcome.reason) if isinstance(outcome, Lost) else outcome

        task = ScanRanges(tuple(ranges), index.max_body)
        scans = watch(engine.map(task, len(ranges), chunk=1, ahead=2), len(ranges), "indexing")
        # A range that broke its reader may have been read from a wrong place: it is read once more.
        known = (Scanned(None) if isinstance(scan_, Lost) else scan_ for scan_ in scans)
        for file, pieces in groupby(zip(ranges, known, strict=True), lambda piece: piece[0].path):
            try:
                take_scanned(index, pieces, again)
            except BadArchive as error:
                _tell_bad(found, file, str(error))


def _tell_bad(found: Reread, file: Path, reason: str) -> None:
    found.bad.append(f"{file}: {reason}")
    found.count(file.name, Counter(("failed", "listing_failed", "fault/bad_archive")))


def _where(index: ArchiveIndex, number: int) -> str:
    """File, byte and address of a page."""
    page = index.page(number)
    if page.answer is None:
        return page.url
    path, byte = index.place(page.answer)
    return f"{path}, byte {byte}, {page.url}"
